// The days by which an agency owes something that everybody can see: its parts of cases, also after the answer,
// and its commitments.
import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm'
import { lastDay } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { isUnderWay } from './commitment-query.ts'
import { isStillOwed } from './part-due-query.ts'

/** `day`: local. `id`: stays the same while the date moves. */
type DueDay = {
  id: string
  kind: 'answer' | 'contribution' | 'commitment'
  day: string
  number: string
  title: string
}

/** The first day first. Nothing of a hidden case, and no date of which only its source knows whether it was kept. */
export async function dueDaysOf(db: Db, agencyId: string, timeZone: string): Promise<DueDay[]> {
  const parts = await db
    .select({
      id: assignments.id,
      role: assignments.role,
      own: assignments.dueBefore,
      answer: proposals.answerDueBefore,
      number: proposals.number,
      title: proposals.title,
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(
      and(
        eq(assignments.agencyId, agencyId),
        isStillOwed,
        isListed,
        or(eq(proposals.stage, 'resolved'), isTimelinessKnown), // after the answer only what was asked for here is owed
        or(isNotNull(assignments.dueBefore), isNotNull(proposals.answerDueBefore)),
      ),
    )
  const promised = await db
    .select({
      id: commitments.id,
      kind: sql<'commitment'>`'commitment'`,
      day: commitments.dueOn,
      number: proposals.number,
      title: commitments.what,
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(and(eq(commitments.agencyId, agencyId), isUnderWay, isListed))
    .orderBy(asc(commitments.dueOn), asc(commitments.id))
  const owed = parts.flatMap(({ id, role, own, answer, number, title }): DueDay[] => {
    const before = role === 'lead' ? answer : (own ?? answer)
    const kind = role === 'lead' ? 'answer' : 'contribution'
    return before ? [{ id, kind, day: lastDay(before, timeZone), number: number!, title }] : []
  })
  return [...owed, ...promised.map((one) => ({ ...one, number: one.number! }))].sort((a, b) => (a.day < b.day ? -1 : 1))
}
