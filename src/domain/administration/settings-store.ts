// The trace that every change leaves, and what the pages of an administrator list.
import { and, asc, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { mailboxOf } from '../../lib/email.ts'
import { newId } from '../../lib/id.ts'
import { countRows } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies, invitations, staff } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { isOfSettings, record } from '../../schema/record.ts'
import { settingChanges } from '../../schema/settings.ts'
import type { StaffRole } from '../../schema/values.ts'
import { isOrWillBeOwed } from '../answers/part-due-query.ts'
import { type Change, isPublicArea } from '../governments/audit.ts'
import { completed } from '../governments/government.ts'
import { tellPasskeyAllowed } from '../notifications/notify-passkey.ts'
import { rulesIn } from '../people/mailboxes.ts'
import { allowanceLasts } from '../people/passkey.ts'
import { allowPasskey } from '../people/passkey-store.ts'
import { append } from '../record/store.ts'

/** `personId` is null for a command on the machine, where nobody signs in. */
export type By = { governmentId: string; personId: string | null; at: Date }

/** In the unit of the change: who and when for colleagues, and what and when in the public record. */
export async function leaveTrace(tx: Db, by: By, change: Change): Promise<void> {
  const { area, act, subject, facts } = change
  const { governmentId, personId, at } = by
  await tx.insert(settingChanges).values({ id: newId(), governmentId, personId, area, act, subject, changedAt: at })
  if (!isPublicArea(area)) return
  await append(tx, {
    governmentId,
    proposalId: null,
    kind: 'settings_changed',
    role: personId ? 'administrator' : 'system',
    occurredAt: at,
    facts: { ...facts, area, act, subject },
  })
}

/** Lets somebody whose passkeys are lost add another after a code alone, and tells them and their colleagues. Until when. */
export async function allowAnotherPasskey(tx: Db, by: By, personId: string): Promise<Date> {
  const { governmentId, at } = by
  const expiresAt = new Date(at.getTime() + allowanceLasts)
  await allowPasskey(tx, { personId, governmentId, expiresAt })
  await tellPasskeyAllowed(tx, personId, governmentId, at)
  await leaveTrace(tx, by, { area: 'people', act: 'passkey_allowed', subject: personId })
  return expiresAt
}

/** The newest changes, with the address of who made each, and the id, both null where it was the machine. For administrators only. */
export const lastChanges = (db: Db, governmentId: string, limit = 30) =>
  db
    .select({
      area: settingChanges.area,
      act: settingChanges.act,
      subject: settingChanges.subject,
      changedAt: settingChanges.changedAt,
      who: people.email,
      personId: settingChanges.personId,
    })
    .from(settingChanges)
    .leftJoin(people, eq(people.id, settingChanges.personId))
    .where(eq(settingChanges.governmentId, governmentId))
    .orderBy(desc(settingChanges.changedAt), desc(settingChanges.id))
    .limit(limit)

/** The same from the public record, without anybody's name. */
export const publicChanges = (db: Db, governmentId: string, limit = 200) =>
  db
    .select({ facts: record.facts, changedAt: record.occurredAt })
    .from(record)
    .where(and(eq(record.governmentId, governmentId), isOfSettings(record)))
    .orderBy(desc(record.occurredAt), desc(record.id))
    .limit(limit)

/** Versions that are or were in force, the newest first; those of imported cases never were. */
export async function ruleHistory(db: Db, governmentId: string) {
  const rows = await db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.governmentId, governmentId), isNotNull(ruleVersions.validFrom)))
    .orderBy(desc(ruleVersions.validFrom), desc(ruleVersions.version))
  return rows.map((row) => ({ ...row, rules: completed(row.rules) }))
}

export type Duties = { cases: number; commitments: number }

/** What each agency still owes, or will once a threshold is met: open parts, also after the answer, and open commitments. */
export async function openDuties(db: Db, governmentId: string): Promise<(agencyId: string) => Duties> {
  const [cases, promised] = await Promise.all([openCases(db, governmentId), openCommitments(db, governmentId)])
  return (agencyId) => ({ cases: cases.get(agencyId) ?? 0, commitments: promised.get(agencyId) ?? 0 })
}

async function openCommitments(db: Db, governmentId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ agencyId: commitments.agencyId, open: countRows() })
    .from(commitments)
    .where(and(eq(commitments.governmentId, governmentId), eq(commitments.state, 'open')))
    .groupBy(commitments.agencyId)
  return new Map(rows.map((row) => [row.agencyId, row.open]))
}

async function openCases(db: Db, governmentId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ agencyId: assignments.agencyId, cases: countRows() })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(and(eq(proposals.governmentId, governmentId), isOrWillBeOwed))
    .groupBy(assignments.agencyId)
  return new Map(rows.map((row) => [row.agencyId, row.cases]))
}

/** Who holds a seat now, administrators first, then by agency. */
export const seats = (db: Db, governmentId: string) =>
  db
    .select({
      id: staff.id,
      personId: staff.personId,
      role: staff.role,
      name: staff.name,
      since: staff.createdAt,
      email: people.email,
      agency: agencies.name,
      agencyId: staff.agencyId,
    })
    .from(staff)
    .innerJoin(people, eq(people.id, staff.personId))
    .leftJoin(agencies, eq(agencies.id, staff.agencyId))
    .where(and(eq(staff.governmentId, governmentId), isNull(staff.endedAt)))
    .orderBy(asc(staff.role), asc(agencies.code), asc(staff.createdAt))

/** Invitations nobody took up or revoked; those that have run out can be sent again. */
export const openInvitations = (db: Db, governmentId: string) =>
  db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      agency: agencies.name,
      agencyId: invitations.agencyId,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .leftJoin(agencies, eq(agencies.id, invitations.agencyId))
    .where(
      and(eq(invitations.governmentId, governmentId), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))

type Wanted = { email: string; role: StaffRole; agencyId: string | null }

/** What stands in the way of inviting somebody: that they hold this seat, or are invited to it. Null when nothing does. */
export async function seatStandingOf(db: Db, governmentId: string, wanted: Wanted) {
  const rules = await rulesIn(db)
  const mailbox = mailboxOf(wanted.email, rules)
  const same = (one: { email: string | null; role: string; agencyId: string | null }) =>
    one.email !== null &&
    mailboxOf(one.email, rules) === mailbox &&
    one.role === wanted.role &&
    one.agencyId === wanted.agencyId
  if ((await seats(db, governmentId)).some(same)) return { kind: 'has_seat' as const }
  const invitation = (await openInvitations(db, governmentId)).find(same)
  return invitation ? { kind: 'is_invited' as const, invitation } : null
}

/** How many people are waiting for an answer to an invitation that still opens something. */
export async function waitingInvitations(db: Db, governmentId: string, at: Date): Promise<number> {
  const [row] = await db
    .select({ n: countRows() })
    .from(invitations)
    .where(
      and(
        eq(invitations.governmentId, governmentId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, at),
      ),
    )
  return row?.n ?? 0
}
