// Cases by their ids, as one of the people who have to do with them may see them.
import { eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ProposalRow } from './transition.ts'

/** `isNamed`: whether its author's display name stands on it. */
type CaseName = { id: string; governmentId: string; number: string | null; title: string; isNamed: boolean }

const atOnce = 500

/** A hidden case has no title here, but for whoever wrote it. `accounts`: of the reader. */
export async function caseNames(db: Db, ids: string[], accounts: string[]): Promise<Map<string, CaseName>> {
  const names = new Map<string, CaseName>()
  for (let i = 0; i < ids.length; i += atOnce) {
    const rows = await db
      .select({
        id: proposals.id,
        governmentId: proposals.governmentId,
        number: proposals.number,
        title: proposals.title,
        hiddenAt: proposals.hiddenAt,
        authorId: proposals.authorId,
        authorName: proposals.authorName,
      })
      .from(proposals)
      .where(inArray(proposals.id, ids.slice(i, i + atOnce)))
    for (const { hiddenAt, authorId, authorName, ...row } of rows) {
      const isOwn = authorId !== null && accounts.includes(authorId)
      names.set(row.id, { ...row, title: hiddenAt && !isOwn ? '' : row.title, isNamed: authorName !== null })
    }
  }
  return names
}

/** In whatever stage: whoever asks decides who may see it. */
export async function caseById(db: Db, id: string): Promise<ProposalRow | null> {
  const [row] = await db.select().from(proposals).where(eq(proposals.id, id))
  return row ?? null
}
