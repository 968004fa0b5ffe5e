// What a checker found of a commitment. Only that it is complete ends it as kept.
import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { staff } from '../../schema/agencies.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import type { Verdict } from '../../schema/values.ts'
import { notifyAgency } from '../notifications/store.ts'
import { newEvent, tellAll } from '../notifications/tell-case.ts'
import { accountsBeside } from '../people/mailboxes.ts'
import { indexCase } from '../proposals/searchable.ts'
import { saidJustNow, takeTurnToSay } from '../proposals/words.ts'
import { append, newSalt } from '../record/store.ts'
import { type CheckRefusal, refusalToCheck } from './commitment.ts'
import type { CommitmentRow } from './register-store.ts'
import { factsOf, isUnread, newestUpdate } from './report-commitment.ts'

/** `evidenceOn`: the local date on which they looked, or that the evidence is of; '' only where there is none. `seen`: as of a report. */
export type Check = { verdict: Verdict; words: string; evidence: string; evidenceOn: string; seen?: string | undefined }

/** Why this person cannot check it, in any of their accounts; null where they can. That they hold a checker's seat is asked elsewhere. */
export async function whyNotCheck(
  db: Db,
  commitment: CommitmentRow,
  person: { id: string; doubleOf: string | null },
): Promise<CheckRefusal | null> {
  const accounts = [person.id, ...(await accountsBeside(db, person))]
  const [seats, wrote] = await Promise.all([
    db
      .select({ agencyId: staff.agencyId })
      .from(staff)
      .where(and(inArray(staff.personId, accounts), isNotNull(staff.agencyId))),
    db
      .select({ id: commitmentUpdates.id })
      .from(commitmentUpdates)
      .where(
        and(
          eq(commitmentUpdates.commitmentId, commitment.id),
          ne(commitmentUpdates.kind, 'checked'),
          inArray(commitmentUpdates.personId, accounts),
        ),
      )
      .limit(1),
  ])
  const answered = commitment.answeredBy !== null && accounts.includes(commitment.answeredBy)
  return refusalToCheck(commitment, {
    agencies: seats.map((seat) => seat.agencyId!),
    wroteOfIt: wrote.length > 0 || answered,
  })
}

/** False when it has ended, or something was said of it meanwhile. */
export async function check(
  tx: Db,
  commitment: CommitmentRow,
  { verdict, words, evidence, evidenceOn, seen }: Check,
  { personId, at }: { personId: string; at: Date },
): Promise<boolean> {
  const salt = newSalt()
  await takeTurnToSay(tx)
  const last = await newestUpdate(tx, commitment.id)
  if (last?.verdict === verdict && saidJustNow(last, { kind: 'checked', body: words, personId, writtenAt: at }))
    return true
  if (isUnread(last, seen)) return false
  const ends = verdict === 'complete' ? { state: 'kept' as const, closedAt: at } : {}
  const still = await tx
    .update(commitments)
    .set({ verdict, checkedAt: at, ...ends })
    .where(and(eq(commitments.id, commitment.id), eq(commitments.state, 'open')))
    .returning({ id: commitments.id })
  if (!still.length) return false
  await tx.insert(commitmentUpdates).values({
    ...{ id: newId(), commitmentId: commitment.id, kind: 'checked', verdict, body: words, salt, personId },
    ...{ evidenceUrl: evidence || null, evidenceOn: evidenceOn || null, writtenAt: at },
  })
  await indexCase(tx, commitment.proposalId)
  const ofCase = { governmentId: commitment.governmentId, proposalId: commitment.proposalId }
  await append(tx, {
    ...{ ...ofCase, role: 'checker', kind: 'promise_checked', occurredAt: at },
    facts: { commitment: commitment.commitmentNumber, verdict, seen_on: evidenceOn || null },
    text: { text: words, salt },
  })
  const facts = { ...factsOf(commitment), verdict }
  const event = newEvent()
  await notifyAgency(tx, commitment.agencyId, { ...ofCase, kind: 'commitment_checked', facts, at, event })
  if (verdict === 'complete')
    await tellAll(tx, commitment.proposalId, 'kept', { facts: { what: commitment.what, words }, at, event })
  return true
}
