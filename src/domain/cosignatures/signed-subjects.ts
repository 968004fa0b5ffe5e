// One person counts once in a case, whatever accounts they have: who is verified signs as one entry of the roll.
import { type AnyColumn, and, eq, inArray, isNotNull, isNull, notExists } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { paperSignatures } from '../../schema/paper.ts'
import { proposals } from '../../schema/proposals.ts'
import { signedSubjects } from '../../schema/verifications.ts'
import { keyInCase } from '../verification/identity-key.ts'
import { maybeSignable } from './signable-again.ts'

/** Signs as an entry. False where the same entry has signed this case by another account, or on paper. */
export async function claimSubject(
  tx: Db,
  { proposalId, personId, subjectKey }: { proposalId: string; personId: string | null; subjectKey: string },
): Promise<boolean> {
  return claimKey(tx, { proposalId, personId, key: keyInCase(subjectKey, proposalId) })
}

/** The same by the digest as it is in this case. */
export async function claimKey(
  tx: Db,
  { proposalId, personId, key }: { proposalId: string; personId: string | null; key: string },
): Promise<boolean> {
  const added = await tx
    .insert(signedSubjects)
    .values({ proposalId, key, personId })
    .onConflictDoNothing()
    .returning({ key: signedSubjects.key })
  if (added.length) return true
  const [row] = await tx
    .select({ personId: signedSubjects.personId })
    .from(signedSubjects)
    .where(and(eq(signedSubjects.proposalId, proposalId), eq(signedSubjects.key, key)))
  return row !== undefined && row.personId !== null && row.personId === personId
}

/** They sign as nobody any more. */
export const dropSubject = (tx: Db, proposalId: string, personId: string) =>
  tx.delete(signedSubjects).where(and(eq(signedSubjects.proposalId, proposalId), eq(signedSubjects.personId, personId)))

/** Whoever stood on these lines of paper has not signed. */
export const dropKeys = (tx: Db, proposalId: string, keys: string[]) =>
  tx
    .delete(signedSubjects)
    .where(
      and(
        eq(signedSubjects.proposalId, proposalId),
        inArray(signedSubjects.key, keys),
        isNull(signedSubjects.personId),
      ),
    )

/** Once a case cannot be signed any more, nobody needs to know who has. How many. */
export async function dropOldSubjects(tx: Db, at: Date): Promise<number> {
  // Case by case of those rows: there are far fewer of them than cases.
  const openOf = (proposalId: AnyColumn) =>
    tx
      .select({ id: proposals.id })
      .from(proposals)
      .where(and(eq(proposals.id, proposalId), maybeSignable(at)))
  const gone = await tx
    .delete(signedSubjects)
    .where(notExists(openOf(signedSubjects.proposalId)))
    .returning({ key: signedSubjects.key })
  await tx
    .update(paperSignatures)
    .set({ key: null })
    .where(and(isNotNull(paperSignatures.key), notExists(openOf(paperSignatures.proposalId))))
  return gone.length
}
