// What passes by itself at the closing date. Each can run twice: what was done is in the WHERE.
import { and, asc, eq, exists, isNull, lt, lte, not, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { inBatches } from '../../platform/process/batches.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import { sourceEnd } from '../proposals/source-clock.ts'
import { goesOutOfSight } from '../proposals/source-clock-query.ts'
import { applyTransition, type ProposalRow } from '../proposals/transition.ts'
import { graceMs } from './cosignature.ts'
import { couldStillMeet, expiredAt, heldCouldMeet } from './held-at-closing.ts'

const batch = 100

/** 未達門檻: cases whose closing date has passed below the threshold. Not those of another platform: see loseSight. How many. */
export async function expireDue({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  return inBatches(batch, signal, async () => {
    const due = await closedBelowThreshold(db.reads, now)
    const expire = (id: string, closesBefore: Date) =>
      write(db, async (tx) => {
        if (await couldStillMeet(tx, id)) return null
        const at = await expiredAt(tx, { id, closesBefore }, now)
        const set = { endedAt: at, outcome: 'expired' } as const
        return applyTransition(tx, { id }, 'expire', { role: 'system', at, recordedAt: now, set })
      })
    await Promise.all(due.map(({ id, closesBefore }) => expire(id, closesBefore!))) // together: SQLite commits them at once
    return due.length
  })
}

/**
 * Those with somebody's confirmation still on its way wait a day: it counts, and may be the one that was missing. Those that held ones
 * could give their threshold wait for a decision (held-at-closing.ts).
 */
const closedBelowThreshold = (db: Db, now: Date) =>
  db
    .select({ id: proposals.id, closesBefore: proposals.closesBefore })
    .from(proposals)
    .where(
      and(
        eq(proposals.stage, 'gathering'),
        isNull(proposals.seenOn),
        lte(proposals.closesBefore, now),
        nobodyStillConfirms(db, now),
        not(heldCouldMeet(db)),
      ),
    )
    .orderBy(asc(proposals.closesBefore), asc(proposals.id))
    .limit(batch)

const nobodyStillConfirms = (db: Db, now: Date) =>
  or(
    lte(proposals.closesBefore, new Date(now.getTime() - graceMs)),
    not(
      exists(
        db
          .select({ id: pendingCosignatures.id })
          .from(pendingCosignatures)
          .where(
            and(
              eq(pendingCosignatures.proposalId, proposals.id),
              isNull(pendingCosignatures.confirmedAt),
              lt(pendingCosignatures.createdAt, proposals.closesBefore),
            ),
          ),
      ),
    ),
  )

/**
 * Imported cases whose dates have passed, and of which nothing newer was imported: they may have been answered where they came
 * from, or missed their threshold. Nobody here says so. How many.
 */
export async function loseSight({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  return inBatches(batch, signal, async () => {
    const past = await db.reads
      .select()
      .from(proposals)
      .where(and(goesOutOfSight(now), or(eq(proposals.stage, 'review'), nobodyStillConfirms(db.reads, now))))
      .orderBy(asc(proposals.id))
      .limit(batch)
    const lose = (p: ProposalRow, at: Date) =>
      write(db, (tx) =>
        applyTransition(tx, p, 'lose_sight', {
          ...{ role: 'system', at, recordedAt: now },
          set: { endedAt: at },
          facts: { stage: p.stage },
        }),
      )
    await Promise.all(past.map((p) => lose(p, sourceEnd(p)!)))
    return past.length
  })
}
