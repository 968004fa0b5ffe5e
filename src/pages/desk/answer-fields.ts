// What stands in the fields of the answer's form: what was typed, else the draft, else the answer that is supplemented. Pure.

import type { FieldErrors, FormState } from '../../platform/web/forms.ts'
import type { Decision } from '../../schema/values.ts'

type Version = {
  answer: {
    analysis: string
    deliberation: string
    note: string
    unit: string
    revision: number
    publishedAt: Date | null
    updatedAt: Date
  }
  asks: { askNumber: number; decision: Decision | null; reason: string }[]
  commitments: { askNumber: number | null; what: string; measure: string; owner: string; dueOn: string }[]
}
/** A colleague's draft. */
export type OtherDraft = Version
export type AnswerFields = ReturnType<typeof answerFields>
type Typed = { what: string; measure: string; owner: string; due: string; ask: string }
type CommitmentRow = Typed & { n: number }

const leastRows = 3

export function answerFields(newest: Version | null, asks: { number: number; text: string }[], sent: FormState | null) {
  const draft = newest && !newest.answer.publishedAt ? newest : null
  const typed = (name: string): string | undefined => (sent ? ([sent.values[name] ?? ''].flat()[0] ?? '') : undefined)
  const before = newest?.answer
  const conflict = sent?.errors.form?.key === 'answers.error.other_window'
  return {
    errors: sent?.errors ?? ({} as FieldErrors),
    /** of the draft as its writer read it; after a conflict that was shown, of the one there is now: sending again replaces it */
    revision:
      sent && !conflict && typed('revision') !== '' ? Number(typed('revision')) || 0 : (draft?.answer.revision ?? 0),
    /** which kept text was chosen last */
    template: typed('template') ?? '',
    note: typed('note') ?? draft?.answer.note ?? '',
    unit: typed('unit') ?? before?.unit ?? '',
    analysis: typed('analysis') ?? before?.analysis ?? '',
    deliberation: typed('deliberation') ?? before?.deliberation ?? '',
    asks: asks.map(({ number, text }) => {
      const said = newest?.asks.find((a) => a.askNumber === number)
      return {
        number,
        text,
        decision: typed(`decision-${number}`) ?? said?.decision ?? '',
        reason: typed(`reason-${number}`) ?? said?.reason ?? '',
      }
    }),
    commitments: sent ? typedRows(sent) : padded(draft?.commitments.map(asTyped) ?? []),
    /** somebody else's draft, to compare with after a conflict */
    other: conflict ? draft : null,
  }
}

const asTyped = ({ what, measure, owner, dueOn, askNumber }: Version['commitments'][number]): Typed => ({
  ...{ what, measure, owner, due: dueOn },
  ask: String(askNumber ?? ''),
})

function typedRows({ values }: FormState): CommitmentRow[] {
  const list = (name: string) => [values[name] ?? []].flat()
  const [what, measure, owner, due, ask] = [list('what'), list('measure'), list('owner'), list('due'), list('ask')]
  const rows = Array.from({ length: Math.max(what.length, measure.length, owner.length, due.length) }, (_, i) => ({
    what: what[i] ?? '',
    measure: measure[i] ?? '',
    owner: owner[i] ?? '',
    due: due[i] ?? '',
    ask: ask[i] ?? '',
  }))
  return padded(rows)
}

/** At least three rows, and always an empty one to go on with. */
function padded(rows: Typed[]): CommitmentRow[] {
  const filled = rows.findLastIndex((row) => row.what || row.measure || row.owner || row.due) + 1
  const shown = Math.max(leastRows, filled + 1)
  return Array.from({ length: shown }, (_, i) => ({
    ...(rows[i] ?? { what: '', measure: '', owner: '', due: '', ask: '' }),
    n: i + 1,
  }))
}
