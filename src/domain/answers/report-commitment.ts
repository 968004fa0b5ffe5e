// What an agency says of its commitment: progress, that it is done, another date, or that it is dropped.
import { and, desc, eq } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { tellCheckers } from '../notifications/store.ts'
import { tellAll } from '../notifications/tell-case.ts'
import { indexCase } from '../proposals/searchable.ts'
import { saidJustNow, takeTurnToSay } from '../proposals/words.ts'
import { append, newSalt } from '../record/store.ts'
import type { Actor } from './answer.ts'
import { standingOf } from './commitment.ts'
import type { CommitmentRow } from './register-store.ts'

export const reportKinds = ['progress', 'done', 'changed', 'dropped'] as const
/**
 * `due`: the new local date, where `kind` is changed. `evidenceOn`: the local date that the evidence is of, or ''. `seen`: the id of
 * the newest word that its writer has read, '' where there was none; undefined where nobody says.
 */
export type Report = {
  kind: (typeof reportKinds)[number]
  words: string
  evidence: string
  evidenceOn: string
  due: string
  seen?: string | undefined
}

const entryKinds = {
  progress: 'promise_updated',
  done: 'promise_done',
  changed: 'promise_changed',
  dropped: 'promise_dropped',
} as const

/** False when it has ended, or something was said of it meanwhile: the record could not take a second end back. */
export async function report(
  tx: Db,
  commitment: CommitmentRow,
  said: Report,
  { personId, agencyId, role, at }: Actor,
): Promise<boolean> {
  const { kind, words, evidence, evidenceOn, due } = said
  const salt = newSalt()
  await takeTurnToSay(tx)
  const last = await newestUpdate(tx, commitment.id)
  if (saidJustNow(last, { kind, body: words, personId, writtenAt: at })) return true
  if (isUnread(last, said.seen)) return false
  const still = await tx
    .update(commitments)
    .set({ ...stateAfter(commitment, said, at), reportedAt: at })
    .where(
      and(eq(commitments.id, commitment.id), eq(commitments.state, 'open'), eq(commitments.dueOn, commitment.dueOn)),
    )
    .returning({ id: commitments.id })
  if (!still.length) return false
  const dates = kind === 'changed' ? { dueFrom: commitment.dueOn, dueTo: due } : {}
  await tx.insert(commitmentUpdates).values({
    ...{ id: newId(), commitmentId: commitment.id, kind, salt, personId, body: words, writtenAt: at, ...dates },
    ...{ evidenceUrl: evidence || null, evidenceOn: (evidence && evidenceOn) || null },
  })
  await indexCase(tx, commitment.proposalId)
  const ofCase = { governmentId: commitment.governmentId, proposalId: commitment.proposalId }
  await append(tx, {
    ...{ ...ofCase, role, agencyId, kind: entryKinds[kind], occurredAt: at },
    facts: {
      commitment: commitment.commitmentNumber,
      ...(kind === 'changed' ? { due_on: due, due_was: commitment.dueOn } : {}),
    },
    text: { text: words, salt },
  })
  if (kind !== 'progress')
    await tellAll(tx, commitment.proposalId, kind, {
      facts: {
        what: commitment.what,
        words,
        ...(kind === 'changed' ? { due_on: due, due_was: commitment.dueOn } : {}),
      },
      at,
    })
  if (kind === 'done')
    await tellCheckers(tx, { ...ofCase, kind: 'commitment_to_check', facts: factsOf(commitment), at })
  return true
}

/** Whether something was said after what its writer has read. */
export const isUnread = (last: { id: string } | null, seen: string | undefined): boolean =>
  seen !== undefined && seen !== (last?.id ?? '')

/** What was said of it last, by its agency or a checker. */
export async function newestUpdate(db: Db, commitmentId: string) {
  const [update] = await db
    .select()
    .from(commitmentUpdates)
    .where(eq(commitmentUpdates.commitmentId, commitmentId))
    .orderBy(desc(commitmentUpdates.writtenAt), desc(commitmentUpdates.id))
    .limit(1)
  return update ?? null
}

/** What mails about it need: its case, its name, its words. */
export const factsOf = ({ number, commitmentNumber, what }: CommitmentRow) => ({
  ...{ number, commitment: commitmentNumber, title: what },
})

/** Whoever reports anything but that it is done, says that it is not. An earlier word that still stands keeps its day. */
function stateAfter(commitment: CommitmentRow, { kind, due }: Report, at: Date) {
  if (kind === 'done') return { doneAt: standingOf(commitment, at, 'UTC').awaitsCheck ? commitment.doneAt : at }
  if (kind === 'dropped') return { state: 'dropped' as const, closedAt: at, doneAt: null }
  return { doneAt: null, ...(kind === 'changed' ? { dueOn: due } : {}) }
}
