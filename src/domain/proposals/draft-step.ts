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

type AnyStep = {
  title: string
  problem: string
  topic: string
  district: string
  place: string
  asks: string[]
  benefit: string
  links: string[]
  agencies: string[]
  name: string
}

/** What a step changes in the draft, and in its texts. */
export function changesOf(step: DraftStep, data: AnyStep): { change: DraftChange; text: TextChange } {
  if (step === 'problem') return { change: { title: data.title }, text: { problem: data.problem } }
  if (step === 'place')
    return {
      change: { topicCode: data.topic || null, districtCode: data.district || null, place: data.place || null },
      text: {},
    }
  if (step === 'asks') return { change: {}, text: { asks: data.asks.filter((ask) => ask !== '') } }
  if (step === 'benefit')
    return {
      change: {},
      text: {
        benefit: data.benefit,
        evidence: data.links.filter((typed) => typed !== '').map((label) => ({ url: addressIn(label)!, label })),
      },
    }
  return {
    change: {
      suggestedAgencies: data.agencies.filter((code) => code !== '' && code !== decideForMe),
      authorName: data.name || null,
    },
    text: {},
  }
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
