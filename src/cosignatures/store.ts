// Signing twice is harmless: the primary key decides, so a double click or two servers cannot count twice.
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/connect.ts'
import { rulesOf } from '../governments/store.ts'
import { localDate } from '../lib/calendar.ts'
import { newId, newToken, sha256 } from '../lib/id.ts'
import { tellAgency } from '../notifications/store.ts'
import { follows } from '../notifications/tables.ts'
import { rememberResidence } from '../people/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { meetThreshold } from '../proposals/steps.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { parts, proposals } from '../proposals/tables.ts'
import { append } from '../record/store.ts'
import { graceMs } from './cosignature.ts'
import { cosignatureCounts, cosignatures, pendingCosignatures } from './tables.ts'

export type NewCosignature = {
  personId: string
  at: Date
  districtCode: string
  assurance: number
  reason: string | null
  noticeVersion: string
  wantsAnswer: boolean
  /** when the newcomer began: a day's grace after closing */
  begunAt?: Date
}
type Place = { id: string; timeZone: string }

/** Co-signing closed between reading the case and counting: the unit is rolled back. */
export class ClosedMeanwhile extends Error {}

export const hasSigned = async (db: Db, proposalId: string, personId: string): Promise<boolean> =>
  (
    await db
      .select({ at: cosignatures.signedAt })
      .from(cosignatures)
      .where(and(eq(cosignatures.proposalId, proposalId), eq(cosignatures.personId, personId)))
  ).length > 0

/** Counts one co-signature; the new number. Throws ClosedMeanwhile. The hot row (the count) is touched last. */
export async function addCosignature(
  tx: Db,
  government: Place,
  proposal: { id: string },
  signature: NewCosignature,
): Promise<{ count: number; added: boolean }> {
  const { personId, at, districtCode, assurance, reason, noticeVersion } = signature
  const day = localDate(at, government.timeZone)
  const added = await tx
    .insert(cosignatures)
    .values({ proposalId: proposal.id, personId, signedAt: at, day, districtCode, assurance, reason, noticeVersion })
    .onConflictDoNothing()
    .returning({ personId: cosignatures.personId })
  if (signature.wantsAnswer)
    await tx
      .insert(follows)
      .values({ proposalId: proposal.id, personId, wanted: true, since: at })
      .onConflictDoUpdate({ target: [follows.proposalId, follows.personId], set: { wanted: true } })
  if (!added.length) {
    const [now] = await tx.select({ count: proposals.count }).from(proposals).where(eq(proposals.id, proposal.id))
    return { count: now?.count ?? 0, added: false }
  }
  // A commitment nobody can trace: the salt is not kept, so the entry says only that one more signed.
  await append(tx, {
    governmentId: government.id,
    proposalId: proposal.id,
    kind: 'cosigned',
    role: 'citizen',
    occurredAt: at,
    digest: sha256(`${newToken()}:${proposal.id}:${personId}`),
  })
  await tx
    .insert(cosignatureCounts)
    .values({ proposalId: proposal.id, day, districtCode, assurance, count: 1 })
    .onConflictDoUpdate({
      target: [
        cosignatureCounts.proposalId,
        cosignatureCounts.day,
        cosignatureCounts.districtCode,
        cosignatureCounts.assurance,
      ],
      set: { count: sql`${cosignatureCounts.count} + 1` },
    })
  const open = new Date(signature.begunAt && signature.begunAt < at ? at.getTime() - graceMs : at.getTime())
  const [counted] = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + 1` })
    .where(
      and(
        eq(proposals.id, proposal.id),
        inArray(proposals.stage, [...cosignableStages]),
        gt(proposals.closesBefore, open),
      ),
    )
    .returning()
  if (!counted) throw new ClosedMeanwhile()
  await afterCounting(tx, government, counted, at)
  return { count: counted.count, added: true }
}

async function afterCounting(tx: Db, government: Place, p: ProposalRow, at: Date): Promise<void> {
  if (p.stage === 'gathering' && p.threshold !== null && p.count >= p.threshold)
    await meetThreshold(tx, government, p, at)
  else if (
    p.stage === 'gathering' &&
    !p.earlyWarnedAt &&
    p.threshold !== null &&
    p.ruleVersionId &&
    p.count * 20 >= p.threshold
  )
    await warnEarly(tx, government, p, at)
}

/** At a share of the threshold the agencies hear of it, once, so that they are not surprised. */
async function warnEarly(tx: Db, government: Place, p: ProposalRow, at: Date): Promise<void> {
  const { earlyWarningShare } = await rulesOf(tx, p.ruleVersionId!)
  if (p.count < p.threshold! * earlyWarningShare) return
  const [warned] = await tx
    .update(proposals)
    .set({ earlyWarnedAt: at })
    .where(and(eq(proposals.id, p.id), isNull(proposals.earlyWarnedAt)))
    .returning({ id: proposals.id })
  if (!warned) return
  await append(tx, {
    governmentId: government.id,
    proposalId: p.id,
    kind: 'early_warning',
    role: 'system',
    occurredAt: at,
    facts: { count: p.count, threshold: p.threshold },
  })
  const open = await tx
    .select()
    .from(parts)
    .where(and(eq(parts.proposalId, p.id), isNull(parts.endedAt)))
  for (const part of open)
    await tellAgency(tx, part.agencyId, {
      kind: 'early_warning',
      governmentId: government.id,
      proposalId: p.id,
      facts: { number: p.number, title: p.title, count: p.count, threshold: p.threshold },
      once: `early_warning:${part.id}`,
      at,
    })
}

/** Takes a co-signature back, until the threshold. False when there was none, or it is too late. */
export async function removeCosignature(
  tx: Db,
  government: Place,
  proposal: { id: string },
  personId: string,
  at: Date,
): Promise<boolean> {
  const [gone] = await tx
    .delete(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposal.id), eq(cosignatures.personId, personId)))
    .returning()
  if (!gone) return false
  const key = and(
    eq(cosignatureCounts.proposalId, proposal.id),
    eq(cosignatureCounts.day, gone.day),
    eq(cosignatureCounts.districtCode, gone.districtCode),
    eq(cosignatureCounts.assurance, gone.assurance),
  )
  await tx
    .update(cosignatureCounts)
    .set({ count: sql`${cosignatureCounts.count} - 1` })
    .where(key)
  await append(tx, {
    governmentId: government.id,
    proposalId: proposal.id,
    kind: 'cosignature_withdrawn',
    role: 'citizen',
    occurredAt: at,
  })
  const counted = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} - 1` })
    .where(and(eq(proposals.id, proposal.id), eq(proposals.stage, 'gathering')))
    .returning({ id: proposals.id })
  if (!counted.length) throw new ClosedMeanwhile()
  return true
}

export type PendingRow = typeof pendingCosignatures.$inferSelect

/** A newcomer's form, until the button in the mail is pressed. Only the token's hash is kept. */
export async function addPending(
  tx: Db,
  pending: Omit<PendingRow, 'id' | 'tokenHash' | 'confirmedAt'> & { token: string },
): Promise<void> {
  const { token, ...rest } = pending
  await tx.insert(pendingCosignatures).values({ id: newId(), ...rest, tokenHash: sha256(token), confirmedAt: null })
}

export async function findPending(db: Db, proposalId: string, token: string, at: Date): Promise<PendingRow | null> {
  const [row] = await db
    .select()
    .from(pendingCosignatures)
    .where(
      and(
        eq(pendingCosignatures.tokenHash, sha256(token)),
        eq(pendingCosignatures.proposalId, proposalId),
        gt(pendingCosignatures.expiresAt, at),
      ),
    )
  return row ?? null
}

/** Uses a pending row up, once. */
export async function takePending(tx: Db, id: string, at: Date): Promise<boolean> {
  return (
    (
      await tx
        .update(pendingCosignatures)
        .set({ confirmedAt: at })
        .where(and(eq(pendingCosignatures.id, id), isNull(pendingCosignatures.confirmedAt)))
        .returning({ id: pendingCosignatures.id })
    ).length > 0
  )
}

/** A signed-in person's press: remembers the district they named. */
export async function cosign(
  tx: Db,
  government: Place,
  proposal: { id: string },
  signature: NewCosignature,
  newDistrict: boolean,
) {
  if (newDistrict) await rememberResidence(tx, signature.personId, government.id, signature.districtCode, signature.at)
  return addCosignature(tx, government, proposal, signature)
}
