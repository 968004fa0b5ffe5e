// Moments and deadlines as other people's scripts read them. Pure.
import { deadlineIso, isoWithOffset } from '../lib/calendar.ts'

type Written = { (moment: Date): string; (moment: Date | null): string | null }

/** `at`: a moment with the government's offset. `end`: a deadline as the last second of its last day. Null stays null. */
export function timesIn(timeZone: string): { at: Written; end: Written } {
  const written = (write: (moment: Date, timeZone: string) => string) =>
    ((moment: Date | null) => moment && write(moment, timeZone)) as Written
  return { at: written(isoWithOffset), end: written(deadlineIso) }
}
