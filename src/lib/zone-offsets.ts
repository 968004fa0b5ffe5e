// How far a time zone is from UTC, from when to when: for what has to reckon local days where no zones are known. Pure.
import { Temporal } from 'temporal-polyfill'
import { memoize } from './memoize.ts'

/** `offset`: local time minus UTC, in ms, before the instant `until` (ms); Infinity: from then on. */
type Offset = { until: number; offset: number }

const first = Temporal.Instant.from('2005-01-01T00:00:00Z')
const mostChanges = 200

/** From 2005 on, which is before any platform of this kind; before that the oldest of them is taken. At least one. */
export const offsetsOf = memoize((timeZone: string): readonly Offset[] => {
  const offsets: Offset[] = []
  let at = first.toZonedDateTimeISO(timeZone)
  while (offsets.length < mostChanges) {
    const next = at.getTimeZoneTransition('next')
    const until = next && next.epochMilliseconds < Date.UTC(2100, 0) ? next.epochMilliseconds : Number.POSITIVE_INFINITY
    offsets.push({ until, offset: at.offsetNanoseconds / 1_000_000 })
    if (!next || until === Number.POSITIVE_INFINITY) break
    at = next
  }
  return offsets
}, 500)
