// For some months after its answer a matter is not accepted again.
import { expect, test } from 'vitest'
import { openAgainOn } from '../../../src/domain/search/cool-down.ts'

const at = (day: string) => new Date(`${day}T10:00:00+08:00`)

test.each([
  ['2026-03-30', 6, '2026-09-29', '2026-09-30'],
  ['2026-03-30', 6, '2026-09-30', null],
  ['2026-08-31', 6, '2027-02-27', '2027-02-28'], // the month's last day
  ['2026-03-30', 0, '2026-03-30', null],
])('answered on %s, %i months, on %s', (answered, months, today, again) => {
  expect(openAgainOn({ answeredAt: at(answered) }, months, at(today), 'Asia/Taipei')).toBe(again)
})

test('what has no answer has no cool-down', () => {
  expect(openAgainOn({ answeredAt: null }, 6, at('2026-03-30'), 'Asia/Taipei')).toBeNull()
})
