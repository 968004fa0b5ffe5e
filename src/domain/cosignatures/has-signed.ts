// Whether somebody has signed a case: with this account, or with another one of the same mailbox.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { accountsBefore, accountsBeside } from '../people/mailboxes.ts'

/** By this account alone: signedByDouble asks for others of the same mailbox. */
export async function hasSigned(db: Db, proposalId: string, personId: string): Promise<boolean> {
  return (await prepared(db, signedAtQuery).execute({ proposalId, personId })).length > 0
}

/** Whether one of these accounts has. */
export async function hasAnySigned(db: Db, proposalId: string, personIds: string[]): Promise<boolean> {
  for (const personId of personIds) if (await hasSigned(db, proposalId, personId)) return true
  return false
}

/**
 * Whether another account has that may be theirs: of the same mailbox, or one that had it before and left it for another. Asks
 * the database only where there is one.
 */
export async function signedByDouble(
  db: Db,
  proposalId: string,
  person: { id: string; doubleOf: string | null; formerAccountId: string | null },
): Promise<boolean> {
  if (person.doubleOf === null && person.formerAccountId === null) return false
  const accounts = [...(await accountsBeside(db, person)), ...(await accountsBefore(db, person))]
  return hasAnySigned(
    db,
    proposalId,
    accounts.filter((id) => id !== person.id),
  )
}

const signedAtQuery = (db: Db) =>
  db
    .select({ at: cosignatures.signedAt })
    .from(cosignatures)
    .where(
      and(eq(cosignatures.proposalId, placeholder('proposalId')), eq(cosignatures.personId, placeholder('personId'))),
    )
