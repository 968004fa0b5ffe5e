// What the help pages show: words of the catalogues with the government's own rules in numbers. Pure.
import type { Blackout, Deadline } from '../../domain/governments/deadline.ts'
import type { AgencyRow } from '../../domain/governments/store.ts'
import type { Localised } from '../../lib/localised.ts'
import { wholePercent } from '../../lib/share.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Rules } from '../../schema/values.ts'

export const readers = ['citizens', 'staff', 'journalists'] as const

type Block = { text: string; items: null } | { text: null; items: string[] }
export type Section = { id: string; title: string; blocks: Block[] }

/** `told` gives the sections of these names. */
export type HelpPage = InPlace & { told: (...names: string[]) => Section[] }
/** `corrects`: whether the rules let staff correct typos. */
export type ReaderPage = HelpPage & { reasons: { name: Localised }[]; origin: string; corrects: boolean }
export type HelpIndex = InPlace & { readers: readonly string[] }
export type SitemapPage = InPlace & { agencies: AgencyRow[] }
/** `contact`: of the office that is responsible. `held`: all that is kept about people, section by section. */
export type PrivacyPage = HelpPage & {
  version: string
  contact: string
  held: { what: string; why: string; until: string }[]
}
export type DeadlinesPage = HelpPage & {
  rules: Rules
  version: number
  today: string
  rows: ReturnType<typeof ruleRows>
  /** what has to be verified of whoever submits, and of whoever is counted */
  asked: ReturnType<typeof askedRows>
  examples: ReturnType<typeof examplesOf>
  loadedUntil: string
  blackouts: (Blackout & { reason: Localised; stopsSubmitting: boolean })[]
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'help/help-index': HelpIndex
    'help/help-citizens': ReaderPage
    'help/help-staff': ReaderPage
    'help/help-journalists': ReaderPage
    'help/help-deadlines': DeadlinesPage
    'help/privacy': PrivacyPage
    'help/accessibility': HelpPage
    'help/sitemap': SitemapPage
  }
}

/** Sections of one room of the help, each with a title and words. */
export const teller =
  (t: Translate, room: string, params: { [name: string]: unknown } = {}) =>
  (...names: string[]): Section[] =>
    names.map((id) => ({
      id,
      title: t(`help.${room}.${id}.title`),
      blocks: blocks(t(`help.${room}.${id}.words`, params)),
    }))

/** Words of a catalogue as paragraphs; lines that begin with "- " make a list. */
export function blocks(words: string): Block[] {
  const made: Block[] = []
  for (const line of words.split('\n')) {
    const last = made.at(-1)
    if (!line.startsWith('- ')) made.push({ text: line, items: null })
    else if (last?.items) last.items.push(line.slice(2))
    else made.push({ text: null, items: [line.slice(2)] })
  }
  return made
}

/** The rules in force, by the names that the catalogues give them. */
export const inWords = (name: string, rules: Rules) => ({
  name,
  threshold: formatNumber(rules.threshold),
  days: rules.cosigningDays,
  checking: rules.checkingWorkingDays,
  schedule: rules.scheduleWorkingDays,
  contact: rules.contactDays,
  correction: `${wholePercent(rules.correctionShare)}%`,
  months: rules.answerMonths,
  extension: rules.extensionMonths,
  extensions: rules.extensions,
  count: rules.extensions && rules.extensionMonths, // where there is none, the help says so
})

/** Each rule by the name of its messages, with its number. */
export const ruleRows = (r: Rules): { name: string; n: string | number }[] => [
  { name: 'threshold', n: formatNumber(r.threshold) },
  { name: 'cosigning', n: r.cosigningDays },
  { name: 'checking', n: r.checkingWorkingDays },
  { name: 'schedule', n: r.scheduleWorkingDays },
  { name: 'contact', n: r.contactDays },
  { name: 'answer', n: r.answerMonths },
  { name: 'extension', n: r.extensions && r.extensionMonths },
  ...(r.extensions && r.extensionMonths ? [{ name: 'extensions', n: r.extensions }] : []),
  { name: 'early', n: `${wholePercent(r.earlyWarningShare)}%` },
  { name: 'cooldown', n: r.cooldownMonths },
  { name: 'take_back', n: r.takeBackMinutes },
  { name: 'correction', n: `${wholePercent(r.correctionShare)}%` },
]

/** What has to be verified: of whoever submits, and of whoever is counted. */
export const askedRows = (r: Rules): { name: 'propose' | 'count'; key: string; age: number }[] => [
  askedRow('propose', r.levelToPropose, r.ageToPropose),
  askedRow('count', r.levelToCount, r.ageToCount),
]
const askedRow = (name: 'propose' | 'count', level: number, age: number) => ({
  ...{ name, age },
  key: `asked_${level > 1 ? (age ? 'both' : 'home') : age ? 'age' : 'address'}`,
})

type Example = {
  name: string
  day: string
  why: { key: string; params: { [name: string]: number } }
  uncertain: boolean
}

/** Worked examples, as if each event were today. `paused`: days that co-signing pauses in between. */
export function examplesOf(
  r: Rules,
  due: { checking: Deadline; closing: string; paused: number; answer: Deadline; extended: string },
): Example[] {
  const { checking, closing, paused, answer, extended } = due
  const skipped = checking.skipped.length
  const why = (key: string, params: { [name: string]: number }) => ({ key: `help.deadlines.why.${key}`, params })
  return [
    {
      ...{ name: 'checking', day: checking.lastDay, uncertain: checking.uncertain },
      why: why(skipped ? 'checking' : 'checking_plain', { n: r.checkingWorkingDays, skipped }),
    },
    {
      ...{ name: 'closing', day: closing, uncertain: false },
      why: why(paused ? 'closing_paused' : 'closing', { n: r.cosigningDays, count: paused }),
    },
    { name: 'answer', day: answer.lastDay, uncertain: false, why: why('answer', { n: r.answerMonths }) },
    ...(r.extensions && r.extensionMonths
      ? [{ name: 'extended', day: extended, uncertain: false, why: why('extended', { n: r.extensionMonths }) }]
      : []),
  ]
}
