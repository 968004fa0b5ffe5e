// The arithmetic of how an agency answers, and the places of its picture.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dot, type Duty, decisionMix, median, plot, scorecard } from '../../../src/domain/figures/scorecard.ts'
import type { Decision } from '../../../src/schema/values.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const zone = 'Asia/Taipei'
const now = on('2026-06-18T09:00')

const duty = (more: Partial<Duty>): Duty => ({
  ...{ agencyId: 'epb', number: '2026-0001', title: '照明', extendedAt: null, hidden: false },
  ...{ thresholdMetAt: on('2026-02-01T10:00'), answerDueBefore: on('2026-04-02T00:00'), answeredAt: null },
  ...more,
})

test('cases are counted by what became of them', () => {
  const card = scorecard(
    [
      duty({ number: '1', answeredAt: on('2026-03-03T10:00') }),
      duty({ number: '2', answeredAt: on('2026-04-01T23:59:59') }), // on its last day
      duty({ number: '3', answeredAt: on('2026-04-02T00:00'), hidden: true }),
      duty({ number: '4' }),
      duty({ number: '5', answerDueBefore: on('2026-08-01T00:00'), extendedAt: now }),
      duty({ number: '6', answerDueBefore: now }), // overdue from this moment
    ],
    now,
    zone,
  )
  expect(card).toMatchObject({ cases: 6, answered: 3, inTime: 2, overdue: 2, due: 5, extended: 1, medianDays: 59 })
  expect(card.dots.map(({ number, days, late }) => [number, days, late])).toEqual([
    ['1', 30, false],
    ['2', 59, false],
    ['3', 60, true],
  ])
  expect(card.dots[2]?.title, 'what is hidden is named by its number').toBeNull()
})

test('before the first answer nothing is said of days', () => {
  expect(scorecard([], now, zone)).toMatchObject({ cases: 0, due: 0, medianDays: null, dots: [], quarters: [] })
  expect(scorecard([duty({ thresholdMetAt: null, answeredAt: now })], now, zone).dots, 'no threshold').toEqual([])
})

test('answers are gathered by local quarters, of which the last eight stay', () => {
  const answered = ['2026-03-31T23:30', '2026-04-01T00:30', '2026-04-20T10:00'].map((at, i) =>
    duty({ number: String(i), answeredAt: on(at) }),
  )
  expect(scorecard(answered, now, zone).quarters).toEqual([
    { year: 2026, quarter: 1, inTime: 1, late: 0 },
    { year: 2026, quarter: 2, inTime: 1, late: 1 },
  ])
  const years = Array.from({ length: 12 }, (_, i) =>
    duty({ number: String(i), answeredAt: on(`${2015 + i}-06-01T10:00`) }),
  )
  expect(scorecard(years, now, zone).quarters.map(({ year }) => year)).toEqual([
    2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
  ])
})

test.each([
  [[], null],
  [[7], 7],
  [[9, 1, 5], 5],
  [[10, 30], 20],
  [[10, 31], 21],
])('the median of %j is %s', (values, middle) => {
  expect(median(values)).toBe(middle)
})

test('whatever the days, every dot has a place of its own within the picture', () => {
  const days = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 120 })
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 200 }), (list, limit) => {
      const dots = list.map((n, i): Dot => ({ number: String(i), title: '', days: n, late: n > limit, answeredOn: '' }))
      const { dots: placed, ticks, limit: line } = plot(dots, limit)
      const percents = [...placed.map(({ x }) => x), ...ticks.map(({ x }) => x), line].map(Number.parseFloat)
      expect(Math.min(...percents)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...percents)).toBeLessThanOrEqual(100)
      expect(Math.min(...placed.map(({ y }) => y))).toBeGreaterThanOrEqual(9.9)
      expect(Math.max(...placed.map(({ y }) => y))).toBeLessThanOrEqual(118)
      expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(placed.length)
    }),
  )
})

test('the shares of decisions stand side by side, in their order, and fill the bar', () => {
  const order: Decision[] = ['adopted', 'partly', 'under_study', 'not_adopted']
  const mix = decisionMix(
    new Map<Decision, number>([
      ['adopted', 3],
      ['not_adopted', 1],
    ]),
    order,
  )
  expect(mix.map(({ decision, count, share, x }) => [decision, count, share, x])).toEqual([
    ['adopted', 3, 0.75, '0.00%'],
    ['partly', 0, 0, '75.00%'],
    ['under_study', 0, 0, '75.00%'],
    ['not_adopted', 1, 0.25, '75.00%'],
  ])
  expect(decisionMix(new Map(), order).every(({ share }) => share === 0)).toBe(true)
})
