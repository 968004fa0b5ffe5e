// What follows from decisions and dates of an answer.
import { expect, test } from 'vitest'
import { lateness, mayExtend, outcomeOf } from '../../../src/domain/answers/answer.ts'
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

test.each([
  ['open, due today', { state: 'open', dueOn: '2026-06-18', closedAt: null }, { late: 0, keptLate: 0 }],
  ['open since yesterday', { state: 'open', dueOn: '2026-06-17', closedAt: null }, { late: 1, keptLate: 0 }],
  [
    'kept on its day, at night',
    { state: 'kept', dueOn: '2026-06-10', closedAt: on('2026-06-10T23:59') },
    { late: 0, keptLate: 0 },
  ],
  [
    'kept the day after',
    { state: 'kept', dueOn: '2026-06-10', closedAt: on('2026-06-11T00:00') },
    { late: 0, keptLate: 1 },
  ],
  [
    'dropped long after',
    { state: 'dropped', dueOn: '2026-01-01', closedAt: on('2026-06-11T00:00') },
    { late: 0, keptLate: 0 },
  ],
])('a promise that is %s', (_, commitment, late) => {
  expect(lateness(commitment, on('2026-06-18T09:00'), 'Asia/Taipei')).toEqual(late)
})
