// The first page of the settings: the state of each part, and what a government still needs.

import { seats, waitingInvitations } from '../../domain/administration/settings-store.ts'
import { announcementsOf } from '../../domain/governments/announcements.ts'
import { type Government, isAssignable, outsideDistrict } from '../../domain/governments/government.ts'
import {
  agenciesOf,
  blackoutsOf,
  currentRules,
  districtsOf,
  loadedYears,
  offered,
  refusalReasonsOf,
  topicsOf,
} from '../../domain/governments/store.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { ownLimitsCount } from './own-limits.ts'

/** The state of each part, in one number or date. */
export async function summaryOf(
  db: Db,
  at: Date,
  { id, timeZone, languages, accent, limits, staffPasskeys }: Government,
) {
  const today = localDate(at, timeZone)
  const [rules, blackouts, announced, years, agencies, topics, districts, reasons, people, invited] = await Promise.all(
    [
      currentRules(db, id, at),
      blackoutsOf(db, id),
      announcementsOf(db, id),
      loadedYears(db, id),
      agenciesOf(db, id),
      topicsOf(db, id),
      districtsOf(db, id),
      refusalReasonsOf(db, id),
      seats(db, id),
      waitingInvitations(db, id, at),
    ],
  )
  return {
    rules: { version: rules.version, threshold: rules.rules.threshold, days: rules.rules.cosigningDays },
    blackouts: { count: blackouts.filter((b) => b.lastDay >= today).length },
    announcements: { count: announced.filter((a) => a.lastDay >= today).length },
    holidays: { year: years.at(-1) ?? null },
    agencies: { count: agencies.filter((a) => !a.validTo || a.validTo >= today).length },
    topics: { count: offered(topics).length },
    districts: { count: offered(districts).length },
    reasons: { count: offered(reasons).length },
    people: { count: people.length, invited },
    missing: missingFrom({
      agencies: agencies.filter((a) => isAssignable(a, today)),
      districts: offered(districts),
      people,
    }),
    passkeys: { required: staffPasskeys },
    limits: { own: ownLimitsCount({ limits }) },
    face: { languages: languages.length, own: accent !== null },
  }
}

type Present = {
  agencies: { id: string; name: Localised }[]
  districts: { code: string }[]
  people: { role: string; agencyId: string | null }[]
}

/** What a government still needs so that cases find somebody: places to sign from, who checks, who answers for each agency. */
function missingFrom({ agencies, districts, people }: Present) {
  const answering = new Set(people.filter((p) => p.role === 'officer').map((p) => p.agencyId))
  return {
    districts: districts.every((d) => d.code === outsideDistrict),
    moderator: people.every((p) => p.role !== 'moderator'),
    officersOf: agencies.filter((a) => !answering.has(a.id)).map((a) => a.name),
  }
}
