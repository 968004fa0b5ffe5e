// What the desk shows beside the words of a case: what is due by whom, what can be decided, what was typed.
import { expect, test } from 'vitest'
import { checkChoices, duesFor, otherChoices, tickedAgencies, typedWords } from '../../../src/pages/desk/desk-view.ts'

const on = new Date('2026-06-18T09:00:00+08:00')
const due = (task: 'schedule' | 'answer') => ({ task, before: on, late: false, days: 0, steps: [] }) as never
const zone = 'Asia/Taipei'
const part = { role: 'supporting', daysBefore: 0 }
const review = { stage: 'review', seenOn: null } as const
const resolved = { stage: 'resolved', seenOn: null } as const
const tasks = (...given: Parameters<typeof duesFor>) => duesFor(...given).map(({ task }) => task)

test.each([
  ['who leads owes all of it', null, true, ['schedule', 'answer']],
  ['who leads and supports owes all of it', { answeredAt: null, dueBefore: on, ...part }, true, ['schedule', 'answer']],
  ['who only supports owes its part', { answeredAt: null, dueBefore: on, ...part }, false, ['contribution']],
  ['who only supported and gave it owes nothing', { answeredAt: on, dueBefore: on, ...part }, false, []],
])('%s', (_, own, leads, owed) => {
  expect(tasks([due('schedule'), due('answer')], review, { own, leads }, zone, on)).toEqual(owed)
})

test('a supporting part is late by its own date, not by that of the answer', () => {
  const answer = { ...(due('answer') as object), before: new Date('2026-06-25T00:00:00+08:00') } as never
  const at = (moment: string) =>
    duesFor(
      [answer],
      review,
      { own: { answeredAt: null, dueBefore: on, ...part }, leads: false },
      zone,
      new Date(moment),
    )
  expect(at('2026-06-18T08:59:00+08:00')).toMatchObject([{ task: 'contribution', before: on, late: false }])
  expect(at('2026-06-18T09:00:00+08:00')).toMatchObject([{ task: 'contribution', before: on, late: true }])
  expect(at('2026-06-25T09:00:00+08:00')).toMatchObject([{ late: true, days: 7 }])
})

test('a supporting part is owed after the answer as well, until it is given', () => {
  const own = { answeredAt: null, dueBefore: on, ...part }
  expect(duesFor([], resolved, { own, leads: false }, zone, on)).toMatchObject([
    { task: 'contribution', before: on, late: true },
  ])
  expect(duesFor([], resolved, { own: { ...own, answeredAt: on }, leads: false }, zone, on)).toEqual([])
  expect(
    duesFor([], { ...resolved, seenOn: '2026-06-01' }, { own, leads: false }, zone, on),
    'of an import nobody knows',
  ).toEqual([])
})

const unmarked = { heldAt: null, hiddenAt: null, publishedAt: null }
const none = { check: false, hold: false, hide: false, merge: false, undo: false }
const keys = (choices: { key: string }[]) => choices.map(({ key }) => key)

test('the check has four decisions, and a hold that can be released', () => {
  expect(keys(checkChoices(unmarked)).at(-1)).toBe('desk.hold')
  expect(keys(checkChoices({ ...unmarked, heldAt: on })).at(-1)).toBe('desk.release')
  expect(checkChoices(unmarked).map(({ value }) => value)).toEqual(['approve', 'return', 'refuse', 'merge', 'hold'])
})

test.each([
  ['nothing may be decided', {}, {}, []],
  ['a hold stands with the check, while there is one', { check: true, hold: true }, {}, []],
  ['held outside the check', { hold: true }, { heldAt: on }, ['desk.release']],
  ['public', { hide: true, merge: true }, { publishedAt: on }, ['desk.hide', 'desk.merge']],
  ['hidden', { hide: true }, { hiddenAt: on }, ['desk.show']],
  ['decided before anybody saw it', { undo: true }, {}, ['desk.undo']],
  ['merged after it was public', { undo: true }, { publishedAt: on }, ['desk.unmerge']],
])('marks and undoing: %s', (_, may, marks, shown) => {
  expect(keys(otherChoices({ ...unmarked, ...marks }, { ...none, ...may }))).toEqual(shown)
})

test('of a form that cannot be shown again words are kept to read, not codes and dates', () => {
  const values = { decision: 'return', words: '請補充地點。', day: '2026-06-18', note: ['', 'two words'] }
  expect(typedWords(values)).toEqual(['請補充地點。', 'two words'])
})

test('ticked are the agencies that were sent; else those that the author suggested after the first', () => {
  const form = (values: object) => ({ values: { ...values }, errors: {} })
  expect(tickedAgencies(form({}), ['epb', 'dot'])).toEqual(['dot'])
  expect(tickedAgencies(form({ decision: 'approve' }), ['epb', 'dot'])).toEqual([])
  expect(tickedAgencies(form({ decision: 'approve', supporting: 'fire' }), ['epb', 'dot'])).toEqual(['fire'])
})
