// Which cases are past: they ended, and the months for which their government keeps people are over.
import { and, eq, gte, isNotNull, ne, notInArray, or, type SQL } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { commitments } from '../../schema/commitments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isUnderWay } from '../answers/commitment-query.ts'
import { archivedStages } from '../proposals/proposal.ts'
import { eachKeeping, type Keeping, keepingOf, undatedSince } from './retention-rules.ts'

/** `before`: what ended earlier is past everywhere. */
export type Past = { now: Date; before: Date; keeping: Keeping[] }

/** Of all governments, by the rules that are in force then. */
export async function pastAt(db: Db, now: Date): Promise<Past> {
  const keeping = await keepingOf(db, now)
  return { now, keeping, before: new Date(Math.max(0, ...keeping.map(({ before }) => before.getTime()))) }
}

/**
 * Promises of a case that are under way, or were within what its government keeps: until their agency called them done, or they ended.
 * Nobody's address waits for a check that may never come. Joined:
 * PostgreSQL reads all promises for an `exists`.
 */
export const promisedBy = ({ keeping }: Past) =>
  and(
    eq(commitments.proposalId, proposals.id),
    or(
      isUnderWay,
      eachKeeping(keeping, (before) => or(gte(commitments.closedAt, before), gte(commitments.doneAt, before))),
    ),
  )

/** Not ended or answered, or not long enough ago, or something promised in its answer keeps it. */
export const goesOn = ({ keeping }: Past): SQL | undefined =>
  or(
    notInArray(proposals.stage, [...archivedStages]),
    isNotNull(commitments.id),
    eachKeeping(keeping, (before) =>
      or(
        and(
          ne(proposals.stage, 'resolved'),
          or(gte(proposals.endedAt, before), undatedSince(proposals.endedAt, before)),
        ),
        and(
          eq(proposals.stage, 'resolved'),
          or(gte(proposals.answeredAt, before), undatedSince(proposals.answeredAt, before)),
        ),
      ),
    ),
  )

/** Which of these cases are past, each with the moment from which its government keeps people still: what is older may go. */
export async function pastAmong(db: Db, which: SQL | undefined, past: Past): Promise<Map<string, Date>> {
  // the stage is looked at here: asked for in the query, SQLite looks for it in an index and passes over the ids
  const cases = await db
    .select({ id: proposals.id, governmentId: proposals.governmentId, stage: proposals.stage })
    .from(proposals)
    .where(which)
  const going = await db
    .selectDistinct({ id: proposals.id })
    .from(proposals)
    .leftJoin(commitments, promisedBy(past))
    .where(and(which, goesOn(past)))
  const alive = new Set(going.map(({ id }) => id))
  const before = new Map(past.keeping.map((one) => [one.governmentId, one.before]))
  const ended = cases.filter(({ id, stage }) => archivedStages.includes(stage) && !alive.has(id))
  return new Map(ended.map((one) => [one.id, before.get(one.governmentId)!]))
}
