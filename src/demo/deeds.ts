// What is done to an invented case, each on its day after submission, and through the form that people use for it. Pure.

import type { Decision } from '../schema/values.ts'
export type DemoForm = { [field: string]: string | string[] }
/** What a form may need of the moment it is sent. */
type DemoMoment = {
  /** an ISO date, so many days from then */
  day: (days: number) => string
  numberOf: (key: string) => string
}
export type DemoDeed = {
  day: number
  /** the author, a moderator, a checker, or an officer of the agency with this code */
  by: 'author' | 'moderator' | 'checker' | { agency: string }
  /** the address's noun under the case; for a promise, which one of the case */
  noun: string | { promise: number; of: 'updates' | 'checks' }
  form: (moment: DemoMoment) => DemoForm
  /** of an answer: what is attached to its draft before */
  attach?: DemoFile[]
}
/** `file`: its name in views/demo. */
export type DemoFile = { file: string; title: string; description: string }
export type DemoCase = {
  key: string
  government?: 'yunan'
  /** belongs to the citizen of the demonstration's bar */
  own?: true
  title: string
  name: string
  topic: string
  district?: string
  place?: string
  suggested: string[]
  problem: string
  benefit: string
  asks: string[]
  /** since it was sent */
  daysAgo: number
  signers: number
  /** days from publication until the threshold is met; without it, it is not */
  metAfter?: number
  /** why some of them signed */
  reasons?: string[]
  deeds: DemoDeed[]
}
type DemoAnswer = {
  note?: string
  analysis: string
  deliberation: string
  /** one per ask */
  decisions: [Decision, string][]
  /** what, by which unit, days from the answer; for which ask, if not for the whole case (0); how it will be seen */
  promises: [what: string, owner: string, days: number, ask?: number, measure?: string][]
}

export const approve = (day: number, lead: string, ...supporting: string[]): DemoDeed =>
  decision(day, () => ({ decision: 'approve', lead, supporting }))
export const giveBack = (day: number, words: string): DemoDeed => decision(day, () => ({ decision: 'return', words }))
export const refuse = (day: number, reason: string, words: string): DemoDeed =>
  decision(day, () => ({ decision: 'refuse', reason, words }))
export const merge = (day: number, into: string, words: string): DemoDeed =>
  decision(day, ({ numberOf }) => ({ decision: 'merge', target: numberOf(into), words }))

export const updated = (day: number, words: string): DemoDeed => byAuthor(day, 'updates', { words })
export const retract = (day: number): DemoDeed => byAuthor(day, 'retractions', {})

export const schedule = (day: number, agency: string, words: string): DemoDeed =>
  byAgency(day, agency, 'schedules', () => ({ words }))
export const transfer = (day: number, agency: string, to: string, words: string): DemoDeed =>
  byAgency(day, agency, 'transfers', () => ({ to, words }))
export const extend = (day: number, agency: string, months: number, words: string): DemoDeed =>
  byAgency(day, agency, 'extensions', () => ({ months: String(months), words }))
export const decided = (day: number, agency: string, said: DemoAnswer): DemoDeed =>
  byAgency(day, agency, 'answers', (moment) => answerForm(said, moment))
export const decidedWith = (day: number, agency: string, attach: DemoFile[], said: DemoAnswer): DemoDeed => ({
  ...decided(day, agency, said),
  attach,
})
/** Written and waiting for somebody else to release it. */
export const waitsForRelease = (day: number, agency: string, said: DemoAnswer): DemoDeed =>
  byAgency(day, agency, 'answers', (moment) => ({ ...answerForm(said, moment), action: 'ask' }))
export const supplement = (day: number, agency: string, said: DemoAnswer): DemoDeed =>
  byAgency(day, agency, 'supplements', (moment) => answerForm(said, moment))
export const reportOnCommitment = (
  day: number,
  agency: string,
  which: number,
  kind: 'progress' | 'done' | 'changed' | 'dropped',
  words: string,
  evidence = '',
  newDue?: number,
): DemoDeed =>
  byAgency(day, agency, { promise: which, of: 'updates' }, (moment) => ({
    ...{ kind, words, evidence, evidence_on: evidence && moment.day(0) },
    due: newDue === undefined ? '' : moment.day(newDue),
  }))

export const checkCommitment = (
  day: number,
  which: number,
  verdict: 'limited' | 'substantial' | 'complete',
  words: string,
): DemoDeed => ({
  ...{ day, by: 'checker', noun: { promise: which, of: 'checks' } },
  form: (moment) => ({ verdict, words, evidence_on: moment.day(0) }),
})

const decision = (day: number, form: DemoDeed['form']): DemoDeed => ({ day, by: 'moderator', noun: 'decisions', form })
const byAuthor = (day: number, noun: string, form: DemoForm): DemoDeed => ({
  day,
  by: 'author',
  noun,
  form: () => form,
})
const byAgency = (day: number, agency: string, noun: DemoDeed['noun'], form: DemoDeed['form']): DemoDeed => ({
  day,
  by: { agency },
  noun,
  form,
})

const answerForm = (
  { note, analysis, deliberation, decisions, promises: commitments }: DemoAnswer,
  { day }: DemoMoment,
) => ({
  action: 'publish',
  analysis,
  deliberation,
  note: note ?? '',
  ...Object.fromEntries(
    decisions.flatMap(([decided, reason], i) => [
      [`decision-${i + 1}`, decided],
      [`reason-${i + 1}`, reason],
    ]),
  ),
  what: commitments.map(([what]) => what),
  owner: commitments.map(([, owner]) => owner),
  due: commitments.map(([, , days]) => day(days)),
  ask: commitments.map(([, , , ask]) => String(ask || '')),
  measure: commitments.map(([, , , , measure]) => measure ?? ''),
})
