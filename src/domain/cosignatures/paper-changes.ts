// A counted sheet that should not count: one of the staff says why, another one confirms, and its lines are out of the count; the same way it
// counts again. Rows, sums, count, threshold and record change together. Whoever stood on it can sign anew.
import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { isTrue } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { paperChanges, paperSheets, paperSignatures } from '../../schema/paper.ts'
import { proposals } from '../../schema/proposals.ts'
import { type ActorRole, paperLevel, type SheetAct } from '../../schema/values.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append, newSalt } from '../record/store.ts'
import { afterCounting, type OpenCase, type Place } from './after-counting.ts'
import { addToSum } from './day-sums.ts'
import { countDouble } from './doubles.ts'
import { takeBackExpiry } from './held-at-closing.ts'
import { missThreshold } from './miss-threshold.ts'
import { takeBackDoubles } from './settle-level.ts'
import { claimKey, dropKeys } from './signed-subjects.ts'

export type PaperChange = typeof paperChanges.$inferSelect
/** One sheet of a case. */
type Which = { proposalId: string; sheet: number }
type Signature = typeof paperSignatures.$inferSelect

const changesAt = ({ proposalId, sheet }: Which) =>
  and(eq(paperChanges.proposalId, proposalId), eq(paperChanges.sheet, sheet))
const sheetAt = ({ proposalId, sheet }: Which) =>
  and(eq(paperSheets.proposalId, proposalId), eq(paperSheets.number, sheet))
const linesAt = ({ proposalId, sheet }: Which) =>
  and(eq(paperSignatures.proposalId, proposalId), eq(paperSignatures.sheet, sheet))

/** The newest first. */
export const changesOf = (db: Db, which: Which): Promise<PaperChange[]> =>
  db.select().from(paperChanges).where(changesAt(which)).orderBy(desc(paperChanges.askedAt), desc(paperChanges.id))

const stateFor: { [act in SheetAct]: 'counted' | 'taken_back' } = { take_back: 'counted', restore: 'taken_back' }

/** Waits for a second person. `over`: the sheet is in another state; `waiting`: one waits already. */
export async function askChange(
  tx: Db,
  { act, words, askedById, ...which }: Which & { act: SheetAct; words: string; askedById: string },
  at: Date,
): Promise<Result<null, 'over' | 'waiting'>> {
  const [sheet] = await tx.select().from(paperSheets).where(sheetAt(which))
  if (sheet?.state !== stateFor[act]) return refused('over')
  const added = await tx
    .insert(paperChanges)
    .values({ id: newId(), ...which, act, words, salt: newSalt(), askedById, askedAt: at })
    .onConflictDoNothing()
    .returning({ id: paperChanges.id })
  return added.length ? done(null) : refused('waiting')
}

/** By anybody who checks, before it is confirmed. */
export async function dropChange(tx: Db, which: Which): Promise<boolean> {
  const gone = await tx
    .delete(paperChanges)
    .where(and(changesAt(which), isNull(paperChanges.confirmedAt)))
    .returning({ id: paperChanges.id })
  return gone.length > 0
}

type By = { government: Place; open: OpenCase; proposal: ProposalRow; role: ActorRole; personId: string }

/**
 * By a second person: it is done. `own`: the first one again; `over`: nothing waits; `late`: the sheet was taken back while others could
 * sign, and nobody knows any more who did.
 */
export async function confirmChange(
  tx: Db,
  which: Which,
  by: By,
  at: Date,
): Promise<Result<SheetAct, 'own' | 'over' | 'late'>> {
  const [waiting] = await tx
    .select()
    .from(paperChanges)
    .where(and(changesAt(which), isNull(paperChanges.confirmedAt)))
  if (!waiting) return refused('over')
  if (waiting.askedById === by.personId) return refused('own')
  if (waiting.act === 'restore' && (await isLate(tx, which, by.proposal, at))) return refused('late')
  const confirmed = await tx
    .update(paperChanges)
    .set({ confirmedById: by.personId, confirmedAt: at })
    .where(and(eq(paperChanges.id, waiting.id), isNull(paperChanges.confirmedAt)))
    .returning({ id: paperChanges.id })
  const [sheet] = confirmed.length
    ? await tx
        .update(paperSheets)
        .set({ state: waiting.act === 'restore' ? 'counted' : 'taken_back' })
        .where(and(sheetAt(which), eq(paperSheets.state, stateFor[waiting.act])))
        .returning()
    : []
  if (!sheet) return refused('over')
  const lines = await tx.select().from(paperSignatures).where(linesAt(which)).orderBy(asc(paperSignatures.line))
  const moved = waiting.act === 'restore' ? await restored(tx, which, lines, by, at) : await takenBack(tx, which, lines)
  await settle(tx, which, waiting, moved, by, at)
  const freed = waiting.act === 'take_back' ? moved.flatMap(({ key }) => key ?? []) : []
  if (freed.length) await takeBackDoubles(tx, by.government, which.proposalId, freed, at)
  return done(waiting.act)
}

/** Those that count no more. */
async function takenBack(tx: Db, which: Which, lines: Signature[]): Promise<Signature[]> {
  const counted = lines.filter(({ counts }) => counts)
  await tx
    .update(paperSignatures)
    .set({ counts: false })
    .where(and(linesAt(which), isTrue(paperSignatures.counts)))
  const keys = counted.flatMap(({ key }) => key ?? [])
  if (keys.length) await dropKeys(tx, which.proposalId, keys)
  return counted
}

/** Those that count again: not who has signed in another way meanwhile. */
async function restored(tx: Db, which: Which, lines: Signature[], { government }: By, at: Date): Promise<Signature[]> {
  const { proposalId } = which
  const back: Signature[] = []
  for (const line of lines)
    if (line.key === null || (await claimKey(tx, { proposalId, personId: null, key: line.key }))) back.push(line)
    else await countDouble(tx, proposalId, localDate(at, government.timeZone))
  const numbers = back.map(({ line }) => line)
  if (numbers.length)
    await tx
      .update(paperSignatures)
      .set({ counts: true })
      .where(and(linesAt(which), inArray(paperSignatures.line, numbers)))
  await tx
    .update(paperSheets)
    .set({ counted: back.length, doubles: sql`${paperSheets.doubles} + ${lines.length - back.length}` })
    .where(sheetAt(which))
  // what is a double now is one for good: it would be told a second time by the next change
  const doubles = lines.filter((line) => !back.includes(line)).map(({ line }) => line)
  if (doubles.length)
    await tx.delete(paperSignatures).where(and(linesAt(which), inArray(paperSignatures.line, doubles)))
  return back
}

/** Sums, record, count and threshold follow. */
async function settle(
  tx: Db,
  { proposalId, sheet }: Which,
  { act, words, salt }: PaperChange,
  moved: Signature[],
  { government, open, role }: By,
  at: Date,
): Promise<void> {
  const sign = act === 'restore' ? 1 : -1
  const sums = new Map<string, { day: string; districtCode: string; n: number }>()
  for (const { day, districtCode } of moved) {
    const name = `${day} ${districtCode}`
    sums.set(name, { day, districtCode, n: (sums.get(name)?.n ?? 0) + 1 })
  }
  for (const [, { day, districtCode, n }] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
    await addToSum(tx, { proposalId, day, districtCode, assurance: paperLevel }, sign * n)
  const change = sign * moved.length || 0
  const what = act === 'restore' ? 'restored' : 'taken_back'
  await append(tx, {
    ...{
      governmentId: government.id,
      proposalId,
      kind: 'paper_counted',
      role,
      occurredAt: at,
      text: { text: words, salt },
    },
    facts: { sheet, what, count: moved.length, change, ...(moved[0] ? { day: moved[0].day } : {}) },
  })
  await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + ${change}` })
    .where(eq(proposals.id, proposalId))
  if (change < 0) await missThreshold(tx, proposalId, at)
  const isBack = await takeBackExpiry(tx, proposalId, at)
  if (change <= 0 && !isBack) return
  const [now] = await tx.select().from(proposals).where(eq(proposals.id, proposalId))
  await afterCounting(tx, government, open, now!, at)
}

/** Once nobody can sign any more it is forgotten who has: then only what was taken back after that counts again. */
async function isLate(tx: Db, which: Which, { stage, closesBefore }: ProposalRow, at: Date): Promise<boolean> {
  const isOpen = cosignableStages.includes(stage) && closesBefore !== null && at < closesBefore
  if (isOpen) return false
  const [last] = await tx
    .select({ at: paperChanges.confirmedAt })
    .from(paperChanges)
    .where(and(changesAt(which), eq(paperChanges.act, 'take_back'), isNotNull(paperChanges.confirmedAt)))
    .orderBy(desc(paperChanges.confirmedAt), desc(paperChanges.id))
    .limit(1)
  return !last?.at || closesBefore === null || last.at < closesBefore
}
