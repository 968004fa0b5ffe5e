// The timeline: what is to come above, the record below it, newest first; an entry says only what it holds.
import { expect, test } from 'vitest'
import type { CaseParts } from '../../../src/domain/proposals/public-proposal.ts'
import { digestOf } from '../../../src/domain/record/entry.ts'
import { timelineOf } from '../../../src/pages/cases/timeline.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const bureau = { code: 'epb', name: { en: 'Environment Bureau' } }

type Entry = CaseParts['timeline'][number]
const entry = (kind: Entry['kind'], more: Partial<Entry> = {}): Entry => ({
  ...{
    id: 'e',
    proposalId: 'p',
    kind,
    role: 'system',
    occurredAt: on('2026-06-01T10:00'),
    recordedAt: on('2026-06-01T10:00'),
  },
  ...{ facts: {}, digest: null, agency: null, timeZone: 'Asia/Taipei' },
  ...more,
})
const nothing = { closes: null, due: null }
const one = (kind: Entry['kind'], more: Partial<Entry> = {}) => {
  const [item] = timelineOf([entry(kind, more)], nothing)
  return item?.next === false ? item : null
}

test('the newest stands first, below what is to come, of which the furthest stands first', () => {
  const [closes, due] = [on('2026-08-01T00:00'), on('2026-08-11T00:00')]
  const kinds = (coming: typeof nothing | { closes: Date; due: Date }) =>
    timelineOf([entry('submitted'), entry('published')], coming).map(({ kind }) => kind)
  expect(kinds(nothing)).toEqual(['published', 'submitted'])
  expect(kinds({ closes, due })).toEqual(['due', 'closes', 'published', 'submitted'])
  expect(kinds({ closes: due, due: closes })).toEqual(['closes', 'due', 'published', 'submitted'])
})

test.each([
  ['published', 'big'],
  ['threshold_met', 'met'],
  ['overdue', 'over'],
  ['hidden', 'big'],
  ['scheduled', ''],
] as const)('%s is marked "%s"', (kind, mark) => {
  expect(one(kind)?.mark).toBe(mark)
})

test('an update is reported where an agency wrote it, and the author’s own otherwise', () => {
  expect(one('updated', { agency: bureau })).toMatchObject({ words: 'reported', agency: bureau.name })
  expect(one('updated')).toMatchObject({ words: 'updated', agency: null })
})

const before = '2026-07-31T16:00:00.000Z'
test.each([
  ['published', { closes_before: before }, { before: new Date(before) }],
  ['extended', { due_before: before }, { before: new Date(before) }],
  ['answered', { due_before: before }, { before: null }],
  ['assigned', { role: 'lead' }, { words: 'assigned_lead' }],
  ['assigned', { role: 'mayor' }, { words: 'assigned' }],
  ['contributed', { role: 'lead' }, { words: 'contributed' }],
  ['promised', { due_on: '2026-12-31' }, { words: 'promised_date', day: '2026-12-31' }],
  ['threshold_met', { count: 5000 }, { words: 'threshold_met_count', count: 5000 }],
  ['early_warning', { count: 1000 }, { count: null }],
  ['merged', { into: '2026-0002' }, { words: 'merged_into', into: '2026-0002' }],
  ['expired', {}, { words: 'expired', endsDay: true }],
  ['imported', { seen_on: '2026-05-01' }, { words: 'imported_seen', day: '2026-05-01' }],
  ['lost_sight', { stage: 'review' }, { words: 'lost_sight_review', endsDay: true }],
] as const)('%s with %o tells %o', (kind, facts, told) => {
  expect(one(kind, { facts })).toMatchObject(told)
})

test('what was corrected after a source is in the same sentence', () => {
  expect(one('source_corrected')).toMatchObject({ words: 'source_corrected', changed: [] })
  expect(one('source_corrected', { facts: { changed: ['title', 'dates'] } })).toMatchObject({
    words: 'source_corrected_changed',
    changed: ['title', 'dates'],
  })
})

test('an entry names the commitment whose words, or whose news, have its digest', () => {
  const updates = [
    {
      commitmentId: 'c',
      kind: 'progress',
      body: '裝了六盞',
      salt: 'u',
      ...{ verdict: null, evidenceUrl: null, evidenceOn: null, dueFrom: null, dueTo: null },
      writtenAt: on('2026-06-02T10:00'),
    },
  ] as const
  const lamps: CaseParts['commitments'][number] = {
    ...{
      id: 'c',
      proposalId: 'p',
      askNumber: null,
      what: '裝路燈',
      salt: 'c',
      owner: '工程科',
      governmentId: 'here',
      agencyId: 'epb',
      unit: { '': '' },
      dueOn: '2026-12-31',
    },
    ...{ number: 1, measure: '夜裡點亮', reportedAt: null, doneAt: null, verdict: null, checkedAt: null },
    ...{
      state: 'open',
      closedAt: null,
      answerVersion: 1,
      handedOverAt: null,
      promisedBy: bureau,
      ...bureau,
      updates: [...updates],
    },
  }
  const entries = [
    entry('promised', { digest: digestOf('裝路燈\n夜裡點亮', 'c') }),
    entry('promise_updated', { digest: digestOf('裝了六盞', 'u') }),
    entry('promised', { digest: digestOf('已經隱藏的承諾', 'x') }),
  ]
  const named = timelineOf(entries, nothing, [lamps]).map((item) => (item.next ? '' : item.what))
  expect(named.reverse()).toEqual(['裝路燈', '裝路燈', null])
})
