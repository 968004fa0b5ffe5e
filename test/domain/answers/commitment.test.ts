// Where a commitment stands, and who may check it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  promisedWords,
  readReference,
  referenceOf,
  refusalToCheck,
  type Stood,
  standingOf,
} from '../../../src/domain/answers/commitment.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const open: Stood = {
  ...{ state: 'open', dueOn: '2026-06-17', closedAt: null, reportedAt: on('2026-03-01T10:00') },
  ...{ doneAt: null, verdict: null, checkedAt: null },
}
const says = { agencySays: 'under_way', awaitsCheck: false, late: 0, keptLate: 0, silent: false }
const done = { ...open, doneAt: on('2026-06-10T10:00') }

test.each<[string, Stood, Partial<typeof says>]>([
  ['under way on its day', { ...open, dueOn: '2026-06-18' }, {}],
  ['under way since yesterday', open, { late: 1 }],
  ['silent for half a year', { ...open, reportedAt: on('2025-12-17T23:59') }, { late: 1, silent: true }],
  ['silent for one day less', { ...open, reportedAt: on('2025-12-18T00:00') }, { late: 1 }],
  ['called done: its clock stops until somebody looks', done, { agencySays: 'done', awaitsCheck: true }],
  [
    'called done half a year ago: no word of its agency is owed',
    { ...done, reportedAt: on('2025-10-01T10:00') },
    { agencySays: 'done', awaitsCheck: true },
  ],
  [
    'called done, and found to be half done since: its clock goes on, the agency’s word stands beside',
    { ...done, verdict: 'limited', checkedAt: on('2026-06-12T10:00') },
    { agencySays: 'done', late: 1 },
  ],
  [
    'called done again after that',
    { ...done, doneAt: on('2026-06-15T10:00'), verdict: 'limited', checkedAt: on('2026-06-12T10:00') },
    { agencySays: 'done', awaitsCheck: true },
  ],
  [
    'kept on its day, and found complete months later',
    { ...done, state: 'kept', doneAt: on('2026-06-17T23:59'), verdict: 'complete', closedAt: on('2026-12-01T10:00') },
    { agencySays: 'done' },
  ],
  [
    'kept a day late',
    { ...done, state: 'kept', doneAt: on('2026-06-18T00:00'), verdict: 'complete', closedAt: on('2026-12-01T10:00') },
    { agencySays: 'done', keptLate: 1 },
  ],
  [
    'found complete before its agency said a word',
    { ...open, state: 'kept', verdict: 'complete', closedAt: on('2026-06-19T10:00') },
    { keptLate: 2 },
  ],
  ['dropped long after', { ...open, state: 'dropped', closedAt: on('2026-12-01T10:00') }, { agencySays: 'dropped' }],
])('a commitment that is %s', (_, commitment, wanted) => {
  expect(standingOf(commitment, on('2026-06-18T09:00'), 'Asia/Taipei')).toEqual({ ...says, ...wanted })
})

test.each([
  ['of no agency', { agencies: [], wroteOfIt: false }, null],
  ['of another agency', { agencies: ['transport'], wroteOfIt: false }, null],
  ['of its agency', { agencies: ['transport', 'works'], wroteOfIt: false }, 'own_agency'],
  [
    'of the agency that promised it, before another took it over',
    { agencies: ['old'], wroteOfIt: false },
    'own_agency',
  ],
  ['who wrote of it for the agency', { agencies: [], wroteOfIt: true }, 'same_person'],
])('somebody %s', (_, checker, refusal) => {
  expect(refusalToCheck({ agencyId: 'works', promisedById: 'old' }, checker)).toBe(refusal)
})

test('the name of a commitment is read as it is written, and nothing else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 9999 }), (n, number) => {
      const caseNumber = `2026-${String(n).padStart(4, '0')}`
      expect(readReference(referenceOf(caseNumber, number))).toEqual({ caseNumber, number })
    }),
  )
  for (const wrong of ['', '2026-0001', '2026-0001-0', '2026-1-1', '2026-0001-1-1', '019a-0001-1', '2026-0001-01'])
    expect(readReference(wrong)).toBeNull()
})

test('the record vouches for what was promised and for how it will be seen', () => {
  expect(promisedWords({ what: '十二盞燈', measure: '' })).toBe('十二盞燈')
  expect(promisedWords({ what: '十二盞燈', measure: '夜裡點亮' })).toBe('十二盞燈\n夜裡點亮')
})
