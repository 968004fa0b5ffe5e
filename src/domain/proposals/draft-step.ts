// One step of the form: from what was saved to its fields, and from what was typed to what is saved. Pure.
import { addressIn } from '../../lib/links.ts'
import type { FieldErrors, FormState } from '../../platform/web/forms.ts'
import { type DraftStep, decideForMe, limits, missingIn } from './draft.ts'
import type { DraftChange, TextChange } from './draft-store.ts'
import type { ProposalRow } from './store.ts'

/** What was saved, as the fields of the form. */
export const valuesOf = (
  draft: ProposalRow,
  text: { problem: string; benefit: string; asks: { text: string }[]; evidence: { url: string; label: string }[] },
  name: string | null,
) => ({
  title: draft.title,
  problem: text.problem,
  topic: draft.topicCode ?? '',
  district: draft.districtCode ?? '',
  place: draft.place ?? '',
  asks: text.asks.length ? text.asks.map((ask) => ask.text) : [''],
  benefit: text.benefit,
  links: text.evidence.map(({ url, label }) => (addressIn(label) ? label : url)),
  // once the step was saved without any, that was the choice
  agencies: draft.suggestedAgencies.length || draft.authorName === null ? draft.suggestedAgencies : [decideForMe],
  name: draft.authorName ?? name ?? '',
})

/** "Add" and "remove" are buttons of the form, so that they work without JavaScript. */
export function resized(
  typed: string | string[] | undefined,
  { add, remove }: { add?: string | undefined; remove?: string | undefined },
): string[] {
  const list = [typed ?? []].flat()
  if (remove) list.splice(Number(remove) - 1, 1)
  if (add && list.length < limits.asks) list.push('')
  return list.length ? list : ['']
}

/** List errors come as 'asks-0'; the page counts from one, and so does the message (`n`). */
export function numbered(form: FormState): FormState {
  const errors: FieldErrors = {}
  for (const [field, error] of Object.entries(form.errors)) {
    const [, name, i] = /^(.*)-(\d+)$/.exec(field) ?? []
    if (i === undefined) errors[field] = error
    else errors[`${name}-${Number(i) + 1}`] = { ...error, params: { ...error.params, n: Number(i) + 1 } }
  }
  return { values: form.values, errors }
}

export type StepChange = { change: DraftChange; text: TextChange }

/** What each step changes in the draft, and in its texts. */
export const changesOf = {
  problem: ({ title, problem }: { title: string; problem: string }): StepChange => ({
    change: { title },
    text: { problem },
  }),
  place: ({ topic, district, place }: { topic: string; district: string; place: string }): StepChange => ({
    change: { topicCode: topic || null, districtCode: district || null, place: place || null },
    text: {},
  }),
  asks: ({ asks }: { asks: string[] }): StepChange => ({
    change: {},
    text: { asks: asks.filter((ask) => ask !== '') },
  }),
  benefit: ({ benefit, links }: { benefit: string; links: string[] }): StepChange => ({
    change: {},
    text: {
      benefit,
      evidence: links.filter((typed) => typed !== '').map((label) => ({ url: addressIn(label)!, label })),
    },
  }),
  agencies: ({ agencies, name }: { agencies: string[]; name: string }): StepChange => ({
    change: {
      suggestedAgencies: agencies.filter((code) => code !== '' && code !== decideForMe),
      authorName: name || null,
    },
    text: {},
  }),
}

/** Only what this step asks for. */
export function missingHere(
  step: DraftStep,
  draft: Pick<ProposalRow, 'title' | 'topicCode' | 'authorName'>,
  text: TextChange,
): FieldErrors {
  const all = missingIn({
    title: draft.title,
    problem: text.problem ?? '',
    topicCode: draft.topicCode,
    asks: text.asks ?? [],
    benefit: text.benefit ?? '',
    authorName: draft.authorName,
  })
  return Object.fromEntries(
    all.filter((m) => m.step === step).map(({ field, key, params }) => [field, { key, params }]),
  )
}
