// Promises that the database keeps itself: the CHECKs of the tables beside this file. Each has a name that says which, so that
// an error and a test can name it. A column that is null passes, but for `together` and `rule`.
import { type AnyColumn, getTableName, type SQL, sql } from 'drizzle-orm'
import { engine } from '../config.ts'
import { bare, check, isFlag, isJson, isLocalDate, isOneOf, lengthOf } from '../platform/db/columns.ts'

const tableOf = (column: AnyColumn): string => getTableName(column.table)
const checkOf = (column: AnyColumn, condition: SQL, what = '') =>
  check(`${tableOf(column)}_${column.name}${what && `_${what}`}`, condition)

/** A word, or a number, of a list in values.ts. */
export const oneOf = (column: AnyColumn, values: readonly (string | number)[]) =>
  checkOf(column, isOneOf(column, values))

export const atLeast = (column: AnyColumn, least: number) =>
  checkOf(column, sql`${bare(column)} >= ${sql.raw(String(least))}`)

/** 'YYYY-MM-DD', a day that exists. `orEmpty`: or the empty text, where none was given yet. */
export const localDate = (column: AnyColumn, { orEmpty = false } = {}) =>
  checkOf(column, orEmpty ? sql`${bare(column)} = '' or ${isLocalDate(column)}` : isLocalDate(column))

/** True or false. PostgreSQL has a type that can be nothing else. */
export const flags = (...columns: AnyColumn[]) =>
  engine === 'postgres' ? [] : columns.map((column) => checkOf(column, isFlag(column)))

/** Not the empty text. */
export const filled = (column: AnyColumn) => checkOf(column, sql`${bare(column)} <> ''`)

/** SHA-256 in hex. */
export const hash = (column: AnyColumn) => checkOf(column, sql`length(${bare(column)}) = 64`)

/** Something like an address: never only a name. */
export const address = (column: AnyColumn) => checkOf(column, sql`${bare(column)} like '_%@_%'`)

/** A JSON object. */
export const object = (column: AnyColumn) => checkOf(column, isJson(column, 'object'))

/** A JSON list of `least` to `most` entries. */
export const list = (column: AnyColumn, least = 0, most?: number) =>
  checkOf(
    column,
    sql`${isJson(column, 'array')} and ${lengthOf(column)} ${
      most === undefined ? sql.raw(`>= ${least}`) : sql.raw(`between ${least} and ${most}`)
    }`,
  )

/** All of them are there, or none. */
export const together = (first: AnyColumn, ...others: AnyColumn[]) =>
  checkOf(
    first,
    sql.join(
      others.map((other) => sql`(${bare(first)} is null) = (${bare(other)} is null)`),
      sql` and `,
    ),
    `with_${others[0]!.name}`,
  )

/** The first is there only with the second. */
export const needs = (column: AnyColumn, other: AnyColumn) =>
  checkOf(column, sql`${bare(column)} is null or ${bare(other)} is not null`, `needs_${other.name}`)

/** The first does not lie after the second. `unless`: a condition under which it may. */
export const inOrder = (first: AnyColumn, second: AnyColumn, { strictly = false, unless = '' } = {}) =>
  checkOf(
    first,
    sql`${sql.raw(unless && `${unless} or `)}${bare(first)} ${sql.raw(strictly ? '<' : '<=')} ${bare(second)}`,
    `before_${second.name}`,
  )

/** Any condition, in SQL that both engines read: the columns by their names in the database. */
export const rule = (name: string, condition: string) => check(name, sql.raw(condition))
