// The filters of the register: what is asked for, what cannot be meant, and the way back into an address.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RegisterQuery, readRegisterQuery, registerAddress } from '../../../src/domain/answers/register-query.ts'
import type { Query } from '../../../src/platform/http/query.ts'

const agencies = [
  { id: '1', code: 'epb' },
  { id: '2', code: 'transport' },
]
const topics = [{ code: 'transport' }, { code: 'sea' }]
const everything: RegisterQuery = {
  agency: '',
  agencyId: null,
  topic: '',
  state: null,
  late: false,
  silent: false,
  unverifiable: false,
  year: null,
  page: 1,
}

test.each<[string, Query, Partial<RegisterQuery>]>([
  ['nothing', {}, {}],
  ['the empty fields of a form', { agency: '', state: '', late: '', year: '', page: '' }, {}],
  [
    'one of each',
    { agency: 'epb', topic: 'sea', state: 'kept', late: '1', silent: '1', unverifiable: '1', year: '2026', page: '3' },
    {
      ...{ agency: 'epb', agencyId: '1', topic: 'sea', state: 'kept', year: '2026', page: 3 },
      ...{ late: true, silent: true, unverifiable: true },
    },
  ],
  ['the last that says something', { state: ['open', 'kept', ''] }, { state: 'kept' }],
  ['a parameter of somebody else', { utm_source: 'mail' }, {}],
])('the register is asked for %s', (_, typed, asked) => {
  expect(readRegisterQuery(typed, agencies, topics)).toEqual({ ok: true, query: { ...everything, ...asked } })
})

test.each([
  ['agency', { agency: 'nobody' }],
  ['topic', { topic: 'nothing' }],
  ['state', { state: 'draft' }],
  ['late', { late: 'yes' }],
  ['silent', { silent: 'very' }],
  ['unverifiable', { unverifiable: '0' }],
  ['year', { year: '26' }],
  ['year', { year: '3026' }],
  ['page', { page: '0' }],
  ['page', { page: '1.5' }],
])('a %s like %o cannot be meant', (wrong, typed) => {
  expect(readRegisterQuery(typed, agencies, topics)).toEqual({ ok: false, wrong })
})

test('whatever is asked for, its address asks for the same', () => {
  const query = fc.record({
    agency: fc.constantFrom('', 'epb', 'transport'),
    topic: fc.constantFrom('', 'transport', 'sea'),
    state: fc.constantFrom(
      null,
      'open' as const,
      'done' as const,
      'kept' as const,
      'changed' as const,
      'dropped' as const,
    ),
    ...{ late: fc.boolean(), silent: fc.boolean(), unverifiable: fc.boolean() },
    year: fc.option(fc.integer({ min: 1000, max: 2999 }).map(String)),
    page: fc.integer({ min: 1, max: 999 }),
  })
  fc.assert(
    fc.property(query, (asked) => {
      const agencyId = agencies.find(({ code }) => code === asked.agency)?.id ?? null
      const url = new URL(registerAddress('/haicheng/commitments', { ...asked, agencyId }), 'http://localhost')
      expect(readRegisterQuery(Object.fromEntries(url.searchParams), agencies, topics)).toEqual({
        ok: true,
        query: { ...asked, agencyId },
      })
    }),
  )
  expect(registerAddress('/haicheng/commitments', everything)).toBe('/haicheng/commitments')
})
