// What the desk draws: groups by due date; and which marks a case can take.
import { expect, test } from 'vitest'
import { canHide, canHold, canUndo, grouped, together } from '../../../src/domain/moderation/queue.ts'
import { stages } from '../../../src/schema/values.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const zone = 'Asia/Taipei'
const now = on('2026-06-18T09:00')
const due = (lastDay: string | null) => ({
  dueBefore: lastDay === null ? null : new Date(on(`${lastDay}T00:00`).getTime() + 86_400_000),
})
const item = (title: string, lastDay: string | null, replied = false) => ({
  ...{ title, replied, ...due(lastDay) },
  also: [{ task: 'contribution' as const, agency: null, ...due('2026-06-17') }],
})

test('what waits is grouped by its last day, and keeps its order', () => {
  const queue = [
    item('somebody waits for a reply', '2026-06-26', true),
    item('long ago', '2026-05-01'),
    item('yesterday', '2026-06-17'),
    item('today', '2026-06-18'),
    item('tomorrow', '2026-06-19'),
    item('in a week', '2026-06-25'),
    item('in eight days', '2026-06-26'),
    item('without a date', null),
  ]
  expect(
    grouped(queue, now, zone).map(({ key, items }) => [key, ...items.map((one) => `${one.title} ${one.days}`)]),
  ).toEqual([
    ['replied', 'somebody waits for a reply 8'],
    ['overdue', 'long ago -48', 'yesterday -1'],
    ['today', 'today 0'],
    ['week', 'tomorrow 1', 'in a week 7'],
    ['later', 'in eight days 8'],
    ['undated', 'without a date null'],
  ])
  expect(grouped(queue, now, zone)[1]?.items[0]?.also[0]?.days, 'each further duty counts its own days').toBe(-1)
  expect(grouped([], now, zone)).toEqual([])
})

test('agencies that owe the same by the same day are named once, together', () => {
  const [works, police, parks] = ['Works', 'Police', 'Parks'].map((en) => ({ en }))
  const part = (agency: { en: string }, lastDay: string) => ({ task: 'contribution' as const, agency, ...due(lastDay) })
  const answer = { task: 'answer' as const, agency: works!, ...due('2026-06-19') }
  const also = [part(works!, '2026-06-19'), part(police!, '2026-06-19'), answer, part(parks!, '2026-06-22')]
  expect(together(also)).toEqual([
    { task: 'contribution', agencies: [works, police], ...due('2026-06-19') },
    { task: 'answer', agencies: [works], ...due('2026-06-19') },
    { task: 'contribution', agencies: [parks], ...due('2026-06-22') },
  ])
  expect(together([{ task: 'check', agency: null, ...due(null) }]), 'where nobody’s agency owes it').toEqual([
    { task: 'check', agencies: [], ...due(null) },
  ])
})

const open = { publishedAt: on('2026-06-01T10:00'), reconsideredAt: null, hiddenAt: null }
test('a case is held while it moves', () => {
  const held = stages.filter((stage) => canHold({ stage, ...open }))
  expect(held).toEqual(['checking', 'gathering', 'review'])
})

test.each([
  ['what everybody reads', { stage: 'gathering', ...open }, true],
  ['a refusal, whose reason is public', { stage: 'refused', ...open, publishedAt: null }, true],
  ['a refusal that is looked at again', { stage: 'checking', ...open, publishedAt: null, reconsideredAt: now }, true],
  ['not what nobody sees', { stage: 'checking', ...open, publishedAt: null }, false],
  [
    'what is hidden is shown again, whatever became of it',
    { stage: 'withdrawn', ...open, publishedAt: null, hiddenAt: now },
    true,
  ],
] as const)('%s can be hidden or shown', (_, p, can) => {
  expect(canHide(p)).toBe(can)
})

const day = 86_400_000
test.each([
  ['at once', 'refused', now, now, true],
  ['to the end of a day', 'returned', now, new Date(now.getTime() + day), true],
  ['not after it', 'refused', now, new Date(now.getTime() + day + 1), false],
  ['not without a decision', 'refused', null, now, false],
  ['not what is no decision to take back', 'gathering', now, now, false],
] as const)('a decision is taken back %s', (_, stage, decidedAt, at, can) => {
  expect(canUndo({ stage, ...open, publishedAt: null }, decidedAt, at)).toBe(can)
})
