// Somebody gives another address of theirs: a mail to it, whose link makes it so, and one to the address of before.
import { and, eq, isNotNull } from 'drizzle-orm'
import { newToken } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { outbox } from '../../schema/notifications.ts'
import { addressMails } from '../people/address-change.ts'
import { endConsent, giveConsent } from '../people/consents.ts'
import { stillThere } from '../people/erase-people.ts'
import { mailboxIn } from '../people/mailboxes.ts'
import { addPendingAddress, isTaken, moveMailbox, takePendingAddress } from '../people/move-mailbox.ts'
import { mailboxBrake, triesCounter } from '../people/sign-in-limits.ts'
import { sendAgain } from './returned-mail.ts'
import { enqueueMail } from './store.ts'

type AddressAsked = {
  personId: string
  email: string
  language: string
  /** whose pages they were on, for the mail's face; null for none */
  governmentId: string | null
  at: Date
}

/**
 * `asker(asked)` gives the unit. Its value: the seconds to wait for somebody who asked too often; else 0, whether the mail goes
 * or not. Nobody learns here whether an address is known: where it belongs to another account, the mail to it says so.
 */
export const addressAsker = (secret: string) => {
  const countTries = triesCounter(secret)
  return ({ personId, email, language, governmentId, at }: AddressAsked): ((tx: Db) => Promise<number>) => {
    const token = newToken()
    return async (tx) => {
      await stillThere(tx, personId)
      const own = await countTries(tx, [addressMails(personId)], at)
      if (own.retryAfter) return own.retryAfter
      await addPendingAddress(tx, personId, { email, token, at })
      if ((await countTries(tx, mailboxBrake(await mailboxIn(tx, email)), at)).over.size) return 0
      const taken = await isTaken(tx, personId, email)
      await enqueueMail(tx, {
        ...{ address: email, language, governmentId, at },
        kind: taken ? 'address_taken' : 'confirm_address',
        facts: taken ? {} : { token },
      })
      return 0
    }
  }
}

/**
 * The link was pressed by the person it belongs to. What waits for them goes to the new address, and mail that was stopped goes
 * again. The mail to the old one is nobody's: it is kept for two days, like every mail to an address alone.
 */
export async function changeAddress(
  tx: Db,
  person: { id: string; language: string },
  token: string,
  governmentId: string | null,
  at: Date,
): Promise<Result<{ email: string }, 'gone' | 'taken'>> {
  const email = await takePendingAddress(tx, person.id, token, at)
  if (!email) return refused('gone')
  const before = await moveMailbox(tx, person.id, email, at)
  if (before === null) return refused('taken')
  await endConsent(tx, person.id, 'account', person.id, at, 'replaced')
  await giveConsent(tx, { personId: person.id, purpose: 'account', subject: person.id, at })
  await sendAgain(tx, person.id)
  await tx
    .update(outbox)
    .set({ address: email })
    .where(and(eq(outbox.personId, person.id), isNotNull(outbox.nextTryAt)))
  await enqueueMail(tx, {
    ...{ kind: 'address_changed', facts: {}, address: before, language: person.language, governmentId, at },
  })
  return done({ email })
}
