// Signing twice is harmless: the primary key decides, so a double click or two servers cannot count twice.
import { randomUUID } from 'node:crypto'
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { sha256 } from '../../lib/id.ts'
import { Refused } from '../../platform/db/attempt.ts'
import type { Db } from '../../platform/db/database.ts'
import { bound, boundRow, placeholder, prepared } from '../../platform/db/prepared.ts'
import { assignments } from '../../schema/assignments.ts'
import { cosignatureCounts, cosignatures } from '../../schema/cosignatures.ts'
import { proposals } from '../../schema/proposals.ts'
import { rulesOf } from '../governments/store.ts'
import { follow, unfollowSigned } from '../notifications/follow-store.ts'
import { notifyAgency } from '../notifications/store.ts'
import { endConsents, giveConsent } from '../people/consents.ts'
import { rememberResidence } from '../people/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { seenFacts } from '../proposals/source-clock.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { meetThreshold } from '../proposals/transition.ts'
import { append, appendCounted } from '../record/store.ts'
import { earlyWarningAt, graceMs, isCountedFrom } from './cosignature.ts'
import { newReasonId } from './reason-store.ts'

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

/** What counting needs to know of a case beforehand, so that no press asks for it again. */
export type OpenCase = { id: string; earlyWarningAt: number | null; elsewhereCounts: boolean }

/** The case as `addCosignature` takes it. Asked for outside the unit. */
export async function openCase(db: Db, p: ProposalRow): Promise<OpenCase> {
  const rules = p.ruleVersionId ? await rulesOf(db, p.ruleVersionId) : null
  return {
    id: p.id,
    earlyWarningAt: rules && !p.earlyWarnedAt ? earlyWarningAt(p.threshold, rules) : null,
    elsewhereCounts: rules?.elsewhereCounts ?? true,
  }
}

/** Counts one co-signature; the new number. Throws Refused. The hot row (the count) is touched last. */
export async function addCosignature(
  tx: Db,
  government: Place,
  proposal: OpenCase,
  signature: NewCosignature,
): Promise<{ count: number; added: boolean }> {
  const { personId, at, districtCode, assurance, reason, noticeVersion } = signature
  const proposalId = proposal.id
  if (!isCountedFrom(districtCode, proposal)) throw new Refused('elsewhere')
  const day = localDate(at, government.timeZone)
  const added = await prepared(tx, addQuery).execute({
    proposalId,
    personId,
    signedAt: at,
    day,
    districtCode,
    assurance,
    reason,
    reasonId: reason === null ? null : newReasonId(),
    noticeVersion,
  })
  if (signature.wantsAnswer) await follow(tx, proposalId, personId, at)
  if (!added.length) return countNow(tx, proposalId)
  const given = { personId, subject: proposalId, at, noticeVersion }
  await giveConsent(tx, { ...given, purpose: 'cosign' })
  if (reason !== null) await giveConsent(tx, { ...given, purpose: 'reason' })
  // A commitment nobody can trace: the salt is not kept, so the entry says only that one more signed.
  await appendCounted(tx, {
    governmentId: government.id,
    timeZone: government.timeZone,
    proposalId,
    kind: 'cosigned',
    at,
    digest: sha256(`${randomUUID()}:${proposalId}:${personId}`), // 122 random bits
  })
  await prepared(tx, countInDistrict).execute({ proposalId, day, districtCode, assurance })
  const openAt = new Date(signature.begunAt && signature.begunAt < at ? at.getTime() - graceMs : at.getTime())
  const [counted] = await prepared(tx, countOneMore).execute({ proposalId, openAt })
  if (!counted) throw new Refused('closed')
  await afterCounting(tx, government, proposal, counted, at)
  return { count: counted.count, added: true }
}

/** The number as it stands, for a press that changes nothing. */
export async function countNow(tx: Db, proposalId: string): Promise<{ count: number; added: boolean }> {
  const [now] = await tx.select({ count: proposals.count }).from(proposals).where(eq(proposals.id, proposalId))
  return { count: now?.count ?? 0, added: false }
}

const addQuery = (tx: Db) =>
  tx
    .insert(cosignatures)
    .values(boundRow(cosignatures))
    .onConflictDoNothing()
    .returning({ personId: cosignatures.personId })

const countInDistrict = (tx: Db) =>
  tx
    .insert(cosignatureCounts)
    .values({ ...boundRow(cosignatureCounts), count: 1 })
    .onConflictDoUpdate({
      target: [
        cosignatureCounts.proposalId,
        cosignatureCounts.day,
        cosignatureCounts.districtCode,
        cosignatureCounts.assurance,
      ],
      set: { count: sql`${cosignatureCounts.count} + 1` },
    })
    .returning({ count: cosignatureCounts.count })

const countOneMore = (tx: Db) =>
  tx
    .update(proposals)
    .set({ count: sql`${proposals.count} + 1` })
    .where(
      and(
        eq(proposals.id, placeholder('proposalId')),
        inArray(proposals.stage, [...cosignableStages]),
        gt(proposals.closesBefore, bound(proposals.closesBefore, 'openAt')),
      ),
    )
    .returning({
      count: proposals.count,
      stage: proposals.stage,
      threshold: proposals.threshold,
      earlyWarnedAt: proposals.earlyWarnedAt,
    })

type Counted = Pick<ProposalRow, 'count' | 'stage' | 'threshold' | 'earlyWarnedAt'>

/** What a new count brings: the early warning, or the threshold. In the unit that counted. */
export async function afterCounting(tx: Db, government: Place, known: OpenCase, now: Counted, at: Date): Promise<void> {
  const { id, earlyWarningAt } = known
  if (now.stage !== 'gathering') return
  const met = now.threshold !== null && now.count >= now.threshold
  const warned = now.earlyWarnedAt !== null || earlyWarningAt === null || now.count < earlyWarningAt
  if (!met && warned) return
  const [row] = await tx.select().from(proposals).where(eq(proposals.id, id))
  await (met ? meetThreshold : warnEarly)(tx, government, row!, at)
}

/** At a share of the threshold the agencies hear of it, once, so that they are not surprised. */
async function warnEarly(tx: Db, government: Place, p: ProposalRow, at: Date): Promise<void> {
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
    .from(assignments)
    .where(and(eq(assignments.proposalId, p.id), isNull(assignments.endedAt)))
  for (const part of open)
    await notifyAgency(tx, part.agencyId, {
      kind: 'early_warning',
      governmentId: government.id,
      proposalId: p.id,
      facts: { number: p.number, title: p.title, count: p.count, threshold: p.threshold, ...seenFacts(p) },
      once: `early_warning:${part.id}`,
      at,
    })
}

/** Takes a co-signature back, while the case gathers. False when there was none; throws Refused when it is too late. */
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
  await endConsents(tx, { personIds: [personId], purposes: ['cosign', 'reason'], subjects: [proposal.id] }, at)
  await unfollowSigned(tx, proposal.id, personId, gone.signedAt, at)
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
  await appendCounted(tx, {
    governmentId: government.id,
    timeZone: government.timeZone,
    proposalId: proposal.id,
    kind: 'cosignature_withdrawn',
    at,
  })
  const counted = await tx
    .update(proposals)
    .set({ count: sql`${proposals.count} - 1` })
    .where(and(eq(proposals.id, proposal.id), eq(proposals.stage, 'gathering'), gt(proposals.closesBefore, at)))
    .returning({ id: proposals.id })
  if (!counted.length) throw new Refused('closed')
  return true
}

/** A signed-in person's press: remembers the district they named. */
export async function cosign(
  tx: Db,
  government: Place,
  proposal: OpenCase,
  signature: NewCosignature,
  newDistrict: boolean,
) {
  if (newDistrict) await rememberResidence(tx, signature.personId, government.id, signature.districtCode, signature.at)
  return addCosignature(tx, government, proposal, signature)
}
