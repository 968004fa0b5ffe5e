// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, author and signers are told.
import { asc, eq, not } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { Refused } from '../../platform/db/attempt.ts'
import { allOf, isTrue } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { corrections, pendingCorrections } from '../../schema/moderation.ts'
import { proposals } from '../../schema/proposals.ts'
import type { ActorRole } from '../../schema/values.ts'
import { notifyPerson } from '../notifications/store.ts'
import { newEvent, startMailing } from '../notifications/tell-case.ts'
import { indexCase } from '../proposals/searchable.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { replaceText } from '../proposals/text-versions.ts'
import { append, newSalt } from '../record/store.ts'
import { excerpts } from './correction.ts'

/** `confirmed`: a second person has looked at it. */
type Correction = {
  field: string
  before: string
  after: string
  role: ActorRole
  at: Date
  confirmed: boolean
}

/**
 * Throws Refused when the text is another by now, another correction was made meanwhile, or somebody has signed what nobody
 * else has confirmed: all of them are in the WHERE.
 */
export async function correctText(tx: Db, proposal: ProposalRow, correction: Correction): Promise<void> {
  const { field, before, after, role, at, confirmed } = correction
  const revised = await replaceText(tx, proposal, { field, before, after }, at, confirmed ? undefined : unsigned)
  if (!revised) throw new Refused('moved_on')
  const salt = newSalt()
  await tx
    .insert(corrections)
    .values({ id: newId(), proposalId: proposal.id, field, before, after, salt, correctedAt: at })
  const ofCase = { governmentId: proposal.governmentId, proposalId: proposal.id }
  await append(tx, {
    ...ofCase,
    kind: 'corrected',
    role,
    occurredAt: at,
    facts: { field, second_person: confirmed },
    text: { text: after, salt },
  })
  const title = field === 'title' ? after : proposal.title
  await indexCase(tx, proposal.id)
  const event = newEvent()
  await notifyPerson(tx, proposal.authorId, {
    ...ofCase,
    kind: 'text_corrected',
    facts: { number: proposal.number, title, before, after },
    at,
    event,
  })
  // Whoever signed, signed the text as it was. Not about a text nobody may read.
  if (revised.count > 0 && !proposal.hiddenAt)
    await startMailing(tx, {
      ...ofCase,
      kind: 'text_corrected_signed',
      facts: { number: proposal.number, title, ...excerpts(before, after) },
      at,
      event,
    })
}

/** Keeps a correction until a second person has looked at it. False where one of this text waits already. */
export async function proposeCorrection(
  tx: Db,
  proposal: ProposalRow,
  { field, before, after, personId, at }: { field: string; before: string; after: string; personId: string; at: Date },
): Promise<boolean> {
  const asked = await tx
    .insert(pendingCorrections)
    .values({ id: newId(), proposalId: proposal.id, field, before, after, personId, askedAt: at })
    .onConflictDoNothing()
    .returning({ id: pendingCorrections.id })
  return asked.length > 0
}

/** Ends a correction that waits: it was confirmed or dropped. Throws Refused when it had ended. */
export async function endPending(tx: Db, id: string): Promise<void> {
  const ended = await tx
    .delete(pendingCorrections)
    .where(eq(pendingCorrections.id, id))
    .returning({ id: pendingCorrections.id })
  if (!ended.length) throw new Refused('moved_on')
}

/** Corrections of a case that wait for a second person, the oldest first. */
export const pendingOf = (db: Db, proposalId: string) =>
  db
    .select()
    .from(pendingCorrections)
    .where(eq(pendingCorrections.proposalId, proposalId))
    .orderBy(asc(pendingCorrections.askedAt), asc(pendingCorrections.id))

/** Cases of a government in which a correction waits, by number. */
export async function casesWithPending(db: Db, governmentId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ number: proposals.number })
    .from(pendingCorrections)
    .innerJoin(proposals, eq(proposals.id, pendingCorrections.proposalId))
    .where(eq(proposals.governmentId, governmentId))
    .orderBy(asc(proposals.number))
  return rows.flatMap(({ number }) => number ?? [])
}

/** Nobody has signed the case, as far as that can be known. */
const unsigned = allOf(eq(proposals.count, 0), not(isTrue(proposals.countUnsaid)))
