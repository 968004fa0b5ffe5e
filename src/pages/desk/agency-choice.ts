// Choosing an agency where some are suggested: each of them is one press, and any other stands in a list below. Pure.
import type { Reason, SuggestedAgency } from '../../domain/search/suggest-agencies.ts'
import type { Localised } from '../../lib/localised.ts'
import { type FieldError, typedValues, type Values } from '../../platform/web/forms.ts'
import type { Typed } from '../../platform/web/parts.ts'

/** What the radio sends that stands for the list below it. No code of an agency has this character. */
export const another = '*'

type Named = { code: string; name: Localised }
export type AgencyChoice = {
  /** the name of its field; the list's is `other_` and this */
  name: string
  suggested: (Named & { reasons: Reason[] })[]
  options: readonly Named[]
  /** of the radios: a code, `another`, or nothing yet */
  value: string
  /** of the list: a code or nothing */
  other: string
}

/** As a field of a form. `blank`: what the empty choice is called, where there is one. */
export type Choose = {
  choice: AgencyChoice
  label: string
  prefix: string
  blank?: string
  error: FieldError | undefined
}

/** `likeliest`: it is chosen where nothing was typed; else one has to choose. */
export type ChoiceOf = (name: string, values: Values, options: readonly Named[], likeliest: boolean) => AgencyChoice

export const choosingFrom =
  (suggestions: readonly SuggestedAgency[]): ChoiceOf =>
  (name, values, options, likeliest) => {
    const suggested = suggestions.flatMap(({ code, reasons }) => {
      const agency = options.find((one) => one.code === code)
      return agency ? [{ code, name: agency.name, reasons }] : []
    })
    const sent = typed(values[name]) || (likeliest && suggested[0]?.code) || ''
    const picked = sent === another ? typed(values[`other_${name}`]) || another : sent
    const isSuggested = suggested.some(({ code }) => code === picked)
    return {
      ...{ name, suggested, options },
      value: isSuggested || !picked ? picked : another,
      other: isSuggested || picked === another ? '' : picked,
    }
  }

const typed = (value: Typed): string => String([value ?? ''].flat()[0] ?? '')

/** What was sent, with the list's agency in its field where the list was meant. Nothing chosen in it stays `another`, which no agency is. */
export function withAnother(body: unknown, name: string): Values {
  const values = typedValues(body)
  const other = typed(values[`other_${name}`])
  return values[name] === another && other ? { ...values, [name]: other } : values
}
