// What a line of a list says of a case at this moment: the rule decides, not the scheduler's last tick.
import { expect, test } from 'vitest'
import { type CaseFacts, rowState, rowView } from '../../../src/domain/search/row.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const zone = 'Asia/Taipei'
const now = on('2026-06-18T09:00')
const base: CaseFacts = {
  ...{ stage: 'gathering', count: 20, countUnsaid: false, threshold: 100, closesBefore: on('2026-08-01T00:00') },
  ...{ thresholdMetAt: null, answerDueBefore: null, answeredAt: null, outcome: null },
  ...{
    seenOn: null,
    scheduleDueBefore: null,
    scheduledAt: null,
    extendedAt: null,
    publishedAt: null,
    reconsideredAt: null,
  },
}
const review: CaseFacts = {
  ...base,
  stage: 'review',
  count: 120,
  thresholdMetAt: on('2026-06-01T10:00'),
  answerDueBefore: on('2026-08-11T00:00'),
}
const resolved: CaseFacts = { ...review, stage: 'resolved', answeredAt: on('2026-08-10T23:00') }
const resumes = on('2026-06-20T00:00')

test.each<[string, CaseFacts, Date, object]>([
  ['gathering', base, now, { is: 'gathering', left: 43, missing: 80, soon: false, pausedUntil: null }],
  [
    'gathering, a week left',
    base,
    on('2026-07-24T09:00'),
    { is: 'gathering', left: 7, missing: 80, soon: true, pausedUntil: null },
  ],
  [
    'gathering, eight days left',
    base,
    on('2026-07-23T09:00'),
    { is: 'gathering', left: 8, missing: 80, soon: false, pausedUntil: null },
  ],
  [
    'gathering, its last moment',
    base,
    on('2026-07-31T23:59:59'),
    { is: 'gathering', left: 0, missing: 80, soon: true, pausedUntil: null },
  ],
  ['closed with the next', base, on('2026-08-01T00:00'), { is: 'closed' }],
  ['gathering without a date, as of an import', { ...base, closesBefore: null }, now, { is: 'closed' }],
  [
    'gathering with enough, which the record does not know yet',
    { ...base, count: 100 },
    now,
    { is: 'gathering', left: 43, missing: 0, soon: false, pausedUntil: null },
  ],
  ['under review, open', review, now, { is: 'review', dueLeft: 53, closesIn: 43 }],
  ['under review, closed', review, on('2026-08-02T00:00'), { is: 'review', dueLeft: 8, closesIn: null }],
  ['under review, due today', review, on('2026-08-10T23:59'), { is: 'review', dueLeft: 0, closesIn: null }],
  ['overdue', review, on('2026-08-11T00:00'), { is: 'overdue', late: 1, dueBefore: review.answerDueBefore }],
  ['answered on its last day', resolved, now, { is: 'answered', time: 'in_time', late: 0 }],
  [
    'answered the day after',
    { ...resolved, answeredAt: on('2026-08-11T00:00') },
    now,
    { is: 'answered', time: 'late', late: 1 },
  ],
  [
    'answered without a duty',
    { ...resolved, thresholdMetAt: null, answerDueBefore: null },
    now,
    { is: 'answered', time: 'early', late: 0 },
  ],
  ['expired', { ...base, stage: 'expired' }, now, { is: 'ended' }],
  ['merged', { ...base, stage: 'merged' }, now, { is: 'ended' }],
  ['refused, and looked at again', { ...base, stage: 'checking', reconsideredAt: now }, now, { is: 'looked_at_again' }],
])('a case that is %s', (_, c, at, state) => {
  expect(rowState(c, at, zone, null)).toEqual(state)
})

const imported = { seenOn: '2026-06-01' }
test.each<[string, CaseFacts, object]>([
  ['still open there', { ...base, ...imported }, { is: 'gathering' }],
  ['closed there: what became of it is not known', { ...base, ...imported, closesBefore: now }, { is: 'last_seen' }],
  ['due there by now', { ...review, ...imported, answerDueBefore: now }, { is: 'last_seen' }],
  ['due there, and answered here', { ...resolved, ...imported }, { is: 'answered', time: null }],
  ['answered there', { ...resolved, ...imported, outcome: 'answered' }, { is: 'answered', time: 'in_time' }],
  [
    'answered there above a threshold that nobody knows when it met',
    { ...resolved, ...imported, outcome: 'answered', thresholdMetAt: null },
    { is: 'answered', time: null },
  ],
])('an imported case, %s', (_, c, state) => {
  expect(rowState(c, now, zone, null)).toMatchObject(state)
})

test('during a pause no days are counted: neither while it gathers nor while it waits', () => {
  expect(rowState(base, now, zone, resumes)).toMatchObject({ is: 'gathering', pausedUntil: resumes })
  expect(rowState(review, now, zone, resumes)).toMatchObject({ is: 'review', closesIn: null })
})

test.each<[string, CaseFacts, object]>([
  ['a fifth full', base, { filled: 0.2, look: null }],
  ['full, and no fuller', { ...review, count: 250 }, { filled: 1, look: 'met' }],
  ['shut where it did not reach its threshold', { ...base, stage: 'expired' }, { filled: 0.2, look: 'shut' }],
  ['full where there is no threshold to reach', { ...base, threshold: null }, { filled: 1, look: null }],
])('the picture beside it is %s', (_, c, picture) => {
  expect(rowView(c, now, zone, null)).toMatchObject(picture)
})
