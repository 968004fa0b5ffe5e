// Texts that agencies keep for their answers: the agency's own, written and removed by whoever answers for it.
import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { Refused } from '../../platform/db/attempt.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { answerTemplates } from '../../schema/answer-templates.ts'

export type TemplateRow = typeof answerTemplates.$inferSelect
export type TemplateWords = Pick<TemplateRow, 'name' | 'analysis' | 'deliberation' | 'reason' | 'note'>

/** More are no list to choose from. */
export const mostTemplates = 50

/** By name. */
export async function templatesOf(db: Db, agencyIds: string[]): Promise<TemplateRow[]> {
  if (!agencyIds.length) return []
  return db
    .select()
    .from(answerTemplates)
    .where(inArray(answerTemplates.agencyId, agencyIds))
    .orderBy(asc(answerTemplates.name), asc(answerTemplates.id))
}

/** Of whatever agency: who may use it is for whoever asks. */
export async function findTemplate(db: Db, id: string): Promise<TemplateRow | null> {
  const [row] = await db.select().from(answerTemplates).where(eq(answerTemplates.id, id))
  return row ?? null
}

/** Throws Refused: 'many'; 'name_taken'. */
export async function addTemplate(tx: Db, id: string, agencyId: string, words: TemplateWords, at: Date): Promise<void> {
  const [has] = await tx
    .select({ count: countRows() })
    .from(answerTemplates)
    .where(eq(answerTemplates.agencyId, agencyId))
  if (has!.count >= mostTemplates) throw new Refused('many')
  const [added] = await tx
    .insert(answerTemplates)
    .values({ id, agencyId, ...words, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: answerTemplates.id })
  if (!added) throw new Refused('name_taken')
}

/** Throws Refused: 'name_taken'; 'moved_on' (a colleague changed or removed it since `seen`, in ms). */
export async function changeTemplate(tx: Db, row: TemplateRow, words: TemplateWords, seen: number, at: Date) {
  const [other] = await tx
    .select({ id: answerTemplates.id })
    .from(answerTemplates)
    .where(
      and(
        eq(answerTemplates.agencyId, row.agencyId),
        eq(answerTemplates.name, words.name),
        ne(answerTemplates.id, row.id),
      ),
    )
  if (other) throw new Refused('name_taken')
  const [changed] = await tx
    .update(answerTemplates)
    .set({ ...words, updatedAt: at })
    .where(and(eq(answerTemplates.id, row.id), eq(answerTemplates.updatedAt, new Date(seen))))
    .returning({ id: answerTemplates.id })
  if (!changed) throw new Refused('moved_on')
}

/** Answers that were begun with it keep its words. */
export async function removeTemplate(tx: Db, id: string): Promise<void> {
  await tx.delete(answerTemplates).where(eq(answerTemplates.id, id))
}
