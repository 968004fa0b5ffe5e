// What an administrator may send. Every bound is said in words beside its field.
import { z } from 'zod'
import { defaultRules } from '../../domain/governments/government.ts'
import { addMonths, isDay } from '../../lib/calendar.ts'
import { isColour } from '../../lib/colour.ts'
import type { Localised } from '../../lib/localised.ts'
import { isCode } from '../../lib/slug.ts'
import { emailAddress, line } from '../../platform/web/fields.ts'
import type { FormState } from '../../platform/web/forms.ts'
import { type Limits, overdueSteps, type Rules, staffRoles } from '../../schema/values.ts'
import { levelFields, levelsAsTyped } from './level-fields.ts'

const required = (max: number, key: string) => line(max, key).refine((v) => v !== '', key)

const day = z
  .string('settings.error.day')
  .transform((v) => v.normalize('NFKC').trim())
  .refine(isDay, 'settings.error.day')
const dayOrNone = z
  .string()
  .default('')
  .transform((v) => v.normalize('NFKC').trim())
  .refine((v) => v === '' || isDay(v), 'settings.error.day')
  .transform((v) => v || null)
const tick = z
  .string()
  .default('')
  .transform((v) => v === '1')

/** A whole number as people type it: full-width digits and a comma in the thousands are fine. */
export const whole = (min: number, max: number) =>
  z
    .string('settings.error.number')
    .transform((v) => v.normalize('NFKC').replace(/[\s,]/g, ''))
    .pipe(z.string().regex(/^\d{1,9}$/, 'settings.error.number'))
    .transform(Number)
    .pipe(z.number().min(min, 'settings.error.at_least').max(max, 'settings.error.at_most'))

/** The numbers a government's rules may hold; shares are typed in percent. In the order of the page. */
export const ruleBounds = {
  threshold: [1, 10_000_000],
  cosigningDays: [1, 366],
  checkingWorkingDays: [1, 60],
  scheduleWorkingDays: [1, 60],
  contactDays: [1, 120],
  answerMonths: [1, 24],
  extensionMonths: [0, 12],
  extensions: [0, 6],
  earlyWarningShare: [1, 100],
  cooldownMonths: [0, 60],
  keptMonths: [1, 24],
  forgottenMonths: [3, 36],
  takeBackMinutes: [0, 60],
  correctionShare: [0, 30],
  verifiedMonths: [1, 60],
  ...{ ageToPropose: [0, 99], ageToCount: [0, 99] },
  sampleSize: [10, 1000],
} as const satisfies { [K in keyof Rules]?: readonly [number, number] }
type RuleNumber = keyof typeof ruleBounds
export const ruleNumbers = Object.keys(ruleBounds) as RuleNumber[]

/** Typed in percent. */
const shares = ['earlyWarningShare', 'correctionShare'] as const
const ticks = ['withdrawalAllowed', 'elsewhereCounts', 'fourEyes'] as const

const numbers = Object.fromEntries(
  ruleNumbers.map((name) => [name, whole(ruleBounds[name][0], ruleBounds[name][1])]),
) as { [K in RuleNumber]: ReturnType<typeof whole> }
/** Forms of before have no such field. */
const usual = (name: RuleNumber) => numbers[name].prefault(String(defaultRules[name]))
/** How far ahead new rules can be planned: what is further off, nobody remembers. */
export const rulesAheadMonths = 24

/**
 * `version`: the one the administrator saw, so that two do not overwrite each other unseen. `from`: the local day on which they take
 * effect; null: at once. `today` is the government's.
 */
export const rulesForm = (today: string) =>
  z.object({
    ...numbers,
    ...{ keptMonths: usual('keptMonths'), forgottenMonths: usual('forgottenMonths') },
    ...{ verifiedMonths: usual('verifiedMonths'), sampleSize: usual('sampleSize') },
    ...{ ageToPropose: usual('ageToPropose'), ageToCount: usual('ageToCount') },
    ...levelFields,
    withdrawalAllowed: tick,
    elsewhereCounts: tick,
    fourEyes: tick,
    overdueStep: z.enum(overdueSteps).default('reminder'),
    overdueTo: line(200, 'settings.error.overdue_to').default(''),
    version: z.coerce.number().catch(0),
    from: dayOrNone
      .refine((v) => v === null || v > today, 'settings.error.rules_past')
      .refine((v) => v === null || v <= addMonths(today, rulesAheadMonths), 'settings.error.rules_far'),
  })

/** What rules look like in their form. */
export const rulesAsTyped = (rules: Rules): FormState['values'] => ({
  ...Object.fromEntries(ruleNumbers.map((name) => [name, String(rules[name])])),
  ...Object.fromEntries(shares.map((name) => [name, String(Math.round(rules[name] * 100))])),
  ...Object.fromEntries(ticks.map((name) => [name, rules[name] ? '1' : ''])),
  ...levelsAsTyped(rules),
  overdueStep: rules.overdueStep,
  overdueTo: rules.overdueTo,
})

/** The typed rules. What no form asks for stays as it was. */
export function rulesFrom(typed: z.output<ReturnType<typeof rulesForm>>, before: Rules): Rules {
  const { version: _, from: __, ...rules } = typed
  return { ...before, ...rules, ...Object.fromEntries(shares.map((name) => [name, rules[name] / 100])) }
}

/** How low and how high a limit may be set: nobody is locked out, and none is without end. In the order of the page. */
export const limitBounds = {
  cosigningPerPerson: [10, 1000],
  newcomersPerBlock: [50, 20_000],
  mailsPerAddress: [5, 100],
  draftsPerPerson: [3, 200],
  proposalsPerPerson: [1, 100],
} as const satisfies { [K in keyof Limits]: readonly [number, number] }
export const limitNames = Object.keys(limitBounds) as (keyof Limits)[]

export const limitsForm = z.object(
  Object.fromEntries(limitNames.map((name) => [name, whole(limitBounds[name][0], limitBounds[name][1])])) as {
    [K in keyof Limits]: ReturnType<typeof whole>
  },
)

/** A field per language, `FIELD-zh-Hant`: the government's first language must be filled in. */
const inLanguages = (field: string, languages: string[], max: number, error = 'settings.error.name') =>
  Object.fromEntries(
    languages.map((code, i) => [`${field}-${code}`, i === 0 ? required(max, error) : line(max, error)]),
  )

/** The same where none of them has to be filled in. */
const inAnyLanguage = (field: string, languages: string[], max: number, error: string) =>
  Object.fromEntries(languages.map((code) => [`${field}-${code}`, line(max, error)]))

/** The names of a form above; languages left empty have none, languages the form does not ask for keep theirs. */
export function namesFrom(typed: object, field: string, languages: string[], before: Localised = {}): Localised {
  const names = { ...before }
  for (const code of languages) {
    const name = (typed as { [name: string]: unknown })[`${field}-${code}`]
    if (typeof name === 'string' && name) names[code] = name
    else delete names[code]
  }
  return names
}

export const asTyped = (field: string, names: Localised): FormState['values'] =>
  Object.fromEntries(Object.entries(names).map(([code, name]) => [`${field}-${code}`, name]))

/** `today`: a pause cannot begin in the past. */
export const blackoutForm = (languages: string[], today: string) =>
  z
    .object({ firstDay: day, lastDay: day, stopsSubmitting: tick, ...inLanguages('reason', languages, 80) })
    .refine(({ firstDay }) => firstDay >= today, { path: ['firstDay'], message: 'settings.error.past' })
    .refine(({ firstDay, lastDay }) => firstDay <= lastDay, { path: ['lastDay'], message: 'settings.error.order' })
    .refine(({ firstDay, lastDay }) => Date.parse(lastDay) - Date.parse(firstDay) < 366 * 86_400_000, {
      path: ['lastDay'],
      message: 'settings.error.long_pause',
    })

/** A pause there is, ended on another day: `first` and `last` are the earliest and the latest it can end on. */
export const pauseEndForm = (first: string, last: string) =>
  z.object({
    lastDay: day
      .refine((v) => v >= first, 'settings.error.ends_too_early')
      .refine((v) => v <= last, 'settings.error.only_shorter'),
    stopsSubmitting: tick,
  })

/** Also in the past: one that is over can be looked at again. */
export const announcementForm = (languages: string[]) =>
  z
    .object({ firstDay: day, lastDay: day, ...inLanguages('words', languages, 300, 'settings.error.words') })
    .refine(({ firstDay, lastDay }) => firstDay <= lastDay, { path: ['lastDay'], message: 'settings.error.order' })

export const holidayForm = (languages: string[]) =>
  z.object({
    date: day,
    ...inLanguages('name', languages, 80),
    works: z.enum(['yes', 'no'], 'settings.error.works'),
  })
export const yearForm = z.object({ year: whole(1900, 2200), empty: tick })

const code = z
  .string('settings.error.code')
  .transform((v) => v.normalize('NFKC').trim().toLowerCase())
  .refine(isCode, 'settings.error.code')

const agencyDates = { validFrom: dayOrNone, validTo: dayOrNone, successor: z.string().default('') }
export const newAgencyForm = (languages: string[]) =>
  z.object({ ...inLanguages('name', languages, 80), code, validFrom: dayOrNone })
export const agencyForm = (languages: string[]) =>
  z
    .object({ ...agencyDates, ...inLanguages('name', languages, 80) })
    .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
      path: ['validTo'],
      message: 'settings.error.order',
    })

export const newEntryForm = (languages: string[]) =>
  z.object({ ...inLanguages('name', languages, 80), code, hidesText: tick })
export const entryForm = (languages: string[]) => z.object({ hidesText: tick, ...inLanguages('name', languages, 80) })

export const invitationForm = z
  .object({
    email: emailAddress('people.error.email'),
    role: z.enum(staffRoles, 'settings.error.role'),
    agency: z.string().default(''),
  })
  .refine(({ role, agency }) => role !== 'officer' || agency !== '', {
    path: ['agency'],
    message: 'settings.error.agency',
  })

export const staffPasskeysForm = z.object({ required: tick })

/** Minutes without use after which staff sign in again: no shorter than reading a case takes, no longer than a working day. */
export const idleBounds = [5, 720] as const
export const idleForm = z.object({ minutes: whole(...idleBounds) })

const colourOrNone = z
  .string()
  .default('')
  .transform((v) => v.normalize('NFKC').trim().toLowerCase())
  .transform((v) => (v === '' || v.startsWith('#') ? v : `#${v}`))
  .refine((v) => v === '' || isColour(v), 'settings.error.colour')

/** `languages`: those the government has now; their names are on the form. `offered`: those there are words in. */
export const faceForm = (languages: string[], offered: readonly string[]) =>
  z
    .object({
      ...inLanguages('name', languages, 40),
      languages: z
        .union([z.string(), z.array(z.string())])
        .default([])
        .transform((v) => offered.filter((language) => [v].flat().includes(language)))
        .refine((v) => v.length > 0, 'settings.error.languages'),
      first: z.string().default(''),
      ...inAnyLanguage('contact', languages, 300, 'settings.error.contact'),
      dates: z.enum(['gregorian', 'roc'], 'settings.error.dates'),
      light: colourOrNone,
      dark: colourOrNone,
    })
    .refine(({ languages: chosen, first }) => chosen.includes(first), {
      path: ['first'],
      message: 'settings.error.first',
    })
    .refine(({ light, dark }) => (light === '') === (dark === ''), { path: ['dark'], message: 'settings.error.both' })
