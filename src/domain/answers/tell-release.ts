// Mails about the way of a draft out of its agency: to whoever may release it, and to those who wrote it.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { answerApprovers } from '../../schema/answer-releases.ts'
import { answers } from '../../schema/answers.ts'
import type { proposals } from '../../schema/proposals.ts'
import { worksIn } from '../governments/seats.ts'
import { notifyPerson, tellStaff } from '../notifications/store.ts'
import { isOnePerson } from '../people/mailboxes.ts'
import { presentOfficer } from '../proposals/case-officers.ts'
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

/**
 * It was sent back, or was stopped before its hour: whoever wrote it hears of it, whoever asked or set the hour, and whoever has the
 * case now. Of those who still work here; where none does, all of the agency.
 */
export async function tellWriters(
  tx: Db,
  proposal: Of,
  { id, revision, personId }: Draft & { personId: string | null },
  facts: { act: 'sent_back'; words: string } | { act: 'stopped'; why: string },
  at: Date,
): Promise<void> {
  const version = await versionOf(tx, id, revision)
  const [answer] = await tx.select({ agencyId: answers.agencyId }).from(answers).where(eq(answers.id, id))
  const agencyId = answer?.agencyId ?? null
  const told = new Set<string>()
  for (const writer of [version?.personId, personId])
    if (writer && (await worksIn(tx, writer, proposal.governmentId))) told.add(writer)
  const officer = await presentOfficer(tx, proposal.governmentId, { proposalId: proposal.id, agencyId })
  if (officer) told.add(officer)
  const mail = telling(proposal, facts, at)
  for (const one of told) await notifyPerson(tx, one, mail)
  if (!told.size) await tellStaff(tx, proposal.governmentId, agencyId, mail)
}
