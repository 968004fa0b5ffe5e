// Who signed a case that is past is not known any more: each co-signature is a nobody's, and opens no line of the public log. What is counted
// and what is public stays as it was. A receipt that its signer keeps still proves what it did.
import { randomInt } from 'node:crypto'
import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import { startOfDay } from '../../lib/calendar.ts'
import { countRows, max } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { bound, placeholder, prepared } from '../../platform/db/prepared.ts'
import { write } from '../../platform/db/write.ts'
import { beginPiece, letOthersIn, type Pace } from '../../platform/process/pace.ts'
import { cosignatures, reasonRemovals } from '../../schema/cosignatures.ts'
import { governments } from '../../schema/governments.ts'
import { cosignatureBatches, cosignatureBatchRows } from '../../schema/integrity.ts'
import { proposals } from '../../schema/proposals.ts'
import { samples } from '../../schema/samples.ts'
import { holdNobodies, isPerson, lastNobody, makeNobodies, nobody, nobodyNumber } from '../people/nobody.ts'

const atOnce = 200

/** Whether it is known of any co-signature of a case whose it is. */
export async function hasPersons(db: Db, proposalId: string): Promise<boolean> {
  const found = await db
    .select({ id: cosignatures.personId })
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposalId), isPerson(cosignatures.personId)))
    .limit(1)
  return found.length > 0
}

/**
 * Those of these cases with co-signatures whose person is known, and how many. Not while a sample of them is looked into, or a decision on some
 * can be undone: both need to know whose they are.
 */
export async function signedByPersons(db: Db, ids: string[]): Promise<{ id: string; count: number }[]> {
  const found = await db
    .select({ id: cosignatures.proposalId, count: countRows() })
    .from(cosignatures)
    .where(and(inArray(cosignatures.proposalId, ids), isPerson(cosignatures.personId)))
    .groupBy(cosignatures.proposalId)
  if (!found.length) return []
  const signed = found.map(({ id }) => id)
  const sampled = await db
    .select({ id: samples.proposalId })
    .from(samples)
    .where(and(inArray(samples.proposalId, signed), isNull(samples.toldAt)))
  const undoable = await db
    .selectDistinct({ id: cosignatureBatches.proposalId })
    .from(cosignatureBatches)
    .innerJoin(cosignatureBatchRows, eq(cosignatureBatchRows.batchId, cosignatureBatches.id))
    .where(inArray(cosignatureBatches.proposalId, signed))
  const waits = new Set([...sampled, ...undoable].map(({ id }) => id))
  return found.filter(({ id }) => !waits.has(id))
}

type Signed = { proposalId: string; personId: string; timeZone: string }

/** Of cases that are past. How many there were. The order is drawn by lot: who is which nobody in a case says nothing of another one. */
export async function forgetSigners(db: Database, ids: string[], pace: Pace = {}): Promise<number> {
  const rows: Signed[] = await db.reads
    .select({ ...whose, timeZone: governments.timeZone })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(and(inArray(cosignatures.proposalId, ids), isPerson(cosignatures.personId)))
  const drawn = shuffled(rows).sort((one, other) =>
    one.proposalId < other.proposalId ? -1 : Number(one.proposalId > other.proposalId),
  )
  let gone = 0
  for (let i = 0; i < drawn.length && !pace.signal?.aborted; i += atOnce) {
    const piece = beginPiece(pace)
    const some = drawn.slice(i, i + atOnce)
    gone += await write(db, (tx) => forget(tx, some), { invalidate: 'later' })
    if (i + atOnce < drawn.length) await letOthersIn(piece)
  }
  return gone
}

const whose = { proposalId: cosignatures.proposalId, personId: cosignatures.personId }
const keyOf = ({ proposalId, personId }: { proposalId: string; personId: string }) => `${proposalId} ${personId}`

async function forget(tx: Db, some: Signed[]): Promise<number> {
  await holdNobodies(tx)
  const cases = [...new Set(some.map(({ proposalId }) => proposalId))]
  const persons = [...new Set(some.map(({ personId }) => personId))]
  const found = await tx
    .select({ ...whose, day: cosignatures.day, signedAt: cosignatures.signedAt })
    .from(cosignatures)
    .where(and(inArray(cosignatures.proposalId, cases), inArray(cosignatures.personId, persons)))
  const there = new Map(found.map((row) => [keyOf(row), row]))
  const removed = await tx
    .select({ proposalId: reasonRemovals.proposalId, personId: reasonRemovals.personId })
    .from(reasonRemovals)
    .where(and(inArray(reasonRemovals.proposalId, cases), inArray(reasonRemovals.personId, persons)))
  const withRemoval = new Set(removed.map(keyOf))
  const last = await lastNobodies(tx, cases)
  const next = some.flatMap((one) => {
    const row = there.get(keyOf(one))
    if (!row) return []
    const n = (last.get(one.proposalId) ?? 0) + 1
    last.set(one.proposalId, n)
    return [{ ...row, nobody: nobody(n), day: startOfDay(row.day, one.timeZone) }]
  })
  await makeNobodies(tx, [...new Set(next.map((row) => row.nobody))])
  for (const row of next) {
    if (withRemoval.has(keyOf(row))) await forgetRemovals(tx, row)
    await prepared(tx, forgetQuery).execute(row)
  }
  return next.length
}

/** The last one that each case has. */
async function lastNobodies(tx: Db, cases: string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({ id: cosignatures.proposalId, last: max(cosignatures.personId) })
    .from(cosignatures)
    .where(and(inArray(cosignatures.proposalId, cases), lte(cosignatures.personId, lastNobody)))
    .groupBy(cosignatures.proposalId)
  return new Map(rows.map(({ id, last }) => [id, last ? nobodyNumber(last) : 0]))
}

const forgetQuery = (tx: Db) =>
  tx
    .update(cosignatures)
    .set({ personId: sql`${placeholder('nobody')}`, salt: null, signedAt: bound(cosignatures.signedAt, 'day') })
    .where(
      and(eq(cosignatures.proposalId, placeholder('proposalId')), eq(cosignatures.personId, placeholder('personId'))),
    )
    .returning({ day: cosignatures.day })

type Forgotten = { proposalId: string; personId: string; signedAt: Date; nobody: string; day: Date }

/** That the reason was taken off the page goes along, by the moment that names it. That of one they had taken back before shows nowhere. */
async function forgetRemovals(tx: Db, { proposalId, personId, signedAt, ...row }: Forgotten): Promise<void> {
  const theirs = and(eq(reasonRemovals.proposalId, proposalId), eq(reasonRemovals.personId, personId))
  await tx
    .update(reasonRemovals)
    .set({ personId: row.nobody, signedAt: row.day })
    .where(and(theirs, eq(reasonRemovals.signedAt, signedAt)))
  await tx.update(reasonRemovals).set({ personId: row.nobody }).where(theirs)
}

/** By lot (Fisher and Yates), with numbers that nobody can guess. */
function shuffled<T>(all: T[]): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
