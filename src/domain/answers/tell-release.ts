// Mails about the way of a draft out of its agency: to whoever may release it, and to those who wrote it.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { answerApprovers } from '../../schema/answer-releases.ts'
import type { proposals } from '../../schema/proposals.ts'
import { notifyPerson } from '../notifications/store.ts'
import { isOnePerson } from '../people/mailboxes.ts'
import type { Actor } from './answer.ts'
import { versionOf } from './draft-versions.ts'

type Of = Pick<typeof proposals.$inferSelect, 'id' | 'governmentId' | 'number' | 'title' | 'hiddenAt'>
type Draft = { id: string; revision: number }

const telling = (proposal: Of, facts: { act: string; words?: string; why?: string }, at: Date) => ({
  kind: 'answer_release' as const,
  governmentId: proposal.governmentId,
  proposalId: proposal.id,
  facts: { number: proposal.number, title: proposal.hiddenAt ? '' : proposal.title, ...facts },
  at,
})

/** Release was asked for: the agency's approvers hear of it; where it has none, the administrators. Never the one who asked. */
export async function tellApprovers(tx: Db, proposal: Of, draft: Draft, actor: Actor): Promise<void> {
  const seats = await tx
    .select({ personId: staff.personId, role: staff.role, agencyId: staff.agencyId, approves: answerApprovers.staffId })
    .from(staff)
    .leftJoin(answerApprovers, eq(answerApprovers.staffId, staff.id))
    .where(and(eq(staff.governmentId, proposal.governmentId), isNull(staff.endedAt)))
  const others: typeof seats = []
  for (const seat of seats) if (!(await isOnePerson(tx, actor.personId, seat.personId))) others.push(seat)
  const approvers = others.filter((seat) => seat.agencyId === actor.agencyId && seat.approves)
  const told = approvers.length ? approvers : others.filter((seat) => seat.role === 'administrator')
  for (const personId of new Set(told.map((seat) => seat.personId)))
    await notifyPerson(tx, personId, {
      ...telling(proposal, { act: 'asked' }, actor.at),
      once: `release:${draft.id}:${draft.revision}:${personId}`,
    })
}

/** It was sent back, or was stopped before its hour: whoever wrote it hears of it, and whoever asked or set the hour. */
export async function tellWriters(
  tx: Db,
  proposal: Of,
  { id, revision, personId }: Draft & { personId: string | null },
  facts: { act: 'sent_back'; words: string } | { act: 'stopped'; why: string },
  at: Date,
): Promise<void> {
  const version = await versionOf(tx, id, revision)
  for (const writer of new Set([version?.personId, personId]))
    if (writer) await notifyPerson(tx, writer, telling(proposal, facts, at))
}
