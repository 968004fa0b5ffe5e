// What filters of a search say they would bring is what somebody counts who tries each one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FacetName, facetNames, facetsFrom } from '../../../src/domain/search/facets.ts'
import { everything, type ListQuery } from '../../../src/domain/search/list-query.ts'

const agencies = new Map([
  ['id-1', 'transport'],
  ['id-2', 'works'],
  ['id-3', 'police'],
])
type Case = Record<Exclude<FacetName, 'agency'>, string> & { agency: string[] }
const oneOf = (...values: string[]) => fc.constantFrom(...values)
const cases = fc.array(
  fc.record({
    ...{ stage: oneOf('resolved', 'review'), outcome: oneOf('', 'adopted', 'partly'), topic: oneOf('', 'sea', '交通') },
    ...{ district: oneOf('', 'd1', 'd2'), year: oneOf('2024', '2025', '2026') },
    agency: fc.uniqueArray(oneOf('id-1', 'id-2', 'id-3', 'of another government')),
  }),
  { maxLength: 40 },
)
const picked = (...values: string[]) => fc.uniqueArray(oneOf(...values), { maxLength: 2 })
const filters = fc.record({
  ...{ stage: picked('resolved', 'review'), outcome: picked('adopted', 'partly'), topic: picked('sea', '交通') },
  ...{ district: picked('d1', 'd2', 'd3'), year: picked('2024', '2025'), agency: picked('transport', 'works') },
})

const lineOf = ({ stage, outcome, topic, district, year, agency }: Case) =>
  [stage, outcome, topic, district, year, agency.join(' ')].join('\t')
const valuesOf = (one: Case, name: FacetName): string[] =>
  name === 'agency' ? one.agency.flatMap((id) => agencies.get(id) ?? []) : one[name] ? [one[name]] : []

test('each option is counted without its own filter, and with all others', () => {
  fc.assert(
    fc.property(cases, filters, (given, chosen) => {
      const query = { ...everything, ...chosen, year: chosen.year.map(Number) } as ListQuery
      const facts = given.length ? given.map(lineOf).join('\n') : null
      const fits = (one: Case, but: FacetName) =>
        facetNames.every(
          (name) =>
            name === but || !chosen[name].length || valuesOf(one, name).some((value) => chosen[name].includes(value)),
        )
      const byHand = Object.fromEntries(
        facetNames.map((name) => {
          const times: Record<string, number> = {}
          for (const one of given.filter((one) => fits(one, name)))
            for (const value of valuesOf(one, name)) times[value] = (times[value] ?? 0) + 1
          return [name, times]
        }),
      )
      expect(facetsFrom(facts, query, agencies)).toEqual(byHand)
    }),
  )
})
