// What follows from decisions and dates of an answer.
import { expect, test } from 'vitest'
import { mayExtend, outcomeOf } from '../../../src/domain/answers/answer.ts'
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
test.each([
  ['before the due date', { answerDueBefore: due, extendedAt: null }, on('2026-07-01T23:59:59'), true],
  ['after it', { answerDueBefore: due, extendedAt: null }, due, false],
  ['a second time', { answerDueBefore: due, extendedAt: on('2026-06-20T10:00') }, on('2026-06-21T10:00'), false],
  ['without a duty', { answerDueBefore: null, extendedAt: null }, on('2026-06-21T10:00'), false],
])('an extension %s', (_, p, at, may) => {
  expect(mayExtend(p, at)).toBe(may)
})
