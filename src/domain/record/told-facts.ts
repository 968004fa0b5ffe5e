// The facts of an entry as everybody reads them. Pure.
import { deadlineIso, isoWithOffset } from '../../lib/calendar.ts'
import type { EntryFacts } from '../../schema/values.ts'

/** Moments in facts get the government's offset; a deadline (`…_before`) becomes the last second of its last day (`…_at`). */
export function toldFacts(facts: EntryFacts, timeZone: string): EntryFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return [name, value]
      const moment = new Date(value)
      if (name.endsWith('_before')) return [name.replace(/before$/, 'at'), deadlineIso(moment, timeZone)]
      return [name, isoWithOffset(moment, timeZone)]
    }),
  )
}
