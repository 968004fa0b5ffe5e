// What an approver may send, and the hour at which an answer is to be published.
import { z } from 'zod'
import { furthestDays } from '../../domain/answers/release.ts'
import { addDays, instantAt, isDay, localDate } from '../../lib/calendar.ts'
import { isFiller } from '../../lib/filler.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { wordIn } from '../../platform/http/query.ts'
import { prose } from '../../platform/web/fields.ts'

export const releaseForm = z.object({
  action: z.enum(['publish', 'schedule', 'send_back', 'withdraw', 'call_off']),
  revision: z.coerce.number().pipe(z.int32()).catch(0),
  words: prose(3000, 'proposals.error.words_long'),
})

/** Why words that send a draft back are not enough; null where they are. */
export const wrongWords = (words: string) =>
  isFiller(words) ? { words: { key: 'answers.error.sent_back_words' } } : {}

export const hourFields = { day: 'publish-day', time: 'publish-time' } as const
export type Hour = { day: string; time: string }

/** What was typed in both fields. */
export const hourTyped = (body: unknown): Hour => ({
  day: (wordIn(body, hourFields.day) ?? '').normalize('NFKC').trim(),
  time: (wordIn(body, hourFields.time) ?? '').normalize('NFKC').trim(),
})

/** The instant that is meant, after `at` and at most `furthestDays` ahead; else the words for what is wrong. Pure. */
export function hourFrom({ day, time }: Hour, at: Date, timeZone: string): Result<Date> {
  if (!isDay(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return refused('answers.error.hour')
  const hour = instantAt(day, time, timeZone)
  if (hour <= at) return refused('answers.error.hour_over')
  return day > addDays(localDate(at, timeZone), furthestDays) ? refused('answers.error.hour_far') : done(hour)
}
