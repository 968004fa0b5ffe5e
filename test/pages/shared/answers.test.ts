// What agencies said: decisions beside the asks, what a supplement changed, promises and each agency's own clock.
import { expect, test } from 'vitest'
import type { CaseParts } from '../../../src/domain/proposals/public-proposal.ts'
import type { SourceClock } from '../../../src/domain/proposals/source-clock.ts'
import { answersOf, asksOf, commitmentsOf, correctionsOf, partsOf, tallyOf } from '../../../src/pages/shared/answers.ts'
import type { Decision, Stage } from '../../../src/schema/values.ts'

const on = (local: string) => new Date(`${local}+08:00`)
const now = on('2026-06-18T09:00')
const zone = 'Asia/Taipei'
const bureau = { code: 'epb', name: { en: 'Environment Bureau' } }

type Answer = CaseParts['answers'][number]
function answer(version: number, decided: Decision[], more: Partial<Answer> = {}): Answer {
  const decisions = decided.map((decision, i) => ({
    ...{ answerId: `a${version}`, askNumber: i + 1 },
    ...{ decision, reason: `因為 ${decision}` },
  }))
  return {
    ...{ id: `a${version}`, proposalId: 'p', version, publishedAt: now, ...bureau, decisions, attachments: [] },
    ...{ analysis: '照度不足。', deliberation: '開過會。', adoption: '', followUp: '', note: '', unit: null },
    ...more,
  }
}
const asks = [
  { number: 1, text: '裝設路燈' },
  { number: 2, text: '公開紀錄' },
]

test('an ask stands with what the newest answer decides that decides anything', () => {
  expect(asksOf(asks, [])).toEqual(asks.map((ask) => ({ ...ask, decision: null, reason: '' })))
  const first = answer(1, ['under_study', 'not_adopted'])
  const supplement = answer(2, ['adopted'])
  const note = answer(3, [])
  const shown = asksOf(asks, [first, supplement, note]).map(({ decision, reason }) => [decision, reason])
  expect(shown).toEqual([
    ['adopted', '因為 adopted'],
    [null, ''],
  ])
})

test('decisions are counted in the order of the glossary, and only those there are', () => {
  const decided = asksOf(
    [...asks, { number: 3, text: '編列預算' }],
    [answer(1, ['not_adopted', 'adopted', 'not_adopted'])],
  )
  expect(tallyOf(decided)).toEqual([
    { decision: 'adopted', count: 1 },
    { decision: 'not_adopted', count: 2 },
  ])
})

test('answers stand newest first; an older one keeps the decisions that the newest replaced', () => {
  const [newest, oldest] = answersOf([answer(1, ['under_study']), answer(2, ['adopted'])], true)
  expect([newest?.version, newest?.decisions]).toEqual([2, []])
  expect(oldest?.decisions.map(({ decision }) => decision)).toEqual(['under_study'])
  expect(
    oldest?.prose.map(({ field }) => field),
    'empty parts are left out',
  ).toEqual(['analysis', 'deliberation'])
})

test('a supplement says what it changed: words, a decision, or a reason alone', () => {
  const before = answer(1, ['under_study', 'adopted'])
  const after = answer(2, ['adopted', 'adopted'], { analysis: '照度仍然不足。' })
  after.decisions[1] = { ...after.decisions[1]!, reason: '預算已經通過。' }
  const [supplement, first] = answersOf([before, after], true)
  expect(first?.changed).toBeNull()
  expect(supplement?.changed?.map((c) => (c.field === 'ask' ? [c.number, c.before, c.after] : c.field))).toEqual([
    'analysis',
    [1, 'under_study', 'adopted'],
    [2, 'adopted', 'adopted'],
  ])
  const [words] = supplement!.changed!
  expect(words?.changes?.filter(({ kind }) => kind === 'added')).toEqual([{ kind: 'added', text: '仍然' }])
  expect(answersOf([before, { ...before, version: 2 }], true)[0]?.changed, 'nothing').toEqual([])
  expect(answersOf([before, after], false)[0]?.changed, 'entries of a source only follow each other').toBeNull()
})

type Promised = CaseParts['commitments'][number]
const commitment = (state: Promised['state'], dueOn: string, closedAt: Date | null = null): Promised => ({
  ...{
    id: `${state}${dueOn}`,
    proposalId: 'p',
    askNumber: null,
    what: '裝路燈',
    salt: '',
    owner: '工程科',
    governmentId: 'here',
    agencyId: 'epb',
    unit: { '': '' },
  },
  ...{ number: 1, measure: '', reportedAt: null, doneAt: closedAt, verdict: null, checkedAt: null },
  ...{ state, dueOn, closedAt, answerVersion: 1, handedOverAt: null, promisedBy: bureau, updates: [], ...bureau },
})

test('promises are told apart: kept, called done, late, under way and others, each once', () => {
  const { list, total, states } = commitmentsOf(
    [
      commitment('open', '2026-06-17'),
      commitment('open', '2026-06-18'),
      commitment('kept', '2026-06-10', on('2026-06-12T10:00')),
      commitment('kept', '2026-06-10', on('2026-06-10T23:00')),
      commitment('dropped', '2026-01-01', on('2026-02-01T10:00')),
      { ...commitment('open', '2026-06-10'), doneAt: on('2026-06-09T10:00') },
    ],
    '2026-0001',
    now,
    zone,
  )
  expect([total, ...states.map(({ state, count }) => `${state} ${count}`)]).toEqual([
    6,
    'kept 2',
    'done 1',
    'late 1',
    'open 1',
    'other 1',
  ])
  expect(
    commitmentsOf([commitment('open', '2026-06-18')], '2026-0001', now, zone).states,
    'no state without any',
  ).toEqual([{ state: 'open', count: 1 }])
  expect(list.map(({ late, keptLate }) => [late, keptLate])).toEqual([
    [1, 0],
    [0, 0],
    [0, 2],
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

const ours: SourceClock = {
  ...{ stage: 'review', outcome: null, seenOn: null, closesBefore: null, answerDueBefore: null },
  ...{ scheduleDueBefore: null, scheduledAt: null, extendedAt: null },
}
type Agency = CaseParts['agencies'][number]
const part = (dueBefore: Date | null, answeredAt: Date | null = null): Agency => ({
  ...{ proposalId: 'p', role: 'lead', contribution: null, ...bureau },
  government: { slug: 'haicheng', name: { en: 'Haicheng City' } },
  ...{ dueBefore, answeredAt },
})
const due = on('2026-06-20T00:00')

test.each([
  ['no duty yet', 'gathering', part(null), { kind: 'idle' }],
  ['no date known', 'review', part(null), { kind: 'idle' }],
  ['due tomorrow', 'review', part(due), { kind: 'due', days: 1, before: due }],
  ['due today', 'review', part(on('2026-06-19T00:00')), { kind: 'due', days: 0, before: on('2026-06-19T00:00') }],
  [
    'overdue since yesterday',
    'review',
    part(on('2026-06-18T00:00')),
    { kind: 'overdue', days: 1, before: on('2026-06-18T00:00') },
  ],
  [
    'answered in time',
    'resolved',
    part(due, on('2026-06-19T23:59')),
    { kind: 'answered', at: on('2026-06-19T23:59'), late: 0, before: due },
  ],
  [
    'answered two days late',
    'resolved',
    part(due, on('2026-06-21T00:00')),
    { kind: 'answered', at: on('2026-06-21T00:00'), late: 2, before: due },
  ],
  ['said nothing, the lead answered', 'resolved', part(due), { kind: 'silent' }],
] as const)('an agency’s own clock: %s', (_, stage, agency, clock) => {
  expect(partsOf([agency], { ...ours, stage }, now, zone)[0]?.clock).toEqual(clock)
})

test('of an imported case nobody here knows what its source does not say', () => {
  const imported = { ...ours, seenOn: '2026-06-01' }
  const clock = (stage: Stage, agency: Agency, p = imported) => partsOf([agency], { ...p, stage }, now, zone)[0]?.clock
  expect(clock('resolved', part(due))).toEqual({ kind: 'unknown' })
  expect(clock('review', part(due), { ...imported, answerDueBefore: now }), 'its date has passed').toEqual({
    kind: 'unknown',
  })
  expect(clock('resolved', part(due, on('2026-06-21T00:00')))).toMatchObject({ kind: 'answered', late: 0 })
})

test('a correction names its text, an ask by its number', () => {
  const rows = ['title', 'ask-2'].map((field) => ({ field, before: '海提', after: '海堤', correctedAt: now }))
  expect(correctionsOf(rows).map(({ field, ask }) => [field, ask])).toEqual([
    ['title', null],
    ['ask', 2],
  ])
})
