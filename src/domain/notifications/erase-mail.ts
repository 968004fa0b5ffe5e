// What the outbox forgets. A person's messages stand on their page and go with the person. What went to an address alone (a
// code, a link to confirm, "already co-signed", an invitation) goes once it is of no use: the notice promises 48 hours to those
// who never confirmed. Of what could not be delivered the administrators' counts stay as long as they are shown.
import { and, eq, inArray, isNotNull, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { digestItems, listFollows } from '../../schema/following.ts'
import { follows, outbox, returnedMail } from '../../schema/notifications.ts'
import { invitationLasts } from '../governments/government.ts'
import { failuresShown } from './mail-failures.ts'

const batch = 500
const keptFor = 48 * 3_600_000 // ms

/** Deletes or blanks what went to addresses alone. How many rows. */
export async function forgetMail({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let forgotten = 0
  for (const forget of [dropSent, blankUnsent, blankBounced, dropCounted])
    while (!signal?.aborted) {
      const rows = await write(db, (tx) => forget(tx, now))
      forgotten += rows.length
      if (rows.length < batch) break
    }
  return forgotten
}

const madeBefore = (now: Date, ms: number) => lte(outbox.createdAt, new Date(now.getTime() - ms))
const ofNoUse = (now: Date) =>
  and(
    isNull(outbox.personId),
    madeBefore(now, keptFor),
    or(ne(outbox.kind, 'invitation'), madeBefore(now, invitationLasts)),
  )

/** The receipt of an erasure is the last that stands of an address: it goes as soon as it was sent. */
const isReceipt = and(isNull(outbox.personId), eq(outbox.kind, 'stage_changed'))
const dropSent = (tx: Db, now: Date) =>
  drop(tx, and(or(ofNoUse(now), isReceipt), isNotNull(outbox.sentAt), isNull(outbox.bouncedAt)))
const dropCounted = (tx: Db, now: Date) => drop(tx, and(isNull(outbox.personId), madeBefore(now, failuresShown)))

const some = (tx: Db, condition: ReturnType<typeof and>) =>
  tx.select({ id: outbox.id }).from(outbox).where(condition).limit(batch)

const drop = async (tx: Db, condition: ReturnType<typeof and>): Promise<unknown[]> =>
  tx
    .delete(outbox)
    .where(inArray(outbox.id, some(tx, condition)))
    .returning({ id: outbox.id })

/** Given up, or waiting until now: no address and no words, only that there was one of this kind, and why it did not arrive. */
const blankUnsent = async (tx: Db, now: Date): Promise<unknown[]> =>
  tx
    .update(outbox)
    .set({
      address: '',
      facts: {},
      nextTryAt: null,
      failedAt: sql`coalesce(${outbox.failedAt}, ${sql.param(now, outbox.failedAt)})`,
      lastError: sql`coalesce(${outbox.lastError}, 'no longer of use')`,
    })
    .where(inArray(outbox.id, some(tx, and(ofNoUse(now), isNull(outbox.sentAt), ne(outbox.address, '')))))
    .returning({ id: outbox.id })

/** Came back: no address and no words either. */
const blankBounced = async (tx: Db, now: Date): Promise<unknown[]> =>
  tx
    .update(outbox)
    .set({ address: '', facts: {} })
    .where(inArray(outbox.id, some(tx, and(ofNoUse(now), isNotNull(outbox.bouncedAt), ne(outbox.address, '')))))
    .returning({ id: outbox.id })

const toAddresses = (addresses: string[]) => and(isNull(outbox.personId), inArray(outbox.address, addresses))

/** Mails to these addresses that name no account: links to confirm, codes, invitations, sent or not. */
export const eraseMailTo = (tx: Db, addresses: string[]) => tx.delete(outbox).where(toAddresses(addresses))

/** The same to addresses that somebody has left; what tells them so goes out still, and an invitation is the government's. */
export const eraseMailToLeft = (tx: Db, addresses: string[]) =>
  tx.delete(outbox).where(and(toAddresses(addresses), notInArray(outbox.kind, ['address_changed', 'invitation'])))

/** Mails that ask whether an account may move to these addresses. What else goes there is not the account's. */
export const eraseChanges = (tx: Db, addresses: string[]) =>
  tx.delete(outbox).where(and(toAddresses(addresses), inArray(outbox.kind, ['confirm_address', 'address_taken'])))

/** All that these people were told, and what they wanted to hear about. */
export async function eraseMail(tx: Db, personIds: string[]): Promise<void> {
  await tx.delete(outbox).where(inArray(outbox.personId, personIds))
  await tx.delete(returnedMail).where(inArray(returnedMail.personId, personIds))
  await tx.delete(digestItems).where(inArray(digestItems.personId, personIds))
  await tx.delete(listFollows).where(inArray(listFollows.personId, personIds))
  await tx.delete(follows).where(inArray(follows.personId, personIds))
}
