// What the pages of the settings show.

import type {
  Duties,
  lastChanges,
  openInvitations,
  ruleHistory,
  seats,
} from '../../domain/administration/settings-store.ts'
import type { announcementsOf } from '../../domain/governments/announcements.ts'
import type { OfficeDay } from '../../domain/governments/deadline.ts'
import type { ListName } from '../../domain/governments/lists.ts'
import type { AgencyRow, blackoutsOf, topicsOf } from '../../domain/governments/store.ts'
import type { WhyReturned } from '../../domain/notifications/why-returned.ts'
import type { Localised } from '../../lib/localised.ts'
import type { FieldError, FormState } from '../../platform/web/forms.ts'
import type { InPlace, SignedIn } from '../../platform/web/view.ts'
import type { Accent, OverdueStep, SettingsAct, SettingsArea, StaffRole } from '../../schema/values.ts'
import type { Message } from './summary.ts'
import type { UnitRow } from './units-form.ts'

/** Around each of them: where it lies in the settings, and its form. `names`: one field per language. */
export type Settings = InPlace & {
  /** address of the settings */
  base: string
  area: SettingsArea | null
  areas: readonly SettingsArea[]
  form: FormState
  names: (field: string) => NameField[]
  /** of the government's languages: "in English" */
  languageNames: { [language: string]: string }
}

/** `error` as a form gives it. `lang`: of the name. */
export type NameField = { name: string; lang: string; label: string; value: string; error: FieldError | undefined }

/** Above each of them. `up`: the page above, where it is not the settings. `labels`: see Summary. */
export type Head = Settings & {
  heading?: string
  lead?: string
  up?: { url: string; name: string }
  labels?: { [field: string]: string }
}

type Version = Awaited<ReturnType<typeof ruleHistory>>[number]
/** Versions of the rules, the newest first, and the number of the one in force. */
export type Versions = { history: Version[]; inForce: number }

export type IndexPage = Settings & {
  summary: { area: SettingsArea; state: Message[] }[]
  missing: { districts: boolean; moderator: boolean; checker: boolean; officersOf: Localised[] }
  changes: (Awaited<ReturnType<typeof lastChanges>>[number] & { namesNothing: boolean })[]
}
export type SynonymsPage = Settings
/** `planned`: the version that takes effect on a later day. */
export type RulesPage = Settings &
  Versions & {
    planned: Version | null
    overdueSteps: readonly OverdueStep[]
    numbers: { name: string; min: number; max: number }[]
  }
type Known = Awaited<ReturnType<typeof blackoutsOf>>[number]
export type BlackoutsPage = Settings & {
  blackouts: (Known & { state: 'future' | 'now' | 'past' })[]
}
/** One pause that runs or is to come. `earliest`: the first day on which it can end. */
export type BlackoutPage = Settings & { pause: Known; earliest: string }
type Notice = Awaited<ReturnType<typeof announcementsOf>>[number]
export type AnnouncementsPage = Settings & { all: (Notice & { state: 'future' | 'now' | 'past' })[] }
/** `self`: the notice's own address. */
export type AnnouncementPage = Settings & { self: string }
export type HolidaysPage = Settings & {
  year: number
  years: number[]
  /** the year to load next, and whether its days are known */
  next: number
  nextKnown: boolean
  days: (OfficeDay & { date: string })[]
}
export type HolidayPage = Settings & { day: string; year: string }
export type AgenciesSettings = Settings & {
  agencies: (AgencyRow & { duties: Duties; state: 'open' | 'ended' | 'future'; href: string })[]
}
export type AgencySettings = Settings & {
  agency: AgencyRow
  href: string
  duties: Duties
  others: AgencyRow[]
  units: UnitRow[]
  mayCoordinate: boolean
}
/** A topic, a district or a reason for a refusal. */
export type Entry = Awaited<ReturnType<typeof topicsOf>>[number] & { hidesText?: boolean | undefined }
/** `href`: of the list, and of one entry. */
export type EntriesPage = Settings & {
  list: ListName
  href: string
  open: (Entry & { href: string; fixed: boolean; first: boolean; last: boolean })[]
  retired: (Entry & { href: string; retiredAt: Date })[]
}
export type EntryPage = Settings & { list: ListName; href: string; entry: Entry & { href: string } }
export type PeoplePage = Settings & {
  /** `cases`: open ones that would lie with nobody who works there, once this seat ends. `ending`: that was not taken */
  seats: (Awaited<ReturnType<typeof seats>>[number] & {
    you: boolean
    approves: boolean
    cases: number
    ending: boolean
  })[]
  /** `over`: ran out. `returned`: why its email did not arrive; null where it did, or is on its way */
  invitations: (Awaited<ReturnType<typeof openInvitations>>[number] & { over: boolean; returned: WhyReturned | null })[]
  roles: readonly StaffRole[]
  agencies: AgencyRow[]
}
export type PasskeysPage = Settings &
  SignedIn & {
    required: boolean
    /** minutes without use, as set, and the fewest and most */
    setMinutes: string
    idleBounds: readonly [number, number]
    /** `allowedUntil`: they may add another until then, by a code alone */
    colleagues: { seatId: string; email: string | null; you: boolean; passkeys: number; allowedUntil: Date | null }[]
  }
export type LimitsPage = Settings & { numbers: { name: string; min: number; max: number; usual: number }[] }
export type BrandingPage = Settings & {
  languages: { code: string; name: string }[]
  chosen: string[]
  /** a colour and the paper it lies on, for both schemes; empty where the government keeps the product's own */
  swatches: { scheme: keyof Accent; colour: string; paper: string }[]
}

/** What a change was about: an entry of a list, one day, the first and the last of several, or words. */
export type About = { name: Localised } | { day: string } | { from: string; to: string } | { words: string }
export type ChangesPage = InPlace &
  Versions & { changes: { area: SettingsArea; act: SettingsAct; changedAt: Date; about: About | null }[] }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/index': IndexPage
    'settings/rules': RulesPage
    'settings/blackouts': BlackoutsPage
    'settings/blackout': BlackoutPage
    'settings/announcements': AnnouncementsPage
    'settings/announcement': AnnouncementPage
    'settings/holidays': HolidaysPage
    'settings/holiday': HolidayPage
    'settings/agencies': AgenciesSettings
    'settings/agency': AgencySettings
    'settings/list': EntriesPage
    'settings/entry': EntryPage
    'settings/people': PeoplePage
    'settings/passkeys': PasskeysPage
    'settings/synonyms': SynonymsPage
    'settings/limits': LimitsPage
    'settings/face': BrandingPage
    'settings/changes': ChangesPage
  }
}

const isDay = /^\d{4}-\d\d-\d\d$/

/** A day, or the first and the last of several, as `subject` names them; else its words. */
export function aboutOf(subject: string, name: Localised | null): About {
  if (name) return { name }
  const [first = '', last] = subject.split('/')
  if (!isDay.test(first)) return { words: subject }
  return last ? { from: first, to: last } : { day: first }
}
