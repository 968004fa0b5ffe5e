// The end of co-signing by the rules that somebody gives for a whole file. Pure.
import { addDays, localDate, startOfDay } from '../../lib/calendar.ts'
import type { Around } from './format.ts'

/** The day of publication is not counted. */
export function byGivenRules({ rules, government }: Around, published: Date) {
  if (!rules) throw new Error('This format does not say its rules.')
  const { timeZone } = government
  const last = addDays(localDate(published, timeZone), rules.days)
  return {
    threshold: rules.threshold,
    cosigningDays: rules.days,
    closesBefore: startOfDay(addDays(last, 1), timeZone),
  }
}
