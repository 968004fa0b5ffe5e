// For the operator: whether the logs in this database agree with themselves. Their hashes are made again from their lines, and laid beside
// the tiles, the last checkpoint and the checkpoint of each day: whoever changes one of them has to change all, and others keep copies.
import { and, asc, eq } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { leafHash } from '../../lib/merkle.ts'
import { readCheckpoint, readNote, signedBy, type VerifierKey } from '../../lib/signed-note.ts'
import { type Edge, entriesIn, grow, hashesAt, rootOfEdge, tilePath, tileWidth } from '../../lib/tiles.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { governments } from '../../schema/governments.ts'
import { logBundles, logHeads } from '../../schema/log.ts'
import { logDays } from '../../schema/witnesses.ts'
import { keysOf, publicHalf } from './keys.ts'
import { tileOf } from './store.ts'

const enough = 20 // findings of one log
/** In words; empty where all fit. `rest`: as in verify-own.ts. */
export async function verifyOwnTrees({ reads }: Pick<Database, 'reads'>, how: Pace = {}): Promise<string[]> {
  const found: string[] = []
  const days = await reads.select().from(logDays).orderBy(asc(logDays.day)) // before the heads: a day is never ahead of its log
  const rows = await reads
    .select({ head: logHeads, timeZone: governments.timeZone, slug: governments.slug })
    .from(logHeads)
    .innerJoin(governments, eq(governments.id, logHeads.governmentId))
    .orderBy(asc(logHeads.origin))
  for (const { head, timeZone, slug } of rows) {
    if (how.signal?.aborted) break
    const own = days.filter(({ governmentId }) => governmentId === head.governmentId)
    const findings = await verifyOwnTree(reads, head, { timeZone, slug, days: own }, how)
    found.push(...findings.slice(0, enough).map((words) => `${head.origin}: ${words}`))
  }
  return found
}

type Head = typeof logHeads.$inferSelect
type Day = typeof logDays.$inferSelect

async function verifyOwnTree(
  db: Db,
  head: Head,
  { timeZone, slug, days }: { timeZone: string; slug: string; days: Day[] },
  pace: Pace,
): Promise<string[]> {
  const found: string[] = []
  const { governmentId } = head
  const keys = (await keysOf(db, { governmentId, use: 'log' })).map(publicHalf)
  const signed: SignedText[] = days.map((row) => ({
    what: `the checkpoint of ${row.day}`,
    text: row.checkpoint,
    size: row.size,
  }))
  if (head.checkpoint !== null)
    signed.push({ what: 'the last checkpoint', text: head.checkpoint, size: head.signedSize! })
  const wanted = signed.flatMap((one) => wantedOf(one, head, keys, found))
  found.push(...daysOutOfOrder(days, timeZone))

  let edge: Edge = { size: 0, tiles: [] }
  for (let n = 0; edge.size < head.size && !pace.signal?.aborted; n++) {
    const piece = beginPiece(pace)
    const [row] = await db
      .select()
      .from(logBundles)
      .where(and(eq(logBundles.governmentId, governmentId), eq(logBundles.n, n)))
    const width = Math.min(tileWidth, head.size - n * tileWidth)
    const entries = row && entriesIn(row.entries)
    if (!entries || entries.length < width || entries.length !== row.width) {
      found.push(`bundle ${n} is missing, or does not hold the ${width} lines that it should.`)
      return found
    }
    if (n === 0) found.push(...wrongBeginning(entries[0]!, head, slug))
    const hashes = entries.slice(0, width).map(leafHash)
    // roots at the sizes that were signed, which lie between whole bundles too
    for (const { size, root, what } of wanted.filter((one) => one.size > edge.size && one.size <= edge.size + width))
      if (!rootOfEdge(grow(edge, hashes.slice(0, size - edge.size)).edge)?.equals(root))
        found.push(`${what} does not fit: its first ${size} lines are others.`)
    const { edge: grown, changed } = grow(edge, hashes)
    for (const { level, n: at, hashes } of changed)
      if (level === 0 || hashes.length === tileWidth) await compare(level, at, hashes)
    edge = grown
    if (found.length >= enough) break
    await letOthersIn(piece)
  }
  if (edge.size === head.size)
    for (const [level, hashes] of edge.tiles.entries())
      if (level > 0 && hashes?.length) await compare(level, Math.floor(hashesAt(level, edge.size) / tileWidth), hashes)
  return found

  async function compare(level: number, n: number, made: Buffer[]) {
    const name = { level, n, width: made.length }
    const there = await tileOf(db, governmentId, name)
    if (!there?.equals(Buffer.concat(made)))
      found.push(`tile/${tilePath(name)} is not that of its lines: ${firstOther(there, made)}.`)
  }
}

function firstOther(there: Buffer | null, made: Buffer[]): string {
  if (!there) return 'it is missing'
  const at = made.findIndex((hash, i) => !hash.equals(there.subarray(32 * i, 32 * (i + 1))))
  return `the first that differs is hash ${at}`
}

type SignedText = { what: string; text: string; size: number }

/** What a checkpoint wants of the tree; nothing where it is none of this log. */
function wantedOf(
  { what, text, size }: SignedText,
  { origin, size: whole }: Head,
  keys: VerifierKey[],
  found: string[],
) {
  const note = readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  const by = note ? keys.flatMap((key) => signedBy(note, key) ?? []) : []
  if (!checkpoint || !by.some(({ good }) => good) || by.some(({ good }) => !good) || checkpoint.origin !== origin) {
    found.push(`${what} is not signed by a key of this log.`)
    return []
  }
  if (checkpoint.size !== size) found.push(`${what} is of ${checkpoint.size} lines, and its row says ${size}.`)
  if (checkpoint.size > whole) {
    found.push(`${what} is of ${checkpoint.size} lines, and the log has ${whole}: lines were taken away.`)
    return []
  }
  return [{ what, size: checkpoint.size, root: checkpoint.root }]
}

/** A day is kept while it lasts, and the log only grows. */
function daysOutOfOrder(days: Day[], timeZone: string): string[] {
  return days.flatMap(({ day, size, keptAt }, i) => [
    ...(localDate(keptAt, timeZone) === day
      ? []
      : [`the checkpoint of ${day} was kept on ${localDate(keptAt, timeZone)}.`]),
    ...(i > 0 && size < days[i - 1]!.size
      ? [`the checkpoint of ${day} has fewer lines than that of ${days[i - 1]!.day}.`]
      : []),
  ])
}

function wrongBeginning(entry: Buffer, { begunAt }: Head, slug: string): string[] {
  const wanted = `{"begun_at":"${begunAt.toISOString()}"`
  const text = entry.toString()
  const fits = text.startsWith(wanted) && text.includes(`"government":"${slug}"`) && text.includes('"kind":"log_begun"')
  return fits ? [] : [`its first line is ${text}, and its row says ${begunAt.toISOString()} for ${slug}.`]
}
