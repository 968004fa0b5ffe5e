// A built query costs about ten times a prepared one, so hot queries are prepared once for each Drizzle instance.
import { sql } from 'drizzle-orm'
import { engine } from '../config.ts'
import type { Db } from './connect.ts'

type Preparable<P> = { prepare(name?: string): P }
type Build<P> = (db: Db) => Preparable<P>

const queries = new WeakMap<Db, WeakMap<Build<unknown>, unknown>>()
const names = new WeakMap<Build<unknown>, string>()
let named = 0

/**
 * The prepared form of `build`, a function at the top of its module (not a closure: each would be prepared anew). Parameters
 * are `placeholder('name')`; run it by `await prepared(db, build).execute({ name })`.
 *
 * Kept for each instance, because a query prepared on the reads and run in a unit escapes the unit's rollback.
 */
export function prepared<P>(db: Db, build: Build<P>): P {
  const known = queries.get(db) ?? new WeakMap<Build<unknown>, unknown>()
  queries.set(db, known)
  if (!known.has(build))
    known.set(build, engine === 'postgres' ? build(db).prepare(nameOf(build)) : build(db).prepare())
  return known.get(build) as P
}

/** The server keeps the plan under this name, once for each connection. */
function nameOf(build: Build<unknown>): string {
  const name = names.get(build) ?? `fuyi_${++named}`
  names.set(build, name)
  return name
}

export const placeholder = sql.placeholder
