// What is wrong with something that was read, in words for whoever wrote it: a schema's own are for programmers. Pure.
import type { z } from 'zod'

/** Given to `safeParse` as `error`. What a schema says itself stands. */
export function wrongWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}${notThis(issue.input)}`
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map(String))}`
    case 'too_small':
      if (Number(issue.minimum) === Number.MIN_SAFE_INTEGER) return 'is less than can be counted'
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'is empty'
        : `must ${extent[issue.origin]?.verb ?? 'be'} at least ${issue.minimum}${extent[issue.origin]?.of ?? ''}`
    case 'too_big':
      if (Number(issue.maximum) === Number.MAX_SAFE_INTEGER) return 'is more than can be counted'
      return `must ${extent[issue.origin]?.verb ?? 'be'} at most ${issue.maximum}${extent[issue.origin]?.of ?? ''}`
    case 'invalid_format':
      return forms[issue.format] ?? 'is not written as it must be'
    case 'unrecognized_keys':
      return `has ${oneOf(issue.keys)}, which is not known here`
    case 'invalid_union':
      // Each of several readings failed: the first is the one that is meant.
      return issue.errors[0]?.[0]?.message ?? 'is not written as it must be'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    default:
      return 'is not as it must be'
  }
}

/** The field, as in `lead_agencies 2, name`; `whole` where it is all that was read. */
export function fieldIn(path: readonly PropertyKey[], whole: string): string {
  const parts: string[] = []
  for (const step of path)
    if (typeof step === 'number') parts.push(`${parts.pop() ?? 'entry'} ${step + 1}`)
    else parts.push(String(step))
  return parts.join(', ') || whole
}

const kinds: { [expected: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  null: 'null',
}

function notThis(input: unknown): string {
  if (input === null) return ', not null'
  if (Array.isArray(input)) return ', not a list'
  if (typeof input === 'number') return Number.isNaN(input) ? '' : `, not ${input}`
  const kind = { string: 'text', boolean: String(input), object: 'an object' }[typeof input as string]
  return kind ? `, not ${kind}` : ''
}

const extent: { [origin: string]: { verb: string; of: string } } = {
  string: { verb: 'have', of: ' characters' },
  array: { verb: 'have', of: ' entries' },
  set: { verb: 'have', of: ' entries' },
}

const forms: { [format: string]: string } = {
  url: 'must be an address like https://example.gov/1',
  email: 'must be an e-mail address',
  date: 'must be a day like 2018-09-11',
  datetime: 'must be a date and time like 2018-09-11T14:00:00+08:00',
}

const oneOf = (values: readonly string[]): string =>
  values.length > 1 ? `${values.slice(0, -1).join(', ')} or ${values.at(-1)}` : (values[0] ?? '')
