// The cases that figures of a government are made of: at once, or some thousand at a time.
import { and, asc, eq, gt, inArray, isNull, lte, ne, or, type SQL } from 'drizzle-orm'
import { allOf, anyOf, min } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { caseChanges } from '../../schema/case-changes.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { proposals } from '../../schema/proposals.ts'

const isAccepted = (db: Db, governmentId: string): SQL =>
  inArray(
    proposals.id,
    db
      .select({ id: handOvers.proposalId })
      .from(handOvers)
      .where(and(eq(handOvers.toGovernmentId, governmentId), eq(handOvers.state, 'accepted'))),
  )

/** Cases of this government, and those that it accepted from others. */
export const isOfOrWith = (db: Db, { id }: { id: string }): SQL =>
  anyOf(eq(proposals.governmentId, id), isAccepted(db, id))

/** Some of the cases that figures are made of. `span`: its own cases by their numbers, `to` null for all that come; null where others count too. */
export type Part = { cases: SQL; span: { after: string; to: string | null } | null }

/** So many cases are counted in one statement: all of 100,000 at once stopped everybody for half a second. */
const mostAtOnce = 2000

/** Cases of this government, some thousand at a time, and those that it accepted from others. What each part comes to is added up. */
export async function partsOf(db: Db, { id }: { id: string }, most = mostAtOnce): Promise<Part[]> {
  const { number, governmentId } = proposals
  const own = eq(governmentId, id)
  const accepted = allOf(ne(governmentId, id), isAccepted(db, id))
  // most governments have none, and SQLite may look through all cases to find none
  const some = await db.select({ id: proposals.id }).from(proposals).where(accepted).limit(1)
  const parts: Part[] = some.length ? [{ cases: accepted, span: null }] : []
  for (let after = ''; ; ) {
    const [edge] = await db
      .select({ number })
      .from(proposals)
      .where(and(own, gt(number, after)))
      .orderBy(asc(number))
      .limit(1)
      .offset(most - 1)
    const to = edge?.number ?? null
    const cases = allOf(own, gt(number, after), to === null ? undefined : lte(number, to))
    parts.push({ cases, span: { after, to } })
    if (to === null) return parts
    after = to
  }
}

/** Numbers of a government's cases that changed after a step, or have none since. */
export async function changedAfter(db: Db, { id }: { id: string }, step: number): Promise<string[]> {
  const rows = await db
    .select({ number: proposals.number })
    .from(caseChanges)
    .innerJoin(proposals, eq(proposals.id, caseChanges.proposalId))
    .where(and(eq(caseChanges.governmentId, id), or(isNull(caseChanges.step), gt(caseChanges.step, step))))
  return rows.flatMap(({ number }) => number ?? [])
}

/** When the next answer of a government falls due: from then on it is overdue. Null where none will. */
export async function nextDue(db: Db, { id }: { id: string }, at: Date): Promise<Date | null> {
  const { stage, answerDueBefore, governmentId } = proposals
  const [row] = await db
    .select({ at: min(answerDueBefore) })
    .from(proposals)
    .where(and(eq(stage, 'review'), gt(answerDueBefore, at), eq(governmentId, id)))
  return row?.at ?? null
}
