// What every request asks for and hardly ever changes: a government, its districts, its rules. Cached for a second at most, and
// invalidated by each write of this process, except those that come by the thousand (write.ts). So people who change something
// see it at once; other processes follow within the second. Only for reads: what a unit sees is its own.
import { LRUCache } from 'lru-cache'
import { engine } from '../../config.ts'
import type { Db } from './database.ts'
import { staleReadsAllowed } from './replica.ts'

/** ms that a read is kept at most */
export const cachedFor = 1000
const most = 5000

type Kept = { value: Promise<unknown>; begunAt: number; until: number }
/** One for each database; it goes with it. */
const caches = new WeakMap<Db, LRUCache<string, Kept>>()

/** Gives the reads of a database a cache. */
export const cachedReads = (reads: Db): Db => {
  caches.set(reads, new LRUCache({ max: most }))
  return reads
}

/** What `load` gives, or gave less than a second ago and after `since` (epoch ms). Callers must not change it. */
export function cached<T>(db: Db, key: string, load: () => PromiseLike<T>, since = 0): Promise<T> {
  const cache = caches.get(db)
  if (!cache || staleReadsAllowed()) return Promise.resolve(load()) // what a replica says may be older than a second
  const now = performance.now()
  const known = cache.get(key)
  if (known && now < known.until && known.begunAt > since) return known.value as Promise<T>
  // What nobody asks for any more would otherwise stay until somebody writes.
  for (const oldest of cache.rkeys()) {
    if (now < (cache.peek(oldest)?.until ?? 0)) break
    cache.delete(oldest)
  }
  const begunAt = Date.now()
  const entry = { value: Promise.resolve(load()), begunAt, until: now + cachedFor }
  cache.set(key, entry)
  entry.value.catch(() => {
    if (cache.peek(key) === entry) cache.delete(key)
  })
  return entry.value
}

/**
 * As `cached`, for what changes all the time and is the same for everybody: within one second of the clock. Who did
 * something at `since` (ms; 0: nothing lately, Infinity: doing it) gets what was read after it. They may be answered by
 * another process than wrote it down, and on PostgreSQL by a machine whose clock differs: there they get their own.
 */
export const sharedWithinSecond = <T>(
  db: Db,
  key: string,
  at: Date,
  since: number,
  load: () => PromiseLike<T>,
): Promise<T> =>
  since === Number.POSITIVE_INFINITY || (since > 0 && engine === 'postgres')
    ? Promise.resolve(load())
    : cached(db, `${Math.floor(at.getTime() / 1000)} ${key}`, load, since)

/** After a write: also what is being loaded at this moment may be older than it. */
export function invalidate(reads: Db): void {
  caches.get(reads)?.clear()
}
