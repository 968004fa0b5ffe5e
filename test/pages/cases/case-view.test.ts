// The head of the case page in every stage: the five steps, the one date that matters, the one thing a visitor can do.
import { expect, test } from 'vitest'
import { actOf, clockOf, stepsOf } from '../../../src/pages/cases/case-view.ts'
import type { Stage } from '../../../src/schema/values.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const now = on('2026-06-18T09:00')
const zone = 'Asia/Taipei'

/** A case as its stage leaves it: published on 1 June, open until the end of July, due at the end of August. */
const base = {
  stage: 'draft' as Stage,
  count: 10,
  countUnsaid: false,
  threshold: 5000,
  submittedAt: null as Date | null,
  checkDueBefore: null as Date | null,
  publishedAt: null as Date | null,
  closesBefore: null as Date | null,
  thresholdMetAt: null as Date | null,
  answerDueBefore: null as Date | null,
  answeredAt: null as Date | null,
  endedAt: null as Date | null,
  extendedAt: null as Date | null,
  hiddenAt: null as Date | null,
  outcome: null,
  seenOn: null,
  scheduleDueBefore: null,
  scheduledAt: null,
  source: null,
}
type Case = typeof base

const sent = { ...base, submittedAt: on('2026-05-29T10:00') }
const checking: Case = { ...sent, stage: 'checking', checkDueBefore: on('2026-06-24T00:00') }
const gathering: Case = {
  ...sent,
  stage: 'gathering',
  publishedAt: on('2026-06-01T10:00'),
  closesBefore: on('2026-08-01T00:00'),
}
const review: Case = {
  ...gathering,
  stage: 'review',
  thresholdMetAt: on('2026-06-10T10:00'),
  answerDueBefore: on('2026-08-11T00:00'),
}
const resolved: Case = {
  ...review,
  stage: 'resolved',
  answeredAt: on('2026-06-15T10:00'),
  endedAt: on('2026-06-15T10:00'),
}
const early: Case = {
  ...gathering,
  stage: 'resolved',
  answeredAt: on('2026-06-15T10:00'),
  endedAt: on('2026-06-15T10:00'),
}
const refused: Case = { ...sent, stage: 'refused', endedAt: on('2026-06-03T10:00') }
const expired: Case = {
  ...gathering,
  stage: 'expired',
  closesBefore: on('2026-06-10T00:00'),
  endedAt: on('2026-06-10T00:00'),
}
const merged: Case = { ...gathering, stage: 'merged', endedAt: on('2026-06-12T10:00') }
const withdrawn: Case = { ...gathering, stage: 'withdrawn', endedAt: on('2026-06-12T10:00') }

/** The steps in short: `=` done, `>` now, `.` still to come, with what stands below each. */
const inShort = (p: Case, at = now) =>
  stepsOf(p, at, 2).map(({ state, words, note }) => {
    const mark = { done: '=', now: '>', next: '.' }[state]
    return `${mark}${words.replace(/^stage\.(step\.)?/, '')}${note ? ` ${note.key}` : ''}`
  })

test.each<[string, Case, string[]]>([
  ['a draft', base, ['>proposal', '.check', '.cosign', '.review within', '.resolved each']],
  ['checking', checking, ['=proposal on', '>checking until', '.cosign', '.review within', '.resolved each']],
  [
    'checked too late',
    { ...checking, checkDueBefore: now },
    ['=proposal on', '>checking check_late', '.cosign', '.review within', '.resolved each'],
  ],
  [
    'returned',
    { ...checking, stage: 'returned' },
    ['=proposal on', '>returned', '.cosign', '.review within', '.resolved each'],
  ],
  ['gathering', gathering, ['=proposal on', '=check passed', '>gathering until', '.review within', '.resolved each']],
  ['under review', review, ['=proposal on', '=check passed', '=cosign met', '>review due', '.resolved each']],
  ['answered', resolved, ['=proposal on', '=check passed', '=cosign met', '=review due', '>resolved on']],
  ['answered early', early, ['=proposal on', '=check passed', '=cosign closed', '=review', '>resolved on']],
  ['refused', refused, ['=proposal on', '>refused on', '.cosign', '.review', '.resolved']],
  ['expired', expired, ['=proposal on', '=check passed', '>expired closed', '.review', '.resolved']],
  ['merged while it gathered', merged, ['=proposal on', '=check passed', '>merged on', '.review', '.resolved']],
  [
    'merged at the check',
    { ...merged, publishedAt: null, closesBefore: null },
    ['=proposal on', '>merged on', '.cosign', '.review', '.resolved'],
  ],
  [
    'withdrawn while it gathered',
    withdrawn,
    ['=proposal on', '=check passed', '>withdrawn on', '.review', '.resolved'],
  ],
  [
    'withdrawn before anybody saw it',
    { ...withdrawn, publishedAt: null, closesBefore: null },
    ['=proposal on', '>withdrawn on', '.cosign', '.review', '.resolved'],
  ],
])('the steps of a case that is %s', (_, p, steps) => {
  expect(inShort(p)).toEqual(steps)
})

test('a step below co-signing says the date from which it is over, to the moment', () => {
  const last = new Date(gathering.closesBefore!.getTime() - 1)
  expect(inShort(gathering, last)[2]).toBe('>gathering until')
  // from then on it is not called open, and no answer is announced
  expect(inShort(gathering, gathering.closesBefore!).slice(2)).toEqual(['>cosign closed', '.review', '.resolved'])
})

test('nothing is promised within months where the rules are not known, as of an imported case', () => {
  expect(stepsOf(gathering, now, null).map(({ note }) => note?.key)).toEqual([
    'on',
    'passed',
    'until',
    undefined,
    'each',
  ])
})

const electionTo = (lastDay: string) => [{ firstDay: '2026-06-10', lastDay }]

test.each<[string, Case, Date, object]>([
  ['a draft has none', base, now, { kind: 'none' }],
  ['a check has none: the step says it', checking, now, { kind: 'none' }],
  ['open', gathering, now, { kind: 'open', days: 43, before: gathering.closesBefore }],
  [
    'open on its last day',
    gathering,
    on('2026-07-31T23:59:59'),
    { kind: 'open', days: 0, before: gathering.closesBefore },
  ],
  [
    'closed with the next, before the scheduler has seen it',
    gathering,
    on('2026-08-01T00:00'),
    { kind: 'closed', before: gathering.closesBefore },
  ],
  [
    'due, still open to co-sign',
    review,
    now,
    { kind: 'due', days: 53, before: review.answerDueBefore, stillOpen: review.closesBefore },
  ],
  [
    'due, closed',
    review,
    on('2026-08-01T00:00'),
    { kind: 'due', days: 9, before: review.answerDueBefore, stillOpen: null },
  ],
  [
    'due today',
    review,
    on('2026-08-10T23:59:59'),
    { kind: 'due', days: 0, before: review.answerDueBefore, stillOpen: null },
  ],
  [
    'overdue',
    review,
    on('2026-08-11T00:00'),
    { kind: 'overdue', days: 1, before: review.answerDueBefore, stillOpen: null },
  ],
  [
    'answered in time',
    resolved,
    now,
    {
      kind: 'answered',
      late: 0,
      at: resolved.answeredAt,
      before: review.answerDueBefore,
      extended: false,
      early: false,
    },
  ],
  [
    'answered late, after an extension',
    { ...resolved, answeredAt: on('2026-08-14T10:00'), extendedAt: now },
    now,
    {
      kind: 'answered',
      late: 4,
      at: on('2026-08-14T10:00'),
      before: review.answerDueBefore,
      extended: true,
      early: false,
    },
  ],
  [
    'answered early, without a duty',
    early,
    now,
    { kind: 'answered', late: 0, at: early.answeredAt, before: null, extended: false, early: true },
  ],
  ['an ending has none', expired, now, { kind: 'none' }],
  ['nor has a review without a date, as of an import', { ...review, answerDueBefore: null }, now, { kind: 'none' }],
])('the date that matters: %s', (_, p, at, clock) => {
  expect(clockOf(p, at, zone)).toEqual(clock)
})

test('during a pause the clock says when it goes on, and from then on how many days are left', () => {
  const pauses = electionTo('2026-06-19')
  const resumes = on('2026-06-20T00:00')
  expect(clockOf(gathering, now, zone, pauses)).toEqual({
    kind: 'paused',
    until: resumes,
    before: gathering.closesBefore,
  })
  expect(clockOf(gathering, resumes, zone, pauses)).toMatchObject({ kind: 'open', days: 41 })
  expect(clockOf(review, now, zone, pauses), 'agencies go on').toMatchObject({ kind: 'due' })
})

const stranger = { signed: false, withdrawalAllowed: true, isCounted: true }
const signer = { signed: true, withdrawalAllowed: true, isCounted: true }

test.each<[string, Case, string, string]>([
  // what a stranger, and what somebody who has signed, can do
  ['a draft', base, 'none', 'none'],
  ['checking', checking, 'checking', 'checking'],
  ['returned', { ...checking, stage: 'returned' }, 'returned', 'returned'],
  ['gathering', gathering, 'form', 'signed, may withdraw'],
  ['gathering, closed', { ...gathering, closesBefore: now }, 'closed', 'signed'],
  ['under review, still open', review, 'form', 'signed'],
  ['under review, closed', { ...review, closesBefore: now }, 'waiting', 'signed'],
  ['answered', resolved, 'answered', 'answered'],
  ['refused', refused, 'ended', 'ended'],
  ['expired', expired, 'ended', 'ended'],
  ['withdrawn', withdrawn, 'ended', 'ended'],
  ['merged', merged, 'merged', 'move'],
  ['hidden', { ...gathering, hiddenAt: now }, 'none', 'none'],
])('what can be done with a case that is %s', (_, p, byStranger, bySigner) => {
  const can = (visitor: typeof stranger) => {
    const { kind, mayWithdraw } = actOf(p, visitor, now, zone, [])
    return mayWithdraw ? `${kind}, may withdraw` : kind
  }
  expect([can(stranger), can(signer)]).toEqual([byStranger, bySigner])
})

test('in a pause nobody signs, and nobody takes a co-signature back; nor where the rules do not allow it', () => {
  const pauses = electionTo('2026-06-19')
  expect(actOf(gathering, stranger, now, zone, pauses)).toEqual({ kind: 'paused', mayWithdraw: false })
  expect(actOf(gathering, signer, now, zone, pauses)).toEqual({ kind: 'signed', mayWithdraw: false })
  const strict = { signed: true, withdrawalAllowed: false, isCounted: true }
  expect(actOf(gathering, strict, now, zone, [])).toEqual({ kind: 'signed', mayWithdraw: false })
})
