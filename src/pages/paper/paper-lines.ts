// The lines of a sheet as one of the staff typed them: digests, before anything is written.
import type { FastifyRequest } from 'fastify'
import type { OpenCase } from '../../domain/cosignatures/after-counting.ts'
import { lineKey, linesOnSheet } from '../../domain/cosignatures/paper-law.ts'
import { isUndivided, undivided } from '../../domain/governments/government.ts'
import { districtsOf, offered } from '../../domain/governments/store.ts'
import type { IdentityValues } from '../../domain/verification/identity-key.ts'
import { counterFields } from '../../domain/verification/residence-sources.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { TypedLine } from '../../schema/paper.ts'

const mostLetters = 80

/** `lines`: null where one is filled in by half; the form says which. */
export async function readLines(
  { db, now, config }: Deps,
  { government, body }: FastifyRequest,
  { ageToCount }: Pick<OpenCase, 'ageToCount'>,
): Promise<{ lines: TypedLine[] | null; form: FormState }> {
  const fields = await counterFields(db.reads, government.id)
  const districts = offered(await districtsOf(db.reads, government.id))
  const alone = isUndivided(districts) ? undivided : null
  const where = { secret: config.secret, slug: government.slug, fields, today: localDate(now(), government.timeZone) }
  const form: FormState = { values: {}, errors: {} }
  const lines: TypedLine[] = []
  for (let line = 1; line <= linesOnSheet; line++) {
    const read = (field: string) => {
      const name = `${field}-${line}`
      const value = (wordIn(body, name) ?? '').slice(0, mostLetters)
      form.values[name] = value
      return value.trim()
    }
    const values = Object.fromEntries(fields.map((field) => [field, read(field)])) as IdentityValues
    const district = alone ?? read('district')
    if (Object.values(values).every((value) => value === '')) {
      lines.push(null)
      continue
    }
    const key = lineKey(where, values, ageToCount)
    const empty = fields.find((field) => !values[field]) ?? fields[0]!
    if (!key) form.errors[`${empty}-${line}`] = { key: 'paper.error.half', params: { line } }
    if (!alone && !districts.some(({ code }) => code === district))
      form.errors[`district-${line}`] = { key: 'paper.error.district', params: { line } }
    lines.push(key ? { key, district } : null)
  }
  return { lines: Object.keys(form.errors).length ? null : lines, form }
}
