// Reading a form: a citizen must always get back what was typed.
import type { z } from 'zod'
import { formatNumber } from '../i18n/format.ts'

/** A catalogue key, and what the message is filled with. */
export type FieldError = { key: string; params?: { [name: string]: unknown } | undefined }
export type FieldErrors = { [field: string]: FieldError }
export type Values = { [field: string]: string | string[] }
export type FormState = { values: Values; errors: FieldErrors }
type ReadForm<T> = ({ ok: true; data: T } & FormState) | ({ ok: false } & FormState)

const catalogued = /^[a-z_]+(?:\.\w+)+$/
/** For what no form of ours sends, as a field that came twice: the schema's own words are for programmers. */
const unreadable = 'errors.400.message'

/** Messages of the schema are catalogue keys; a limit is passed on as `{{maximum}}` or `{{minimum}}`, formatted, and so is what the schema itself says. */
export function readForm<S extends z.ZodType>(schema: S, body: unknown): ReadForm<z.output<S>> {
  const values = typedValues(body)
  const result = schema.safeParse(values)
  if (result.success) return { ok: true, data: result.data, values, errors: {} }
  const errors: FieldErrors = {}
  for (const issue of result.error.issues) {
    const field = issue.path.join('-') || 'form'
    const { maximum, minimum, params: own } = issue as { maximum?: number; minimum?: number; params?: object }
    const params = { maximum: formatted(maximum), minimum: formatted(minimum), ...own }
    errors[field] ??= { key: catalogued.test(issue.message) ? issue.message : unreadable, params }
  }
  return { ok: false, values, errors }
}

const formatted = (limit: number | undefined) => (limit === undefined ? undefined : formatNumber(limit))

/** An empty form, or one to begin with. */
export const blankForm = (values: Values = {}): FormState => ({ values, errors: {} })

/** A form that was not taken as a whole, for a reason that no field has. */
export const failedForm = (key: string): FormState => ({ values: {}, errors: { form: { key } } })

/** No form of ours has more fields of one name; the page that gives a hundred thousand back took a minute and a half to make. */
const mostValues = 200

/** Only strings and lists of strings come from a form; prototype keys and objects are dropped. */
export function typedValues(body: unknown): Values {
  if (typeof body !== 'object' || body === null) return {}
  const entries = Object.entries(body)
    .filter(([key]) => key !== '__proto__' && key !== 'constructor')
    .filter(
      ([, value]) => typeof value === 'string' || (Array.isArray(value) && value.every((v) => typeof v === 'string')),
    )
    .map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, mostValues) : value])
  return Object.fromEntries(entries) as Values
}
