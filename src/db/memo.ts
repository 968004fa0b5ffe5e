// What every request asks for and hardly ever changes: a government, its districts, its rules. Kept for a second at most,
// and let go with every write of this process, so that whoever changes something sees it at once; other processes follow
// within the second. Only for reads: what a unit sees is its own.
import type { Db } from './connect.ts'
import { isLagging } from './replica.ts'

const lasts = 1000 // ms
const most = 5000

type Kept = { values: Map<string, { value: Promise<unknown>; until: number }> }
const memos = new WeakMap<Db, Kept>()

/** The reads of a database begin to remember. */
export const remembering = (reads: Db): Db => {
  memos.set(reads, { values: new Map() })
  return reads
}

/** What `load` gives, or gave less than a second ago. Nobody may change it. */
export function remembered<T>(db: Db, key: string, load: () => PromiseLike<T>): Promise<T> {
  const kept = memos.get(db)
  if (!kept || isLagging()) return Promise.resolve(load()) // what a replica says may be older than a second
  const now = performance.now()
  const known = kept.values.get(key)
  if (known && now < known.until) return known.value as Promise<T>
  if (kept.values.size >= most) kept.values.clear()
  const entry = { value: Promise.resolve(load()), until: now + lasts }
  kept.values.set(key, entry)
  entry.value.catch(() => {
    if (kept.values.get(key) === entry) kept.values.delete(key)
  })
  return entry.value
}

/** After a write: also what is being loaded at this moment may be older than it. */
export function forget(reads: Db): void {
  memos.get(reads)?.values.clear()
}
