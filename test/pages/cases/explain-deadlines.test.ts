// How a date came about is said only where the rule gives exactly the date that stands there.
import { expect, test } from 'vitest'
import { closingDate, deadline, extended, type WorkCalendar } from '../../../src/domain/governments/deadline.ts'
import { defaultRules as rules } from '../../../src/domain/governments/government.ts'
import { howItCloses, howItIsChecked, howItIsDue } from '../../../src/pages/cases/explain-deadlines.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const zone = 'Asia/Taipei'
const calendar: WorkCalendar = { timeZone: zone, holidays: new Map(), loadedUntil: '2030-12-31' }
const pauses = [{ firstDay: '2026-07-01', lastDay: '2026-07-10', reason: { en: 'Election' } }]
const publishedAt = on('2026-06-01T10:00')
const thresholdMetAt = on('2026-06-10T10:00')
const what = (how: { what: string }[]) => how.map((one) => one.what)

test.each([
  ['by the rule', { publishedAt, closesBefore: closingDate(publishedAt, 60, [], zone) }, [], true],
  ['by the rule and a pause', { publishedAt, closesBefore: closingDate(publishedAt, 60, pauses, zone) }, pauses, true],
  [
    'not, where a pause has not moved it yet',
    { publishedAt, closesBefore: closingDate(publishedAt, 60, [], zone) },
    pauses,
    false,
  ],
  ['not, where a source gave it', { publishedAt, closesBefore: on('2026-09-01T00:00') }, [], false],
  ['not, before publication', { publishedAt: null, closesBefore: on('2026-09-01T00:00') }, [], false],
])('a closing date is explained %s', (_, p, paused, explained) => {
  expect(what(howItCloses(p, rules, paused, zone))).toEqual(explained ? ['closing'] : [])
  expect(howItCloses(p, null, paused, zone), 'without rules nothing is').toEqual([])
})

test('a pause on the way is named among the steps', () => {
  const [how] = howItCloses(
    { publishedAt, closesBefore: closingDate(publishedAt, 60, pauses, zone) },
    rules,
    pauses,
    zone,
  )
  expect(how?.steps.find(({ key }) => key === 'deadline.paused')?.params).toMatchObject({ name: { en: 'Election' } })
})

const first = deadline(thresholdMetAt, { months: rules.answerMonths }, calendar).before
const later = (months: number) => extended(first, { months }, calendar).before

test.each([
  ['an answer', first, ['answer']],
  ['an extension of one month', later(1), ['answer', 'extension']],
  ['the longest extension', later(rules.extensionMonths), ['answer', 'extension']],
  ['a longer one than the rules have', later(rules.extensionMonths + 1), []],
  ['a date of another source', on('2026-08-09T00:00'), []],
  ['no date', null, []],
])('the due date of %s', (_, answerDueBefore, explained) => {
  expect(what(howItIsDue({ thresholdMetAt, answerDueBefore }, rules, calendar))).toEqual(explained)
  expect(howItIsDue({ thresholdMetAt: null, answerDueBefore }, rules, calendar)).toEqual([])
})

test('two extensions are explained one after the other, each from the date before it', () => {
  const second = extended(later(1), { months: 2 }, calendar).before
  const due = { thresholdMetAt, answerDueBefore: second }
  expect(what(howItIsDue(due, rules, calendar, [1, 2]))).toEqual(['answer', 'extension', 'extension'])
  expect(what(howItIsDue(due, rules, calendar, [1])), 'the record does not tell of both').toEqual([])
})

test('a check counts from the last time the case was sent, not from the first', () => {
  const [once, again] = [on('2026-06-01T10:00'), on('2026-06-08T10:00')]
  const checkDueBefore = deadline(again, { workingDays: rules.checkingWorkingDays }, calendar).before
  expect(what(howItIsChecked({ checkDueBefore }, again, rules, calendar))).toEqual(['check'])
  expect(howItIsChecked({ checkDueBefore }, once, rules, calendar)).toEqual([])
  expect(howItIsChecked({ checkDueBefore }, undefined, rules, calendar)).toEqual([])
  expect(howItIsChecked({ checkDueBefore: null }, again, rules, calendar)).toEqual([])
})
