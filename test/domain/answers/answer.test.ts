// What follows from decisions and dates of an answer.
import { expect, test } from 'vitest'
import { outcomeOf, refusalToExtend } from '../../../src/domain/answers/answer.ts'
import type { Decision } from '../../../src/schema/values.ts'

const on = (local: string) => new Date(`${local}+08:00`)

test.each<[Decision[], string]>([
  [['adopted'], 'adopted'],
  [['adopted', 'adopted'], 'adopted'],
  [['not_adopted', 'not_adopted'], 'not_adopted'],
  [['under_study'], 'under_study'],
  [['adopted', 'not_adopted'], 'partly'],
  [['adopted', 'under_study'], 'partly'],
  [['partly'], 'partly'],
  [['partly', 'adopted'], 'partly'],
])('asks decided %j make a case %s', (decided, outcome) => {
  expect(outcomeOf(decided)).toBe(outcome)
})

const due = on('2026-07-02T00:00')
const soon = on('2026-06-21T10:00')
test.each([
  ['before the due date', due, on('2026-07-01T23:59:59'), 0, 1, null],
  ['after it', due, due, 0, 1, 'past_due'],
  ['a second time, where once is allowed', due, soon, 1, 1, 'ceiling'],
  ['a second time, where three are allowed', due, soon, 1, 3, null],
  ['a fourth time, where three are allowed', due, soon, 3, 3, 'ceiling'],
  ['where none is allowed', due, soon, 0, 0, 'ceiling'],
  ['after the due date, though one is left', due, due, 1, 2, 'past_due'],
  ['without a duty', null, soon, 0, 1, 'past_due'],
] as const)('an extension %s', (_, answerDueBefore, at, given, most, refusal) => {
  expect(refusalToExtend({ answerDueBefore }, { given, most }, at)).toBe(refusal)
})
