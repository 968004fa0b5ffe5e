// One step as it was sent: what it changes, or what is wrong with it.
import { notOffered, type Offers } from '../../domain/proposals/choices.ts'
import { readsLikeAnOffice } from '../../domain/proposals/display-name.ts'
import { missingHere, numbered } from '../../domain/proposals/draft-step.ts'
import type { DraftChange, TextChange } from '../../domain/proposals/draft-store.ts'
import { type FormState, readForm } from '../../platform/web/forms.ts'
import { stepForms, type WrittenStep } from './forms.ts'

type Known = { title: string; topicCode: string | null; authorName: string | null }
type ReadStep = FormState & ({ ok: true; change: DraftChange; text: TextChange } | { ok: false })

/** `known`: what was saved before. `complete`: false where it is only put aside. `officialNames`: of the government and its agencies. */
export function readStep(
  step: WrittenStep,
  body: unknown,
  {
    known,
    complete,
    offers,
    officialNames,
  }: { known: Known; complete: boolean; offers: Offers; officialNames: string[] },
): ReadStep {
  const form = readForm(stepForms[step], body)
  if (!form.ok) return { ...numbered(form), ok: false }
  const { change, text } = form.data
  const errors = complete ? missingHere(step, { ...known, ...change }, text) : {}
  if (change.authorName && readsLikeAnOffice(change.authorName, officialNames))
    errors.name = { key: 'proposals.error.name_office' }
  Object.assign(errors, notOffered(offers, change))
  const { values } = form
  if (Object.keys(errors).length) return { ok: false, values, errors }
  return { ok: true, values, errors, change, text }
}
