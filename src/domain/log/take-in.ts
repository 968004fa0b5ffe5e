// Takes the record into the logs: entries in the order of their numbers, some hundred at a time, whatever process does it. What was
// taken in, and how far, is one unit: nothing is left out and nothing comes twice, however often a process dies in between.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { leafHash } from '../../lib/merkle.ts'
import { checkpointText, signNote } from '../../lib/signed-note.ts'
import { bundleOf, type Edge, grow, rootOfEdge, type Tile, tileWidth } from '../../lib/tiles.ts'
import { excluded, max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { takeTurn } from '../../platform/db/leases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { restFor } from '../../platform/process/pace.ts'
import { governments } from '../../schema/governments.ts'
import { logBundles, logHeads, logProgress, logTiles } from '../../schema/log.ts'
import { recordNumbers } from '../../schema/record.ts'
import { numberEntries } from '../record/jobs.ts'
import { batch, largeBatch, leavesFor, numberedFrom } from './entries.ts'
import { addKey, newKey, openKey, signingRows } from './keys.ts'
import { type Entry, firstLeaf, leafBytes, leafOf } from './leaf.ts'
import { edgeOf, headsOf, type LogHead, lastBundle } from './store.ts'

type Given = Pick<Deps, 'db' | 'now' | 'config'>

const farBehind = 20 // batches: then they are larger, and others have their turn in between
const longestRest = 50 // ms
const signEvery = 1000 // ms, while much comes in
const later = { invalidate: 'later' } as const

/**
 * Takes in what has a number and is in no log yet, and signs what grew. How many entries were looked at.
 *
 * Far behind it rests after each batch, by the time that its own work took and never long: what waiting for the database took must
 * not count, or under load it would rest the longer the more there is to do, and never come to the end.
 */
export async function takeIn(deps: Given, _at?: Date, signal?: AbortSignal): Promise<number> {
  await beginLogs(deps)
  let looked = 0
  let signed = performance.now()
  for (let batches = 0; !signal?.aborted; batches++) {
    const most = batches < farBehind ? batch : largeBatch
    const { taken, worked } = await takeSome(deps, most)
    looked += taken
    if (taken < most) break
    if (performance.now() - signed > signEvery) {
      await signGrown(deps)
      signed = performance.now()
    }
    await (batches < farBehind ? nextTurn() : restFor(Math.min(3 * worked, longestRest), signal))
  }
  await signGrown(deps)
  return looked
}

/** Every government that has none gets a log, a key, and a first leaf that says when. */
async function beginLogs(given: Given): Promise<void> {
  const { db, now, config } = given
  const without = await db.reads
    .select({ id: governments.id, slug: governments.slug })
    .from(governments)
    .leftJoin(logHeads, eq(logHeads.governmentId, governments.id))
    .where(isNull(logHeads.governmentId))
  if (!without.length) return
  await numberEntries(given) // what was there before the log must have its number, or it would look as if it came later
  const host = config.origin ? new URL(config.origin).host : 'localhost'
  for (const { id, slug } of without) {
    const at = now()
    const origin = `${host}/${slug}/log`
    const key = newKey(config.secret, { governmentId: id, use: 'log' }, origin, at)
    await write(db, async (tx) => {
      await takeTurn(tx, 'log leaves')
      const [last] = await tx.select({ number: max(recordNumbers.number) }).from(recordNumbers)
      const [begun] = await tx
        .insert(logHeads)
        .values({ governmentId: id, origin, begunAt: at, size: 1 })
        .onConflictDoNothing()
        .returning()
      if (!begun) return
      await tx.insert(logProgress).values({ name: 'record', number: 0 }).onConflictDoNothing()
      await addKey(tx, key)
      const leaf = leafBytes(firstLeaf(slug, at, last?.number ?? 0))
      await saveLeaves(tx, [grownLog(begun, { size: 0, tiles: [] }, null, [leaf], at)])
    })
  }
}

/** One batch. `taken`: how many entries were looked at; 0 as well where another process was quicker. `worked`: ms, without waiting. */
async function takeSome(given: Given, most: number): Promise<{ taken: number; worked: number }> {
  const begun = performance.now()
  const { db } = given
  const [progress] = await db.reads.select().from(logProgress)
  if (!progress) return { taken: 0, worked: 0 } // no government yet
  const entries = await numberedFrom(db.reads, progress.number, most)
  if (!entries.length) return { taken: 0, worked: 0 }
  const grown = await grownBy(given, entries)
  let worked = performance.now() - begun
  const done = await write(
    db,
    async (tx) => {
      const since = performance.now()
      await takeTurn(tx, 'log leaves')
      const [moved] = await tx
        .update(logProgress)
        .set({ number: entries.at(-1)!.number })
        .where(eq(logProgress.number, progress.number))
        .returning()
      if (moved && grown.length) await saveLeaves(tx, grown)
      worked += performance.now() - since
      return moved !== undefined
    },
    later,
  )
  return { taken: done ? entries.length : 0, worked }
}

/** The logs with the leaves of these entries more. */
async function grownBy(given: Given, entries: Entry[]): Promise<Grown[]> {
  const { reads } = given.db
  const leaves = await leavesFor(reads, entries)
  let heads = leaves.size ? await headsOf(reads, [...leaves.keys()]) : []
  if (heads.length < leaves.size) {
    await beginLogs(given) // of a government that came a moment ago; what belongs to none has no log
    heads = await headsOf(reads, [...leaves.keys()])
  }
  const at = given.now()
  const grown: Grown[] = []
  for (const { head, timeZone } of heads) {
    const { governmentId, size } = head
    const [edge, bundle] = [await edgeOf(reads, governmentId, size), await lastBundle(reads, governmentId, size)]
    const more = leaves.get(governmentId)!.map((entry) => leafBytes(leafOf(entry, timeZone)))
    grown.push(grownLog(head, edge, bundle, more, at))
  }
  return grown
}

type Grown = {
  head: LogHead
  size: number
  tiles: Tile[]
  bundles: (typeof logBundles.$inferInsert)[]
}
type Bundle = typeof logBundles.$inferSelect | null

/** A log with more leaves: the tiles and bundles that are new or longer. Pure. */
function grownLog(head: LogHead, edge: Edge, last: Bundle, leaves: Buffer[], at: Date): Grown {
  const { governmentId } = head
  const { edge: grown, changed } = grow(edge, leaves.map(leafHash))
  const bundles: Grown['bundles'] = []
  for (let done = 0; done < leaves.length; ) {
    const place = edge.size + done
    const begun = place % tileWidth
    const some = leaves.slice(done, done + tileWidth - begun)
    const before = begun ? last! : null
    const firstAt = before?.firstAt ?? at
    bundles.push({
      ...{ governmentId, n: Math.floor(place / tileWidth), width: begun + some.length, firstAt },
      entries: Buffer.concat([...(before ? [before.entries] : []), bundleOf(some)]),
      lastAt: new Date(Math.max(at.getTime(), firstAt.getTime(), before?.lastAt.getTime() ?? 0)),
    })
    done += some.length
  }
  return { head, size: grown.size, tiles: changed, bundles }
}

async function saveLeaves(tx: Db, grown: Grown[]): Promise<void> {
  const tiles = grown.flatMap(({ head: { governmentId }, tiles }) =>
    tiles.map(({ level, n, hashes }) => ({
      ...{ governmentId, level, n, width: hashes.length },
      hashes: Buffer.concat(hashes),
    })),
  )
  await tx
    .insert(logTiles)
    .values(tiles)
    .onConflictDoUpdate({
      target: [logTiles.governmentId, logTiles.level, logTiles.n],
      set: { width: excluded(logTiles.width), hashes: excluded(logTiles.hashes) },
    })
  await tx
    .insert(logBundles)
    .values(grown.flatMap(({ bundles }) => bundles))
    .onConflictDoUpdate({
      target: [logBundles.governmentId, logBundles.n],
      set: {
        width: excluded(logBundles.width),
        entries: excluded(logBundles.entries),
        lastAt: excluded(logBundles.lastAt),
      },
    })
  for (const { head, size } of grown)
    await tx.update(logHeads).set({ size }).where(eq(logHeads.governmentId, head.governmentId))
}

/** A checkpoint for each log that grew since its last one. */
async function signGrown({ db, now, config }: Given): Promise<void> {
  const isGrown = or(isNull(logHeads.signedSize), lt(logHeads.signedSize, logHeads.size))
  for (const { governmentId, origin, size, begunAt } of await db.reads.select().from(logHeads).where(isGrown)) {
    const at = new Date(Math.max(now().getTime(), begunAt.getTime()))
    const keys = (await signingRows(db.reads, { governmentId, use: 'log' }, at)).map((row) =>
      openKey(config.secret, row),
    )
    const root = rootOfEdge(await edgeOf(db.reads, governmentId, size))!
    const checkpoint = signNote(checkpointText({ origin, size, root }), keys)
    await write(
      db,
      (tx) =>
        tx
          .update(logHeads)
          .set({ checkpoint, signedSize: size, signedAt: at })
          .where(and(eq(logHeads.governmentId, governmentId), eq(logHeads.size, size), isGrown))
          .returning({ size: logHeads.size }),
      later,
    )
  }
}
