// Commands of an agency that handles a case. Each is false when the case has moved on: the condition is in the WHERE.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { assignments } from '../../schema/assignments.ts'
import { proposals } from '../../schema/proposals.ts'
import { notifyPerson } from '../notifications/store.ts'
import { takeUp } from '../proposals/case-officers.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { insertPrivateMessage, keepUpdate } from '../proposals/words.ts'
import { append, newSalt } from '../record/store.ts'
import { type Actor, contributable } from './answer.ts'

const ofCase = (p: ProposalRow) => ({ governmentId: p.governmentId, proposalId: p.id })
const by = ({ role, agencyId, at }: Actor) => ({ role, agencyId, occurredAt: at })

/** 處理時程: public; the first one stops its clock. */
export async function schedule(tx: Db, proposal: ProposalRow, words: string, actor: Actor): Promise<boolean> {
  const { personId, agencyId, at } = actor
  const salt = newSalt()
  await takesUp(tx, proposal, actor)
  if (!(await stamp(tx, proposal, { scheduledAt: proposal.scheduledAt ?? at }))) return false
  const said = { kind: 'schedule' as const, body: words, personId, agencyId, salt, writtenAt: at }
  if (!(await keepUpdate(tx, proposal.id, said))) return true
  await append(tx, { ...ofCase(proposal), ...by(actor), kind: 'scheduled', text: { text: words, salt } })
  return true
}

/** Words to the proposer: mailed, kept privately; the record says only that there was contact. */
export async function contact(tx: Db, proposal: ProposalRow, words: string, actor: Actor): Promise<boolean> {
  const { personId, agencyId, at } = actor
  await takesUp(tx, proposal, actor)
  if (!(await stamp(tx, proposal, { contactedAt: proposal.contactedAt ?? at }))) return false
  const said = { kind: 'contact' as const, body: words, personId, agencyId, writtenAt: at }
  if (!(await insertPrivateMessage(tx, proposal.id, said))) return true
  await append(tx, { ...ofCase(proposal), ...by(actor), kind: 'contacted' })
  await notifyPerson(tx, proposal.authorId, {
    ...ofCase(proposal),
    kind: 'reach_proposer',
    facts: { number: proposal.number, title: proposal.title, words },
    at,
  })
  return true
}

/**
 * 協辦機關意見: later words are added with their date, so that nothing public disappears. False, too, when a colleague added
 * theirs meanwhile: each text has a salt of its own.
 */
export async function contribute(
  tx: Db,
  proposal: ProposalRow,
  partId: string,
  said: { words: string; today: string },
  actor: Actor,
): Promise<boolean> {
  const [open] = await tx
    .select({ contribution: assignments.contribution, salt: assignments.salt })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(and(eq(assignments.id, partId), isNull(assignments.endedAt), inArray(proposals.stage, [...contributable])))
  if (!open) return false
  if (endsWith(open.contribution, said.words)) return true // its button was pressed twice
  const salt = newSalt()
  const contribution = open.contribution ? `${open.contribution}\n\n[${said.today}]\n${said.words}` : said.words
  const asRead = open.salt === null ? isNull(assignments.salt) : eq(assignments.salt, open.salt)
  const added = await tx
    .update(assignments)
    .set({ contribution, salt, answeredAt: actor.at })
    .where(and(eq(assignments.id, partId), isNull(assignments.endedAt), asRead))
    .returning({ id: assignments.id })
  if (!added.length) return false
  await append(tx, { ...ofCase(proposal), ...by(actor), kind: 'contributed', text: { text: contribution, salt } })
  return true
}

/** An officer who acts on a case that nobody has is its officer from now on. */
export async function takesUp(tx: Db, proposal: ProposalRow, { role, personId, agencyId, at }: Actor): Promise<void> {
  if (role === 'officer' && personId) await takeUp(tx, { proposalId: proposal.id, agencyId }, personId, at)
}

const endsWith = (contribution: string | null, words: string): boolean =>
  contribution === words || Boolean(contribution?.endsWith(`]\n${words}`))

async function stamp(tx: Db, proposal: ProposalRow, set: Partial<ProposalRow>): Promise<boolean> {
  const stamped = await tx
    .update(proposals)
    .set(set)
    .where(and(eq(proposals.id, proposal.id), eq(proposals.stage, 'review')))
    .returning({ id: proposals.id })
  return stamped.length > 0
}
