// Who may do what by their seats, and what a government's own rows mean.
import { expect, test } from 'vitest'
import {
  checkingRole,
  defaultLimits,
  hidesText,
  isAssignable,
  limitsOf,
  type Seat,
  seatMay,
} from '../../../src/domain/governments/government.ts'

const moderator: Seat = { role: 'moderator', agencyId: null }
const officer: Seat = { role: 'officer', agencyId: 'epb' }
const administrator: Seat = { role: 'administrator', agencyId: null }

test.each<[string, Seat[], string[]]>([
  ['nobody', [], []],
  ['a moderator', [moderator], ['work', 'check']],
  ['an officer', [officer], ['work', 'answerFor']],
  ['an administrator', [administrator], ['work', 'check', 'administer']],
  ['an officer who also moderates', [officer, moderator], ['work', 'check', 'answerFor']],
])('%s may', (_, seats, acts) => {
  const may = {
    work: seatMay.work(seats),
    check: seatMay.check(seats),
    answerFor: seatMay.answerFor(seats, 'epb'),
    administer: seatMay.administer(seats),
  }
  expect(Object.entries(may).flatMap(([act, yes]) => (yes ? [act] : []))).toEqual(acts)
  expect(seatMay.answerFor(seats, 'transport'), 'for another agency').toBe(false)
  expect(seatMay.answerFor(seats, null), 'for none').toBe(false)
})

test('who moderates checks as a moderator, whatever else they are', () => {
  expect(checkingRole([administrator, moderator])).toBe('moderator')
  expect(checkingRole([administrator])).toBe('administrator')
})

test.each([
  ['always', null, null, true],
  ['from today', '2026-06-18', null, true],
  ['from tomorrow', '2026-06-19', null, false],
  ['to today', null, '2026-06-18', true],
  ['to yesterday', null, '2026-06-17', false],
])('an agency that is there %s takes cases: %s to %s', (_, validFrom, validTo, takes) => {
  expect(isAssignable({ validFrom, validTo }, '2026-06-18')).toBe(takes)
})

test('a government’s own limits stand in place of the usual ones', () => {
  expect(limitsOf({ limits: null })).toEqual(defaultLimits)
  expect(limitsOf({ limits: { draftsPerPerson: 3 } })).toEqual({ ...defaultLimits, draftsPerPerson: 3 })
})

test('a text is hidden where the reason of its refusal says so, and only there', () => {
  const reasons = [
    { code: 'unlawful', hidesText: true },
    { code: 'unclear', hidesText: false },
  ]
  expect(['unlawful', 'unclear', 'gone', null].map((code) => hidesText(reasons, code))).toEqual([
    true,
    false,
    false,
    false,
  ])
})
