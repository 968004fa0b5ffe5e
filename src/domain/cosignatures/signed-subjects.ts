// One person counts once in a case, whatever accounts they have: who is verified signs as one entry of the roll.
import { type AnyColumn, and, eq, gt, inArray, isNotNull, isNull, notExists } from 'drizzle-orm'
import { sha256 } from '../../lib/id.ts'
import { lengthOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { paperEntries, paperSignatures } from '../../schema/paper.ts'
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

const doubleKey = (key: string, wasHeld: boolean) => sha256(`${wasHeld ? 'held' : 'counted'} double of ${key}`)

/**
 * Notes that somebody's co-signature was found to be a second one of an entry, as long as it is known who has signed: where the first one was
 * of paper that is taken back, theirs is the only one, and comes back (`doublesOf`).
 */
export async function noteDouble(
  tx: Db,
  {
    proposalId,
    personId,
    subjectKeys,
    wasHeld,
  }: { proposalId: string; personId: string; subjectKeys: readonly string[]; wasHeld: boolean },
): Promise<void> {
  for (const subjectKey of subjectKeys)
    await tx
      .insert(signedSubjects)
      .values({ proposalId, key: doubleKey(keyInCase(subjectKey, proposalId), wasHeld), personId })
      .onConflictDoUpdate({ target: [signedSubjects.proposalId, signedSubjects.key], set: { personId } })
}

/** Whose co-signature was found to be a second one of these, which are given back now. */
export async function doublesOf(
  tx: Db,
  proposalId: string,
  keys: readonly string[],
): Promise<{ personId: string; wasHeld: boolean }[]> {
  const found: { personId: string; wasHeld: boolean }[] = []
  for (const wasHeld of [false, true]) {
    const gone = await tx
      .delete(signedSubjects)
      .where(
        keysIn(
          proposalId,
          keys.map((key) => doubleKey(key, wasHeld)),
        ),
      )
      .returning({ personId: signedSubjects.personId })
    for (const { personId } of gone) if (personId) found.push({ personId, wasHeld })
  }
  return found
}

/** They sign as nobody any more. */
export const dropSubject = (tx: Db, proposalId: string, personId: string) =>
  tx.delete(signedSubjects).where(and(eq(signedSubjects.proposalId, proposalId), eq(signedSubjects.personId, personId)))

/** Whoever stood on these lines of paper has not signed. */
export const dropKeys = (tx: Db, proposalId: string, keys: string[]) =>
  tx.delete(signedSubjects).where(and(keysIn(proposalId, keys), isNull(signedSubjects.personId)))

/** Once a case cannot be signed any more, nobody needs to know who has, nor what was typed of sheets that were never counted. How many. */
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
  await tx
    .update(paperEntries)
    .set({ lines: [] })
    .where(and(gt(lengthOf(paperEntries.lines), 0), notExists(openOf(paperEntries.proposalId))))
  return gone.length
}
