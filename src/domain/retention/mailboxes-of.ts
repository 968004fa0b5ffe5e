// What else is known of somebody's mailbox than the address that their account has: a form may have been sent with it in capitals, or with a
// plus-part, before or after they had an account.
import { inArray } from 'drizzle-orm'
import { mailboxOf } from '../../lib/email.ts'
import type { Db } from '../../platform/db/database.ts'
import { invitations } from '../../schema/agencies.ts'
import { pendingCosignatures } from '../../schema/cosignatures.ts'
import { pendingFollows } from '../../schema/following.ts'
import { pendingAddresses } from '../../schema/people.ts'
import { signInCodes } from '../../schema/sign-in.ts'
import { rulesIn } from '../people/mailboxes.ts'
import { addressesOf } from '../people/store.ts'

/** `mailboxes` in their one form; `addresses` as they were typed; `named`: what they want to change to, which may be anybody's. */
export type Mailboxes = { mailboxes: string[]; addresses: string[]; named: string[] }

/** Of all accounts of a mailbox. Reads all invitations and changes of address that wait: they are few. */
export async function mailboxesOf(db: Db, accounts: string[]): Promise<Mailboxes> {
  const own = await addressesOf(db, accounts)
  if (!own.length) return { mailboxes: [], addresses: [], named: [] }
  const rules = await rulesIn(db)
  const mailboxes = [...new Set(own.map((email) => mailboxOf(email, rules)))]
  const byKey = await Promise.all(
    [pendingCosignatures, pendingFollows, signInCodes].map((table) =>
      db.selectDistinct({ email: table.email }).from(table).where(inArray(table.emailKey, mailboxes)),
    ),
  )
  const waiting = [
    ...(await db.selectDistinct({ email: invitations.email }).from(invitations)),
    ...(await db.selectDistinct({ email: pendingAddresses.email }).from(pendingAddresses)),
  ].filter(({ email }) => mailboxes.includes(mailboxOf(email, rules)))
  const changes = await db
    .select({ email: pendingAddresses.email })
    .from(pendingAddresses)
    .where(inArray(pendingAddresses.personId, accounts))
  const addresses = [...new Set([...own, ...[...byKey.flat(), ...waiting].map(({ email }) => email)])]
  return { mailboxes, addresses, named: changes.map(({ email }) => email) }
}
