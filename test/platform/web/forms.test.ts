// Reading a form: what was typed always comes back, and nothing but what a form can send.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readForm } from '../../../src/platform/web/forms.ts'

const schema = z.object({
  words: z.string('proposals.error.words').trim().min(1, 'proposals.error.words').max(1000, 'proposals.error.too_long'),
  asks: z.array(z.string().max(3, 'proposals.error.too_long')).default([]),
})

test('what fits is read, and what was typed stays beside it', () => {
  const form = readForm(schema, { words: ' 夠了 ', more: '1' })
  expect(form).toEqual({
    ok: true,
    data: { words: '夠了', asks: [] },
    values: { words: ' 夠了 ', more: '1' },
    errors: {},
  })
})

test.each([
  ['nothing at all', undefined, { words: 'proposals.error.words' }],
  ['no form', 'words=x', { words: 'proposals.error.words' }],
  ['only spaces', { words: '  ' }, { words: 'proposals.error.words' }],
  ['a row of a list, by its place', { words: 'x', asks: ['甲', '一二三四'] }, { 'asks-1': 'proposals.error.too_long' }],
  ['one field that came twice', { words: ['a', 'b'] }, { words: 'proposals.error.words' }],
  ['a list that came as one, in words of the catalogue', { words: 'x', asks: 'y' }, { asks: 'errors.400.message' }],
])('%s is refused beside its field', (_, body, keys) => {
  const { ok, errors } = readForm(schema, body)
  expect(ok).toBe(false)
  expect(Object.fromEntries(Object.entries(errors).map(([field, { key }]) => [field, key]))).toEqual(keys)
})

test('a limit is passed on as it is written', () => {
  const { errors } = readForm(schema, { words: '長'.repeat(1001) })
  expect(errors.words?.params).toEqual({ maximum: '1,000', minimum: undefined })
})

test('of what scripts send only words and lists of words are kept, and not more than a form has', () => {
  const body = JSON.parse(
    '{"words":"x","n":1,"o":{"a":"b"},"mixed":["a",1],"none":null,"constructor":"x","__proto__":"x"}',
  )
  expect(readForm(schema, body).values).toEqual({ words: 'x' })
  expect(readForm(schema, { words: 'x', asks: Array(100_000).fill('y') }).values.asks).toHaveLength(200)
})
