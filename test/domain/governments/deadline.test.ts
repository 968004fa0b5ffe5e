import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Blackout,
  closingDate,
  daysLate,
  daysLeft,
  deadline,
  deadlineFromDay,
  extended,
  isPaused,
  isWorkingDay,
  type Period,
  pausedUntil,
  type WorkCalendar,
} from '../../../src/domain/governments/deadline.ts'
import { taiwanOfficeDays } from '../../../src/domain/governments/taiwan-holidays.ts'
import { addDays, deadlineIso, lastDay, localDate } from '../../../src/lib/calendar.ts'

const taipei: WorkCalendar = {
  timeZone: 'Asia/Taipei',
  holidays: new Map(taiwanOfficeDays().map(({ date, works, name }) => [date, { works, name: { 'zh-Hant': name } }])),
  loadedUntil: `${taiwanOfficeDays().at(-1)?.date.slice(0, 4)}-12-31`,
}
const newYork: WorkCalendar = { timeZone: 'America/New_York', holidays: new Map(), loadedUntil: '2027-12-31' }
const noon = (date: string) => new Date(`${date}T12:00:00+08:00`)

test.each([
  ['2017-05-26', 3, '2017-06-02'], // Friday; closed on the 29th and 30th (Dragon Boat); 31, 1, 2; the make-up Saturday 3 June not reached
  ['2017-05-26', 4, '2017-06-03'], // which counts when it is reached
  ['2017-05-26', 5, '2017-06-05'],
  ['2026-06-18', 1, '2026-06-22'], // Thursday; 19 June is Dragon Boat, then a weekend
  ['2026-10-08', 1, '2026-10-12'], // Thursday; 9 October stands in for Saturday the 10th
  ['2026-02-13', 1, '2026-02-23'], // Friday; nine days of Lunar New Year
  ['2026-02-13', 5, '2026-03-02'], // 23 to 26 February; the 27th stands in for Saturday the 28th; Monday 2 March is the fifth
  ['2026-02-11', 3, '2026-02-23'],
  ['2026-04-02', 1, '2026-04-07'], // Children's Day and Tomb Sweeping Day, both made up for
  ['2026-09-24', 1, '2026-09-29'], // Mid-Autumn on Friday, Confucius' birthday on Monday
  ['2026-10-23', 1, '2026-10-27'], // Retrocession Day on Sunday, made up for on Monday
  ['2025-10-23', 1, '2025-10-27'], // on Saturday the 25th, made up for on Friday
  ['2025-12-24', 1, '2025-12-26'], // Constitution Day
  ['2026-04-30', 1, '2026-05-04'], // Labour Day, for everyone since 2026
  ['2024-04-30', 1, '2024-05-01'], // and not before
])('%s + %i working days ends on %s', (from, n, last) => {
  expect(deadline(noon(from), { workingDays: n }, taipei).lastDay).toBe(last)
})

test('the day of the event is not counted, and a due date is the end of its last day', () => {
  const due = deadline(new Date('2017-06-13T11:27:21+08:00'), { months: 2 }, taipei)
  expect(due.lastDay).toBe('2017-08-13')
  expect(deadlineIso(due.before, 'Asia/Taipei')).toBe('2017-08-13T23:59:59+08:00')
  expect(deadline(new Date('2017-06-12T23:59:59+08:00'), { days: 1 }, taipei).lastDay).toBe('2017-06-13')
  expect(deadline(new Date('2017-06-13T00:00:00+08:00'), { days: 1 }, taipei).lastDay).toBe('2017-06-14')
})

test('the event’s day is the government’s, not the server’s', () => {
  const instant = new Date('2026-03-31T17:00:00Z') // already 1 April in Taipei, still 31 March in New York
  expect(deadline(instant, { months: 1 }, taipei).lastDay).toBe('2026-05-01')
  expect(deadline(instant, { months: 1 }, newYork).lastDay).toBe('2026-04-30')
})

test('months end on the same-numbered day or the month’s last, leap days included', () => {
  const end = (from: string, months: number) => deadlineFromDay(from, { months }, taipei).lastDay
  expect(end('2026-01-31', 1)).toBe('2026-02-28')
  expect(end('2024-01-31', 1)).toBe('2024-02-29')
  expect(end('2026-08-31', 6)).toBe('2027-02-28')
  expect(end('2023-08-31', 6)).toBe('2024-02-29')
  expect(end('2024-02-29', 12)).toBe('2025-02-28')
})

test('an extension counts from the due date, not from the day it is decided', () => {
  const due = deadline(noon('2026-06-30'), { months: 2 }, taipei)
  expect(due.lastDay).toBe('2026-08-30')
  expect(extended(due.before, { months: 2 }, taipei).lastDay).toBe('2026-10-30')
})

test('a calendar period over the Lunar New Year is not moved, and says so', () => {
  const due = deadline(noon('2026-02-10'), { days: 7 }, taipei)
  expect(due.lastDay).toBe('2026-02-17')
  expect(due.skipped).toEqual([])
  expect(due.steps.map((step) => step.key)).toEqual([
    'deadline.start',
    'deadline.days',
    'deadline.not_moved',
    'deadline.last_day',
  ])
})

test('a due date tells how it was computed', () => {
  expect(deadline(noon('2017-05-26'), { workingDays: 4 }, taipei).steps).toEqual([
    { key: 'deadline.start', params: { date: '2017-05-26' } },
    { key: 'deadline.working_days', params: { count: 4, date: '2017-05-27' } },
    { key: 'deadline.holiday', params: { date: '2017-05-29', until: '2017-05-29', name: { 'zh-Hant': '調整放假' } } },
    { key: 'deadline.holiday', params: { date: '2017-05-30', until: '2017-05-30', name: { 'zh-Hant': '端午節' } } },
    { key: 'deadline.makeup', params: { date: '2017-06-03', name: { 'zh-Hant': '調整上班' } } },
    { key: 'deadline.weekend', params: { count: 2 } },
    { key: 'deadline.last_day', params: { date: '2017-06-03' } },
  ])
  const newYear = deadline(noon('2026-02-13'), { workingDays: 1 }, taipei).steps
  expect(newYear).toContainEqual({
    key: 'deadline.holiday',
    params: { date: '2026-02-17', until: '2026-02-19', name: { 'zh-Hant': '春節' } },
  })
  expect(deadlineFromDay('2026-01-31', { months: 1 }, taipei).steps).toContainEqual({
    key: 'deadline.month_end',
    params: { date: '2026-02-28' },
  })
})

test('a working-day period past the last known holidays says that it may change; calendar periods never do', () => {
  const short = { ...taipei, loadedUntil: '2026-12-31' }
  const due = deadlineFromDay('2026-12-30', { workingDays: 7 }, short)
  expect(due.uncertain).toBe(true)
  expect(due.steps.at(-1)).toEqual({ key: 'deadline.uncertain', params: { year: 2026 } })
  expect(deadlineFromDay('2026-12-30', { workingDays: 1 }, short).uncertain).toBe(false)
  expect(deadlineFromDay('2026-12-30', { months: 2 }, short).uncertain).toBe(false)
})

const anyDay = fc.integer({ min: 0, max: 3500 }).map((n) => addDays('2017-01-01', n))
const anyPeriod: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ workingDays: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ days: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ months: fc.integer({ min: 1, max: 14 }) }),
)

test('a working-day period lands on a working day, skips only days off, and says which', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 15 }), (from, n) => {
      const due = deadlineFromDay(from, { workingDays: n }, taipei)
      expect(isWorkingDay(due.lastDay, taipei)).toBe(true)
      const between = Array.from({ length: 60 }, (_, i) => addDays(from, i + 1)).filter((d) => d <= due.lastDay)
      expect(between.filter((d) => isWorkingDay(d, taipei))).toHaveLength(n)
      expect(due.skipped.map((d) => d.date)).toEqual(between.filter((d) => !isWorkingDay(d, taipei)))
    }),
  )
})

test('who starts later is never due earlier, and nobody is due on the day itself', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 40 }), anyPeriod, (from, later, period) => {
      const first = deadlineFromDay(from, period, taipei)
      const second = deadlineFromDay(addDays(from, later), period, taipei)
      expect(second.before >= first.before).toBe(true)
      expect(first.lastDay > from).toBe(true)
      expect(lastDay(first.before, 'Asia/Taipei')).toBe(first.lastDay)
    }),
  )
})

const closes = (published: string, days: number, blackouts: Blackout[]) =>
  lastDay(closingDate(noon(published), days, blackouts, 'Asia/Taipei'), 'Asia/Taipei')

test('a blackout before an election stops the clock', () => {
  const pause = [
    { firstDay: '2026-10-12', lastDay: '2026-10-14' },
    { firstDay: '2026-10-10', lastDay: '2026-10-12' }, // they overlap and merge: five days
  ]
  expect(closes('2026-10-01', 60, [])).toBe('2026-11-30')
  expect(closes('2026-10-01', 60, pause)).toBe('2026-12-05')
  expect(closes('2026-10-01', 60, [{ firstDay: '2026-12-01', lastDay: '2026-12-31' }])).toBe('2026-11-30')
  expect(closes('2026-10-01', 60, [{ firstDay: '2026-11-30', lastDay: '2026-12-31' }])).toBe('2027-01-01')
  expect(closes('2026-10-11', 60, [{ firstDay: '2026-10-01', lastDay: '2026-10-12' }])).toBe('2026-12-11')
})

test('the closing date is the one that counting day by day finds', () => {
  const anyBlackout = fc
    .tuple(fc.integer({ min: -20, max: 120 }), fc.integer({ min: 0, max: 30 }))
    .map(([start, length]) => ({
      firstDay: addDays('2026-05-01', start),
      lastDay: addDays('2026-05-01', start + length),
    }))
  fc.assert(
    fc.property(fc.array(anyBlackout, { maxLength: 5 }), fc.integer({ min: 1, max: 90 }), (blackouts, days) => {
      let day = '2026-05-01'
      for (let counted = 0; counted < days; ) {
        day = addDays(day, 1)
        if (!isPaused(noon(day), blackouts, 'Asia/Taipei')) counted++
      }
      expect(closes('2026-05-01', days, blackouts)).toBe(day)
    }),
  )
})

test('co-signing pauses from the first moment of a blackout to the last, and says when it goes on', () => {
  const pauses = [
    { firstDay: '2026-11-01', lastDay: '2026-11-03' },
    { firstDay: '2026-11-04', lastDay: '2026-11-05' },
  ]
  const paused = (at: string) => isPaused(new Date(at), pauses, 'Asia/Taipei')
  expect(paused('2026-10-31T23:59:59+08:00')).toBe(false)
  expect(paused('2026-11-01T00:00:00+08:00')).toBe(true)
  expect(paused('2026-11-05T23:59:59+08:00')).toBe(true)
  expect(paused('2026-11-06T00:00:00+08:00')).toBe(false)
  expect(pausedUntil(noon('2026-11-02'), pauses, 'Asia/Taipei')).toEqual(new Date('2026-11-06T00:00:00+08:00'))
  expect(pausedUntil(noon('2026-10-02'), pauses, 'Asia/Taipei')).toBeNull()
})

test('lateness and what is left are differences of local dates', () => {
  const due = deadline(new Date('2017-06-13T11:27:21+08:00'), { months: 2 }, taipei).before
  const late = (at: string) => daysLate(new Date(at), due, 'Asia/Taipei')
  expect(late('2017-08-28T17:37:22+08:00')).toBe(15)
  expect(late('2017-08-13T23:59:59.999+08:00')).toBe(0)
  expect(late('2017-08-14T00:00:00+08:00')).toBe(1)
  expect(late('2017-07-01T00:00:00+08:00')).toBe(0)
  expect(daysLeft(new Date('2017-08-12T23:00:00+08:00'), due, 'Asia/Taipei')).toBe(1)
  expect(daysLeft(new Date('2017-08-13T23:00:00+08:00'), due, 'Asia/Taipei')).toBe(0)
  expect(daysLeft(new Date('2017-08-14T00:00:00+08:00'), due, 'Asia/Taipei')).toBe(-1)
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 40 }), (hours) => {
      const at = new Date(due.getTime() + hours * 3_600_000)
      expect(daysLate(at, due, 'Asia/Taipei') > 0).toBe(at >= due)
      expect(localDate(at, 'Asia/Taipei') > '2017-08-13').toBe(at >= due)
    }),
  )
})
