// An account goes from one mailbox to another: sessions, co-signatures and everything else stay with its id.
import { and, eq, gt, inArray, isNotNull, isNull, lte, ne, notExists, or, sql } from 'drizzle-orm'
import { mailboxOf } from '../../lib/email.ts'
import { sha256 } from '../../lib/id.ts'
import type { MailboxRules } from '../../lib/mailbox-rules.ts'
import { alias, excluded } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { formerMailboxes, isWithoutKey, pendingAddresses, people } from '../../schema/people.ts'
import { addressLinkLasts } from './address-change.ts'
import { rulesIn, settleMailbox } from './mailboxes.ts'
import type { PersonRow } from './store.ts'

export type PendingAddress = typeof pendingAddresses.$inferSelect

/** Keeps the address that somebody gave, instead of an earlier one. */
export async function addPendingAddress(
  tx: Db,
  personId: string,
  { email, token, at }: { email: string; token: string; at: Date },
): Promise<void> {
  const expiresAt = new Date(at.getTime() + addressLinkLasts)
  await tx
    .insert(pendingAddresses)
    .values({ personId, email, tokenHash: sha256(token), createdAt: at, expiresAt })
    .onConflictDoUpdate({
      target: pendingAddresses.personId,
      set: {
        email: excluded(pendingAddresses.email),
        tokenHash: excluded(pendingAddresses.tokenHash),
        createdAt: excluded(pendingAddresses.createdAt),
        expiresAt: excluded(pendingAddresses.expiresAt),
      },
    })
}

/** What somebody gave and has not confirmed; null where there is nothing, or its time is over. */
export async function pendingAddressOf(db: Db, personId: string, at: Date): Promise<PendingAddress | null> {
  const [row] = await db
    .select()
    .from(pendingAddresses)
    .where(and(eq(pendingAddresses.personId, personId), gt(pendingAddresses.expiresAt, at)))
  return row ?? null
}

/** By the token of the link; null for one that is not ours, was used, or came too late. */
export async function pendingAddressBy(db: Db, token: string, at: Date): Promise<PendingAddress | null> {
  const [row] = await db
    .select()
    .from(pendingAddresses)
    .where(and(eq(pendingAddresses.tokenHash, sha256(token)), gt(pendingAddresses.expiresAt, at)))
  return row ?? null
}

/** It is not wanted any more. */
export async function dropPendingAddress(tx: Db, personId: string): Promise<void> {
  await tx.delete(pendingAddresses).where(eq(pendingAddresses.personId, personId))
}

/** Uses a link up, once: what it confirms; null for one that confirms nothing of this person's. */
export async function takePendingAddress(tx: Db, personId: string, token: string, at: Date): Promise<string | null> {
  const [taken] = await tx
    .delete(pendingAddresses)
    .where(
      and(
        eq(pendingAddresses.personId, personId),
        eq(pendingAddresses.tokenHash, sha256(token)),
        gt(pendingAddresses.expiresAt, at),
      ),
    )
    .returning({ email: pendingAddresses.email })
  return taken?.email ?? null
}

/** Deletes up to `most` whose time is over. */
export async function dropPendingAddresses(tx: Db, now: Date, most: number): Promise<unknown[]> {
  const { personId, expiresAt } = pendingAddresses
  const old = tx.select({ personId }).from(pendingAddresses).where(lte(expiresAt, now)).limit(most)
  return tx.delete(pendingAddresses).where(inArray(personId, old)).returning({ personId })
}

const other = alias(people, 'other')

/** Whether another account has this address or its mailbox. Another spelling of one's own mailbox is free. */
export async function isTaken(db: Db, personId: string, email: string): Promise<boolean> {
  const [self] = await db.select().from(people).where(eq(people.id, personId))
  const rules = await rulesIn(db)
  const key = mailboxOf(email, rules)
  const isOwn = !!self?.email && mailboxOf(self.email, rules) === key
  const found = await db
    .select({ id: people.id })
    .from(people)
    .where(and(ne(people.id, personId), or(eq(people.email, email), isOwn ? undefined : eq(people.emailKey, key))))
    .limit(1)
  return found.length > 0
}

/**
 * Gives an account another address, unless another account has it or its mailbox: two accounts never become one, since each
 * counts once. Gives the address of before; null where it was taken. The mailbox that was left is noted, so that an account
 * opened with it counts nowhere where this one has co-signed.
 */
export async function moveMailbox(tx: Db, personId: string, email: string, at: Date): Promise<string | null> {
  const [before] = await tx.select().from(people).where(eq(people.id, personId))
  if (!before?.email) return null
  const rules = await rulesIn(tx)
  const key = mailboxOf(email, rules)
  const left = mailboxOf(before.email, rules)
  const isOwn = left === key
  const others = tx
    .select({ one: sql`1` })
    .from(other)
    .where(and(ne(other.id, personId), or(eq(other.email, email), isOwn ? undefined : eq(other.emailKey, key))))
  const moved = await tx
    .update(people)
    .set(isOwn ? { email } : { email, emailKey: key, doubleOf: null })
    .where(and(eq(people.id, personId), isNotNull(people.email), notExists(others)))
    .returning({ id: people.id })
  if (!moved.length) return null
  if (isOwn) return before.email
  await leaveDoubles(tx, before, rules)
  await tx
    .insert(formerMailboxes)
    .values({ keyHash: sha256(left), personId, leftAt: at })
    .onConflictDoUpdate({
      target: [formerMailboxes.keyHash, formerMailboxes.personId],
      set: { leftAt: excluded(formerMailboxes.leftAt) },
    })
  // Somebody who comes back to a mailbox of their own is nobody's successor in it.
  await tx
    .delete(formerMailboxes)
    .where(and(eq(formerMailboxes.keyHash, sha256(key)), eq(formerMailboxes.personId, personId)))
  return before.email
}

/** Accounts that shared the mailbox of before: one of them has its key now. They are one person with whoever left still. */
async function leaveDoubles(tx: Db, { id, doubleOf }: PersonRow, rules: MailboxRules): Promise<void> {
  if (doubleOf === null) return
  const { formerAccountId } = people
  const without = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(isWithoutKey, eq(people.doubleOf, doubleOf)))
  const stayed = [...(doubleOf === id ? [] : [doubleOf]), ...without.map((row) => row.id)]
  for (const one of stayed) await settleMailbox(tx, one, rules)
  if (stayed.length)
    await tx
      .update(people)
      .set({ formerAccountId: id })
      .where(and(inArray(people.id, stayed), isNull(formerAccountId)))
  if (stayed.length)
    await tx
      .update(people)
      .set({ formerAccountId: stayed[0]! })
      .where(and(eq(people.id, id), isNull(formerAccountId)))
}
