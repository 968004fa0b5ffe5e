// Whole years of age, from what a card, a service or a person says of a birth.
import { expect, test } from 'vitest'
import { ageOn, bornBy } from '../../src/lib/age.ts'
import { isDay } from '../../src/lib/calendar.ts'

test.each([
  ['2008-06-18', '2026-06-18', 18, 'on the birthday itself'],
  ['2008-06-19', '2026-06-18', 17, 'the day before it'],
  ['2008-02-29', '2026-02-28', 17, 'born on a leap day: not on 28 February'],
  ['2008-02-29', '2026-03-01', 18, 'but on 1 March'],
  ['2008-02-29', '2028-02-29', 20, 'and on the leap day'],
  ['1990', '2026-06-18', 35, 'a year alone counts from its last day'],
  ['2008', '2026-12-30', 17, 'so nobody is taken for older'],
  ['2008', '2026-12-31', 18, 'than they are'],
  ['0000-06-18', '2026-06-18', null, 'a birthday without its year'],
  ['0000', '2026-06-18', null, 'no year'],
  ['2026-06-19', '2026-06-18', null, 'tomorrow'],
  ['2026-06-18', '2026-06-18', 0, 'today'],
  ['3020-01-01', '2026-06-18', null, 'far ahead'],
  ['1800-01-01', '2026-06-18', null, 'a placeholder'],
  ['2007-02-29', '2026-06-18', null, 'a day that never was'],
  ['2008-06', '2026-06-18', null, 'a month'],
  ['', '2026-06-18', null, 'nothing'],
  ['true', '2026-06-18', null, 'a word'],
  ['20080618', '2026-06-18', null, 'another way to write it'],
])('%s on %s: %s (%s)', (born, today, age, _why) => expect(ageOn(born, today)).toBe(age))

test('whoever was born on the last day is so old, and whoever was born a day later is not', () => {
  for (const today of ['2026-06-18', '2028-02-29', '2026-02-28', '2030-02-28', '2026-03-01', '2026-12-31'])
    for (const years of [1, 4, 16, 18, 65]) {
      const last = bornBy(today, years)
      const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10)
      expect([today, years, isDay(last), (ageOn(last, today) ?? -1) >= years]).toEqual([today, years, true, true])
      expect([today, years, next, (ageOn(next, today) ?? -1) >= years]).toEqual([today, years, next, false])
    }
})
