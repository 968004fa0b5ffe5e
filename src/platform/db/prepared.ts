// A built query costs about ten times a prepared one, so hot queries are prepared once for each Drizzle instance.
import { createHash } from 'node:crypto'
import { type AnyColumn, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm'
import { engine } from '../../config.ts'
import type { Db } from './database.ts'

type Preparable<P> = { prepare(name?: string): P; toSQL(): { sql: string } }
type Build<P> = (db: Db) => Preparable<P>

/** By the connection and the function that builds; both decide all of it. */
const queries = new WeakMap<Db, WeakMap<Build<unknown>, unknown>>()

/**
 * The prepared form of `build`, a function at the top of its module (not a closure: each would be prepared anew). Parameters
 * are `placeholder('name')`; run it by `await prepared(db, build).execute({ name })`.
 *
 * Kept for each instance, because a query prepared on the reads and run in a unit escapes the unit's rollback.
 */
export function prepared<P>(db: Db, build: Build<P>): P {
  const known = queries.get(db) ?? new WeakMap<Build<unknown>, unknown>()
  queries.set(db, known)
  if (!known.has(build)) {
    const query = build(db)
    known.set(build, engine === 'postgres' ? query.prepare(nameOf(query.toSQL().sql)) : query.prepare())
  }
  return known.get(build) as P
}

/** The server keeps the plan under this name, once for each connection. */
const nameOf = (statement: string): string => `fuyi_${createHash('sha256').update(statement).digest('base64url')}`

export const placeholder = sql.placeholder

/** A placeholder written as the column is: a Date for a moment, null as null. For conditions and for `values`. */
export function bound(column: AnyColumn, name: string): SQL {
  // Drizzle hands null to the column's own encoder, which expects a value.
  const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) }
  return sql`${sql.param(sql.placeholder(name), encoder)}`
}

/** For `values`: every column of a table, each a placeholder of its own name. */
export function boundRow<T extends Table>(table: T): { [column in keyof T['_']['columns']]: SQL } {
  const columns = Object.entries(getTableColumns(table) as Record<string, AnyColumn>)
  return Object.fromEntries(columns.map(([name, column]) => [name, bound(column, name)])) as {
    [column in keyof T['_']['columns']]: SQL
  }
}

const sizes = [1, 20, 100] // one case, a page of a list, the longest page

/**
 * A query over a list of ids, prepared for lists of one, of a page and of the longest page: shorter ones are filled up with
 * ids of nothing.
 */
export function byIds<Rows extends PromiseLike<unknown[]>>(
  build: (db: Db, ids: string[]) => Rows,
): (db: Db, ids: string[]) => Promise<Awaited<Rows>> {
  type Prepared = { execute(values: object): Promise<Awaited<Rows>> }
  const builds = sizes.map((size) => {
    const names = Array.from({ length: size }, (_, i) => `id${i}`)
    const placeholders = names.map((name) => sql.placeholder(name)) as unknown as string[]
    return { names, of: (db: Db) => build(db, placeholders) as unknown as Preparable<Prepared> }
  })
  return async (db, ids): Promise<Awaited<Rows>> => {
    const fitting = builds.find(({ names }) => names.length >= ids.length)
    if (!fitting) return (await build(db, ids)) as Awaited<Rows>
    const values = Object.fromEntries(fitting.names.map((name, i) => [name, ids[i] ?? '']))
    return prepared(db, fitting.of).execute(values)
  }
}
