// Private words between staff and the proposer, and staff's own notes. Never public; the record does not mention them.
import type { Db } from '../../platform/db/database.ts'
import { worksIn } from '../governments/seats.ts'
import { notifyPerson, type Telling, tellStaff } from '../notifications/store.ts'
import { presentOfficer, takeUp } from '../proposals/case-officers.ts'
import { openAssignments, type ProposalRow, privateMessagesOf } from '../proposals/store.ts'
import { giveLetter, insertPrivateMessage } from '../proposals/words.ts'

type FromStaff = { kind: 'to_proposer' | 'note'; words: string; personId: string; agencyId: string | null; at: Date }

/** A letter goes to the proposer by mail as well; a note stays among staff. */
export async function writeFromStaff(tx: Db, proposal: ProposalRow, message: FromStaff): Promise<void> {
  const { kind, words, personId, agencyId, at } = message
  const said = await insertPrivateMessage(tx, proposal.id, { kind, body: words, personId, agencyId, writtenAt: at })
  if (!said || kind === 'note') return
  await takeUp(tx, { proposalId: proposal.id, agencyId }, personId, at)
  await notifyPerson(tx, proposal.authorId, {
    kind: 'reach_proposer',
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    facts: { number: proposal.number, title: proposal.title, words },
    at,
  })
}

/** The proposer answers; whoever has the case on the desk that wrote last hears of it, else whoever wrote, else all of that desk. */
export async function writeFromProposer(tx: Db, proposal: ProposalRow, words: string, at: Date): Promise<void> {
  const fromStaff = (await privateMessagesOf(tx, proposal.id)).filter(
    (n) => n.kind === 'to_proposer' || n.kind === 'contact',
  )
  const last = fromStaff.at(-1)
  const on = { proposalId: proposal.id, agencyId: last?.agencyId ?? null }
  const officer = last && (await presentOfficer(tx, proposal.governmentId, on))
  const writer = last?.personId && (await worksIn(tx, last.personId, proposal.governmentId)) ? last.personId : null
  const lead = (await openAssignments(tx, proposal.id)).find((part) => part.role === 'lead')
  const said = await insertPrivateMessage(tx, proposal.id, {
    kind: 'from_proposer',
    body: words,
    personId: proposal.authorId,
    agencyId: null,
    writtenAt: at,
  })
  if (!said) return
  await giveLetter(tx, proposal, at)
  const told: Telling = {
    kind: 'proposer_replied',
    governmentId: proposal.governmentId,
    proposalId: proposal.id,
    facts: { number: proposal.number, title: proposal.title },
    at,
  }
  const hears = officer ?? writer
  if (hears) await notifyPerson(tx, hears, told)
  else await tellStaff(tx, proposal.governmentId, lead?.agency.id ?? null, told)
}
