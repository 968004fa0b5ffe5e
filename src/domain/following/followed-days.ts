// The days to come of the cases that somebody follows or proposed: when co-signing closes, when the answer and commitments are due.
import { and, asc, eq, inArray, isNotNull, type SQL } from 'drizzle-orm'
import { lastDay } from '../../lib/calendar.ts'
import { anyOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { commitments } from '../../schema/commitments.ts'
import { follows } from '../../schema/notifications.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { isUnderWay } from '../answers/commitment-query.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'

/** `day`: local in its government. `id`: stays the same while the date moves. */
type FollowedDay = {
  id: string
  kind: 'closing' | 'answer' | 'commitment'
  day: string
  governmentId: string
  number: string
  title: string
}

/** Of each kind so many, the first days first: a calendar is read by programs, not by people who look for one of thousands. */
const most = 500

/** Nothing of a hidden case, and no date of which only its source knows. `accounts`: of one mailbox. */
export async function followedDays(
  db: Db,
  accounts: string[],
  timeZoneOf: (governmentId: string) => string,
): Promise<FollowedDay[]> {
  const theirs = isFollowedBy(db, accounts)
  const columns = {
    id: proposals.id,
    governmentId: proposals.governmentId,
    number: proposals.number,
    title: proposals.title,
  }
  const closing = await db
    .select({ ...columns, before: proposals.closesBefore })
    .from(proposals)
    .where(and(eq(proposals.stage, 'gathering'), isNotNull(proposals.closesBefore), isListed, theirs))
    .orderBy(asc(proposals.closesBefore), asc(proposals.id))
    .limit(most)
  const answers = await db
    .select({ ...columns, before: proposals.answerDueBefore })
    .from(proposals)
    .where(
      and(eq(proposals.stage, 'review'), isNotNull(proposals.answerDueBefore), isListed, isTimelinessKnown, theirs),
    )
    .orderBy(asc(proposals.answerDueBefore), asc(proposals.id))
    .limit(most)
  const promised = await db
    .select({ ...columns, id: commitments.id, title: commitments.what, day: commitments.dueOn })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(isUnderWay, isListed, theirs))
    .orderBy(asc(commitments.dueOn), asc(commitments.id))
    .limit(most)
  const dated =
    (kind: 'closing' | 'answer') =>
    ({ before, number, ...row }: (typeof closing)[number]): FollowedDay => ({
      ...row,
      ...{ kind, number: number!, day: lastDay(before!, timeZoneOf(row.governmentId)) },
    })
  return [
    ...closing.map(dated('closing')),
    ...answers.map(dated('answer')),
    ...promised.map((row) => ({ ...row, kind: 'commitment' as const, number: row.number! })),
  ].sort((a, b) => (a.day < b.day ? -1 : 1))
}

function isFollowedBy(db: Db, accounts: string[]): SQL {
  const followed = db
    .select({ id: follows.proposalId })
    .from(follows)
    .where(and(inArray(follows.personId, accounts), eq(follows.wanted, true)))
  return anyOf(inArray(proposals.id, followed), inArray(proposals.authorId, accounts))
}
