// All cases of a list, in the order of their numbers, some at a time: for whoever takes the whole list. No query lasts, so that
// nobody who writes waits for it, and none looks at more than a slice of the government's cases.
import { setImmediate as others } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import { countRows, min } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Stage } from '../../schema/values.ts'
import { listedAs, liveStages, publicStages } from '../proposals/proposal.ts'
import type { ListQuery } from './list-query.ts'
import { type Asked, askedFor } from './list-store.ts'
import { readSearch } from './read-search.ts'

/** So many numbers are looked through at a time. */
const usualSlice = 1000
/** So many cases are given at a time: as many as the longest prepared query takes. */
const batch = 100

/**
 * Ids in batches of at most a hundred. A case that changes meanwhile is in or out as it is when its slice is read; none is given
 * twice. What a search or an agency leaves, and what is live, is asked for at once: its ids are held till the end.
 */
export async function* idBatches(
  db: Db,
  governmentId: string,
  query: ListQuery,
  now: Date,
  stages: readonly Stage[] = publicStages,
  slice = usualSlice,
): AsyncGenerator<string[]> {
  const { exact, asWritten } = await readSearch(db, governmentId, query.q)
  if (query.q && !exact) return
  const asked = await askedFor(db, governmentId, query, exact, now, stages)
  const wanted = query.stage.length ? query.stage : stages
  if (!asked.among && wanted.every((stage) => liveStages.includes(stage)))
    return yield* inBatches(await liveOf(db, governmentId, wanted, asked))
  if (!asked.among) return yield* bySlices(db, governmentId, asked, query, slice)
  const found = await allOf(db, asked)
  if (found.length || !asWritten) return yield* inBatches(found)
  yield* inBatches(await allOf(db, await askedFor(db, governmentId, query, asWritten, now, stages)))
}

/** Years of the numbers of all cases that everybody finds, each with how many there are, the earliest first. */
export const listedYears = (db: Db, governmentId: string): Promise<{ year: number; cases: number }[]> =>
  db
    .select({ year: sql<number>`coalesce(${proposals.year}, 0)`.mapWith(Number), cases: countRows() })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isListed))
    .groupBy(proposals.year)
    .orderBy(asc(proposals.year))

/** When the oldest case that everybody finds was handed in; null where there is none. */
export async function oldestCaseAt(db: Db, governmentId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(proposals.submittedAt) })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isListed))
  return row?.at ?? null
}

/** Numbers looked through for one step of a walk: what nothing narrows is read in the order of an index, up to so many at a time. */
const mostSlices = 10

/**
 * A step of a walk through a list in the order of the numbers: up to `per_page` ids after a number ('': from the first on), perhaps
 * fewer, and the number after which to go on; null at the end. A case that is published meanwhile is met if its number is to come.
 */
export async function idsAfter(
  db: Db,
  governmentId: string,
  query: ListQuery,
  now: Date,
  after: string,
): Promise<{ ids: string[]; next: string | null }> {
  const { exact, asWritten } = await readSearch(db, governmentId, query.q)
  if (query.q && !exact) return { ids: [], next: null }
  const most = query.per_page
  const asked = await askedFor(db, governmentId, query, exact, now, publicStages)
  if (asked.among) {
    const found = await someAfter(db, asked, after, most)
    const isDash = asWritten && !found.length && !(after && (await someAfter(db, asked, '', 1)).length)
    const typed = isDash ? await askedFor(db, governmentId, query, asWritten, now, publicStages) : null
    const rows = typed ? await someAfter(db, typed, after, most) : found
    return { ids: rows.map(({ id }) => id).slice(0, most), next: rows.length > most ? rows[most - 1]!.number : null }
  }
  const found: { id: string; number: string | null }[] = []
  for await (const { rows, edge } of slicesOf(db, governmentId, asked, query, usualSlice, after, mostSlices)) {
    found.push(...rows)
    if (found.length > most) return { ids: found.slice(0, most).map(({ id }) => id), next: found[most - 1]!.number }
    if (edge === null) return { ids: found.map(({ id }) => id), next: null }
    after = edge
  }
  return { ids: found.map(({ id }) => id), next: after }
}

async function* bySlices(db: Db, governmentId: string, asked: Asked, query: ListQuery, slice: number) {
  for await (const { rows } of slicesOf(db, governmentId, asked, query, slice))
    yield* inBatches(rows.map((row) => row.id))
}

/** Slice by slice what the query leaves, and the last number that was looked at; null with the last one. */
async function* slicesOf(
  db: Db,
  governmentId: string,
  { ofEach }: Asked,
  { year }: ListQuery,
  slice: number,
  from = '',
  most = Number.POSITIVE_INFINITY,
) {
  const { number, id } = proposals
  const theirs = eq(proposals.governmentId, governmentId)
  const first = year.length ? `${Math.min(...year)}-` : ''
  let after = from > first ? from : first
  const end = year.length ? lte(number, `${Math.max(...year)}-~`) : undefined
  for (let i = 0; i < most; i++) {
    const within = and(theirs, gt(number, after), end)
    const [edge] = await db
      .select({ number })
      .from(proposals)
      .where(within)
      .orderBy(asc(number))
      .limit(1)
      .offset(slice - 1)
    const part = db
      .select({ part: sql<string>`${id}`.as('part') })
      .from(proposals)
      .where(edge ? and(within, lte(number, edge.number!)) : within)
      .orderBy(asc(number))
      .limit(slice)
      .as('slice')
    const rows = await db
      .select({ id, number })
      .from(part)
      .crossJoin(proposals) // SQLite keeps this order: from the slice to its cases
      .where(and(eq(id, part.part), ofEach))
      .orderBy(asc(number))
    yield { rows, edge: edge?.number ?? null }
    if (!edge) return
    after = edge.number!
    await others()
  }
}

const someAfter = (db: Db, { where, among }: Asked, after: string, most: number) =>
  db
    .select({ id: proposals.id, number: proposals.number })
    .from(among!)
    .crossJoin(proposals)
    .where(and(where, gt(proposals.number, after)))
    .orderBy(asc(proposals.number), asc(proposals.id))
    .limit(most + 1)

/** Of all cases few are live: they are found by their stage, and not among a hundred thousand numbers. */
async function liveOf(db: Db, governmentId: string, stages: readonly Stage[], { ofEach }: Asked): Promise<string[]> {
  const live = db
    .select({ live: sql<string>`${proposals.id}`.as('live') })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isListed, inArray(proposals.stage, listedAs(stages))))
    .as('live_cases')
  const rows = await db
    .select({ id: proposals.id })
    .from(live)
    .crossJoin(proposals) // SQLite keeps this order
    .where(and(eq(proposals.id, live.live), ofEach))
    .orderBy(asc(proposals.number), asc(proposals.id))
  return rows.map(({ id }) => id)
}

async function allOf(db: Db, { where, among }: Asked): Promise<string[]> {
  const rows = await db
    .select({ id: proposals.id })
    .from(among!)
    .crossJoin(proposals)
    .where(where)
    .orderBy(asc(proposals.number), asc(proposals.id))
  return rows.map(({ id }) => id)
}

/** Ids, a hundred at a time: between two batches others are served. */
export async function* inBatches(ids: string[]) {
  for (let from = 0; from < ids.length; from += batch) {
    yield ids.slice(from, from + batch)
    await others()
  }
}
