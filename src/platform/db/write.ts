// The only way to change anything.
import type { Database, Db } from './database.ts'
import { invalidate } from './read-cache.ts'

export { Busy, isUniqueViolation, OutcomeUnknown, Unavailable } from './errors.ts'

/**
 * Runs one atomic unit; when the promise resolves it is on disk. Throwing inside undoes all of it, and nothing else.
 *
 * The unit awaits nothing but queries on `tx` and may run more than once: times, ids and random values are made before.
 * Results of changes are read through `.returning()`. Rejects with what the unit threw, or with Busy (nothing was done)
 * or OutcomeUnknown, both 503.
 *
 * Cached reads (read-cache.ts) are invalidated, so that everybody sees the change at once. `invalidate: 'later'` is for changes
 * that come by the thousand: people who made one see it at once, others within the second.
 */
export function write<T>(
  database: Database,
  unit: (tx: Db) => Promise<T>,
  { invalidate: when = 'now' }: { invalidate?: 'now' | 'later' } = {},
): Promise<T> {
  const done = database.runUnit(unit)
  if (when === 'later') return done
  done.then(
    () => invalidate(database.reads),
    () => invalidate(database.reads), // its outcome may be unknown
  )
  return done
}
