// What a line says that is hard to believe. It is taken over as it stands, and the report says so. Pure.
import { addMonths, localDate } from '../../lib/calendar.ts'
import type { KnownCounts } from '../counts.ts'
import type { ImportedCase } from '../imported-case.ts'
import type { JoinLine } from './line.ts'

/** More than there are people in Taiwan. */
const mostPeople = 24_000_000
/** JOIN gives two months, and two more. */
const longestToAnswer = 12 // months
const longestToGather = 12 // months

/** In words. `at`: now. */
export function doubtsAbout(
  line: JoinLine,
  c: ImportedCase,
  standing: KnownCounts,
  at: Date,
  timeZone: string,
): string[] {
  const doubts: string[] = []
  const doubt = (is: boolean, words: string) => {
    if (is) doubts.push(words)
  }
  const day = (moment: Date) => localDate(moment, timeZone)
  const { submittedAt, publishedAt, thresholdMetAt: met } = c
  const due = line.response_due_at ? day(line.response_due_at) : null
  const closes = day(line.endorse_due_at)
  const replied = line.responses.map((reply) => reply.responded_at)
  const firstReply = replied.length ? new Date(Math.min(...replied.map(Number))) : null
  const days = standing.rows.flatMap((row) => (row.day ? [row.day] : []))

  doubt(line.endorse_count < 0, `endorse_count is ${line.endorse_count}, below zero: it is left out`)
  doubt(standing.count > mostPeople, `${standing.count.toLocaleString('en')} co-signatures`)
  doubt(c.threshold > mostPeople, `endorse_goal is ${c.threshold.toLocaleString('en')}`)
  doubt(
    line.endorse_period_days !== c.cosigningDays,
    `endorse_period_days is ${line.endorse_period_days.toLocaleString('en')}: it is left out`,
  )
  for (const [name, moment] of [
    ['submitted_at', submittedAt],
    ['approved_at', publishedAt],
    ['threshold_met_at', met],
    ...replied.map((r) => ['responded_at', r] as const),
  ] as const)
    doubt(moment !== null && moment > at, `${name} lies in the future: ${moment && day(moment)}`)
  doubt(
    days.some((d) => d > day(at)),
    'co-signatures on days that are still to come',
  )
  doubt(publishedAt < submittedAt, `published ${day(publishedAt)}, before it was submitted ${day(submittedAt)}`)
  doubt(closes < day(publishedAt), `closes ${closes}, before it was published ${day(publishedAt)}`)
  doubt(
    closes > addMonths(day(publishedAt), longestToGather),
    `closes ${closes}, more than a year after it was published`,
  )
  doubt(
    days.some((d) => d < day(publishedAt)),
    `co-signatures before it was published ${day(publishedAt)}`,
  )
  doubt(
    met !== null && day(met) < day(publishedAt),
    `the threshold was met ${met && day(met)}, before it was published`,
  )
  doubt(met !== null && standing.count < c.threshold, 'the threshold was met, by fewer co-signatures than it asks for')
  doubt(
    c.stage === 'gathering' && (met !== null || standing.count >= c.threshold),
    'the threshold was met, and it is still called FirstSigned',
  )
  doubt(c.stage === 'expired' && c.closesBefore > at, `called SecondFailed, and co-signing closes ${closes}`)
  doubt(c.stage === 'expired' && standing.count >= c.threshold, 'the threshold was met, and it is called SecondFailed')
  doubt(due !== null && met === null, `an answer is due ${due}, and no threshold was met`)
  doubt(due !== null && met !== null && due < day(met), `an answer is due ${due}, before the threshold was met`)
  doubt(
    due !== null && met !== null && due > addMonths(day(met), longestToAnswer),
    `an answer is due ${due}, more than ${longestToAnswer} months after the threshold was met`,
  )
  doubt(
    firstReply !== null && firstReply < publishedAt,
    `an agency answered ${firstReply && day(firstReply)}, before it was published ${day(publishedAt)}`,
  )
  return doubts
}
