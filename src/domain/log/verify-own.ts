// For the operator: whether the record in this database is what its logs hold. Leaves are a function of the record and its numbers, so
// each is made again and laid beside the one that was added.
import { and, asc, eq, gte, isNotNull } from 'drizzle-orm'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { entriesIn, tileWidth } from '../../lib/tiles.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { governments } from '../../schema/governments.ts'
import { logBundles, logHeads, logProgress } from '../../schema/log.ts'
import { recordNumbers } from '../../schema/record.ts'
import { leavesFor, numberedFrom } from './entries.ts'
import { type Entry, type Leaf, leafBytes, leafOf } from './leaf.ts'

const enough = 20 // findings of one log: whoever reads more reads nothing

/**
 * What differs, in words; empty where all is as it was. It reads some hundred entries at a time and rests for `rest` times as long in
 * between, so that it may run while the platform does: what comes in meanwhile is left for the next time.
 */
export async function verifyOwn({ reads }: Pick<Database, 'reads'>, pace: Pace = {}): Promise<string[]> {
  // one query: how far the logs are, and how long, at one moment
  const heads = await reads
    .select({ number: logProgress.number, head: logHeads })
    .from(logProgress)
    .innerJoin(logHeads, isNotNull(logHeads.governmentId))
    .orderBy(asc(logHeads.origin))
  const [progress] = heads
  if (!progress) return withoutAny(reads)
  const zones = new Map((await reads.select().from(governments)).map(({ id, timeZone }) => [id, timeZone]))
  const logs = new Map<string, Comparing>()
  for (const { head } of heads)
    logs.set(head.governmentId, comparing(head.origin, leavesFrom(reads, head.governmentId, head.size)))
  const withoutLog = new Set<string>()
  for (let after = 0; after < progress.number && !pace.signal?.aborted; ) {
    const piece = beginPiece(pace)
    const entries = (await numberedFrom(reads, after)).filter(({ number }) => number <= progress.number)
    if (!entries.length) break
    after = entries.at(-1)!.number
    for (const [governmentId, all] of await leavesFor(reads, entries))
      if (!logs.has(governmentId)) withoutLog.add(governmentId)
      else for (const entry of all) await logs.get(governmentId)!.next(entry, zones.get(governmentId) ?? 'UTC')
    await letOthersIn(piece)
  }
  const findings = [...withoutLog].map(
    (id) => `The record of government ${id} was taken in, and there is no log of it.`,
  )
  for (const log of logs.values()) findings.push(...(await log.end()))
  return findings
}

/** No log at all: of a record that has begun that is one that was taken away, or one that no server has begun yet. */
async function withoutAny(db: Db): Promise<string[]> {
  const [first] = await db.select({ number: recordNumbers.number }).from(recordNumbers).limit(1)
  return first
    ? ['The record has entries, and there is no log to lay it beside: fuyi serve begins one within a second.']
    : []
}

/** The leaves of a log of `size` after its first, as they were added. */
async function* leavesFrom(db: Db, governmentId: string, size: number): AsyncGenerator<Buffer> {
  for (let n = 0; ; n++) {
    const [row] = await db
      .select()
      .from(logBundles)
      .where(and(eq(logBundles.governmentId, governmentId), gte(logBundles.n, n)))
      .orderBy(asc(logBundles.n))
      .limit(1)
    if (!row || row.n !== n) return
    yield* (entriesIn(row.entries) ?? []).slice(n ? 0 : 1, size - n * tileWidth)
    if (row.width < tileWidth || (n + 1) * tileWidth >= size) return
  }
}

/** A line that somebody broke says nothing; verify-own-tree.ts names its bundle. */
function leafIn(bytes: Buffer): Leaf {
  try {
    return JSON.parse(bytes.toString()) as Leaf
  } catch {
    return { kind: 'log_begun' }
  }
}

type Comparing = ReturnType<typeof comparing>

function comparing(origin: string, leaves: AsyncGenerator<Buffer>) {
  const findings: string[] = []
  const say = (words: string) => void (findings.length < enough && findings.push(`${origin}: ${words}`))
  let waiting: { bytes: Buffer; leaf: Leaf } | null = null
  const take = async () => {
    const { value, done } = await leaves.next()
    waiting = done ? null : { bytes: value, leaf: leafIn(value) }
    return waiting
  }
  const nameOf = ({ entry, kind, case: number }: Leaf) =>
    `entry ${entry} (“${kind}”${number ? ` of case ${number}` : ''})`
  return {
    async next(entry: Entry, timeZone: string) {
      const wanted = leafOf(entry, timeZone)
      let there = waiting ?? (await take())
      while (there && (there.leaf.entry ?? 0) < wanted.entry! && !there.bytes.equals(leafBytes(wanted))) {
        say(`${nameOf(there.leaf)} is in the log, and no longer in the record, or not in its place.`)
        there = await take()
      }
      if (!there || there.leaf.entry !== wanted.entry) {
        say(`${nameOf(wanted)} is in the record, and not in the log where it belongs.`)
        return
      }
      waiting = null
      if (!there.bytes.equals(leafBytes(wanted)))
        say(`${nameOf(there.leaf)} is not what was added to the log: ${changesIn(there.leaf, wanted)}.`)
    },
    async end() {
      for (let there = waiting ?? (await take()); there; there = await take())
        say(`${nameOf(there.leaf)} is in the log, and no longer in the record.`)
      return findings
    },
  }
}

function changesIn(was: Leaf, is: Leaf): string {
  const words = (value: Leaf[keyof Leaf]) =>
    value === undefined ? 'nothing' : canonicalJson({ value }).slice('{"value":'.length, -1)
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => [name, words(was[name as keyof Leaf]), words(is[name as keyof Leaf])] as const)
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `${name} was ${before}, and is ${now}`)
    .join('; ')
}
