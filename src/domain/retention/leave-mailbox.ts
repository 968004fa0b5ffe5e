// What waits for a mailbox that somebody has left: forms that were typed with it, codes, and the mails that belong to them. Nobody would
// find it again: an account keeps of a mailbox of before its hash alone, and erasing goes by the mailbox of now.
import type { Db } from '../../platform/db/database.ts'
import { dropPendingOf } from '../cosignatures/unconfirmed.ts'
import { dropPendingFollowsOf } from '../following/pending.ts'
import { eraseMailToLeft } from '../notifications/erase-mail.ts'
import { eraseMailbox } from '../people/erase-people.ts'
import { accountsOf } from '../people/mailboxes.ts'
import { type Mailboxes, mailboxesOf } from './mailboxes-of.ts'

/** In the unit of the change, after it. `before`: as it was before. What another account of that mailbox has stays. */
export async function leaveMailboxes(tx: Db, before: Mailboxes, accounts: string[]): Promise<void> {
  const { mailboxes: kept } = await mailboxesOf(tx, accounts)
  const left: string[] = []
  for (const mailbox of before.mailboxes)
    if (!kept.includes(mailbox) && !(await accountsOf(tx, mailbox)).length) left.push(mailbox)
  if (!left.length) return
  await dropPendingOf(tx, left)
  await dropPendingFollowsOf(tx, left)
  await eraseMailbox(tx, left, [])
  await eraseMailToLeft(tx, before.addresses)
}
