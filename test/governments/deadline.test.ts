import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  closingDate,
  daysLate,
  deadline,
  deadlineFromDay,
  isWorkingDay,
  type WorkCalendar,
} from '../../src/governments/deadline.ts'
import { taiwanOfficeDays } from '../../src/governments/taiwan-holidays.ts'
import { addDays, deadlineIso, isoWithOffset, localDate, startOfDay } from '../../src/lib/calendar.ts'

const taipei: WorkCalendar = {
  timeZone: 'Asia/Taipei',
  holidays: new Map(taiwanOfficeDays().map((d) => [d.date, d.works])),
  loadedUntil: '2026-12-31',
}
const noon = (date: string) => new Date(`${date}T12:00:00+08:00`)

test.each([
  ['2017-05-26', 3, '2017-06-02'], // Friday; the Dragon Boat bridge of 29 and 30 May; a make-up Saturday on 3 June is not reached
  ['2026-06-18', 1, '2026-06-22'], // Thursday; 19 June is the Dragon Boat holiday, then a weekend
  ['2026-10-08', 1, '2026-10-12'], // Thursday; 9 October stands in for Saturday the 10th
])('%s + %i working days ends on %s', (from, n, last) => {
  expect(deadline(noon(from), { workingDays: n }, taipei).lastDay).toBe(last)
})

test('the day of the event is not counted, and a due date is the end of its last day', () => {
  const due = deadline(new Date('2017-06-13T11:27:21+08:00'), { months: 2 }, taipei)
  expect(due.lastDay).toBe('2017-08-13')
  expect(deadlineIso(due.before, 'Asia/Taipei')).toBe('2017-08-13T23:59:59+08:00')
  expect(daysLate(new Date('2017-08-28T10:00:00+08:00'), due.before, 'Asia/Taipei')).toBe(15)
  expect(daysLate(new Date('2017-08-13T23:59:59+08:00'), due.before, 'Asia/Taipei')).toBe(0)
})

test('months end on the same-numbered day or the month’s last, leap days included', () => {
  const end = (from: string, months: number) => deadlineFromDay(from, { months }, taipei).lastDay
  expect(end('2026-01-31', 1)).toBe('2026-02-28')
  expect(end('2024-01-31', 1)).toBe('2024-02-29')
  expect(end('2026-08-31', 6)).toBe('2027-02-28')
  expect(end('2024-02-29', 12)).toBe('2025-02-28')
})

test('a working-day period lands on a working day, skips only days off, and says which', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3200 }), fc.integer({ min: 1, max: 15 }), (offset, n) => {
      const from = addDays('2017-01-01', offset)
      const due = deadlineFromDay(from, { workingDays: n }, taipei)
      expect(isWorkingDay(due.lastDay, taipei)).toBe(true)
      const between = Array.from({ length: 60 }, (_, i) => addDays(from, i + 1)).filter((d) => d <= due.lastDay)
      expect(between.filter((d) => isWorkingDay(d, taipei))).toHaveLength(n)
      expect(due.skipped).toEqual(between.filter((d) => !isWorkingDay(d, taipei)))
    }),
  )
})

test('a blackout before an election stops the clock', () => {
  const published = noon('2026-10-01')
  const pause = [
    { firstDay: '2026-10-10', lastDay: '2026-10-12' },
    { firstDay: '2026-10-12', lastDay: '2026-10-14' },
  ]
  expect(localDate(new Date(closingDate(published, 60, [], 'Asia/Taipei').getTime() - 1), 'Asia/Taipei')).toBe(
    '2026-11-30',
  )
  expect(localDate(new Date(closingDate(published, 60, pause, 'Asia/Taipei').getTime() - 1), 'Asia/Taipei')).toBe(
    '2026-12-05',
  )
})

test('days begin where the zone says, over daylight saving too', () => {
  expect(isoWithOffset(startOfDay('2026-03-29', 'Europe/London'), 'Europe/London')).toBe('2026-03-29T00:00:00+00:00')
  expect(isoWithOffset(new Date('2026-03-29T12:00:00Z'), 'Europe/London')).toBe('2026-03-29T13:00:00+01:00')
  expect(isoWithOffset(startOfDay('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24T01:00:00+03:00') // midnight does not exist
})
