// Batches: what staff decide of many co-signatures of one case. Whose they are is written down when it is asked for, so that what is
// carried out is what was looked at; a job carries it out some hundreds at a time, and may be stopped in between and undone after.
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { countRows, isTrue } from '../../platform/db/columns.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { cosignatureBatches, cosignatureBatchRows, cosignatureSignals } from '../../schema/integrity.ts'
import { proposals } from '../../schema/proposals.ts'
import type { DecidedState, UnusualReason } from '../../schema/values.ts'
import { governmentById } from '../governments/store.ts'
import { type BatchAct, changeOf, mayAct } from '../integrity/batch.ts'
import { dropCleared, markGroups, markSigns } from '../integrity/store.ts'
import { newSalt } from '../record/store.ts'
import { afterCounting, openCase } from './after-counting.ts'
import {
  countRowsOf,
  decidedAlone,
  type IsForTwo,
  isAskedAsRead,
  needsOther,
  undoIsForTwo,
  wayOf,
  weigh,
} from './batch-law.ts'
import { changeState } from './change-state.ts'
import { takeBackExpiry } from './held-at-closing.ts'
import { missThreshold } from './miss-threshold.ts'

/** What co-signatures have in common: a group of the law, or why they are held. Null: all of a state. */
export const selectionKinds = ['series', 'domain', 'device', 'block', 'reason'] as const
export type Selection = {
  from: DecidedState
  group: { kind: (typeof selectionKinds)[number]; key: string } | null
}
export type Batch = typeof cosignatureBatches.$inferSelect & { moved: number }

const chunk = 500

const inGroup = ({ kind, key }: NonNullable<Selection['group']>): SQL =>
  kind === 'reason' ? eq(cosignatureSignals.reason, key as UnusualReason) : eq(cosignatureSignals[kind], key)

/** Whose co-signatures are meant. */
function persons(db: Db, proposalId: string, { from, group }: Selection, batchId = '') {
  const row = {
    batchId: sql<string>`${batchId}`.as('batch_id'),
    personId: cosignatures.personId,
    moved: sql<boolean>`false`.as('moved'),
  }
  const ofState = and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.state, from))
  const all = db.select(row).from(cosignatures)
  if (!group) return all.where(ofState)
  const came = and(
    eq(cosignatureSignals.proposalId, cosignatures.proposalId),
    eq(cosignatureSignals.personId, cosignatures.personId),
  )
  return all.innerJoin(cosignatureSignals, came).where(and(ofState, inGroup(group)))
}

/** How many they are. */
export async function countSelected(db: Db, proposalId: string, selection: Selection): Promise<number> {
  const [all] = await db.select({ n: countRows() }).from(persons(db, proposalId, selection).as('selected'))
  return all?.n ?? 0
}

/** `isForTwo` is asked of how many they are as the batch is written. */
export type Asked = {
  to: DecidedState
  words: string
  askedById: string
  isForTwo: IsForTwo
  at: Date
}

/** Writes a batch down, to be carried out or to wait for a second person. Null where it is of nobody. */
export async function askBatch(
  tx: Db,
  proposalId: string,
  selection: Selection,
  { to, words, askedById, isForTwo, at }: Asked,
): Promise<{ id: string; waits: boolean } | null> {
  const id = newId()
  const weighed = await weigh(tx, proposalId)
  const n = await countSelected(tx, proposalId, selection)
  if (!n || !weighed) return null
  const alone = await decidedAlone(tx, proposalId, askedById, at)
  const waits = isForTwo({ n, alone, change: changeOf(n, selection.from, to) }, weighed)
  await tx.insert(cosignatureBatches).values({
    ...{ id, proposalId, fromState: selection.from, toState: to, words, salt: newSalt(), total: n },
    ...{ groupKind: selection.group?.kind ?? null, groupKey: selection.group?.key ?? null },
    ...{ state: waits ? 'waiting' : 'running', askedById, askedAt: at, confirmedById: null, changedAt: at },
  })
  // one statement of the database: read here and written in pieces, a hundred thousand took a second without another write
  await tx.insert(cosignatureBatchRows).select(persons(tx, proposalId, selection, id))
  return { id, waits }
}

const stateAfter = { confirm: 'running', drop: 'dropped', stop: 'stopped', undo: 'undoing' } as const

/** False where that cannot be done any more, or not by them. 'asked': undoing it needs a second person, and waits for one. */
export async function actOnBatch(
  tx: Db,
  { proposalId, id }: { proposalId: string; id: string },
  act: BatchAct,
  personId: string,
  isForTwo: IsForTwo,
  at: Date,
): Promise<boolean | 'asked'> {
  const [batch] = await tx
    .select()
    .from(cosignatureBatches)
    .where(and(eq(cosignatureBatches.id, id), eq(cosignatureBatches.proposalId, proposalId)))
  if (!batch || !mayAct(act, batch, personId)) return false
  if (act === 'undo' && !(await batchRows(tx, id, 1)).length) return false // too long ago
  const asksFirst =
    act === 'undo' && batch.undoAskedById === null && (await undoIsForTwo(tx, batch, personId, isForTwo, at))
  // what was begun and waited again, or is only asked to be undone, stays as far as it came
  const stays = act === 'drop' && (batch.undoAskedById !== null || (await countRowsOf(tx, id, true)) > 0)
  const set = {
    state: asksFirst ? batch.state : stays ? (batch.state === 'waiting' ? 'stopped' : batch.state) : stateAfter[act],
    changedAt: at,
    ...(act === 'confirm' ? { confirmedById: personId } : {}),
    ...(asksFirst ? { undoAskedById: personId } : act === 'drop' ? { undoAskedById: null } : {}),
    ...(act === 'undo' && !asksFirst ? { undoneById: personId, undoneAt: at } : {}),
  }
  const changed = await tx
    .update(cosignatureBatches)
    .set(set)
    .where(and(eq(cosignatureBatches.id, id), eq(cosignatureBatches.state, batch.state), isAskedAsRead(batch)))
    .returning({ id: cosignatureBatches.id })
  return changed.length > 0 && (asksFirst ? 'asked' : true)
}

const batchRows = (db: Db, batchId: string, limit: number) =>
  db.select().from(cosignatureBatchRows).where(eq(cosignatureBatchRows.batchId, batchId)).limit(limit)

/** Carries out some of a batch, or takes some of it back. How many are left to do, roughly: 0 where it is over. */
export async function carryOn(db: Database, id: string, at: Date): Promise<number> {
  const [known] = await db.reads.select().from(cosignatureBatches).where(eq(cosignatureBatches.id, id))
  const [proposal] = known ? await db.reads.select().from(proposals).where(eq(proposals.id, known.proposalId)) : []
  const government = proposal && (await governmentById(db.reads, proposal.governmentId))
  if (!known || !proposal || !government) return 0
  const open = await openCase(db.reads, proposal)
  return write(db, async (tx) => {
    const [batch] = await tx.select().from(cosignatureBatches).where(eq(cosignatureBatches.id, id))
    const back = batch?.state === 'undoing'
    if (!batch || (batch.state !== 'running' && !back)) return 0
    if (await needsOther(tx, batch, back)) {
      // whoever began to take it back asks a colleague for the rest
      const waits = back
        ? { state: 'stopped' as const, undoAskedById: batch.undoneById }
        : { state: 'waiting' as const }
      await tx
        .update(cosignatureBatches)
        .set({ ...waits, changedAt: at })
        .where(eq(cosignatureBatches.id, id))
      return 0
    }
    const rows = await tx
      .select({ personId: cosignatureBatchRows.personId })
      .from(cosignatureBatchRows)
      .where(and(eq(cosignatureBatchRows.batchId, id), eq(cosignatureBatchRows.moved, back)))
      .orderBy(asc(cosignatureBatchRows.personId))
      .limit(chunk)
    if (rows.length < chunk)
      await tx
        .update(cosignatureBatches)
        .set({ state: back ? 'undone' : 'done', changedAt: at })
        .where(eq(cosignatureBatches.id, id))
    if (!rows.length) return 0
    const personIds = rows.map(({ personId }) => personId)
    const [from, to] = wayOf(batch, back)
    const { moved, change } = await changeState(tx, government.id, proposal.id, personIds, {
      ...{ from: [from], to, role: 'moderator', reason: back ? 'undone' : 'staff', at },
      text: back ? undefined : { text: batch.words, salt: batch.salt }, // the words say why it was done, not why it was undone
    })
    const done = moved.map(({ personId }) => personId)
    await noteMoved(tx, id, personIds, done, back)
    await markSigns(tx, proposal.id, done, { reason: to === 'counted' ? null : 'staff', cleared: to === 'counted' })
    await markItsGroup(tx, batch, back, at)
    if (change < 0) await missThreshold(tx, proposal.id, at)
    const isBack = await takeBackExpiry(tx, proposal.id, at)
    if (change > 0 || isBack) {
      const [now] = await tx.select().from(proposals).where(eq(proposals.id, proposal.id))
      await afterCounting(tx, government, open, now!, at)
    }
    return rows.length < chunk ? 0 : rows.length
  })
}

/** Rows that had changed their state meanwhile are no part of the batch any more. */
async function noteMoved(tx: Db, batchId: string, asked: string[], done: string[], back: boolean): Promise<void> {
  const of = (persons: string[]) =>
    and(eq(cosignatureBatchRows.batchId, batchId), inArray(cosignatureBatchRows.personId, persons))
  const others = asked.filter((personId) => !done.includes(personId))
  if (others.length) await tx.delete(cosignatureBatchRows).where(of(others))
  if (done.length) await tx.update(cosignatureBatchRows).set({ moved: !back }).where(of(done))
}

/** A group that was released is left alone from now on; where that is undone, it is looked at anew. */
async function markItsGroup(tx: Db, batch: typeof cosignatureBatches.$inferSelect, back: boolean, at: Date) {
  const kind = selectionKinds.find((one) => one === batch.groupKind)
  if (batch.toState !== 'counted' || !kind || kind === 'reason' || !batch.groupKey) return
  if (back) return dropCleared(tx, batch.proposalId, kind, batch.groupKey)
  const reasons = {
    series: ['series'],
    domain: ['domain', 'mass'],
    device: ['device'],
    block: ['block', 'lone'],
  } as const
  const groups = reasons[kind].map((reason) => ({ kind, key: batch.groupKey!, reason }))
  await markGroups(tx, batch.proposalId, groups, 'cleared', at)
}

/** All that was decided of a case, the newest first. */
export async function batchesOf(db: Db, proposalId: string): Promise<Batch[]> {
  const batches = await db
    .select()
    .from(cosignatureBatches)
    .where(eq(cosignatureBatches.proposalId, proposalId))
    .orderBy(desc(cosignatureBatches.askedAt), desc(cosignatureBatches.id))
  const moved = await db
    .select({ id: cosignatureBatchRows.batchId, n: countRows() })
    .from(cosignatureBatchRows)
    .innerJoin(cosignatureBatches, eq(cosignatureBatches.id, cosignatureBatchRows.batchId))
    .where(and(eq(cosignatureBatches.proposalId, proposalId), isTrue(cosignatureBatchRows.moved)))
    .groupBy(cosignatureBatchRows.batchId)
  const byId = new Map(moved.map(({ id, n }) => [id, n]))
  return batches.map((batch) => ({ ...batch, moved: byId.get(batch.id) ?? 0 }))
}

/** Carries on with every batch that is under way. How many rows. */
export async function carryOnAll({ db }: { db: Database }, now: Date, signal?: AbortSignal): Promise<number> {
  const open = await db.reads
    .select({ id: cosignatureBatches.id })
    .from(cosignatureBatches)
    .where(inArray(cosignatureBatches.state, ['running', 'undoing']))
  let done = 0
  for (const { id } of open)
    for (let some = 1; some > 0 && !signal?.aborted; done += some) some = await carryOn(db, id, now)
  return done
}
