// 同意紀錄: what somebody agreed to, one row for each thing, written in the unit in which they gave it. What is withdrawn keeps its
// row, with its end, until its person is erased, or its case is past (domain/retention/case-traces.ts).
import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { consents } from '../../schema/own-data.ts'
import type { ConsentEnd, ConsentEnding, ConsentPurpose } from '../../schema/values.ts'
import { noticeVersion } from './privacy-notice.ts'

export type ConsentRow = typeof consents.$inferSelect
/** `subject`: src/schema/own-data.ts. `expiresAt`: of what ends on a day. */
export type Given = {
  personId: string
  purpose: ConsentPurpose
  subject: string
  at: Date
  noticeVersion?: string
  expiresAt?: Date | null
}

/** Until when what was given is kept, where no day is set for it. */
const lastsFor: { [purpose in ConsentPurpose]: ConsentEnd } = {
  ...{ cosign: 'case', reason: 'case', news: 'case', letter: 'case' },
  ...{ follow: 'stop', service: 'stop', passkey: 'stop', calendar: 'stop', webhook: 'stop' },
  ...{
    propose: 'account',
    district: 'account',
    account: 'account',
    draft: 'draft',
    seat: 'seat',
    verified: 'date',
    age: 'date',
  },
  register: 'date',
}

/** How a consent names a list that is followed. */
export const listSubject = (list: { governmentId: string; kind: string; target: string }): string =>
  `${list.governmentId} ${list.kind} ${list.target}`

/** Writes one. What is given already, and was not withdrawn, stays as it was given. */
export async function giveConsent(
  tx: Db,
  { personId, purpose, subject, at, noticeVersion: seen, expiresAt = null }: Given,
) {
  const row = { id: newId(), personId, purpose, subject, noticeVersion: seen ?? noticeVersion, givenAt: at }
  await prepared(tx, giveQuery).execute({
    ...row,
    lasts: lastsFor[purpose],
    expiresAt,
    withdrawnAt: null,
    endedWhy: null,
  })
}

const giveQuery = (tx: Db) =>
  tx.insert(consents).values(boundRow(consents)).onConflictDoNothing().returning({ id: consents.id })

/** As `giveConsent`, for what lasts until a day: one that lasts until another day ends, and the same pressed twice is given once. */
export async function renewConsent(tx: Db, given: Given & { expiresAt: Date }): Promise<void> {
  const { personId, purpose, subject, at, expiresAt } = given
  await tx
    .update(consents)
    .set({ withdrawnAt: at, endedWhy: 'replaced' })
    .where(
      and(
        ...[eq(consents.personId, personId), eq(consents.purpose, purpose), eq(consents.subject, subject)],
        ...[isNull(consents.withdrawnAt), ne(consents.expiresAt, expiresAt)],
      ),
    )
  await giveConsent(tx, given)
}

/** Ends one thing of one person, where it is open. `why`: where they did not take it back. */
export const endConsent = (
  tx: Db,
  personId: string,
  purpose: ConsentPurpose,
  subject: string,
  at: Date,
  why: ConsentEnding | null = null,
) => endConsents(tx, { personIds: [personId], purposes: [purpose], subjects: [subject] }, at, why)

type Ended = { personIds: string[]; purposes: ConsentPurpose[]; subjects: string[] }

/** Ends what is open of these. `why`: where they did not take it back. */
export async function endConsents(
  tx: Db,
  { personIds, purposes, subjects }: Ended,
  at: Date,
  why: ConsentEnding | null = null,
): Promise<void> {
  if (!personIds.length || !subjects.length) return
  await tx
    .update(consents)
    .set({ withdrawnAt: at, endedWhy: why })
    .where(
      and(
        inArray(consents.personId, personIds),
        inArray(consents.purpose, purposes),
        inArray(consents.subject, subjects),
        isNull(consents.withdrawnAt),
      ),
    )
}

/** All of some accounts, the newest first; also those that were withdrawn. */
export const consentsOf = (db: Db, personIds: string[]): Promise<ConsentRow[]> =>
  db
    .select()
    .from(consents)
    .where(inArray(consents.personId, personIds))
    .orderBy(desc(consents.givenAt), desc(consents.id))

/** One of them; null where it is somebody else's. */
export async function consentBy(db: Db, personIds: string[], id: string): Promise<ConsentRow | null> {
  const [row] = await db
    .select()
    .from(consents)
    .where(and(eq(consents.id, id), inArray(consents.personId, personIds)))
  return row ?? null
}
