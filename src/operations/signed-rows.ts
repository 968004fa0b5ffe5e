// Whether each co-signature that lies here is one that the record vouches for, and whether each case's count is what its entries come to.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import { unevenIds } from '../domain/cosignatures/counts.ts'
import { commitmentOf } from '../domain/cosignatures/hash-commitment.ts'
import { changeOf, isCounted } from '../domain/log/leaf.ts'
import { localDate } from '../lib/calendar.ts'
import { countRows } from '../platform/db/columns.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { beginPiece, inPieces, letOthersIn, type Pace, restFor } from '../platform/process/pace.ts'
import { cosignatureCounts, cosignatures } from '../schema/cosignatures.ts'
import { governments } from '../schema/governments.ts'
import { proposals } from '../schema/proposals.ts'
import { record } from '../schema/record.ts'
import { damagedInWords, unevenCounts } from './consistency.ts'

const atOnce = 2000
/** Of uneven cases; a few say enough. */
const mostInWords = 20
/** What is signed while this reads is looked at again after so long, in ms, so often. */
const [again, looks] = [1500, 3]

/** What the record says of a case. `commitments`: which have no row yet. */
type Sums = { change: number; rows: number; commitments: Set<string>; isImported: boolean }

/** In words; empty where all fit. It holds 32 bytes and some more for each co-signature while it reads. */
export async function changedCounts(db: Database['reads'], pace: Pace = {}): Promise<string[]> {
  const cases = new Map<string, Sums>()
  let through = await readRecord(db, cases, 0, pace)
  const found = new Map<string, string[]>()
  const numbered = (after: string) =>
    db
      .select({ id: proposals.id })
      .from(proposals)
      .where(and(gt(proposals.id, after), isNotNull(proposals.number)))
      .orderBy(asc(proposals.id))
      .limit(atOnce)
  for await (const { id } of inPieces(numbered, atOnce, { ...pace, rest: 0 })) {
    if (pace.signal?.aborted) return []
    const piece = beginPiece(pace)
    let wrong = await wrongIn(db, id, cases.get(id))
    for (let i = 1; wrong.length && i < looks && !pace.signal?.aborted; i++) {
      const last = await readRecord(db, cases, through, pace)
      if (last === through && i > 1) break // nobody signs: it is as it is
      through = last
      if (i > 1) await restFor(again, pace.signal)
      wrong = await wrongIn(db, id, cases.get(id))
    }
    if (wrong.length) found.set(id, wrong)
    await letOthersIn(piece)
  }
  const uneven = await unevenIds(db, pace) // in pieces: all at once nobody is answered for seconds
  const inWords = uneven.length ? unevenCounts(db, uneven.slice(0, mostInWords)) : damagedInWords(db)
  return [...[...found.values()].flat(), ...(await inWords)]
}

/** Adds the entries after a position; the last position. */
async function readRecord(db: Db, cases: Map<string, Sums>, after: number, pace: Pace): Promise<number> {
  for (let position = after; !pace.signal?.aborted; ) {
    const piece = beginPiece(pace)
    const rows = await db
      .select({
        ...{ position: record.position, id: record.proposalId, kind: record.kind },
        ...{ facts: record.facts, digest: record.digest },
      })
      .from(record)
      .where(gt(record.position, position))
      .orderBy(asc(record.position))
      .limit(atOnce)
    for (const { id, kind, facts, digest } of rows) {
      if (!id) continue
      const sums = cases.get(id) ?? { change: 0, rows: 0, commitments: new Set(), isImported: false }
      cases.set(id, sums)
      sums.change += changeOf({ kind, facts })
      if (kind === 'imported' || kind === 'count_mended') sums.isImported = true
      if (!isCounted(kind)) continue
      if (kind === 'cosigned') {
        sums.rows++
        if (digest) sums.commitments.add(digest)
      } else if (kind !== 'cosignature_level_changed') sums.rows--
    }
    if (rows.length < atOnce) return rows.at(-1)?.position ?? position
    position = rows.at(-1)!.position
    await letOthersIn(piece)
  }
  return after
}

async function wrongIn(db: Db, id: string, sums: Sums | undefined): Promise<string[]> {
  const [one] = await db
    .select({ number: proposals.number, count: proposals.count, timeZone: governments.timeZone })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(eq(proposals.id, id))
  if (!one || (!sums && one.count === 0)) return []
  const says = (words: string) => `Case ${one.number}: ${words}`
  const found: string[] = []
  const [imported] = await db
    .select({ day: cosignatureCounts.day })
    .from(cosignatureCounts)
    .where(and(eq(cosignatureCounts.proposalId, id), eq(cosignatureCounts.assurance, 0)))
    .limit(1)
  const isOwn = !imported && !(sums?.isImported ?? false)
  if (isOwn && one.count !== (sums?.change ?? 0))
    found.push(says(`it has ${one.count} co-signatures; the record comes to ${sums?.change ?? 0}.`))
  let rows = 0
  for (let after = ''; ; ) {
    const some = await db
      .select()
      .from(cosignatures)
      .where(and(eq(cosignatures.proposalId, id), gt(cosignatures.personId, after)))
      .orderBy(asc(cosignatures.personId))
      .limit(atOnce)
    for (const { personId, day, salt, signedAt } of some) {
      rows++
      if (localDate(signedAt, one.timeZone) !== day)
        found.push(says(`a co-signature of ${localDate(signedAt, one.timeZone)} is counted on ${day}.`))
      if (salt === null) continue // its signer was erased or forgotten: nobody can open it any more
      if (!sums?.commitments.has(commitmentOf({ case: one.number, day, personId, salt })))
        found.push(says(`a co-signature of ${day} is not one that the record vouches for.`))
    }
    if (some.length < atOnce) break
    after = some.at(-1)!.personId
    await nextTurn()
  }
  // while this read, the signers of a past case may have been forgotten: their rows have other persons' ids now, and were passed over
  if (isOwn && rows !== (sums?.rows ?? 0)) rows = await rowsNow(db, id)
  if (isOwn && rows !== (sums?.rows ?? 0))
    found.push(says(`${rows} co-signatures lie here; the record comes to ${sums?.rows ?? 0}.`))
  return found.length > 20 ? [...found.slice(0, 20), says(`and ${found.length - 20} more.`)] : found
}

async function rowsNow(db: Db, proposalId: string): Promise<number> {
  const [row] = await db.select({ n: countRows() }).from(cosignatures).where(eq(cosignatures.proposalId, proposalId))
  return row?.n ?? 0
}
