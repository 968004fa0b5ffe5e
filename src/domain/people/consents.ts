// 同意紀錄: what somebody agreed to, one row for each thing, written in the unit in which they gave it. What is withdrawn keeps its
// row, with its end, until its person is erased.
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { boundRow, prepared } from '../../platform/db/prepared.ts'
import { consents } from '../../schema/own-data.ts'
import type { ConsentPurpose } from '../../schema/values.ts'
import { noticeVersion } from './privacy-notice.ts'

export type ConsentRow = typeof consents.$inferSelect
/** `subject`: of a district the government's id; of a list `listSubject`; else the id of the case. */
export type Given = { personId: string; purpose: ConsentPurpose; subject: string; at: Date; noticeVersion?: string }

/** How a consent names a list that is followed. */
export const listSubject = (list: { governmentId: string; kind: string; target: string }): string =>
  `${list.governmentId} ${list.kind} ${list.target}`

/** Writes one. What is given already, and was not withdrawn, stays as it was given. */
export async function giveConsent(tx: Db, { personId, purpose, subject, at, noticeVersion: seen }: Given) {
  const row = { id: newId(), personId, purpose, subject, noticeVersion: seen ?? noticeVersion, givenAt: at }
  await prepared(tx, giveQuery).execute({ ...row, withdrawnAt: null })
}

const giveQuery = (tx: Db) =>
  tx.insert(consents).values(boundRow(consents)).onConflictDoNothing().returning({ id: consents.id })

type Ended = { personIds: string[]; purposes: ConsentPurpose[]; subjects: string[] }

/** Ends what is open of these. */
export async function endConsents(tx: Db, { personIds, purposes, subjects }: Ended, at: Date): Promise<void> {
  if (!personIds.length || !subjects.length) return
  await tx
    .update(consents)
    .set({ withdrawnAt: at })
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
