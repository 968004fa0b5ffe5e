// One person counts once in a case, whatever accounts they have: who is verified signs as one entry of the roll.
import { type AnyColumn, and, eq, inArray, isNotNull, isNull, notExists } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { paperSignatures } from '../../schema/paper.ts'
import { proposals } from '../../schema/proposals.ts'
import { signedSubjects } from '../../schema/verifications.ts'
import { keyInCase } from '../verification/identity-key.ts'
import { maybeSignable } from './signable-again.ts'

type Claim = { proposalId: string; personId: string | null; key: string }

/**
 * Signs as every entry that somebody is verified by, of whatever: where they live, and how old they are. False where one of these has signed
 * this case by another account, or on paper; then nothing is claimed.
 */
export async function claimSubjects(
  tx: Db,
  { proposalId, personId, subjectKeys }: { proposalId: string; personId: string; subjectKeys: readonly string[] },
): Promise<boolean> {
  const added: string[] = []
  for (const subjectKey of subjectKeys) {
    const key = keyInCase(subjectKey, proposalId)
    const claimed = await claim(tx, { proposalId, personId, key })
    if (claimed === 'added') added.push(key)
    if (claimed !== 'others') continue
    if (added.length) await tx.delete(signedSubjects).where(keysIn(proposalId, added))
    return false
  }
  return true
}

/** The same for one line of paper, by the digest as it is in this case. */
export const claimKey = async (tx: Db, one: Claim): Promise<boolean> => (await claim(tx, one)) !== 'others'

async function claim(tx: Db, { proposalId, personId, key }: Claim): Promise<'added' | 'theirs' | 'others'> {
  const added = await tx
    .insert(signedSubjects)
    .values({ proposalId, key, personId })
    .onConflictDoNothing()
    .returning({ key: signedSubjects.key })
  if (added.length) return 'added'
  const [row] = await tx
    .select({ personId: signedSubjects.personId })
    .from(signedSubjects)
    .where(and(eq(signedSubjects.proposalId, proposalId), eq(signedSubjects.key, key)))
  return row !== undefined && row.personId !== null && row.personId === personId ? 'theirs' : 'others'
}

const keysIn = (proposalId: string, keys: string[]) =>
  and(eq(signedSubjects.proposalId, proposalId), inArray(signedSubjects.key, keys))

/** They sign as nobody any more. */
export const dropSubject = (tx: Db, proposalId: string, personId: string) =>
  tx.delete(signedSubjects).where(and(eq(signedSubjects.proposalId, proposalId), eq(signedSubjects.personId, personId)))

/** Whoever stood on these lines of paper has not signed. */
export const dropKeys = (tx: Db, proposalId: string, keys: string[]) =>
  tx.delete(signedSubjects).where(and(keysIn(proposalId, keys), isNull(signedSubjects.personId)))

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
