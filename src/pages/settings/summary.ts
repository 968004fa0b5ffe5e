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
import { officeOf, waitingFor } from '../../domain/verification/register-requests.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { SettingsArea } from '../../schema/values.ts'
import { ownLimitsCount } from './own-limits.ts'

/** A message of the catalogues, and what it is filled with. */
export type Message = { key: string; params: { [name: string]: string | number } }

/** The state of each part in a phrase or two, and what is missing. */
export async function summaryOf(
  db: Db,
  at: Date,
  { id, timeZone, languages, accent, limits, staffPasskeys }: Government,
) {
  const today = localDate(at, timeZone)
  const [rules, blackouts, announced, years, agencies, topics, districts, reasons, people, invited, office, waiting] =
    await Promise.all([
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
      officeOf(db, id),
      waitingFor(db, id),
    ])
  const now = (key: string, params: Message['params'] = {}): Message => ({ key: `settings.now.${key}`, params })
  const counted = (key: string, count: number) => now(key, { count })
  const pauses = blackouts.filter((b) => b.lastDay >= today).length
  const notices = announced.filter((a) => a.lastDay >= today).length
  const own = ownLimitsCount({ limits })
  const { version, rules: r } = rules
  const states: { [area in SettingsArea]: Message[] } = {
    rules: [now('rules', { version, n: formatNumber(r.threshold), days: r.cosigningDays })],
    blackouts: [pauses ? counted('blackouts', pauses) : now('no_blackouts')],
    announcements: [notices ? counted('announcements', notices) : now('no_announcements')],
    holidays: [years.length ? now('holidays', { year: years.at(-1)! }) : now('no_holidays')],
    agencies: [counted('entries', agencies.filter((a) => !a.validTo || a.validTo >= today).length)],
    topics: [counted('entries', offered(topics).length)],
    districts: [counted('entries', offered(districts).length)],
    reasons: [counted('entries', offered(reasons).length)],
    people: [counted('people', people.length), ...(invited ? [counted('invited', invited)] : [])],
    passkeys: [now(staffPasskeys ? 'passkeys_required' : 'passkeys_optional')],
    limits: [own ? counted('own_limits', own) : now('usual_limits')],
    register: [office?.open ? counted('register', waiting) : now('no_register')],
    face: [counted('face', languages.length), now(accent ? 'own_colour' : 'no_colour')],
  }
  const assignable = agencies.filter((a) => isAssignable(a, today))
  return { states, missing: missingFrom({ agencies: assignable, districts: offered(districts), people }) }
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
    checker: people.every((p) => p.role !== 'checker'),
    officersOf: agencies.filter((a) => !answering.has(a.id)).map((a) => a.name),
  }
}
