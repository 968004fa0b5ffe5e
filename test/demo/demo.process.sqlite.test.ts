// The demonstration that `npm start` fills: everything a visitor may want to see is there, and nothing contradicts itself.
import { asc, isNotNull, ne } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { fillDemonstration } from '../../src/demo/content.ts'
import { demonstrationSecret } from '../../src/demo/mark.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { assignmentChanges } from '../../src/schema/assignments.ts'
import { commitments, commitmentUpdates } from '../../src/schema/commitments.ts'
import { cosignatureCounts, cosignatures } from '../../src/schema/cosignatures.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'
import { testDatabase } from '../support/database.ts'

const today = new Date('2026-11-25T15:00:00+08:00')
let db: Database
beforeAll(async () => {
  db = await testDatabase()
  await fillDemonstration(db, today)
})

const all = () => db.reads.select().from(proposals).orderBy(asc(proposals.submittedAt))

test('every stage of the workflow is there, and every outcome', async () => {
  const cases = await all()
  const stages = new Set(cases.map((c) => c.stage))
  expect([...stages].sort()).toEqual([
    'checking',
    'draft',
    'expired',
    'gathering',
    'merged',
    'refused',
    'resolved',
    'returned',
    'review',
    'withdrawn',
  ])
  const outcomes = new Set(cases.flatMap((c) => c.outcome ?? []))
  expect([...outcomes].sort()).toEqual([
    'adopted',
    'expired',
    'merged',
    'not_adopted',
    'partly',
    'refused',
    'under_study',
    'withdrawn',
  ])
})

test('answers come in time, late, early and not yet; one due date is extended, one case is transferred', async () => {
  const cases = await all()
  const answered = cases.filter((c) => c.answeredAt)
  expect(answered.some((c) => c.thresholdMetAt && c.answeredAt! < c.answerDueBefore!)).toBe(true)
  expect(answered.some((c) => c.thresholdMetAt && c.answeredAt! >= c.answerDueBefore!)).toBe(true)
  expect(answered.some((c) => c.thresholdMetAt === null)).toBe(true)
  expect(cases.filter((c) => c.stage === 'review' && c.answerDueBefore! <= today).length).toBe(1)
  expect(cases.filter((c) => c.stage === 'review' && c.extendedAt).length).toBe(1)
  expect((await db.reads.select().from(assignmentChanges)).map((r) => r.kind).sort()).toEqual([
    'extended',
    'transferred',
  ])
})

test('promises are kept, late, changed, dropped and open', async () => {
  const commitmentRows = await db.reads.select().from(commitments).where(ne(commitments.state, 'draft'))
  const states = new Set(commitmentRows.map((p) => p.state))
  expect([...states].sort()).toEqual(['dropped', 'kept', 'open'])
  const updates = await db.reads.select().from(commitmentUpdates)
  expect(updates.some((update) => update.kind === 'changed' && update.dueTo! > update.dueFrom!)).toBe(true)
  expect(commitmentRows.some((p) => p.state === 'open' && p.dueOn < '2026-11-25')).toBe(true)
  expect(commitmentRows.some((p) => p.state === 'open' && p.dueOn > '2026-11-25')).toBe(true)
})

test('nothing is dated after today, and a case’s count is the number of its co-signatures', async () => {
  const entries = await db.reads.select().from(record)
  expect(entries.filter((e) => e.occurredAt > today || e.recordedAt > today)).toEqual([])
  const kept = await db.reads.select({ id: cosignatures.proposalId }).from(cosignatures)
  const counted = await db.reads.select().from(cosignatureCounts)
  for (const { id, count, number } of await all())
    expect([number, count, count]).toEqual([
      number,
      kept.filter((row) => row.id === id).length,
      counted.filter((row) => row.proposalId === id).reduce((sum, row) => sum + row.count, 0),
    ])
})

test('numbers follow the order of submission, and some signers say why', async () => {
  const cases = await all()
  const home = cases.find((c) => c.title.startsWith('夜市分年停用'))!.governmentId
  const numbers = cases.filter((c) => c.number && c.governmentId === home).map((c) => c.number)
  expect(numbers).toEqual([...numbers].sort())
  const reasons = await db.reads.select().from(cosignatures).where(isNotNull(cosignatures.reason))
  expect(reasons.length).toBeGreaterThan(10)
})

test('a demonstration keeps its secret: started again it can go on with its log', async () => {
  expect(await demonstrationSecret(db, 'the first')).toBe('the first')
  expect(await demonstrationSecret(db, 'of another start')).toBe('the first')
})
