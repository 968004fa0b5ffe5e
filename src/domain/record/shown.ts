// Whether what an open page shows is as it was when it was drawn. Triggers count what changes (shown_versions); co-signatures, of
// which there may be thousands a second, are told by the newest entry of the record instead.
import { eq, inArray, max } from 'drizzle-orm'
import { engine } from '../../config.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cachedFor } from '../../platform/db/read-cache.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposals } from '../../schema/proposals.ts'
import { record } from '../../schema/record.ts'
import { shownVersions } from '../../schema/shown-versions.ts'

/** A quarter of an hour: at the end of one begins every local day of every time zone, and with it what dates say. */
const quarter = 15 * 60_000

/**
 * What a page of this government that was drawn at `at` is kept by, for `request.stillTrue`; null where pages come from a replica,
 * which may be behind what this would look at.
 */
export function whileTrue(
  { db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>,
  governmentId: string,
  at: Date,
  settled?: Settled,
) {
  if (config.replicaUrl) return null
  // what is known from now on need not be learnt when the page is no longer new
  lookAt(db.reads, governmentId).catch(() => {})
  const until = (Math.floor(at.getTime() / quarter) + 1) * quarter
  return async (begunAt: number): Promise<number | null> =>
    now().getTime() < until ? trueAt(db.reads, governmentId, begunAt, settled) : null
}

/** All moments here are of `performance.now()`, in ms. */
type Look = {
  at: number
  /** versions of the government's cases and of what all show, and since when we know of them */
  version: string
  versionSince: number
  /** of the newest entry of the record */
  position: number
  positionSince: number
}

/**
 * A case on which nobody can co-sign any more: its count only falls, so that the same count is the same co-signatures. `count`: null where
 * nobody knows it, and none is counted here.
 */
export type Settled = { id: string; count: number | null }

const lookLasts = 100 // ms
/** One for each database and government; they go with the database. */
const looks = new WeakMap<Db, Map<string, Look>>()

/**
 * The moment at which a page that somebody began to draw at `begunAt` was still true, a moment ago at most; null where it may not
 * be any more. What it shows was read at that time or up to a second before: the caches of reads keep it as long.
 *
 * On PostgreSQL entries of the record do not become visible in the order of their numbers: there only pages of settled cases can
 * be told to be true.
 */
async function trueAt(db: Db, governmentId: string, begunAt: number, settled?: Settled): Promise<number | null> {
  const { at, versionSince, positionSince } = await lookAt(db, governmentId)
  const from = begunAt - cachedFor
  if (versionSince > from) return null
  if (engine === 'sqlite' && positionSince <= from) return at
  if (!settled) return null
  const [row] = await prepared(db, countOf).execute({ id: settled.id })
  return row?.count === (settled.count ?? 0) ? at : null
}

/** Another word whenever anything of the government's cases has changed that an open page shows, co-signatures left out. */
export async function shownVersion(db: Db, governmentId: string): Promise<string> {
  return wordOf(await prepared(db, versionsOf).execute({ governmentId }))
}

const wordOf = (versions: { key: string; version: number }[]): string =>
  versions
    .map((v) => `${v.key} ${v.version}`)
    .sort()
    .join()

async function lookAt(db: Db, governmentId: string): Promise<Look> {
  const known = looks.get(db) ?? new Map<string, Look>()
  looks.set(db, known)
  const before = known.get(governmentId)
  const at = performance.now()
  if (before && at - before.at < lookLasts) return before
  const [versions, newest] = await Promise.all([
    prepared(db, versionsOf).execute({ governmentId }),
    engine === 'sqlite' ? prepared(db, newestEntry).execute() : [],
  ])
  const version = wordOf(versions)
  const position = newest[0]?.position ?? 0
  const last = known.get(governmentId) // another look may have ended meanwhile
  const look: Look = {
    at,
    version,
    versionSince: last?.version === version ? last.versionSince : performance.now(),
    position,
    positionSince: last?.position === position ? last.positionSince : performance.now(),
  }
  known.set(governmentId, look)
  return look
}

const versionsOf = (db: Db) =>
  db
    .select()
    .from(shownVersions)
    .where(inArray(shownVersions.key, [placeholder('governmentId') as unknown as string, '']))
const newestEntry = (db: Db) => db.select({ position: max(record.position) }).from(record)
const countOf = (db: Db) =>
  db
    .select({ count: proposals.count })
    .from(proposals)
    .where(eq(proposals.id, placeholder('id')))
