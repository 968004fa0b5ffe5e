// A built query costs about ten times a prepared one: hot queries are prepared once per connection.
import { engine } from '../config.ts'
import type { Db } from './connect.ts'

type Preparable<P> = { prepare(name?: string): P }

const perDb = new WeakMap<Db, Map<unknown, unknown>>()
const names = new Map<unknown, string>()

/** The prepared form of `build`, made once per Drizzle instance: one prepared on the reads never runs in a unit. */
export function prepared<P>(db: Db, build: (db: Db) => Preparable<P>): P {
  const queries = perDb.get(db) ?? new Map<unknown, unknown>()
  perDb.set(db, queries)
  let query = queries.get(build) as P | undefined
  if (!query) {
    if (!names.has(build)) names.set(build, `fuyi_${names.size + 1}`)
    query = engine === 'postgres' ? build(db).prepare(names.get(build)!) : build(db).prepare()
    queries.set(build, query)
  }
  return query
}
