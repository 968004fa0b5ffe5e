// Accounts at sign-in services that people connected with theirs.
import { createHmac } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { done, type Result, refused } from '../../lib/result.ts'
import type { Db } from '../../platform/db/database.ts'
import { linkedAccounts } from '../../schema/sign-in.ts'
import { endConsent, giveConsent } from './consents.ts'
import { lockPeople } from './erase-people.ts'

type LinkedAccount = typeof linkedAccounts.$inferSelect

/** More would be an accident. */
const mostLinked = 20

/** What a row goes by: 64 hex digits that say nothing to whoever has the database without SECRET. */
export const subjectHash = (secret: string, { issuer, subject }: { issuer: string; subject: string }): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['linked account', issuer, subject]))
    .digest('hex')

/** With whose account it is connected; null with nobody's. */
export async function linkedTo(db: Db, hash: string): Promise<LinkedAccount | null> {
  const [row] = await db.select().from(linkedAccounts).where(eq(linkedAccounts.subjectHash, hash))
  return row ?? null
}

/** In the order in which they were connected. */
export const linkedAccountsOf = (db: Db, personId: string): Promise<LinkedAccount[]> =>
  db
    .select()
    .from(linkedAccounts)
    .where(eq(linkedAccounts.personId, personId))
    .orderBy(asc(linkedAccounts.createdAt), asc(linkedAccounts.id))

/** Notes when it was last signed in with. */
export const useLinked = (tx: Db, id: string, at: Date) =>
  tx.update(linkedAccounts).set({ lastUsedAt: at }).where(eq(linkedAccounts.id, id))

/**
 * Connects it. `taken`: with somebody else's account already; `gone`: the person was erased meanwhile. The value: false where it
 * was connected with this person's before, and nothing changed. The unique index decides between two at once.
 */
export async function link(
  tx: Db,
  { personId, service, hash, at }: { personId: string; service: string; hash: string; at: Date },
): Promise<Result<boolean, 'taken' | 'gone' | 'full'>> {
  if (!(await lockPeople(tx, [personId])).length) return refused('gone')
  if ((await linkedAccountsOf(tx, personId)).length >= mostLinked) return refused('full')
  const row = { id: newId(), personId, service, subjectHash: hash, createdAt: at, lastUsedAt: null }
  const [added] = await tx.insert(linkedAccounts).values(row).onConflictDoNothing().returning()
  if (added) {
    await giveConsent(tx, { personId, purpose: 'service', subject: added.id, at })
    return done(true)
  }
  return (await linkedTo(tx, hash))?.personId === personId ? done(false) : refused('taken')
}

/** Which service it was at; null where it is none of this person's. */
export async function unlink(tx: Db, personId: string, id: string, at: Date): Promise<string | null> {
  const [gone] = await tx
    .delete(linkedAccounts)
    .where(and(eq(linkedAccounts.id, id), eq(linkedAccounts.personId, personId)))
    .returning({ service: linkedAccounts.service })
  if (gone) await endConsent(tx, personId, 'service', id, at)
  return gone?.service ?? null
}
