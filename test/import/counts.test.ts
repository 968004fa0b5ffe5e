// Which number of co-signatures stands, and what of it is growth.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { growthOf, type Series, standing, sum, totalOf } from '../../src/import/counts.ts'

const series = (rows: [day: string, count: number][], more: Partial<Series> = {}): Series => ({
  rows: rows.map(([day, count]) => ({ day, district: '', count })),
  ...{ base: 0, lastDay: rows.at(-1)?.[0] ?? '', times: [] },
  ...more,
})
const days = (rows: { day: string; count: number }[]) => rows.map(({ day, count }) => `${day} ${count}`)

test.each([
  [
    'the first sum is no growth',
    [
      ['01', 120],
      ['02', 125],
    ],
    120,
    ['02 5'],
  ],
  ['one look alone', [['01', 120]], 120, []],
  [
    'days in any order',
    [
      ['03', 9],
      ['01', 4],
      ['02', 4],
    ],
    4,
    ['03 5'],
  ],
  [
    'a sum that falls takes from the days before it',
    [
      ['01', 4],
      ['02', 9],
      ['03', 7],
      ['04', 8],
    ],
    4,
    ['03 3', '04 1'],
  ],
  [
    'and from the first look when they are used up',
    [
      ['01', 10],
      ['02', 12],
      ['03', 6],
    ],
    6,
    [],
  ],
] as [string, [string, number][], number, string[]][])('%s', (_, sums, base, grown) => {
  const found = growthOf(sums.map(([day, sum]) => ({ day: `2017-04-${day}`, sum })))
  expect([found.base, days(found.rows)]).toEqual([base, grown.map((row) => `2017-04-${row}`)])
})

test('whatever was seen, base and growth make up the last sum, and no day shrinks', () => {
  const sums = fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(sums, (seen) => {
      const found = growthOf(seen.map((sum, i) => ({ day: String(1000 + i), sum })))
      expect(totalOf(found)).toBe(seen.at(-1))
      expect(found.rows.every((row) => row.count > 0)).toBe(true)
      expect(found.base).toBeGreaterThanOrEqual(0)
    }),
  )
})

const daily = series([['2017-04-06', 3]], { base: 1 })
const districts = series([
  ['2017-04-04', 2],
  ['2017-04-05', 6],
])
const list = series([['2017-04-04', 5]], { times: ['2017-04-04 10:00:00'] })

test.each([
  ['its line alone: of no day', 7, {}, 7, [' 7'], 0],
  ['nothing at all', null, {}, 0, [], 0],
  ['both agree', 4, { daily }, 4, ['2017-04-06 3', ' 1'], 0],
  ['the line knows of more', 9, { daily }, 9, ['2017-04-06 3', ' 6'], 1],
  ['the days know of more', 2, { daily }, 4, ['2017-04-06 3', ' 1'], 1],
  ['days by county are more exact, and larger', 4, { daily, districts }, 8, ['2017-04-04 2', '2017-04-05 6'], 1],
  [
    'days by county are more exact, and smaller',
    20,
    { daily: series([['2017-04-06', 20]]), districts },
    20,
    ['2017-04-04 2', '2017-04-05 6', ' 12'],
    1,
  ],
  ['a full list replaces the others', 5, { daily, districts, list }, 5, ['2017-04-04 5'], 0],
] as const)('%s', (_, said, found, count, rows, conflicts) => {
  const stands = standing(said, found)
  expect([stands.count, sum(stands.rows), days(stands.rows), stands.conflicts.length]).toEqual([
    count,
    count,
    rows,
    conflicts,
  ])
})

test('a conflict is said in words', () => {
  expect(standing(9000, { daily }).conflicts).toEqual(['its line says 9,000, the daily sums end at 4: 9,000 stands'])
})
