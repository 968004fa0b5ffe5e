// What officers may send. Publishing refuses what is empty or filler; saving a draft keeps anything.
import { z } from 'zod'
import { type AskDecision, furthestYears, type NewCommitment } from '../../domain/answers/answer.ts'
import { limits } from '../../domain/proposals/draft.ts'
import { addMonths, isDay } from '../../lib/calendar.ts'
import { saysNothing } from '../../lib/filler.ts'
import { fits } from '../../lib/graphemes.ts'
import { namesNobody } from '../../lib/nobody.ts'
import { typedLine, typedText } from '../../lib/text.ts'
import { prose, several } from '../../platform/web/fields.ts'
import type { FieldErrors } from '../../platform/web/forms.ts'
import { decisions } from '../../schema/values.ts'
import { officeWords } from '../shared/words-forms.ts'
import { publishedSeen } from './read-field.ts'
import { unfilled } from './template-forms.ts'

const longest = { text: 20_000, line: 500 }
const text = prose(longest.text, 'answers.error.long')
const lines = several.transform((list) => list.map(typedLine))

export const answerForm = z.object({
  action: z
    .enum(['save', 'attachments', 'template', 'preview', 'publish', 'ask', 'schedule', 'take_back'])
    .default('save'),
  revision: z.coerce.number().pipe(z.int32()).catch(0),
  published: publishedSeen,
  template: z.string().default(''),
  analysis: text,
  deliberation: text,
  note: text,
  unit: z.string().default('').transform(typedLine),
  what: lines,
  measure: lines,
  owner: lines,
  due: lines,
  ask: lines,
})
type AnswerInput = z.output<typeof answerForm>
/** `row` is where it stood in the form, from 1: empty rows in between are left out. `ask` as it was sent. */
type TypedCommitment = Omit<NewCommitment, 'askNumber'> & { ask: string; row: number }

/** decision-1, reason-1, …: one pair per ask. */
export function decisionsFrom(body: unknown, askNumbers: number[]): AskDecision[] {
  const values = (body ?? {}) as { [field: string]: unknown }
  return askNumbers.map((askNumber) => ({
    askNumber,
    decision: decisions.find((d) => d === values[`decision-${askNumber}`]) ?? null,
    reason: typeof values[`reason-${askNumber}`] === 'string' ? typedText(String(values[`reason-${askNumber}`])) : '',
  }))
}

/** Rows of the commitments' table that say anything. */
export const commitmentsFrom = ({ what, measure, owner, due, ask }: AnswerInput): TypedCommitment[] =>
  Array.from({ length: Math.max(what.length, measure.length, owner.length, due.length) }, (_, i) => ({
    row: i + 1,
    what: what[i] ?? '',
    measure: measure[i] ?? '',
    owner: owner[i] ?? '',
    dueOn: due[i] ?? '',
    ask: ask[i] ?? '',
  })).filter((p) => p.what || p.measure || p.owner || p.dueOn)

/** Dates and asks nobody could mean, and texts too long to read: refused in a draft as well, for there is nothing to keep them as. */
export function wrongIn(asks: AskDecision[], commitments: TypedCommitment[]): FieldErrors {
  const askNumbers = asks.map(({ askNumber }) => askNumber)
  const errors: FieldErrors = {}
  for (const { askNumber, reason } of asks)
    if (!fits(reason, longest.text)) errors[`reason-${askNumber}`] = { key: 'answers.error.long' }
  for (const { row, what, measure, owner, dueOn, ask } of commitments) {
    for (const [field, typed] of Object.entries({ what, measure, owner }))
      if (!fits(typed, longest.line)) errors[`${field}-${row}`] = { key: 'answers.error.line_long' }
    if (dueOn && !isDay(dueOn)) errors[`due-${row}`] = { key: 'answers.error.date', params: { n: row } }
    if (ask && !askNumbers.map(String).includes(ask))
      errors[`ask-${row}`] = { key: 'answers.error.ask', params: { n: row } }
  }
  return errors
}

/** `supplementing` asks for the reason why; `attached`: the answer has files, which its parts may point at; `today` is the government's. */
export type Answering = { supplementing: boolean; attached: boolean; today: string }

/** What keeps an answer from being published, field by field. */
export function missingFrom(
  input: AnswerInput,
  asks: AskDecision[],
  commitments: TypedCommitment[],
  { supplementing, attached, today }: Answering,
): FieldErrors {
  const errors = wrongIn(asks, commitments)
  if (supplementing && saysNothing(input.note)) errors.note = { key: 'answers.error.note' }
  if (saysNothing(input.analysis, { attached })) errors.analysis = { key: 'answers.error.analysis' }
  if (saysNothing(input.deliberation, { attached })) errors.deliberation = { key: 'answers.error.deliberation' }
  for (const { askNumber, decision, reason } of asks) {
    if (!decision) errors[`decision-${askNumber}`] = { key: 'answers.error.decision', params: { n: askNumber } }
    if (saysNothing(reason, { attached }))
      errors[`reason-${askNumber}`] = { key: 'answers.error.reason', params: { n: askNumber } }
  }
  for (const { row, what, owner, dueOn } of commitments) {
    if (saysNothing(what)) errors[`what-${row}`] = { key: 'answers.error.what', params: { n: row } }
    if (namesNobody(owner)) errors[`owner-${row}`] = { key: 'answers.error.owner', params: { n: row } }
    if (!dueOn) errors[`due-${row}`] = { key: 'answers.error.date', params: { n: row } }
    else if (dueOn < today) errors[`due-${row}`] ??= { key: 'answers.error.date_over', params: { n: row } }
    else if (dueOn > addMonths(today, 12 * furthestYears))
      errors[`due-${row}`] ??= { key: 'answers.error.date_far', params: { n: row, years: furthestYears } }
  }
  return { ...errors, ...unfilledIn(input, asks, commitments) }
}

/** Placeholders of a kept text that still stand there. */
function unfilledIn(
  { note, analysis, deliberation }: AnswerInput,
  asks: AskDecision[],
  commitments: TypedCommitment[],
) {
  const rows = commitments.flatMap(({ row, what, measure, owner }) =>
    Object.entries({ what, measure, owner }).map(([name, typed]) => [`${name}-${row}`, typed] as const),
  )
  const reasons = asks.map(({ askNumber, reason }) => [`reason-${askNumber}`, reason] as const)
  return unfilled({ note, analysis, deliberation, ...Object.fromEntries([...reasons, ...rows]) })
}

export const transferForm = z.object({
  to: z.string('answers.error.agency').min(1, 'answers.error.agency'),
  /** who led when the form was opened */
  lead: z.string().default(''),
  words: officeWords,
})
export const extensionForm = z.object({
  months: z.coerce.number('answers.error.months').int('answers.error.months').min(1, 'answers.error.months'),
  words: officeWords,
})

/** Asks that staff draw up: the fields left empty are left out. */
export const asksForm = z.object({ ask: several.transform((list) => list.map(typedText)) })

/** What is wrong with them, field by field: ask-1 and so on. */
export function wrongAsks(typed: string[]): FieldErrors {
  if (!typed.some(Boolean) || typed.length > limits.asks) return { 'ask-1': { key: 'answers.error.no_asks_typed' } }
  const wrong = (text: string) => {
    if (text && saysNothing(text)) return { key: 'answers.error.ask_filler' }
    return fits(text, limits.ask) ? null : { key: 'answers.error.ask_long', params: { max: limits.ask } }
  }
  return Object.fromEntries(
    typed.flatMap((text, i) => {
      const error = wrong(text)
      return error ? [[`ask-${i + 1}`, error] as const] : []
    }),
  )
}
