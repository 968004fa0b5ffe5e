// Commitments in the queue: those that are late or due within a month.
import { and, asc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDay } from '../../lib/calendar.ts'
import { allOf, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { commitments } from '../../schema/commitments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isUnderWay } from '../answers/commitment-query.ts'
import { type QueueFilter, type QueueItem, unfiltered } from './queue-line.ts'
import type { DueGroup } from './queue-view.ts'

const ahead = 30 // days

/** As a condition; not those that their agency calls done. `today`: local. */
export function commitmentsDue(
  governmentId: string,
  whose: 'everybody' | string[],
  today: string,
  { due, topic, found }: QueueFilter,
): SQL {
  const { dueOn } = commitments
  const whens: { [group in DueGroup]: SQL | undefined } = {
    overdue: lt(dueOn, today),
    today: eq(dueOn, today),
    week: and(gt(dueOn, today), lte(dueOn, addDays(today, 7))),
    later: gt(dueOn, addDays(today, 7)),
    undated: sql`1 = 0`,
  }
  return allOf(
    eq(commitments.governmentId, governmentId),
    isUnderWay,
    lte(dueOn, addDays(today, ahead)),
    whose === 'everybody' ? undefined : inArray(commitments.agencyId, whose),
    due ? whens[due] : undefined,
    topic
      ? sql`${commitments.proposalId} in (select ${proposals.id} from ${proposals} where ${and(eq(proposals.governmentId, governmentId), eq(proposals.topicCode, topic))})`
      : undefined,
    found ? sql`${commitments.proposalId} in ${found}` : undefined,
  )
}

/** From an index alone. */
export async function commitmentCounts(db: Db, due: SQL, today: string) {
  const when = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const [counts] = await db
    .select({ total: countRows(), late: when(lt(commitments.dueOn, today)), today: when(eq(commitments.dueOn, today)) })
    .from(commitments)
    .where(due)
  return counts!
}

/** How many each agency owes, late or due within a week or a month. */
export const commitmentLoads = (db: Db, governmentId: string, today: string) => {
  const { agencyId, dueOn } = commitments
  const when = (condition: SQL | undefined) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  return db
    .select({
      ...{ agencyId, total: countRows(), late: when(lt(dueOn, today)) },
      week: when(and(gte(dueOn, today), lte(dueOn, addDays(today, 7)))),
    })
    .from(commitments)
    .where(commitmentsDue(governmentId, 'everybody', today, unfiltered))
    .groupBy(agencyId)
}

/** The first of them by date, each with its place among what waits: the end of its day, in ms. */
export async function commitmentKeys(db: Db, due: SQL, timeZone: string, limit: number) {
  const rows = await db
    .select({ id: commitments.id, dueOn: commitments.dueOn })
    .from(commitments)
    .where(due)
    .orderBy(asc(commitments.dueOn), asc(commitments.id))
    .limit(limit)
  return rows.map(({ id, dueOn }) => ({ id, key: endOf(dueOn, timeZone).getTime(), commitment: true }))
}

/** Those of these ids as lines of the queue; they are due at the end of their day in `timeZone`. */
export async function commitmentsOf(db: Db, ids: string[], timeZone: string): Promise<[id: string, item: QueueItem][]> {
  if (!ids.length) return []
  return (await rowsIn(db, ids)).map(({ heldAt, number, dueOn, id, ...row }) => [
    id,
    {
      ...row,
      number: number!,
      held: heldAt !== null,
      task: 'promise',
      dueBefore: endOf(dueOn, timeZone),
      officerId: null,
      replied: false,
      also: [],
      elsewhere: null,
      commitmentId: id,
    },
  ])
}

const endOf = (day: string, timeZone: string) => startOfDay(addDays(day, 1), timeZone)

const rowsIn = byIds((db, ids) =>
  db
    .select({
      id: commitments.id,
      proposalId: proposals.id,
      number: proposals.number,
      title: commitments.what,
      heldAt: proposals.heldAt,
      dueOn: commitments.dueOn,
      agency: agencies.name,
      agencyId: commitments.agencyId,
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .where(inArray(commitments.id, ids)),
)
