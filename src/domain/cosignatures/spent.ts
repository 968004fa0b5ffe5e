// Mailboxes whose owners erased their account: so that each counts once, as it did before. Whoever could erase and sign again would be
// counted as often as they liked. Kept is a digest under the secret, another one for each case, and only while the case can be signed.
import { and, eq, inArray, notExists } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { spentMailboxes } from '../../schema/integrity.ts'
import { formerMailboxes, people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { spentDigests } from '../integrity/arrival.ts'
import { mailboxIn } from '../people/mailboxes.ts'
import { maybeSignable } from './signable-again.ts'
import { hasSignedFrom } from './unconfirmed.ts'

/** Whether the mailbox of that digest has signed the case, and its account was erased. */
export const isSpent = async (db: Db, proposalId: string, digest: string): Promise<boolean> =>
  (await prepared(db, spentQuery).execute({ proposalId, digest })).length > 0
const spentQuery = (db: Db) =>
  db
    .select({ digest: spentMailboxes.digest })
    .from(spentMailboxes)
    .where(
      and(eq(spentMailboxes.proposalId, placeholder('proposalId')), eq(spentMailboxes.digest, placeholder('digest'))),
    )

/** `signed(db, proposalId, emailKey)`: with any account of the mailbox, or with one that was erased. As many queries, whatever it says. */
export const mailboxSigned = (secret: string) => {
  const digest = spentDigests(secret)
  return async (db: Db, proposalId: string, emailKey: string): Promise<boolean> => {
    const spent = await isSpent(db, proposalId, digest(proposalId, sha256(emailKey)))
    return (await hasSignedFrom(db, proposalId, emailKey)) || spent
  }
}

const chunk = 500

/** In the unit that erases them, before it does: of every case that they have signed and that can still be signed. */
export async function spendMailboxes(tx: Db, ids: string[], secret: string, at: Date): Promise<void> {
  const digest = spentDigests(secret)
  const accounts = await tx.select({ id: people.id, email: people.email }).from(people).where(inArray(people.id, ids))
  const hashes: { personId: string; keyHash: string }[] = await tx
    .select({ personId: formerMailboxes.personId, keyHash: formerMailboxes.keyHash })
    .from(formerMailboxes)
    .where(inArray(formerMailboxes.personId, ids))
  for (const { id, email } of accounts)
    if (email) hashes.push({ personId: id, keyHash: sha256(await mailboxIn(tx, email)) })
  const signed = await tx
    .selectDistinct({ proposalId: cosignatures.proposalId })
    .from(cosignatures)
    .innerJoin(proposals, eq(proposals.id, cosignatures.proposalId))
    .where(and(inArray(cosignatures.personId, ids), maybeSignable(at)))
  const rows = signed.flatMap(({ proposalId }) =>
    [...new Set(hashes.map(({ keyHash }) => keyHash))].map((hash) => ({
      proposalId,
      digest: digest(proposalId, hash),
    })),
  )
  for (let i = 0; i < rows.length; i += chunk)
    await tx
      .insert(spentMailboxes)
      .values(rows.slice(i, i + chunk))
      .onConflictDoNothing()
}

/** Deletes those of cases that nobody can sign any more. */
export const dropSpent = ({ db }: Pick<Deps, 'db'>, now: Date): Promise<unknown> =>
  write(db, (tx) =>
    tx.delete(spentMailboxes).where(
      notExists(
        tx
          .select({ id: proposals.id })
          .from(proposals)
          .where(and(eq(proposals.id, spentMailboxes.proposalId), maybeSignable(now))),
      ),
    ),
  )
