// Cases of which nothing changes by itself any more: what their pages say depends on no day but that dates of other years say theirs. Pure.
import { addDays, localDate } from '../../lib/calendar.ts'
import { isSettled } from './proposal.ts'
import type { CaseParts, CaseRow } from './public-proposal.ts'

/** So many days after anything happened in a case, what it says may still change by itself. */
const restless = 3

type Dates = Pick<CaseRow, 'stage' | 'closesBefore' | 'answeredAt' | 'endedAt' | 'answerDueBefore'>

/** Nothing that it says depends on the day any more. */
export function isAtRest(
  row: Dates,
  { commitments, timeline }: Pick<CaseParts, 'commitments' | 'timeline'>,
  at: Date,
  timeZone: string,
): boolean {
  if (!isSettled(row) || commitments.some((one) => one.closedAt === null)) return false
  const days = [
    row.closesBefore,
    row.answeredAt,
    row.endedAt,
    row.answerDueBefore,
    ...timeline.map((e) => e.occurredAt),
  ]
  const last = Math.max(...days.map((day) => day?.getTime() ?? 0))
  return localDate(new Date(last), timeZone) < addDays(localDate(at, timeZone), -restless)
}
