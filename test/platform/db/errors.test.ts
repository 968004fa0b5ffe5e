// What an error of the database means, however deep the driver's own lies in it.
import { expect, test } from 'vitest'
import {
  Busy,
  databaseCode,
  isBusyFile,
  isUniqueViolation,
  OutcomeUnknown,
  refusalIn,
} from '../../../src/platform/db/errors.ts'

const coded = (code: string | number) => Object.assign(new Error('of the driver'), { code })
const wrapped = (cause: unknown) => new Error('query failed', { cause })

test.each([
  ['SQLITE_CONSTRAINT_UNIQUE', true, false],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', true, false],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', false, false],
  ['SQLITE_BUSY', false, true],
  ['SQLITE_BUSY_SNAPSHOT', false, true],
  ['23505', true, false],
  ['23503', false, false],
])('%s: a row that is there already: %s; a busy file: %s', (code, unique, busy) => {
  for (const error of [coded(code), wrapped(coded(code)), wrapped(wrapped(coded(code)))]) {
    expect(databaseCode(error)).toBe(code)
    expect([isUniqueViolation(error), isBusyFile(error)]).toEqual([unique, busy])
  }
})

test.each([[new Error('no code')], [coded(5)], [wrapped({ code: 'of no error' })], ['thrown as words'], [undefined]])(
  '%s has no code of an engine',
  (error) => {
    expect([databaseCode(error), isUniqueViolation(error), isBusyFile(error)]).toEqual([null, false, false])
  },
)

test('a refusal is found within, and says when to come again', () => {
  const busy = new Busy('try again')
  expect(refusalIn(wrapped(wrapped(busy)))).toBe(busy)
  expect(refusalIn(wrapped(new Error('something else')))).toBeNull()
  expect([busy.statusCode, busy.retryAfter]).toEqual([503, 2])
  expect(new OutcomeUnknown('who knows').retryAfter).toBe(5)
})
