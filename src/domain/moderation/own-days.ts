// The due dates of somebody's own work: what they have, and what nobody has yet on a desk of theirs.
import { and, asc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { lastDay, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { commitments } from '../../schema/commitments.ts'
import { deskItems } from '../../schema/desk.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { DeskTask } from '../../schema/values.ts'
import { isUnderWay } from '../answers/commitment-query.ts'
import { type Seat, seatMay } from '../governments/government.ts'
import { agenciesOf } from '../governments/store.ts'

/** `day`: local. `id`: stays the same while the date moves. `title`: null where the case is not public. */
type OwnDay = { id: string; task: DeskTask | 'promise'; day: string; number: string; title: string | null }

/** The first days first. */
const most = 500

/** Nothing of a hidden case. */
export async function ownDays(
  db: Db,
  government: { id: string; timeZone: string },
  { personId, seats }: { personId: string; seats: Seat[] },
  at: Date,
): Promise<OwnDay[]> {
  const own = seats.flatMap(({ role, agencyId }) => (role === 'officer' && agencyId ? [agencyId] : []))
  const moderates = seatMay.check(seats)
  // an administrator may have a case of any agency
  const all = seatMay.administer(seats) ? (await agenciesOf(db, government.id)).map(({ id }) => id) : own
  const { agencyId, dueBefore, unknownFrom } = deskItems
  const onDesks = (ids: string[]) =>
    or(ids.length ? inArray(agencyId, ids) : undefined, moderates ? isNull(agencyId) : undefined) ?? sql`1 = 0`
  const rows = await db
    .select({
      proposalId: deskItems.proposalId,
      agencyId,
      task: deskItems.task,
      before: dueBefore,
      number: proposals.number,
      title: proposals.title,
      listed: proposals.listed,
      answerBefore: proposals.answerDueBefore,
    })
    .from(deskItems)
    .innerJoin(proposals, eq(proposals.id, deskItems.proposalId))
    .where(
      and(
        eq(deskItems.governmentId, government.id),
        eq(deskItems.lane, 'owed'),
        isNotNull(dueBefore),
        isNull(proposals.hiddenAt),
        or(isNull(unknownFrom), gt(unknownFrom, startOfDay(localDate(at, government.timeZone), government.timeZone))),
        or(and(eq(deskItems.personId, personId), onDesks(all)), and(isNull(deskItems.personId), onDesks(own))),
      ),
    )
    .orderBy(asc(dueBefore), asc(deskItems.id))
    .limit(most)
  const promised = own.length
    ? await db
        .select({ id: commitments.id, day: commitments.dueOn, number: proposals.number, title: commitments.what })
        .from(commitments)
        .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
        .where(and(inArray(commitments.agencyId, own), isUnderWay, isListed))
        .orderBy(asc(commitments.dueOn), asc(commitments.id))
        .limit(most)
    : []
  const days = rows.flatMap(({ proposalId, before, answerBefore, ...row }): OwnDay[] => {
    const day = (task: OwnDay['task'], due: Date): OwnDay => ({
      id: `${proposalId}-${row.agencyId ?? 'check'}`,
      ...{ task, day: lastDay(due, government.timeZone), number: row.number!, title: row.listed ? row.title : null },
    })
    // the step that is next, and the answer that it leads to
    const leads = row.task === 'schedule' || row.task === 'contact'
    return [day(row.task, before!), ...(leads && answerBefore ? [day('answer', answerBefore)] : [])]
  })
  return [...days, ...promised.map((one) => ({ ...one, task: 'promise' as const, number: one.number! }))].sort(
    (a, b) => (a.day < b.day ? -1 : 1),
  )
}
