// What a case does by itself when a date passes. What is done late occurred at the deadline and is recorded now.
import { and, asc, eq, exists, isNull, lt, lte, not, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/connect.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { parts, proposals } from '../../schema/proposals.ts'
import { tellAgency } from '../notifications/store.ts'
import { type ProposalRow, takeStep } from '../proposals/transition.ts'
import { append } from '../record/store.ts'

const batch = 100
/** Begun before closing, a co-signature may be confirmed for this long after it. */
const graceMs = 24 * 3_600_000

export const proposalJobs: Job[] = [
  { name: 'expire', every: 5_000, run: expireDue },
  { name: 'overdue', every: 15_000, run: markOverdue },
]

/** 未達門檻: cases whose closing date has passed below the threshold. How many. */
export async function expireDue({ db }: Pick<Deps, 'db'>, now: Date, still = () => true): Promise<number> {
  return inBatches(still, async () => {
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

/** 逾期未回應: stamped once, said in the record as of the due date, and told to the agencies that owe their part. How many. */
export async function markOverdue({ db }: Pick<Deps, 'db'>, now: Date, still = () => true): Promise<number> {
  const late = and(
    eq(proposals.stage, 'review'),
    lte(proposals.answerDueBefore, now),
    isNull(proposals.answeredAt),
    isNull(proposals.overdueAt),
  )
  return inBatches(still, async () => {
    const due = await db.reads
      .select({ id: proposals.id })
      .from(proposals)
      .where(late)
      .orderBy(asc(proposals.answerDueBefore), asc(proposals.id))
      .limit(batch)
    for (const { id } of due)
      await write(db, async (tx) => {
        const [moved] = await tx
          .update(proposals)
          .set({ overdueAt: now })
          .where(and(eq(proposals.id, id), late))
          .returning()
        if (moved) await sayOverdue(tx, moved, now)
      })
    return due.length
  })
}

async function sayOverdue(tx: Db, proposal: ProposalRow, now: Date): Promise<void> {
  const due = proposal.answerDueBefore!
  const owing = await tx
    .select()
    .from(parts)
    .where(and(eq(parts.proposalId, proposal.id), isNull(parts.endedAt), isNull(parts.answeredAt)))
  await append(tx, {
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    kind: 'overdue',
    role: 'system',
    agencyId: owing.find((part) => part.role === 'lead')?.agencyId,
    occurredAt: due,
    recordedAt: now,
    facts: { due_before: due.toISOString() },
  })
  for (const part of owing)
    await tellAgency(tx, part.agencyId, {
      kind: 'overdue',
      governmentId: proposal.governmentId,
      proposalId: proposal.id,
      facts: { number: proposal.number, title: proposal.title, role: part.role, due_before: due.toISOString() },
      once: `overdue:${part.id}:${due.toISOString()}`,
      at: now,
    })
}

/** Repeats while whole batches come back. */
async function inBatches(still: () => boolean, next: () => Promise<number>): Promise<number> {
  let total = 0
  while (still()) {
    const done = await next()
    total += done
    if (done < batch) break
  }
  return total
}
