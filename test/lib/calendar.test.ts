import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  daysBetween,
  deadlineIso,
  isDay,
  isoWithOffset,
  lastDay,
  localDate,
  localTime,
  monthsAgo,
  rocYear,
  startOfDay,
  weekday,
} from '../../src/lib/calendar.ts'

const zones = [
  'Asia/Taipei',
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo', // until 2019 clocks changed at midnight
  'Africa/Cairo', // they still do
  'America/Havana', // midnight happens twice in autumn
  'Asia/Kathmandu', // +05:45
  'Australia/Lord_Howe', // changes by half an hour
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Kiritimati', // +14:00
]
const anyInstant = fc.date({
  min: new Date('1990-01-01T00:00:00Z'),
  max: new Date('2045-01-01T00:00:00Z'),
  noInvalidDate: true,
})
const anyDay = fc.integer({ min: 0, max: 365 * 50 }).map((n) => addDays('1990-01-01', n))

test('six months are over on the day after the same-numbered one, or after the last of a month that has none', () => {
  const over = (today: string) =>
    monthsAgo(new Date(`${today}T09:00:00Z`), 6, 'UTC')
      .toISOString()
      .slice(0, 10)
  expect(over('2026-12-18'), 'the 18th of June has today still').toBe('2026-06-18')
  expect(over('2026-12-19')).toBe('2026-06-19')
  expect(over('2026-08-29'), 'of February everything is over').toBe('2026-03-01')
  expect(over('2026-08-31')).toBe('2026-03-01')
  expect(over('2026-02-28')).toBe('2025-08-28')
  expect(over('2026-03-01'), 'what happened on the 31st too').toBe('2025-09-01')
  expect(monthsAgo(new Date('2026-12-18T17:00:00Z'), 6, 'Asia/Taipei').toISOString()).toBe('2026-06-18T16:00:00.000Z')
})

test('an instant is shown as its zone’s clocks show it, daylight saving and all', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
      const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
      expect(localDate(instant, zone)).toBe(there.toPlainDate().toString())
      expect(localTime(instant, zone)).toBe(there.toPlainTime().toString().slice(0, 5))
      expect(isoWithOffset(instant, zone)).toBe(there.toPlainDateTime().toString().slice(0, 19) + there.offset)
    }),
    { numRuns: 2000 },
  )
})

test('a day starts where its zone says and not a millisecond earlier', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...zones), (day, zone) => {
      const start = startOfDay(day, zone)
      expect(start.getTime()).toBe(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
      expect(localDate(new Date(start.getTime() - 1), zone) < day).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('around every change of the clocks the answers stay exact', () => {
  for (const [zone, change] of [
    ['America/New_York', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['Africa/Cairo', '2026-04-23T22:00:00Z'],
    ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ] as const)
    for (const seconds of [-3601, -1, 0, 1, 3600]) {
      const instant = new Date(Date.parse(change) + seconds * 1000)
      const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
      expect(isoWithOffset(instant, zone)).toBe(
        there.toPlainDateTime().toString().slice(0, 19).padEnd(19, ':00') + there.offset,
      )
    }
})

test('a day of changed clocks has 23 or 25 hours', () => {
  const hours = (day: string, zone: string) =>
    (startOfDay(addDays(day, 1), zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000
  expect(hours('2026-03-08', 'America/New_York')).toBe(23)
  expect(hours('2026-11-01', 'America/New_York')).toBe(25)
  expect(hours('2018-11-04', 'America/Sao_Paulo')).toBe(23)
  expect(hours('2026-06-01', 'Asia/Taipei')).toBe(24)
})

test('where midnight does not exist, the day starts at one', () => {
  expect(isoWithOffset(startOfDay('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24T01:00:00+03:00')
  expect(isoWithOffset(startOfDay('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe(
    '2018-11-04T01:00:00-02:00',
  )
})

test('a deadline is the end of its last day, whatever the clocks do that night', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...zones.filter((zone) => zone !== 'Pacific/Apia')), (day, zone) => {
      const before = startOfDay(addDays(day, 1), zone)
      expect(lastDay(before, zone)).toBe(day)
      expect(deadlineIso(before, zone)).toMatch(new RegExp(`^${day}T23:59:59[+-]`))
    }),
    { numRuns: 1000 },
  )
  expect(deadlineIso(new Date('2026-07-05T16:00:00Z'), 'Asia/Taipei')).toBe('2026-07-05T23:59:59+08:00')
})

test('months keep the number of the day, or end with the month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(addMonths('2026-08-31', 6)).toBe('2027-02-28')
  expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
  expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (day, months) => {
      expect(addMonths(day, months)).toBe(Temporal.PlainDate.from(day).add({ months }).toString())
    }),
  )
})

test('days are counted as on a wall calendar', () => {
  expect(daysBetween('2017-08-13', '2017-08-28')).toBe(15)
  expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1)
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(weekday('2026-11-24')).toBe(2)
  expect(rocYear('2026-11-24')).toBe(115)
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n)
    }),
  )
})

test('what is no date is refused, not turned into another day', () => {
  expect(['2026-02-30', '2026-2-3', '2026-13-01', '', '2026-02-29', 'x'].filter(isDay)).toEqual([])
  expect(isDay('2024-02-29')).toBe(true)
  expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
  expect(() => startOfDay('yesterday', 'Asia/Taipei')).toThrow(RangeError)
  expect(() => localDate(new Date(), 'Asia/Nowhere')).toThrow(RangeError)
})
