// What officers may send. Publishing refuses what is empty or filler; saving a draft keeps anything.
import { z } from 'zod'
import { isFiller } from '../lib/filler.ts'
import { cleanLine, cleanText } from '../lib/text.ts'
import { type Decision, decisions } from './answer.ts'

const prose = z
  .string()
  .default('')
  .transform(cleanText)
  .refine((v) => [...v].length <= 20_000, 'answers.error.long')
const isDayOrEmpty = (v: string) => v === '' || (/^\d{4}-\d{2}-\d{2}$/.test(v) && !Number.isNaN(Date.parse(v)))
const lines = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((v) => [v].flat())

export const answerForm = z.object({
  action: z.enum(['save', 'publish']).default('save'),
  analysis: prose,
  deliberation: prose,
  note: prose,
  what: lines.transform((v) => v.map(cleanLine)),
  owner: lines.transform((v) => v.map(cleanLine)),
  due: lines.transform((v) => v.map((d) => d.trim())).refine((v) => v.every(isDayOrEmpty), 'answers.error.date'),
})
export type AnswerInput = z.output<typeof answerForm>
export type AskDecision = { askNumber: number; decision: Decision | null; reason: string }
export type NewPromise = { what: string; owner: string; dueOn: string }

/** decision-1, reason-1, …: one pair per ask. */
export function decisionsFrom(body: unknown, askNumbers: number[]): AskDecision[] {
  const values = (body ?? {}) as { [field: string]: unknown }
  return askNumbers.map((askNumber) => ({
    askNumber,
    decision: decisions.find((d) => d === values[`decision-${askNumber}`]) ?? null,
    reason: typeof values[`reason-${askNumber}`] === 'string' ? cleanText(String(values[`reason-${askNumber}`])) : '',
  }))
}

/** Rows of the commitments' table that say anything. */
export const promisesFrom = (input: AnswerInput): NewPromise[] =>
  input.what
    .map((what, i) => ({ what, owner: input.owner[i] ?? '', dueOn: input.due[i] ?? '' }))
    .filter((p) => p.what || p.owner || p.dueOn)

/** What keeps an answer from being published, field by field. */
export function missingFrom(
  input: AnswerInput,
  asks: AskDecision[],
  promises: NewPromise[],
): { [field: string]: { key: string } } {
  const errors: { [field: string]: { key: string } } = {}
  if (isFiller(input.analysis)) errors.analysis = { key: 'answers.error.analysis' }
  if (isFiller(input.deliberation)) errors.deliberation = { key: 'answers.error.deliberation' }
  for (const ask of asks) {
    if (!ask.decision) errors[`decision-${ask.askNumber}`] = { key: 'answers.error.decision' }
    if (isFiller(ask.reason)) errors[`reason-${ask.askNumber}`] = { key: 'answers.error.reason' }
  }
  promises.forEach((p, i) => {
    if (isFiller(p.what)) errors[`what-${i + 1}`] = { key: 'answers.error.what' }
    if (isFiller(p.owner)) errors[`owner-${i + 1}`] = { key: 'answers.error.owner' }
    if (!p.dueOn) errors[`due-${i + 1}`] = { key: 'answers.error.date' }
  })
  return errors
}

const words = z
  .string()
  .default('')
  .transform(cleanText)
  .refine((v) => !isFiller(v), 'answers.error.words')
export const wordsForm = z.object({ words })
export const transferForm = z.object({ to: z.string('answers.error.agency').min(1, 'answers.error.agency'), words })
export const extensionForm = z.object({
  months: z.coerce.number('answers.error.months').int('answers.error.months').min(1, 'answers.error.months'),
  words,
})
export const promiseForm = z.object({
  kind: z.enum(['progress', 'kept', 'changed', 'dropped'], 'answers.error.decision'),
  words,
  evidence: z
    .string()
    .default('')
    .transform((v) => v.trim())
    .refine((v) => v === '' || /^https?:\/\/[^\s<>"]+$/.test(v), 'answers.error.link'),
})
