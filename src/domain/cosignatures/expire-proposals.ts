// What passes by itself at the closing date. Each can run twice: what was done is in the WHERE.
import { and, asc, eq, exists, isNull, lt, lte, not, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { inBatches } from '../../platform/process/batches.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import { takeStep } from '../proposals/transition.ts'
import { graceMs } from './cosignature.ts'

const batch = 100

/** 未達門檻: cases whose closing date has passed below the threshold. How many. */
export async function expireDue({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  return inBatches(batch, signal, async () => {
    const due = await closedBelowThreshold(db.reads, now)
    const expire = (id: string, at: Date) =>
      write(db, (tx) =>
        takeStep(tx, { id }, 'expire', {
          role: 'system',
          at,
          recordedAt: now,
          set: { endedAt: at, outcome: 'expired' },
        }),
      )
    await Promise.all(due.map(({ id, closesBefore }) => expire(id, closesBefore!))) // together: SQLite commits them at once
    return due.length
  })
}

/** Those with somebody's confirmation still on its way wait a day: it counts, and may be the one that was missing. */
const closedBelowThreshold = (db: Db, now: Date) =>
  db
    .select({ id: proposals.id, closesBefore: proposals.closesBefore })
    .from(proposals)
    .where(
      and(
        eq(proposals.stage, 'gathering'),
        lte(proposals.closesBefore, now),
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
        ),
      ),
    )
    .orderBy(asc(proposals.closesBefore), asc(proposals.id))
    .limit(batch)
