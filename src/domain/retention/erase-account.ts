// Erasing oneself, at once: the account and all that lies in it. Counts, the record and what others wrote stay as they are.
import { inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { withdrawReasons } from '../cosignatures/reason-store.ts'
import { dropSalts } from '../cosignatures/receipt.ts'
import { spendMailboxes } from '../cosignatures/spent.ts'
import { dropPendingOf } from '../cosignatures/unconfirmed.ts'
import { dropPendingFollowsOf } from '../following/pending.ts'
import { dropInvitationsTo } from '../governments/changes.ts'
import { dropCorrections } from '../moderation/drop-corrections.ts'
import { eraseChanges, eraseMail, eraseMailTo } from '../notifications/erase-mail.ts'
import { eraseMailbox, erasePeople, lockPeople } from '../people/erase-people.ts'
import { withdraw } from '../proposals/author-commands.ts'
import { deleteDraft } from '../proposals/draft-store.ts'
import { eraseLetters } from '../proposals/erase-addresses.ts'
import { isThere, unpublishedStages } from '../proposals/proposal.ts'
import { casesOf, removeName, removeText } from '../proposals/remove-text.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { type Mailboxes, mailboxesOf } from './mailboxes-of.ts'

/** `cases`: whether published proposals stay without the name, or lose their text. `reasons`: what becomes of reasons given. */
type EraseChoice = { cases: 'nameless' | 'text'; reasons: 'stay' | 'remove' }
/** What was done, in numbers: nothing of it names anybody. */
export type Erased = {
  drafts: number
  withdrawn: number
  nameless: number
  texts: number
  reasons: number
  /** under review: without the name only, since the agency still owes everybody an answer */
  kept: number
}

/** Whoever ever held a seat: what staff decided stays theirs. An administrator ends the seat, the office says what may go. */
export async function heldSeat(db: Db, ids: string[]): Promise<boolean> {
  const seats = await db.select({ id: staff.id }).from(staff).where(inArray(staff.personId, ids)).limit(1)
  return seats.length > 0
}

/** All accounts of one mailbox, with what waits for it under an address alone. Null where it was done already, on another device. */
export async function eraseAccount(
  tx: Db,
  accounts: string[],
  choice: EraseChoice,
  { at, secret }: { at: Date; secret: string },
): Promise<Erased | null> {
  if (!(await lockPeople(tx, accounts)).length) return null
  await spendMailboxes(tx, accounts, secret, at)
  const done: Erased = { drafts: 0, withdrawn: 0, nameless: 0, texts: 0, reasons: 0, kept: 0 }
  for (const proposal of await casesOf(tx, accounts)) await leaveCase(tx, proposal, choice, done, at)
  if (choice.reasons === 'remove') done.reasons = await withdrawReasons(tx, accounts)
  await eraseEverything(tx, accounts)
  return done
}

/** What is deleted with a person, however it comes about. */
export async function eraseEverything(tx: Db, ids: string[]): Promise<void> {
  await eraseWaiting(tx, await mailboxesOf(tx, ids))
  await eraseLetters(tx, ids)
  await eraseMail(tx, ids)
  await dropSalts(tx, ids)
  await erasePeople(tx, ids)
}

/** Forms of newcomers, codes, invitations and the mails that belong to them: they would go to an address that nobody knows any more. */
async function eraseWaiting(tx: Db, { mailboxes, addresses, named }: Mailboxes): Promise<void> {
  if (!mailboxes.length) return
  await dropPendingOf(tx, mailboxes)
  await dropPendingFollowsOf(tx, mailboxes)
  await dropInvitationsTo(tx, addresses)
  await eraseMailTo(tx, addresses)
  await eraseChanges(tx, named)
  await eraseMailbox(tx, mailboxes, addresses)
}

async function leaveCase(tx: Db, proposal: ProposalRow, choice: EraseChoice, done: Erased, at: Date): Promise<void> {
  const { id, stage } = proposal
  if (stage === 'draft') {
    done.drafts += (await deleteDraft(tx, id, proposal.authorId!, at)) ? 1 : 0
    return
  }
  // what nobody but staff has seen goes with its author; a refusal that is looked at again was seen, unless it was sent back to be changed
  const text = choice.cases === 'text' || stage === 'returned' || !isThere(proposal)
  let current = proposal
  if (unpublishedStages.includes(stage) || (text && stage === 'gathering')) {
    const moved = await withdraw(tx, proposal, at)
    if (moved) {
      current = moved
      done.withdrawn++
    }
  }
  if (text && current.stage !== 'review') {
    if (await takeText(tx, current, at)) done.texts++
    return
  }
  if (current.stage === 'review') done.kept++
  if (await removeName(tx, id)) done.nameless++
}

/** The text with all that repeats it. */
export async function takeText(tx: Db, proposal: ProposalRow, at: Date): Promise<boolean> {
  if (!(await removeText(tx, proposal, at))) return false
  await dropCorrections(tx, proposal.id)
  return true
}
