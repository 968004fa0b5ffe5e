// What one of the staff may decide alone of many co-signatures, asked in the unit that begins a batch, goes on with it or takes it back. One person
// moves no threshold, also not by two batches at one moment, by one that waits while others sign, or by undoing what two decided.
import { and, eq, exists, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { dayMs } from '../../lib/durations.ts'
import { countRows, isTrue, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatureBatches, cosignatureBatchRows } from '../../schema/integrity.ts'
import { proposals } from '../../schema/proposals.ts'
import type { DecidedState } from '../../schema/values.ts'
import { changeOf, thresholdAfter, type Weighed } from '../integrity/batch.ts'

type Batch = typeof cosignatureBatches.$inferSelect
/** Whether so many of a case need a second person. `alone`: what the same person decided alone before. `change`: of the count. */
export type IsForTwo = (decided: { n: number; alone: number; change: number }, of: Weighed) => boolean

/** The case as it stands until the unit ends: who signs or decides meanwhile waits for it. */
export async function weigh(tx: Db, proposalId: string): Promise<Weighed | null> {
  const { stage, count, threshold } = proposals
  const [row] = await tx
    .update(proposals)
    .set({ updatedAt: sql`${proposals.updatedAt}` })
    .where(eq(proposals.id, proposalId))
    .returning({ stage, count, threshold })
  return row ?? null
}

/**
 * How many of a case somebody moved without a second person within a day, by deciding and by taking back, also what was undone since: in small
 * pieces it is as much as at once.
 */
export async function decidedAlone(db: Db, proposalId: string, personId: string, at: Date): Promise<number> {
  const since = new Date(at.getTime() - dayMs)
  const { askedById, askedAt, confirmedById, state, undoneById, undoneAt, undoAskedById } = cosignatureBatches
  const decided = and(eq(askedById, personId), isNull(confirmedById), gt(askedAt, since))
  const undone = and(
    ...[eq(undoneById, personId), gt(undoneAt, since)],
    or(isNull(undoAskedById), eq(undoAskedById, personId)), // where it stopped on the way, they ask for the rest
  )
  const sum = async (which: SQL | undefined) => {
    const [row] = await db
      .select({ n: sumOf(cosignatureBatches.total) })
      .from(cosignatureBatches)
      .where(and(eq(cosignatureBatches.proposalId, proposalId), which))
    return row?.n ?? 0
  }
  // one that waits may have waited only after some of it was done
  const begun = db
    .select({ id: cosignatureBatchRows.batchId })
    .from(cosignatureBatchRows)
    .where(and(eq(cosignatureBatchRows.batchId, cosignatureBatches.id), isTrue(cosignatureBatchRows.moved)))
  const isBegun = or(inArray(state, ['running', 'done', 'stopped', 'undoing', 'undone']), exists(begun))
  return (await sum(and(decided, isBegun))) + (await sum(undone))
}

/** Rows of a batch that it has moved, or has not. */
export async function countRowsOf(db: Db, batchId: string, moved: boolean): Promise<number> {
  const [all] = await db
    .select({ n: countRows() })
    .from(cosignatureBatchRows)
    .where(and(eq(cosignatureBatchRows.batchId, batchId), eq(cosignatureBatchRows.moved, moved)))
  return all?.n ?? 0
}

/** What a batch does to the case that it changes next: the way there, or the way back. */
export const wayOf = (batch: Batch, back: boolean): [from: DecidedState, to: DecidedState] =>
  back ? [batch.toState, batch.fromState] : [batch.fromState, batch.toState]

/** Whether what is left of it would move the threshold, and one person decided it. */
export async function needsOther(tx: Db, batch: Batch, back: boolean): Promise<boolean> {
  if ((back ? batch.undoAskedById : batch.confirmedById) !== null) return false
  const of = await weigh(tx, batch.proposalId)
  const left = await countRowsOf(tx, batch.id, back)
  return of !== null && thresholdAfter(of, changeOf(left, ...wayOf(batch, back))) !== null
}

/** Whether taking it back needs a second person: as what it did would, but for a mistake of their own of the same day. */
export async function undoIsForTwo(
  tx: Db,
  batch: Batch,
  personId: string,
  isForTwo: IsForTwo,
  at: Date,
): Promise<boolean> {
  const of = await weigh(tx, batch.proposalId)
  const n = await countRowsOf(tx, batch.id, true)
  const { askedById, confirmedById, askedAt } = batch
  const isOwn = askedById === personId && confirmedById === null && at.getTime() - askedAt.getTime() < dayMs
  const alone = isOwn ? 0 : await decidedAlone(tx, batch.proposalId, personId, at)
  return of === null || isForTwo({ n, alone, change: changeOf(n, ...wayOf(batch, true)) }, of)
}

/** Nobody asked to undo it, or called that off, since it was read: else one person would undo it alone. */
export const isAskedAsRead = ({ undoAskedById: by }: { undoAskedById: string | null }) =>
  by === null ? isNull(cosignatureBatches.undoAskedById) : eq(cosignatureBatches.undoAskedById, by)
