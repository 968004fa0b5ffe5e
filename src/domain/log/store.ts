// A log as it lies in the database: its head, its tiles, its bundles. Written by take-in.ts alone.
import { and, asc, eq, gte, inArray, or } from 'drizzle-orm'
import { inclusionRanges, type Range, rangeRoots } from '../../lib/merkle.ts'
import {
  bundleOf,
  type Edge,
  entriesIn,
  hashesAt,
  hashesIn,
  nodesFromTiles,
  type TileName,
  tileWidth,
} from '../../lib/tiles.ts'
import { max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { governments } from '../../schema/governments.ts'
import { logBundles, logHeads, logProgress, logTiles } from '../../schema/log.ts'
import { recordNumbers } from '../../schema/record.ts'

export type LogHead = typeof logHeads.$inferSelect

/** The log of a government as it stands; null before it has a leaf. */
export async function headOf(db: Db, governmentId: string): Promise<LogHead | null> {
  const [row] = await db.select().from(logHeads).where(eq(logHeads.governmentId, governmentId))
  return row ?? null
}

/** Lines of all logs, and entries of the record that are in none yet; null before there is a log. */
export async function logState(db: Db): Promise<{ lines: number; behind: number; governmentIds: string[] } | null> {
  const heads = await db.select({ id: logHeads.governmentId, size: logHeads.size }).from(logHeads)
  const [progress] = await db.select().from(logProgress)
  const [last] = await db.select({ number: max(recordNumbers.number) }).from(recordNumbers)
  if (!progress || !heads.length) return null
  const lines = heads.reduce((sum, { size }) => sum + size, 0)
  return { lines, behind: (last?.number ?? 0) - progress.number, governmentIds: heads.map(({ id }) => id) }
}

/** Those of the governments that have a log, with what a leaf needs to know of each. */
export const headsOf = (db: Db, ids: string[]) =>
  db
    .select({ head: logHeads, timeZone: governments.timeZone })
    .from(logHeads)
    .innerJoin(governments, eq(governments.id, logHeads.governmentId))
    .where(inArray(logHeads.governmentId, ids))

/** What a log must know of itself to grow. Throws where tiles do not fit its size. */
export async function edgeOf(db: Db, governmentId: string, size: number): Promise<Edge> {
  const wanted: { level: number; n: number; width: number }[] = []
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const width = hashesAt(level, size) % tileWidth
    wanted.push({ level, n: Math.floor(hashesAt(level, size) / tileWidth), width })
  }
  const last = wanted.filter(({ width }) => width > 0)
  const rows = last.length
    ? await db
        .select()
        .from(logTiles)
        .where(
          and(
            eq(logTiles.governmentId, governmentId),
            or(...last.map(({ level, n }) => and(eq(logTiles.level, level), eq(logTiles.n, n)))),
          ),
        )
    : []
  const tiles = wanted.map(({ level, width }) => {
    if (!width) return []
    const row = rows.find((one) => one.level === level)
    // another process may have made it longer meanwhile: what stood in it still does
    if (!row || row.width < width)
      throw new Error(`Tile ${level} of the log of ${governmentId} is not there as its size ${size} wants it.`)
    return hashesIn(row.hashes).slice(0, width)
  })
  return { size, tiles }
}

/** Leaves of the last bundle, where it is not whole. */
export async function lastBundle(db: Db, governmentId: string, size: number) {
  if (size % tileWidth === 0) return null
  const n = Math.floor(size / tileWidth)
  const [row] = await db.select().from(logBundles).where(bundleKey(governmentId, n))
  return row ?? null
}

const bundleKey = (governmentId: string, n: number) =>
  and(eq(logBundles.governmentId, governmentId), eq(logBundles.n, n))

/** A tile or bundle as it is served; null where there is none so wide. */
export async function tileOf(db: Db, governmentId: string, { level, n, width }: TileName): Promise<Buffer | null> {
  if (level === 'entries') {
    const [row] = await db.select().from(logBundles).where(bundleKey(governmentId, n))
    if (!row || row.width < width) return null
    return row.width === width ? row.entries : bundleOf(entriesIn(row.entries)!.slice(0, width))
  }
  const [row] = await db
    .select()
    .from(logTiles)
    .where(and(eq(logTiles.governmentId, governmentId), eq(logTiles.level, level), eq(logTiles.n, n)))
  return row && row.width >= width ? row.hashes.subarray(0, 32 * width) : null
}

/** The roots over ranges of a log of `size`, for proofs. */
export async function rootsIn(db: Db, governmentId: string, size: number, ranges: readonly Range[]): Promise<Buffer[]> {
  const node = nodesFromTiles(size, async (name) => {
    const tile = await tileOf(db, governmentId, name)
    if (!tile) throw new Error(`Tile ${name.level}/${name.n} of the log of ${governmentId} is missing.`)
    return tile
  })
  return rangeRoots(node, ranges)
}

/** The hashes that prove leaf `index` to be in the tree of the first `size` leaves. */
export const inclusionProof = (db: Db, governmentId: string, index: number, size: number) =>
  rootsIn(db, governmentId, size, inclusionRanges(index, size))

const bundlesAtOnce = 20
const clocksDiffer = 60_000 // ms, of two machines at most

/** Where a leaf that holds `words` stands, looked for from `since` on; null where there is none. */
export async function indexOf(db: Db, governmentId: string, words: string, since: Date): Promise<number | null> {
  const from = new Date(since.getTime() - clocksDiffer)
  const sought = Buffer.from(words)
  let after = -1
  for (;;) {
    const rows = await db
      .select()
      .from(logBundles)
      .where(
        and(
          eq(logBundles.governmentId, governmentId),
          gte(logBundles.n, after + 1),
          after < 0 ? gte(logBundles.lastAt, from) : undefined,
        ),
      )
      .orderBy(asc(logBundles.n))
      .limit(bundlesAtOnce)
    for (const { n, entries } of rows) {
      if (!entries.includes(sought)) continue
      return n * tileWidth + entriesIn(entries)!.findIndex((entry) => entry.includes(sought))
    }
    if (rows.length < bundlesAtOnce) return null
    after = rows.at(-1)!.n
  }
}

/** The entry at a place; null past the end. */
export async function entryAt(db: Db, governmentId: string, index: number): Promise<Buffer | null> {
  const [row] = await db
    .select()
    .from(logBundles)
    .where(bundleKey(governmentId, Math.floor(index / tileWidth)))
  return (row && entriesIn(row.entries)![index % tileWidth]) ?? null
}
