// A supporting agency's part is due before the answer that needs it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostDaysBefore, partDueBefore } from '../../../src/domain/governments/part-due.ts'
import { lastDay, localDate } from '../../../src/lib/calendar.ts'

const zone = 'Asia/Taipei'
const answer = new Date('2026-08-19T00:00:00+08:00') // due on 18 August
const last = (daysBefore: number, at: string) => lastDay(partDueBefore(answer, daysBefore, new Date(at), zone)!, zone)

test.each([
  ['a week before', 7, '2026-06-18T09:00:00+08:00', '2026-08-11'],
  ['with the answer', 0, '2026-06-18T09:00:00+08:00', '2026-08-18'],
  ['a day that is over: today instead', 7, '2026-08-14T23:59:00+08:00', '2026-08-14'],
  ['on the last day: with the answer', 7, '2026-08-18T09:00:00+08:00', '2026-08-18'],
  ['of an overdue answer: with the answer', 7, '2026-09-01T09:00:00+08:00', '2026-08-18'],
])('%s', (_, daysBefore, at, day) => {
  expect(last(daysBefore, at)).toBe(day)
})

test('an answer without a date gives none', () => {
  expect(partDueBefore(null, 7, new Date('2026-06-18T09:00:00+08:00'), zone)).toBeNull()
})

test('it is never after the answer, and while that is still to come never on a day that is over', () => {
  const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, moments, fc.integer({ min: 0, max: mostDaysBefore }), (due, at, daysBefore) => {
      const before = partDueBefore(due, daysBefore, at, zone)!
      expect(before.getTime()).toBeLessThanOrEqual(due.getTime())
      if (at < due) expect(lastDay(before, zone) >= localDate(at, zone)).toBe(true)
    }),
  )
})
