// The units of an agency as rows of a form: a name and a contact in each language. A row that is left empty is no unit. Pure.
import type { Unit } from '../../domain/governments/units.ts'
import type { Localised } from '../../lib/localised.ts'
import { typedLine } from '../../lib/text.ts'
import type { FieldErrors, FormState, Values } from '../../platform/web/forms.ts'

const parts = ['name', 'contact'] as const
type Part = (typeof parts)[number]
const longest = { name: 80, contact: 200 }
/** No page of an agency has more rows. */
export const mostUnits = 60
const blankRows = 2

const unitField = (row: number, part: Part, language: string): string => `unit-${row}-${part}-${language}`

type Typed = Omit<Unit, 'agencyId'>

/** What was typed, the empty rows left out, and what is wrong with it. Only these languages are asked for; `before` keeps others. */
export function readUnits(
  values: Values,
  languages: readonly string[],
  before: readonly Typed[],
): { units: Typed[]; errors: FieldErrors } {
  const units: Typed[] = []
  const errors: FieldErrors = {}
  for (let row = 0; row < mostUnits; row++) {
    const read = (part: Part): Localised =>
      Object.fromEntries(
        languages.flatMap((language) => {
          const typed = typedLine(String(values[unitField(row, part, language)] ?? ''))
          if ([...typed].length > longest[part])
            errors[unitField(row, part, language)] = {
              key: `settings.error.unit_${part}`,
              params: { maximum: longest[part] },
            }
          return typed ? [[language, typed]] : []
        }),
      )
    const [name, contact] = [read('name'), read('contact')]
    if (!Object.keys(name).length && !Object.keys(contact).length) continue
    const first = languages[0]!
    if (!name[first]) errors[unitField(row, 'name', first)] ??= { key: 'settings.error.unit_first' }
    units.push({
      name: { ...others(before[row]?.name, languages), ...name },
      contact: { ...others(before[row]?.contact, languages), ...contact },
    })
  }
  return { units, errors }
}

const others = (was: Localised | undefined, languages: readonly string[]): Localised =>
  Object.fromEntries(Object.entries(was ?? {}).filter(([language]) => !languages.includes(language)))

export type UnitRow = {
  fields: { name: string; part: Part; lang: string; value: string; error: FormState['errors'][string] | undefined }[]
}

/** The rows of the form: as typed where it comes back, else as saved; and some empty ones. */
export function unitRows(units: readonly Typed[], languages: readonly string[], form: FormState): UnitRow[] {
  const wasTyped = Object.keys(form.values).some((name) => name.startsWith('unit-'))
  const sent = Array.from({ length: mostUnits }, (_, row) => row).findLast((row) =>
    parts.some((part) => languages.some((language) => form.values[unitField(row, part, language)])),
  )
  const rows = Math.min(mostUnits, (wasTyped ? (sent ?? -1) + 1 : units.length) + blankRows)
  return Array.from({ length: rows }, (_, row) => ({
    fields: parts.flatMap((part) =>
      languages.map((lang) => {
        const name = unitField(row, part, lang)
        const value = wasTyped ? String(form.values[name] ?? '') : (units[row]?.[part][lang] ?? '')
        return { name, part, lang, value, error: form.errors[name] }
      }),
    ),
  }))
}
