// 冷卻期: for some months after its answer the same matter is not accepted again, so that agencies do not answer it twice. It runs
// from the local day of the answer and ends on the same-numbered day, or on the month's last. Pure.
import { addMonths, localDate } from '../../lib/calendar.ts'

/** The first local day on which the matter may be proposed again; null where it may be by now, or has no answer. */
export function openAgainOn(
  { answeredAt }: { answeredAt: Date | null },
  cooldownMonths: number,
  now: Date,
  timeZone: string,
): string | null {
  if (!answeredAt) return null
  const from = addMonths(localDate(answeredAt, timeZone), cooldownMonths)
  return localDate(now, timeZone) < from ? from : null
}
