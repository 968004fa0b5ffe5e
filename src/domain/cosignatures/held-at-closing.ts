// A case that has closed below its threshold, while some are held that could still meet it: it is not expired, and it does not wait
// for ever. Staff have fourteen days; what nobody has decided then is counted (docs/decisions/246-what-nobody-decided-is-counted.md).
import { and, asc, eq, gt, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { cosignatures, isApart } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import { governmentById } from '../governments/store.ts'
import { markSigns } from '../integrity/store.ts'
import { decideMs } from '../proposals/held-until.ts'
import { applyTransition, type ProposalRow } from '../proposals/transition.ts'
import { afterCounting, openCase } from './after-counting.ts'
import { changeState } from './change-state.ts'

const batch = 100

/** Of the case of the row: with all that are held it would have its threshold. */
export const heldCouldMeet = (db: Db): SQL => {
  const held = db
    .select({ n: sql`count(*)` })
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposals.id), isApart(cosignatures), eq(cosignatures.state, 'held')))
  return sql`(${proposals.threshold} is not null and ${proposals.count} + (${held}) >= ${proposals.threshold})`
}

/** Whether it could, asked while the case's row is held: what is decided of it meanwhile waits until the unit ends, or was there before. */
export async function couldStillMeet(tx: Db, id: string): Promise<boolean> {
  await tx
    .update(proposals)
    .set({ updatedAt: sql`${proposals.updatedAt}` })
    .where(eq(proposals.id, id))
  const could = and(eq(proposals.id, id), heldCouldMeet(tx))
  return (await tx.select({ id: proposals.id }).from(proposals).where(could)).length > 0
}

/** Cases that have closed and wait for what staff decide of the held ones. `before`: their closing date was then or earlier. */
const awaitingDecision = (db: Db, before: Date, governmentId?: string) =>
  db
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.stage, 'gathering'),
        isNull(proposals.seenOn),
        lte(proposals.closesBefore, before),
        heldCouldMeet(db),
        governmentId === undefined ? undefined : eq(proposals.governmentId, governmentId),
      ),
    )
    .orderBy(asc(proposals.closesBefore), asc(proposals.id))
    .limit(batch)

const decisions = ['cosignatures_held', 'cosignatures_released', 'cosignatures_invalidated', 'undone'] as const

/** When a case expired: on its closing date; or now, where that was decided only after it. */
export async function expiredAt(db: Db, { id, closesBefore }: { id: string; closesBefore: Date }, now: Date) {
  const later = await db
    .select({ position: record.position })
    .from(record)
    .where(
      and(
        ...[eq(record.proposalId, id), isTold(record), inArray(record.kind, [...decisions])],
        gt(record.occurredAt, closesBefore),
      ),
    )
    .limit(1)
  return later.length ? now : closesBefore
}

/** Counts what nobody has decided in time. How many. */
export async function countUndecided({ db }: { db: Database }, now: Date, signal?: AbortSignal): Promise<number> {
  let counted = 0
  for (const proposal of await awaitingDecision(db.reads, new Date(now.getTime() - decideMs))) {
    if (signal?.aborted) break
    const government = await governmentById(db.reads, proposal.governmentId)
    const open = await openCase(db.reads, proposal)
    if (government) counted += await write(db, (tx) => countHeld(tx, government, open, proposal, now))
  }
  return counted
}

type Government = { id: string; timeZone: string }
type Open = Awaited<ReturnType<typeof openCase>>

async function countHeld(tx: Db, government: Government, open: Open, { id }: ProposalRow, at: Date): Promise<number> {
  if (!(await couldStillMeet(tx, id))) return 0
  const held = await tx
    .select({ personId: cosignatures.personId })
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, id), isApart(cosignatures), eq(cosignatures.state, 'held')))
  const personIds = held.map(({ personId }) => personId)
  const { moved } = await changeState(tx, government.id, id, personIds, {
    ...{ from: ['held'], to: 'counted', role: 'system', reason: 'undecided', at },
  })
  // who has signed in another way meanwhile is no co-signer more, and would keep the case waiting
  const doubles = personIds.filter((personId) => !moved.some((one) => one.personId === personId))
  if (doubles.length)
    await changeState(tx, government.id, id, doubles, {
      ...{ from: ['held'], to: 'invalid', role: 'system', reason: 'undecided', at },
    })
  await markSigns(tx, id, personIds, { reason: null, cleared: true }) // they are not held again by the next look
  const [now] = await tx.select().from(proposals).where(eq(proposals.id, id))
  await afterCounting(tx, government, open, now!, at)
  return moved.length
}

/**
 * A decision that is taken back, or a second one, may give an expired case what it needs: then it had not expired. In the unit that
 * changed the states. After the fourteen days only what is counted brings it back.
 */
export async function takeBackExpiry(tx: Db, id: string, at: Date): Promise<boolean> {
  const [now] = await tx.select().from(proposals).where(eq(proposals.id, id))
  if (now?.stage !== 'expired' || now.seenOn !== null || now.threshold === null || !now.closesBefore) return false
  const inTime = at.getTime() < now.closesBefore.getTime() + decideMs
  if (now.count < now.threshold && !(inTime && (await couldStillMeet(tx, id)))) return false
  const moved = await applyTransition(tx, now, 'take_back_expiry', {
    ...{ role: 'system', at, set: { endedAt: null, outcome: null }, facts: { what: 'expired' } },
  })
  return moved !== null
}
