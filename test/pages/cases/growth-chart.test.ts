// The growth curve and the districts: places in a picture, and the numbers beside it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../../src/lib/calendar.ts'
import { curveOf, districtsOfCase } from '../../../src/pages/cases/growth-chart.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const zone = 'Asia/Taipei'
const open = {
  threshold: 100,
  publishedAt: on('2026-06-01T10:00'),
  closesBefore: on('2026-06-11T00:00'), // the last day is the tenth
  thresholdMetAt: null as Date | null,
  endedAt: null as Date | null,
  seenOn: null,
}
const allDated = { undated: 0, base: 0 }
const days = [
  { date: '2026-06-01', count: 10 },
  { date: '2026-06-03', count: 30 },
]

test('an open case: level until today, the whole of its time below it', () => {
  const curve = curveOf(days, allDated, open, on('2026-06-05T09:00'), zone)!
  expect(curve).toMatchObject({
    viewBox: '0 0 9 108', // nine days across; a little air above the threshold
    line: 'M0 108L0 98L2 68H4',
    under: 'M0 108L0 98L2 68H4V108z',
    first: '2026-06-01',
    last: '2026-06-05',
    open: true,
    total: 40,
    metOn: null,
  })
  expect(curve.ticks.map(({ x, date }) => [x, date])).toEqual([
    ['0.00%', '2026-06-01'],
    ['100.00%', '2026-06-10'],
  ])
  expect(curve.end).toEqual({ x: '44.44%', y: '141.6', wordsY: '129.6', anchor: 'middle' })
  expect(curve.goal).toEqual({ n: 100, y: '36.1', wordsY: '29.1' })
  expect(curve.met).toBeNull()
})

test('a closed case ends on its last day, also where nobody was there to end it', () => {
  const after = curveOf(days, allDated, open, on('2026-06-20T09:00'), zone)!
  expect([after.line, after.open, after.last]).toEqual(['M0 108L0 98L2 68H9', false, '2026-06-10'])
  const ended = curveOf(days, allDated, { ...open, endedAt: on('2026-06-04T10:00') }, on('2026-06-20T09:00'), zone)!
  expect([ended.viewBox, ended.last]).toEqual(['0 0 3 108', '2026-06-04'])
})

test('the day on which the threshold was met has its dot, and its words where there is room for them', () => {
  const met = (date: string) =>
    curveOf(
      [{ date: '2026-06-01', count: 120 }],
      allDated,
      { ...open, thresholdMetAt: on(`${date}T10:00`) },
      on('2026-06-20T09:00'),
      zone,
    )!
  expect(met('2026-06-02').met).toMatchObject({ day: '2026-06-02', x: '11.11%', named: true })
  expect(met('2026-06-08').met).toMatchObject({ named: false })
  expect(met('2026-06-10').met, 'the last day has one dot').toBeNull()
})

test('who pressed after closing is still on the curve', () => {
  const late = curveOf([...days, { date: '2026-06-11', count: 1 }], allDated, open, on('2026-06-20T09:00'), zone)!
  expect([late.viewBox, late.last, late.total]).toEqual(['0 0 10 108', '2026-06-11', 41])
})

test.each([
  ['no co-signature', [], open],
  ['only some that were taken back', [{ date: '2026-06-01', count: 0 }], open],
  ['no publication', days, { ...open, publishedAt: null }],
])('there is no curve of %s', (_, byDay, p) => {
  expect(curveOf(byDay, allDated, p, on('2026-06-05T09:00'), zone)).toBeNull()
})

test('whatever the days, nothing leaves the picture and the weeks add up to the total', () => {
  const someDays = fc
    .uniqueArray(fc.record({ after: fc.integer({ min: 0, max: 70 }), count: fc.integer({ min: 1, max: 5000 }) }), {
      selector: ({ after }) => after,
      minLength: 1,
    })
    .map((list) =>
      list.sort((a, b) => a.after - b.after).map(({ after, count }) => ({ date: addDays('2026-06-01', after), count })),
    )
  fc.assert(
    fc.property(
      someDays,
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 0, max: 80 }),
      (byDay, threshold, today) => {
        const p = { ...open, threshold, closesBefore: on('2026-08-01T00:00') }
        const at = on(`${addDays('2026-06-01', today)}T12:00`)
        const curve = curveOf(byDay, allDated, p, at, zone)!
        for (const dot of [curve.met, curve.end]) {
          if (!dot) continue
          const [x, y] = [Number.parseFloat(dot.x), Number(dot.y)]
          expect(y).toBeGreaterThanOrEqual(22)
          expect(y).toBeLessThanOrEqual(212)
          expect(x).toBeGreaterThanOrEqual(0)
          if (byDay.at(-1)!.date <= addDays('2026-06-01', today)) expect(x).toBeLessThanOrEqual(100)
        }
        expect(curve.grid.map(({ y }) => Number(y)).every((y) => y > 22 && y < 212)).toBe(true)
        expect(curve.weeks.reduce((sum, week) => sum + week.added, 0)).toBe(curve.total)
        expect(curve.weeks.at(-1)!.sum).toBe(curve.total)
      },
    ),
  )
})

const district = (code: string) => ({ code, name: { en: code } })

test('districts stand by their number; those nobody signed from are left out, those too small to show have no number', () => {
  const counts = new Map([
    ['a', 20],
    ['b', 40],
    ['c', 0],
  ])
  const shown = districtsOfCase(counts, [district('a'), district('b'), district('c')], {
    through: '2026-06-02',
    of: 60,
  })
  expect(shown).toEqual({
    few: expect.any(Boolean),
    hidden: false,
    through: null,
    rows: [
      { name: { en: 'b' }, shown: { count: 40, bar: '100.0%', share: 40 / 60 } },
      { name: { en: 'a' }, shown: { count: 20, bar: '50.0%', share: 20 / 60 } },
    ],
  })
  const small = districtsOfCase(
    new Map([
      ['a', 20],
      ['b', 40],
      ['c', 2],
      ['d', 3],
    ]),
    ['a', 'b', 'c', 'd'].map(district),
    { through: '2026-06-02', of: 66 },
  )
  expect(small.through, 'one has signed since').toBe('2026-06-02')
  expect(small.hidden).toBe(true)
  expect(small.rows.some(({ shown }) => shown === null)).toBe(true)
})

test('a district of an import that is in no list keeps its code as its name; where the source says none, there is none', () => {
  const { rows } = districtsOfCase(
    new Map([
      ['夢想縣', 20],
      ['', 30],
    ]),
    [],
    { through: null, of: 50 },
  )
  expect(rows.map(({ name }) => name)).toEqual([null, { 'zh-Hant': '夢想縣' }])
})
