// An early warning comes with one certain co-signature. Its moment would be that of a person, so a timeline tells its day. The
// threshold is met by one co-signature too, but the answer's period counts from that moment: it stays. Pure.
import { localDate, startOfDay } from '../../lib/calendar.ts'
import type { EntryKind } from '../../schema/values.ts'

type Told = { kind: EntryKind; occurredAt: Date; recordedAt: Date; timeZone: string }

/** Entries in their order, the moments of early warnings replaced by the first one of their day, or that of the entry before. */
export function toldByDay<Entry extends Told>(entries: Entry[]): Entry[] {
  return entries.map((entry, i) => {
    if (entry.kind !== 'early_warning') return entry
    const day = startOfDay(localDate(entry.occurredAt, entry.timeZone), entry.timeZone)
    const before = entries[i - 1]?.occurredAt ?? day
    const at = before > day ? before : day
    return { ...entry, occurredAt: at, recordedAt: at }
  })
}
