// The government of a dump: its agencies with their units, its lists, rules, pauses and office days. A government without cases gets
// all of it as it stands there; one that has cases keeps what it has, and gets what cases of the dump point to.
import { and, eq, isNotNull, notInArray } from 'drizzle-orm'
import { defaultRules, type Government } from '../../domain/governments/government.ts'
import { ruleVersionsOf } from '../../domain/governments/rule-versions.ts'
import { agenciesOf, nextRuleVersion } from '../../domain/governments/store.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies, agencyUnits } from '../../schema/agencies.ts'
import { blackouts, holidays } from '../../schema/calendar.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { districts, refusalReasons, topics } from '../../schema/lists.ts'
import { proposals } from '../../schema/proposals.ts'
import type { Rules } from '../../schema/values.ts'
import type { GovernmentFile } from './dump-shapes.ts'

/** Ids of rules by the version that the dump calls them by. */
export type RuleIds = Map<number, string>

/** In a unit. */
export async function bringLists(tx: Db, government: Government, told: GovernmentFile, at: Date): Promise<RuleIds> {
  const isEmpty = await hasNoCases(tx, government.id)
  await bringAgencies(tx, government.id, told, isEmpty, at)
  if (isEmpty) await tx.delete(topics).where(eq(topics.governmentId, government.id))
  const topicRows = entriesOf(told.topics, government.id, isEmpty)
  if (topicRows.length) await tx.insert(topics).values(topicRows).onConflictDoNothing()
  if (isEmpty) await tx.delete(districts).where(eq(districts.governmentId, government.id))
  const districtRows = entriesOf(told.districts, government.id, isEmpty)
  if (districtRows.length) await tx.insert(districts).values(districtRows).onConflictDoNothing()
  await bringReasons(tx, government.id, told, isEmpty)
  if (isEmpty) await bringDays(tx, government.id, told, at)
  return bringRules(tx, government.id, told, isEmpty, at)
}

async function hasNoCases(db: Db, governmentId: string): Promise<boolean> {
  const isOne = and(eq(proposals.governmentId, governmentId), isNotNull(proposals.number))
  return (await db.select({ id: proposals.id }).from(proposals).where(isOne).limit(1)).length === 0
}

async function bringAgencies(tx: Db, governmentId: string, told: GovernmentFile, isEmpty: boolean, at: Date) {
  const known = await agenciesOf(tx, governmentId)
  const ids = new Map(known.map(({ code, id }) => [code, id]))
  const coordinating = told.agencies.find((one) => one.coordinating)
  const own = known.find((one) => one.coordinating)
  if (isEmpty && coordinating && own && !ids.has(coordinating.code)) {
    await tx.update(agencies).set({ code: coordinating.code }).where(eq(agencies.id, own.id)).returning()
    ids.set(coordinating.code, own.id)
  }
  const fresh = told.agencies.filter(({ code }) => !ids.has(code))
  for (const { code, name } of fresh) {
    const id = newId()
    ids.set(code, id)
    const times = { validFrom: null, validTo: null, successorId: null, createdAt: at }
    await tx.insert(agencies).values({ id, governmentId, code, name, coordinating: false, ...times })
  }
  for (const one of isEmpty ? told.agencies : fresh) {
    const id = ids.get(one.code)!
    const { name, valid_from: validFrom, valid_to: validTo, successor } = one
    const changed = { name, validFrom, validTo, successorId: ids.get(successor ?? '') ?? null }
    await tx.update(agencies).set(changed).where(eq(agencies.id, id)).returning()
    await tx.delete(agencyUnits).where(eq(agencyUnits.agencyId, id))
    const units = one.units.map((unit, position) => ({ id: newId(), agencyId: id, position, ...unit }))
    if (units.length) await tx.insert(agencyUnits).values(units)
  }
}

/** In the order of the dump; behind what is here. */
const entriesOf = (entries: GovernmentFile['topics'], governmentId: string, isEmpty: boolean) =>
  entries.map(({ code, name, retired_at: retiredAt }, i) => ({
    ...{ id: newId(), governmentId, code, name, retiredAt, position: isEmpty ? i : 1000 + i },
  }))

async function bringReasons(tx: Db, governmentId: string, { refusal_reasons: all }: GovernmentFile, isEmpty: boolean) {
  const codes = all.map(({ code }) => code)
  if (isEmpty)
    await tx
      .delete(refusalReasons)
      .where(
        and(
          eq(refusalReasons.governmentId, governmentId),
          codes.length ? notInArray(refusalReasons.code, codes) : undefined,
        ),
      )
  const known = new Set(
    (await tx.select().from(refusalReasons).where(eq(refusalReasons.governmentId, governmentId))).map((r) => r.code),
  )
  for (const [i, { code, name, hides_text: hidesText, retired_at: retiredAt }] of all.entries()) {
    const values = { name, hidesText, retiredAt }
    if (!known.has(code))
      await tx
        .insert(refusalReasons)
        .values({ id: newId(), governmentId, code, position: isEmpty ? i : 1000 + i, ...values })
    else if (isEmpty)
      await tx
        .update(refusalReasons)
        .set({ ...values, position: i })
        .where(and(eq(refusalReasons.governmentId, governmentId), eq(refusalReasons.code, code)))
        .returning()
  }
}

async function bringDays(tx: Db, governmentId: string, { pauses, holidays: days }: GovernmentFile, at: Date) {
  await tx.delete(blackouts).where(eq(blackouts.governmentId, governmentId))
  const rows = pauses.map((p) => ({
    ...{ id: newId(), governmentId, firstDay: p.first_day, lastDay: p.last_day, reason: p.reason },
    ...{ stopsSubmitting: p.stops_submitting, createdAt: at },
  }))
  if (rows.length) await tx.insert(blackouts).values(rows)
  await tx.delete(holidays).where(eq(holidays.governmentId, governmentId))
  for (let i = 0; i < days.length; i += 100)
    await tx.insert(holidays).values(days.slice(i, i + 100).map((one) => ({ governmentId, ...one })))
}

async function bringRules(tx: Db, governmentId: string, told: GovernmentFile, isEmpty: boolean, at: Date) {
  const ids: RuleIds = new Map()
  const known = await ruleVersionsOf(tx, governmentId)
  for (const one of told.rules) {
    const rules = rulesOf(one)
    const same = known.find((row) => (isEmpty ? row.version === one.version : isSame(row.rules, rules)))
    const version = isEmpty ? one.version : await nextRuleVersion(tx, governmentId)
    if (same) ids.set(one.version, same.id)
    if (same && isEmpty)
      await tx
        .update(ruleVersions)
        .set({ rules, validFrom: one.valid_from })
        .where(eq(ruleVersions.id, same.id))
        .returning()
    if (same) continue
    // in a government that has its own, those of the dump are never in force
    const id = newId()
    ids.set(one.version, id)
    const validFrom = isEmpty ? one.valid_from : null
    await tx.insert(ruleVersions).values({ id, governmentId, version, rules, validFrom, createdAt: at })
  }
  return ids
}

const isSame = (a: Rules, b: Rules): boolean =>
  Object.keys(b).every((name) => a[name as keyof Rules] === b[name as keyof Rules])

/** What a dump does not tell (who looks at unusual co-signatures, how long people are kept) is as usual. */
function rulesOf(r: GovernmentFile['rules'][number]): Rules {
  return {
    ...defaultRules,
    ...{ threshold: r.threshold, cosigningDays: r.cosigning_days ?? 0, checkingWorkingDays: r.checking_working_days },
    ...{ scheduleWorkingDays: r.schedule_working_days, contactDays: r.contact_days, answerMonths: r.answer_months },
    ...{ extensionMonths: r.extension_months, extensions: r.extensions_at_most, elsewhereCounts: r.elsewhere_counts },
    ...{ earlyWarningShare: r.early_warning_share, cooldownMonths: r.cooldown_months },
    ...{ takeBackMinutes: r.take_back_minutes, correctionShare: r.correction_share, fourEyes: r.four_eyes },
    ...{ withdrawalAllowed: r.withdrawal_allowed, overdueStep: r.overdue_step, overdueTo: r.overdue_to ?? '' },
    ...{ levelToPropose: r.level_to_propose, levelToCount: r.level_to_count },
    ...{ ageToPropose: r.age_to_propose ?? 0, ageToCount: r.age_to_count ?? 0 },
  }
}
