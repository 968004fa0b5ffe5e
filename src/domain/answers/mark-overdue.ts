// A due date that has passed without an answer: said once, in the record and to the agencies.
import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { inBatches } from '../../platform/process/batches.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import { remindUpTo } from '../notifications/climb.ts'
import { newEvent, tellAll } from '../notifications/tell-case.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { append } from '../record/store.ts'
import { namesOf } from './assignment-changes.ts'
import { roleOf } from './parts-to-remind.ts'

const batch = 100

/** 逾期未回應: stamped once, said in the record as of the due date, and told to the agencies that owe their part. How many. */
export async function markOverdue({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const late = and(
    eq(proposals.stage, 'review'),
    lte(proposals.answerDueBefore, now),
    isNull(proposals.answeredAt),
    isNull(proposals.overdueAt),
    isTimelinessKnown,
  )
  return inBatches(batch, signal, async () => {
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
    .select({ part: assignments, name: agencies.name })
    .from(assignments)
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(and(eq(assignments.proposalId, proposal.id), isNull(assignments.endedAt), isNull(assignments.answeredAt)))
    .orderBy(asc(assignments.role), asc(assignments.id)) // the lead first
  const lead = owing.find(({ part }) => part.role === 'lead')
  await append(tx, {
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    kind: 'overdue',
    role: 'system',
    agencyId: lead?.part.agencyId,
    occurredAt: due,
    recordedAt: now,
    facts: { due_before: due.toISOString() },
  })
  const event = newEvent()
  const { governmentId, number, title } = proposal
  await remindUpTo(
    tx,
    'agency',
    owing.map(({ part, name }) => ({ ...part, governmentId, name, officerId: null })),
    {
      kind: 'overdue',
      governmentId,
      proposalId: proposal.id,
      once: `overdue:${proposal.id}:${due.toISOString()}`,
      at: now,
      event,
    },
    (heard) => ({ number, title, role: roleOf(heard), due_before: due.toISOString(), ...namesOf(...heard.parts) }),
  )
  await tellAll(tx, proposal.id, 'overdue', { facts: lead ? namesOf(lead) : {}, at: now, event })
}
