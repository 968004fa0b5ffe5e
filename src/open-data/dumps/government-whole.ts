// Everything public of a government beside its cases: its names, its lists, its agencies with their units, and its rules by version.

import type { Government } from '../../domain/governments/government.ts'
import { ruleVersionsOf } from '../../domain/governments/rule-versions.ts'
import {
  agenciesOf,
  blackoutsOf,
  districtsOf,
  refusalReasonsOf,
  topicsOf,
  workCalendar,
} from '../../domain/governments/store.ts'
import { unitsOf } from '../../domain/governments/units.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { rulesJson } from '../case-json.ts'
import { namedJson, nameJson } from '../name-json.ts'

/** Times carry the government's offset; what is not known is null. */
export async function governmentWhole(db: Db, government: Government) {
  const { id, slug, timeZone } = government
  const at = (moment: Date | null) => moment && isoWithOffset(moment, timeZone)
  const [agencies, units, topics, districts, reasons, versions, pauses, { holidays }] = await Promise.all([
    agenciesOf(db, id),
    unitsOf(db, id),
    topicsOf(db, id),
    districtsOf(db, id),
    refusalReasonsOf(db, id),
    ruleVersionsOf(db, id),
    blackoutsOf(db, id),
    workCalendar(db, government),
  ])
  const codes = new Map(agencies.map((agency) => [agency.id, agency.code]))
  return {
    code: slug,
    name: nameJson(government.name),
    contact: government.contact && nameJson(government.contact),
    languages: government.languages,
    time_zone: timeZone,
    country: government.country,
    agencies: agencies.map((agency) => ({
      ...namedJson(agency),
      coordinating: agency.coordinating,
      valid_from: agency.validFrom,
      valid_to: agency.validTo,
      successor: codes.get(agency.successorId ?? '') ?? null,
      units: units
        .filter(({ agencyId }) => agencyId === agency.id)
        .map((unit) => ({ name: nameJson(unit.name), contact: nameJson(unit.contact) })),
    })),
    topics: topics.map((topic) => ({ ...namedJson(topic), retired_at: at(topic.retiredAt) })),
    districts: districts.map((district) => ({ ...namedJson(district), retired_at: at(district.retiredAt) })),
    refusal_reasons: reasons.map((reason) => ({
      ...namedJson(reason),
      hides_text: reason.hidesText,
      retired_at: at(reason.retiredAt),
    })),
    rules: versions.map((version) => ({
      ...rulesJson(version, false),
      valid_from: at(version.validFrom),
      withdrawal_allowed: version.rules.withdrawalAllowed,
      four_eyes: version.rules.fourEyes,
      overdue_step: version.rules.overdueStep,
      overdue_to: version.rules.overdueTo || null,
    })),
    pauses: pauses.map((pause) => ({
      first_day: pause.firstDay,
      last_day: pause.lastDay,
      reason: nameJson(pause.reason),
      stops_submitting: pause.stopsSubmitting,
    })),
    holidays: [...holidays].map(([date, { works, name }]) => ({ date, works, name: nameJson(name) })),
  }
}
