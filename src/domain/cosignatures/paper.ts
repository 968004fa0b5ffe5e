// Sheets of paper: made, typed by two of the staff, settled by a third where they differ, and counted. Nothing that a sheet says is written
// down but digests and districts, and those go once it is counted.
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import { Refused } from '../../platform/db/attempt.ts'
import { max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { paperEntries, paperSheets, paperSignatures, type TypedLine } from '../../schema/paper.ts'
import { proposals } from '../../schema/proposals.ts'
import { type ActorRole, paperLevel } from '../../schema/values.ts'
import { isPaused } from '../governments/deadline.ts'
import { blackoutsOf } from '../governments/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { append } from '../record/store.ts'
import { keyInCase } from '../verification/identity-key.ts'
import { isOnRoll, rollOf } from '../verification/rolls.ts'
import { afterCounting, type OpenCase, type Place } from './after-counting.ts'
import { isCountedFrom, type Refusal, refusalToCosign } from './cosignature.ts'
import { addToSum } from './day-sums.ts'
import { countDouble } from './doubles.ts'
import { comparesWith, countsPaper, differing, settled } from './paper-law.ts'
import { claimKey } from './signed-subjects.ts'

export type Sheet = typeof paperSheets.$inferSelect
export type Entry = typeof paperEntries.$inferSelect

/** No case needs more; each costs somebody a minute. */
export const mostSheets = 2000

/** Every sheet of a case, by its number. */
export const sheetsOf = (db: Db, proposalId: string): Promise<Sheet[]> =>
  db.select().from(paperSheets).where(eq(paperSheets.proposalId, proposalId)).orderBy(asc(paperSheets.number))

/** Null where the case has no sheet of that number. */
export async function sheetOf(db: Db, proposalId: string, number: number): Promise<Sheet | null> {
  const [row] = await db
    .select()
    .from(paperSheets)
    .where(and(eq(paperSheets.proposalId, proposalId), eq(paperSheets.number, number)))
  return row ?? null
}

/** Who typed a sheet, in order. */
export const entriesOf = (db: Db, proposalId: string, sheet: number): Promise<Entry[]> =>
  db
    .select()
    .from(paperEntries)
    .where(and(eq(paperEntries.proposalId, proposalId), eq(paperEntries.sheet, sheet)))
    .orderBy(asc(paperEntries.round))

/** The next sheets of a case. Their numbers; the primary key decides between two at once. `full`: there would be too many. */
export async function makeSheets(
  tx: Db,
  { proposalId, n, madeById }: { proposalId: string; n: number; madeById: string },
  at: Date,
): Promise<Result<{ from: number; to: number }, 'full'>> {
  const [last] = await tx
    .select({ number: max(paperSheets.number) })
    .from(paperSheets)
    .where(eq(paperSheets.proposalId, proposalId))
  const from = (last?.number ?? 0) + 1
  if (from + n - 1 > mostSheets) return refused('full')
  const rows = Array.from({ length: n }, (_, i) => ({
    proposalId,
    number: from + i,
    state: 'printed' as const,
    madeById,
    madeAt: at,
  }))
  await tx.insert(paperSheets).values(rows)
  return done({ from, to: from + n - 1 })
}

type Counting = {
  government: Place
  proposal: OpenCase
  role: ActorRole
}
/** What a third has to settle; or what was counted. */
export type Typed = { state: 'typed' } | { state: 'differs'; lines: number[] } | { state: 'counted'; sheet: Sheet }

/**
 * What one of the staff typed of a sheet. The second one counts it where both read the same, else a third does. `again`: they typed
 * it before; `over`: it is counted, or void. Throws Refused with why nobody can co-sign at this moment: what stands on paper is no exception.
 */
export async function typeSheet(
  tx: Db,
  counting: Counting,
  { number, personId, lines }: { number: number; personId: string; lines: TypedLine[] },
  at: Date,
): Promise<Result<Typed, 'again' | 'over'>> {
  const { id: proposalId } = counting.proposal
  const refusal = await refusalNow(tx, counting, at)
  if (refusal) throw new Refused(refusal)
  // locks the sheet, so that two who type at one moment come one after the other
  const [sheet] = await tx
    .update(paperSheets)
    .set({ state: sql`${paperSheets.state}` })
    .where(
      and(
        eq(paperSheets.proposalId, proposalId),
        eq(paperSheets.number, number),
        inArray(paperSheets.state, ['printed', 'typed', 'differs']),
      ),
    )
    .returning()
  if (!sheet) return refused('over')
  const before = await entriesOf(tx, proposalId, number)
  if (before.some((entry) => entry.personId === personId)) return refused('again')
  const round = before.length + 1
  await tx.insert(paperEntries).values({ proposalId, sheet: number, personId, round, lines, typedAt: at })
  const [first, second] = [...before.map((entry) => entry.lines), lines]
  if (!second) return moved(tx, sheet, 'typed', { state: 'typed' })
  const apart = differing(first!, second)
  if (round === 2 && apart.length) return moved(tx, sheet, 'differs', { state: 'differs', lines: apart })
  const { lines: read, unread } = settled(first!, second, lines)
  return done({ state: 'counted', sheet: await countSheet(tx, counting, sheet, read, unread, at) })
}

async function refusalNow(tx: Db, { government, proposal }: Counting, at: Date): Promise<Refusal | null> {
  const [row] = await tx.select().from(proposals).where(eq(proposals.id, proposal.id))
  const pauses = await blackoutsOf(tx, government.id)
  return row ? refusalToCosign(row, at, isPaused(at, pauses, government.timeZone)) : 'not_open'
}

async function moved<T extends Typed>(tx: Db, sheet: Sheet, state: Sheet['state'], typed: T) {
  await tx
    .update(paperSheets)
    .set({ state })
    .where(and(eq(paperSheets.proposalId, sheet.proposalId), eq(paperSheets.number, sheet.number)))
  return done(typed)
}

async function countSheet(
  tx: Db,
  { government, proposal, role }: Counting,
  { number }: Sheet,
  lines: TypedLine[],
  unread: number,
  at: Date,
): Promise<Sheet> {
  const proposalId = proposal.id
  const day = localDate(at, government.timeZone)
  const roll = await rollOf(tx, government.id)
  const saysEnough = countsPaper(comparesWith(proposal, roll))
  const sums = new Map<string, number>()
  let [doubles, unknown] = [0, unread]
  for (const [i, line] of lines.entries()) {
    if (!line) continue
    const isThere = roll ? await isOnRoll(tx, government.id, line.key) : proposal.levelToCount === 1
    if (!isThere || !saysEnough || !isCountedFrom(line.district, proposal)) {
      unknown++
      continue
    }
    const key = keyInCase(line.key, proposalId)
    if (!(await claimKey(tx, { proposalId, personId: null, key }))) {
      doubles++
      await countDouble(tx, proposalId, day)
      continue
    }
    const row = { proposalId, sheet: number, line: i + 1, day, districtCode: line.district, key }
    await tx.insert(paperSignatures).values(row)
    sums.set(line.district, (sums.get(line.district) ?? 0) + 1)
  }
  for (const [districtCode, n] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
    await addToSum(tx, { proposalId, day, districtCode, assurance: paperLevel }, n)
  const counted = [...sums.values()].reduce((all, n) => all + n, 0)
  const ofSheet = and(eq(paperSheets.proposalId, proposalId), eq(paperSheets.number, number))
  const [sheet] = await tx
    .update(paperSheets)
    .set({ state: 'counted', countedAt: at, counted, doubles, unknown })
    .where(ofSheet)
    .returning()
  // what they typed has done its work
  await tx
    .update(paperEntries)
    .set({ lines: [] })
    .where(and(eq(paperEntries.proposalId, proposalId), eq(paperEntries.sheet, number)))
  await append(tx, {
    ...{ governmentId: government.id, proposalId, kind: 'paper_counted', role, occurredAt: at },
    facts: { sheet: number, count: counted, doubles, unknown, change: counted },
  })
  const [now] = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + ${counted}` })
    .where(
      and(
        eq(proposals.id, proposalId),
        inArray(proposals.stage, [...cosignableStages]),
        gt(proposals.closesBefore, at),
      ),
    )
    .returning()
  if (!now) throw new Refused('closed')
  if (counted) await afterCounting(tx, government, proposal, now, at)
  return sheet!
}

/** A sheet that was lost or spoilt. False where it is counted. */
export async function voidSheet(tx: Db, proposalId: string, number: number): Promise<boolean> {
  const gone = await tx
    .update(paperSheets)
    .set({ state: 'void' })
    .where(
      and(
        eq(paperSheets.proposalId, proposalId),
        eq(paperSheets.number, number),
        inArray(paperSheets.state, ['printed', 'typed', 'differs']),
      ),
    )
    .returning({ number: paperSheets.number })
  if (gone.length)
    await tx
      .update(paperEntries)
      .set({ lines: [] })
      .where(and(eq(paperEntries.proposalId, proposalId), eq(paperEntries.sheet, number)))
  return gone.length > 0
}
