// What a draft commits to becomes public with its answer.
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { commitments } from '../../schema/commitments.ts'
import { promisedIn } from '../proposals/taken-back.ts'
import { append } from '../record/store.ts'
import type { Actor } from './answer.ts'
import { promisedWords } from './commitment.ts'

/** The draft's commitments become public, each with the number that stays with it, and with its entry. */
export async function publishCommitments(tx: Db, answerId: string, { role, agencyId, at }: Actor): Promise<void> {
  const drafted = await tx
    .select()
    .from(commitments)
    .where(and(eq(commitments.answerId, answerId), eq(commitments.state, 'draft')))
    .orderBy(asc(commitments.position))
  let number = drafted[0] ? await lastNumber(tx, drafted[0].proposalId) : 0
  for (const { id, governmentId, proposalId, dueOn, what, measure, salt } of drafted) {
    number++
    await tx
      .update(commitments)
      .set({ state: 'open', number, reportedAt: at })
      .where(and(eq(commitments.id, id), eq(commitments.state, 'draft')))
    await append(tx, {
      ...{ governmentId, proposalId, role, agencyId },
      kind: 'promised',
      occurredAt: at,
      facts: { commitment: number, due_on: dueOn, verifiable: measure !== '' },
      text: { text: promisedWords({ what, measure }), salt },
    })
  }
}

/**
 * The highest number that a commitment of this case ever had. One whose answer was taken back keeps its number in the record: somebody
 * may have cited it, so no other is called that.
 */
async function lastNumber(tx: Db, proposalId: string): Promise<number> {
  const [[last], promised] = [
    await tx
      .select({ number: commitments.number })
      .from(commitments)
      .where(and(eq(commitments.proposalId, proposalId), isNotNull(commitments.number)))
      .orderBy(desc(commitments.number))
      .limit(1),
    await promisedIn(tx, proposalId),
  ]
  return Math.max(last?.number ?? 0, ...promised)
}
