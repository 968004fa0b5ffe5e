// What a case says that is hard to believe, whatever platform it comes from. It is taken over as it stands, and the report says so. Pure.
import { addMonths, localDate } from '../lib/calendar.ts'
import type { KnownCounts } from './counts.ts'
import type { ImportedCase } from './imported-case.ts'

/** More than live in any country that these platforms serve. */
const mostPeople = 100_000_000
const longestToAnswer = 12 // months

/** In words. `at`: now. */
export function doubtsOf(c: ImportedCase, { count }: KnownCounts, at: Date, timeZone: string): string[] {
  const day = (moment: Date) => localDate(moment, timeZone)
  const { submittedAt, publishedAt, thresholdMetAt: met } = c
  const first = c.answers[0]?.at ?? null
  const named: [string, Date | null][] = [
    ['submitted', submittedAt],
    ['published', publishedAt],
    ['the threshold met', met],
    ['refused', c.refusal?.at ?? null],
    ...[...c.answers, ...c.updates].map((entry): [string, Date] => ['an entry written', entry.at]),
  ]
  return [
    ...(count > mostPeople ? [`${count.toLocaleString('en')} co-signatures`] : []),
    ...named.flatMap(([what, moment]) => (moment && moment > at ? [`${what} in the future: ${day(moment)}`] : [])),
    ...(publishedAt < submittedAt
      ? [`published ${day(publishedAt)}, before it was submitted ${day(submittedAt)}`]
      : []),
    ...(met && met < publishedAt ? [`the threshold was met ${day(met)}, before it was published`] : []),
    ...(met && count < c.threshold ? ['the threshold was met, by fewer co-signatures than it asks for'] : []),
    ...(first && first < publishedAt ? [`answered ${day(first)}, before it was published ${day(publishedAt)}`] : []),
    ...(met && c.answerDueBefore && day(c.answerDueBefore) > addMonths(day(met), longestToAnswer)
      ? [`an answer is due more than ${longestToAnswer} months after the threshold was met`]
      : []),
    ...(c.closesBefore <= publishedAt && !c.refusal ? [`closes ${day(c.closesBefore)}, before it was published`] : []),
  ]
}
