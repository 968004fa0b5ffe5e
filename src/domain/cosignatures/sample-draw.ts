// Draws a sample (samples.ts). A case may have a hundred thousand co-signatures, and each has two hashes to be made: they are read and
// scored in pieces outside any unit. The unit reads the few that come first once more, and what has been signed since; where
// that could change who is drawn, it begins again. So the draw is exact, and nobody who signs meanwhile waits for it.
import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { and, asc, desc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { max, sumOf } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { cosignatureCounts, cosignatures } from '../../schema/cosignatures.ts'
import { logHeads, logProgress } from '../../schema/log.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record, recordNumbers } from '../../schema/record.ts'
import { sampleLines, samples } from '../../schema/samples.ts'
import { personLevels } from '../../schema/values.ts'
import { notifyPerson } from '../notifications/store.ts'
import { append } from '../record/store.ts'
import { commitmentOf } from './hash-commitment.ts'
import { dropForgotten, isIt, type Sample } from './samples.ts'

type Case = typeof proposals.$inferSelect
/** Of the log's checkpoint; `hash` is hex. */
type Root = { size: number; hash: string }

/** What somebody's place in the draw is: SHA-256 of the root's bytes and the commitment, as their receipt has it; hex. */
export const scoreOf = (rootHash: string, commitment: string): string =>
  createHash('sha256').update(Buffer.from(rootHash, 'hex')).update(commitment).digest('hex')

/** Rows that are read at once: some milliseconds of the one thread that serves pages. */
const piece = 500
/** So many more than are wanted are kept, for those who are taken back meanwhile. */
const spare = 200
/** Entries whose unit began earlier and ended later than one that is there already: on PostgreSQL positions are given as they begin. */
const late = 1000
const tries = 5

/** Draws whatever has been announced and stands in a checkpoint by now. How many samples. */
export async function drawSamples({ db }: { db: Database }, now: Date, signal?: AbortSignal): Promise<number> {
  const waiting = await db.reads
    .select({ sample: samples, proposal: proposals })
    .from(samples)
    .innerJoin(proposals, eq(proposals.id, samples.proposalId))
    .where(isNull(samples.drawnAt))
    .orderBy(asc(samples.announcedAt), asc(samples.proposalId))
  let drawn = await write(db, (tx) => dropForgotten(tx, now))
  for (const { sample, proposal } of waiting) {
    const root = await rootAfter(db.reads, proposal.governmentId, sample)
    for (let left = tries; root && left > 0 && !signal?.aborted; left--) {
      const scores = await scoresOf(db.reads, proposal, sample.size + spare, root)
      const done = await write(db, (tx) => draw(tx, proposal, sample, { root, scores }, now))
      if (done === 'again') continue // the next run of the job tries again where this goes on
      drawn += Number(done)
      break
    }
  }
  return drawn
}

/** The log's last checkpoint, where it holds the entry that announces the sample; else null. */
async function rootAfter(
  db: Db,
  governmentId: string,
  { proposalId, announcedAt }: Sample,
): Promise<{ size: number; hash: string } | null> {
  const [entry] = await db
    .select({ number: recordNumbers.number })
    .from(record)
    .innerJoin(recordNumbers, eq(recordNumbers.position, record.position))
    .where(
      and(
        ...[eq(record.proposalId, proposalId), isTold(record), eq(record.kind, 'sampled')],
        eq(record.occurredAt, announcedAt),
      ),
    )
    .orderBy(desc(record.position))
    .limit(1)
  const [progress] = await db.select().from(logProgress)
  const [head] = await db.select().from(logHeads).where(eq(logHeads.governmentId, governmentId))
  if (!entry || !progress || progress.number < entry.number || !head?.checkpoint || head.signedSize !== head.size)
    return null
  const hash = Buffer.from(head.checkpoint.split('\n')[2] ?? '', 'base64').toString('hex')
  return hash.length === 64 ? { size: head.size, hash } : null
}

type Scored = { personId: string; score: string }
/** `rows`: the lowest, in order. `known`: entries of the record that were there before, by id. */
type Scores = { rows: Scored[]; known: ReadonlySet<string>; since: number }

/** How somebody comes to be counted: by signing, by being released, by being verified. */
const counting = ['cosigned', 'cosignatures_released', 'cosignature_level_changed'] as const

const entriesAfter = (db: Db, proposalId: string, position: number) =>
  db
    .select({ id: record.id, kind: record.kind, digest: record.digest })
    .from(record)
    .where(and(gt(record.position, position), eq(record.proposalId, proposalId), inArray(record.kind, [...counting])))

/** Reads what counts of a case in pieces and keeps the lowest `most`. */
export async function scoresOf(db: Db, { id, number }: Case, most: number, root: Root): Promise<Scores> {
  const [last] = await db.select({ position: max(record.position) }).from(record)
  const since = (last?.position ?? 0) - late
  const known = new Set((await entriesAfter(db, id, since)).map((entry) => entry.id))
  let rows: Scored[] = []
  const sort = () => {
    rows = rows.sort(byScore).slice(0, most)
  }
  for (let after = ''; ; await breathe()) {
    const some = await db
      .select(opened)
      .from(cosignatures)
      .where(and(eq(cosignatures.proposalId, id), gt(cosignatures.personId, after), isCounted))
      .orderBy(asc(cosignatures.personId))
      .limit(piece)
    rows.push(...some.map((row) => ({ personId: row.personId, score: scoreIn(root, number, row) })))
    if (rows.length > 2 * most) sort()
    after = some.at(-1)?.personId ?? after
    if (some.length < piece) break
  }
  sort()
  return { rows, known, since }
}

const isCounted = eq(cosignatures.state, 'counted')
const opened = { personId: cosignatures.personId, day: cosignatures.day, salt: cosignatures.salt }
type Opened = { personId: string; day: string; salt: string | null }

/** One that was brought in, or whose signer erased themselves, has no commitment: nobody but who has the row can work it out. */
const scoreIn = (root: Root, number: string | null, { personId, day, salt }: Opened): string =>
  scoreOf(root.hash, salt ? commitmentOf({ case: number, day, personId, salt }) : personId)

const byScore = (one: Scored, other: Scored): number => (one.score < other.score ? -1 : 1)

/** False where it was drawn already. 'again': somebody signed, or was moved, who might belong to it. */
export async function draw(
  tx: Db,
  proposal: Case,
  { number, size }: Sample,
  { root, scores }: { root: Root; scores: Scores },
  at: Date,
): Promise<boolean | 'again'> {
  const { id: proposalId, governmentId, number: caseNumber, title } = proposal
  // whoever signs, or is held, changes this row last: until the unit ends the numbers stay as they are
  await tx.update(proposals).set({ count: proposals.count }).where(eq(proposals.id, proposalId))
  const isOnline = and(eq(cosignatureCounts.proposalId, proposalId), inArray(cosignatureCounts.assurance, personLevels))
  const [sum] = await tx
    .select({ n: sumOf(cosignatureCounts.count) })
    .from(cosignatureCounts)
    .where(isOnline)
  const population = sum?.n ?? 0
  const chosen = await countedNow(tx, proposal, size, { root, scores })
  const cutoff = chosen.at(-1)?.score ?? '0'.repeat(64)
  // fewer than are wanted are all that there are, or they have been taken back faster than we read
  if (chosen.length !== Math.min(size, population)) return 'again'
  const there = new Set(chosen.map(({ score }) => score))
  for (const { id, kind, digest } of await entriesAfter(tx, proposalId, scores.since)) {
    if (scores.known.has(id)) continue
    const score = digest === null ? '' : scoreOf(root.hash, digest)
    if (kind !== 'cosigned' || (score <= cutoff && !there.has(score))) return 'again'
  }
  const numbers = { population, drawn: chosen.length, treeSize: root.size }
  const set = await tx
    .update(samples)
    .set({ ...numbers, drawnAt: at, rootHash: root.hash, cutoff })
    .where(and(isIt({ proposalId, number }), isNull(samples.drawnAt)))
    .returning({ number: samples.number })
  if (!set.length) return false
  for (const [i, { personId }] of chosen.entries()) {
    await tx.insert(sampleLines).values({ proposalId, sample: number, line: i + 1, personId })
    await notifyPerson(tx, personId, {
      ...{ kind: 'sample_drawn', governmentId, proposalId, at, once: `sample:${proposalId}:${number}:${personId}` },
      facts: { number: caseNumber, title, line: `${number}-${i + 1}` },
    })
  }
  await append(tx, {
    ...{ governmentId, proposalId, kind: 'sampled', role: 'system', occurredAt: at },
    facts: {
      ...{ what: 'drawn', sample: number, population, drawn: chosen.length },
      ...{ tree_size: root.size, root: root.hash, cutoff },
    },
  })
  return true
}

/** The first of them that count at this moment still. */
async function countedNow(
  tx: Db,
  { id, number }: Case,
  wanted: number,
  { root, scores: { rows } }: { root: Root; scores: Scores },
): Promise<Scored[]> {
  const chosen: Scored[] = []
  for (let i = 0; i < rows.length && chosen.length < wanted; i += piece) {
    const some = rows.slice(i, i + piece)
    const ids = some.map(({ personId }) => personId)
    const there = await tx
      .select(opened)
      .from(cosignatures)
      .where(and(eq(cosignatures.proposalId, id), isCounted, inArray(cosignatures.personId, ids)))
    const now = new Map(there.map((row) => [row.personId, row]))
    // who took theirs back and signed anew has another salt, and another place; whose salt is gone keeps theirs
    const stands = ({ personId, score }: Scored) => {
      const row = now.get(personId)
      return row !== undefined && (row.salt === null || scoreIn(root, number, row) === score)
    }
    chosen.push(...some.filter(stands))
  }
  return chosen.slice(0, wanted)
}
