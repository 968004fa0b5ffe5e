// An early warning, and the threshold itself, come with one certain co-signature. Their moments are those of a person, so what
// everybody reads tells their day: periods count from days as well. Pure.
import { localDate, startOfDay } from '../../lib/calendar.ts'
import type { EntryKind } from '../../schema/values.ts'

type Told = { kind: EntryKind; occurredAt: Date; recordedAt: Date; timeZone: string }

/** The first moment of the local day of `moment`, or `before` where that is later: what comes after it is not told ahead of it. */
function toldDay(moment: Date, timeZone: string, before: Date | null): Date {
  const day = startOfDay(localDate(moment, timeZone), timeZone)
  return before && before > day && before < moment ? before : day
}

/** Entries in their order; the moments of those that came with a co-signature are the first of their day, or that of the entry before. */
export function toldByDay<Entry extends Told>(entries: Entry[]): Entry[] {
  const met = entries.filter(({ kind }) => kind === 'threshold_met').map(({ occurredAt }) => occurredAt.getTime())
  const told: Entry[] = []
  for (const entry of entries) {
    // the agencies' parts begin in the same moment
    const comesWith = entry.kind === 'assigned' && met.includes(entry.occurredAt.getTime())
    const byDay = comesWith || entry.kind === 'early_warning' || entry.kind === 'threshold_met'
    const at = byDay ? toldDay(entry.occurredAt, entry.timeZone, told.at(-1)?.occurredAt ?? null) : null
    told.push(at ? { ...entry, occurredAt: at, recordedAt: recordedOn(entry, at) } : entry)
  }
  return told
}

/** The day on which it was written down, where that was a later one: of what is imported or found late, years may lie between. */
function recordedOn({ recordedAt, timeZone }: Told, occurredAt: Date): Date {
  const day = startOfDay(localDate(recordedAt, timeZone), timeZone)
  return day > occurredAt ? day : occurredAt
}

/** When the threshold was met, as everybody reads it. */
export const toldMet = (p: { thresholdMetAt: Date | null; publishedAt: Date | null }, timeZone: string): Date | null =>
  p.thresholdMetAt && toldDay(p.thresholdMetAt, timeZone, p.publishedAt)

/** Steps that come with the end of a day: their moment is the first of the next one, and they are told as that day. */
export const endsDay = (kind: EntryKind): boolean => kind === 'expired' || kind === 'lost_sight'

/** The moment of a step that was read as it is told. Of before it was told as a day, the first of the next one stands there. */
export const stepAt = (kind: EntryKind, written: Date): Date =>
  endsDay(kind) && written.getUTCSeconds() === 59 ? new Date(written.getTime() + 1000) : written
