// Whose dates a case has, and what may be said of them.
import { expect, test } from 'vitest'
import {
  hasSourceClock,
  isOutOfSight,
  isTimelinessKnown,
  seenFacts,
} from '../../../src/domain/proposals/source-clock.ts'
import { rowState } from '../../../src/domain/search/row.ts'

const day = (date: string) => new Date(`${date}T00:00:00+08:00`)
const now = day('2026-06-18')
const own = {
  ...({ stage: 'gathering', outcome: null, seenOn: null, count: 3, countUnsaid: false, threshold: 5 } as const),
  ...{ closesBefore: day('2026-07-01'), answerDueBefore: null, thresholdMetAt: null, answeredAt: null },
  ...{ scheduleDueBefore: null, scheduledAt: null, extendedAt: null },
}
const imported = { ...own, seenOn: '2026-06-01' }
const inReview = {
  ...{ ...imported, stage: 'review' as const, count: 6 },
  ...{ closesBefore: day('2026-06-10'), thresholdMetAt: day('2026-05-20'), answerDueBefore: day('2026-07-20') },
}
const answered = { ...inReview, stage: 'resolved' as const, answeredAt: day('2026-06-05') }
const past = { closesBefore: day('2026-06-01') }
const overdue = { answerDueBefore: day('2026-06-10') }

test.each([
  ['what began here', own, false],
  ['what was imported', imported, true],
  ['and is under review', inReview, true],
  ['its threshold was met here', { ...inReview, scheduleDueBefore: day('2026-06-20') }, false],
  ['an agency published its schedule here', { ...inReview, scheduledAt: day('2026-06-15') }, false],
  ['an agency extended it here', { ...inReview, extendedAt: day('2026-06-15') }, false],
])('the dates are the source’s: %s, %#', (_, c, is) => {
  expect([hasSourceClock(c), isTimelinessKnown(c)]).toEqual([is, !is])
})

test('of an answer that the source itself holds, the time is known', () => {
  expect(isTimelinessKnown({ ...answered, outcome: 'answered' })).toBe(true)
  expect(isTimelinessKnown({ ...answered, outcome: 'adopted' }), 'answered here, years later perhaps').toBe(false)
})

test.each([
  ['open', imported, false],
  ['closed', { ...imported, ...past }, true],
  ['at the very instant', { ...imported, closesBefore: now }, true],
  ['closed, from here', { ...own, ...past }, false],
  ['under review, co-signing closed', inReview, false],
  ['its date passed', { ...inReview, ...overdue }, true],
  ['its date passed, and it is handled here', { ...inReview, ...overdue, scheduledAt: day('2026-06-02') }, false],
  ['under review without a date, co-signing closed', { ...inReview, answerDueBefore: null }, true],
  ['answered', { ...answered, ...overdue }, false],
  ['noted already', { ...imported, stage: 'last_seen' as const }, true],
])('out of sight: %s', (_, c, is) => {
  expect(isOutOfSight(c, now)).toBe(is)
})

test.each([
  ['open', imported, { is: 'gathering', left: 12 }],
  ['closed', { ...imported, ...past }, { is: 'last_seen' }],
  ['closed, from here', { ...own, ...past }, { is: 'closed' }],
  ['under review', inReview, { is: 'review', dueLeft: 31 }],
  [
    'without a date',
    { ...inReview, answerDueBefore: null, closesBefore: day('2026-07-01') },
    { is: 'review', dueLeft: null },
  ],
  ['overdue', { ...inReview, ...overdue }, { is: 'last_seen' }],
  ['overdue, from here', { ...inReview, ...overdue, seenOn: null }, { is: 'overdue', late: 9 }],
  ['answered in time', { ...answered, outcome: 'answered' as const }, { is: 'answered', time: 'in_time', late: 0 }],
  [
    'late',
    { ...answered, outcome: 'answered' as const, answerDueBefore: day('2026-06-02') },
    { is: 'answered', time: 'late', late: 4 },
  ],
  [
    'answered here, its date long gone',
    { ...answered, outcome: 'partly' as const, ...overdue },
    { is: 'answered', time: null },
  ],
  [
    'answered, and the answer is elsewhere',
    { ...answered, outcome: 'answered' as const, answeredAt: null },
    { is: 'answered', time: null },
  ],
  [
    'answered beyond its threshold, met nobody knows when',
    { ...answered, outcome: 'answered' as const, thresholdMetAt: null },
    { is: 'answered', time: null },
  ],
  [
    'answered below it',
    { ...answered, outcome: 'answered' as const, thresholdMetAt: null, count: 2 },
    { is: 'answered', time: 'early' },
  ],
])('a row says: %s', (_, c, state) => {
  expect(rowState({ ...c, publishedAt: null, reconsideredAt: null }, now, 'Asia/Taipei', null)).toMatchObject(state)
})

test('a message that names such a date says where it comes from; of our own it says nothing', () => {
  expect(seenFacts({ ...inReview, source: { name: 'JOIN' } })).toEqual({ source: 'JOIN', seen_on: '2026-06-01' })
  expect(seenFacts({ ...inReview, scheduledAt: now, source: { name: 'JOIN' } })).toEqual({})
  expect(seenFacts({ ...own, source: null })).toEqual({})
})
