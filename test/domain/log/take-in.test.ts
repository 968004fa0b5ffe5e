// The record as a log: every public entry once, in its order, whoever takes it in and however often.
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysOf, rotateKey } from '../../../src/domain/log/keys.ts'
import { toldWith } from '../../../src/domain/log/leaf.ts'
import { headOf } from '../../../src/domain/log/store.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { append, appendCounted } from '../../../src/domain/record/store.ts'
import { sha256 } from '../../../src/lib/id.ts'
import { readNote } from '../../../src/lib/signed-note.ts'
import { execute } from '../../../src/platform/db/columns.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { logTiles } from '../../../src/schema/log.ts'
import type { EntryKind } from '../../../src/schema/values.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity } from '../../support/city.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { leavesOf } from '../../support/log.ts'

const at = new Date('2026-06-18T09:30:00+08:00')
const timeZone = 'Asia/Taipei'

async function city() {
  const db = await testDatabase()
  const { government, agencies } = await makeCity(db, at)
  const town = { db, government, agencies }
  const id = await givenCase(town as never, { number: '2026-0001', title: '公園的樹' })
  return { db, government, id, town }
}

const sign = (db: Database, governmentId: string, proposalId: string, n: number) =>
  write(db, async (tx) => {
    for (let i = 0; i < n; i++)
      await appendCounted(tx, {
        governmentId,
        timeZone,
        proposalId,
        kind: 'cosigned',
        at,
        digest: sha256(`${Math.random()}`),
      })
  })
const say = (db: Database, governmentId: string, proposalId: string | null, kind: EntryKind) =>
  write(db, (tx) =>
    append(tx, {
      governmentId,
      proposalId,
      kind: kind as 'published',
      role: 'moderator',
      occurredAt: at,
      facts: { n: 1 },
    }),
  )

test('the record that is there comes in with its order, and each later entry once', async () => {
  const { db, government, id } = await city()
  const deps = depsOf(db, at)
  await sign(db, government.id, id, 3)
  await numberEntries(deps)
  await takeIn(deps)
  await sign(db, government.id, id, 600)
  await say(db, government.id, id, 'threshold_met')
  await say(db, government.id, null, 'settings_changed')
  await numberEntries(deps)
  await takeIn(deps)
  await takeIn(deps)
  const [first, ...leaves] = await leavesOf(db, government.id)
  const before = leaves.findIndex(({ kind }) => kind === 'cosigned')
  expect(first).toEqual({
    ...{ kind: 'log_begun', government: 'haicheng', begun_at: at.toISOString() },
    brought_in_through: before + 3,
  })
  expect(leaves.map(({ entry }) => entry)).toEqual(leaves.map((_, i) => i + 1))
  expect(leaves.slice(before, before + 603).every(({ kind }) => kind === 'cosigned')).toBe(true)
  expect(leaves.slice(-2).map(({ kind, case: number }) => [kind, number])).toEqual([
    ['threshold_met', '2026-0001'],
    ['settings_changed', null],
  ])
})

test('a co-signature’s leaf is a commitment and a day, an early warning’s has no moment, and what is for staff has none', async () => {
  const { db, government, id } = await city()
  const deps = depsOf(db, at)
  await sign(db, government.id, id, 1)
  for (const kind of ['held', 'early_warning', 'released'] as const) await say(db, government.id, id, kind)
  await numberEntries(deps)
  await takeIn(deps)
  const leaves = await leavesOf(db, government.id)
  const [signed, warned] = leaves.slice(-2)
  expect(Object.keys(signed!).sort()).toEqual(['case', 'commitment', 'day', 'entry', 'kind'])
  expect([signed!.case, signed!.day, signed!.commitment]).toEqual([
    '2026-0001',
    '2026-06-18',
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ])
  expect(Object.keys(warned!).sort()).toEqual(['case', 'day', 'entry', 'facts', 'kind', 'role'])
})

test('a case that is not public is not in the log; once it is, all its steps are', async () => {
  const { db, government, id, town } = await city()
  const deps = depsOf(db, at)
  const hidden = await givenCase(town as never, {
    number: '2026-0002',
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
  })
  const steps = async () =>
    (await leavesOf(db, government.id)).filter((leaf) => leaf.case === '2026-0002').map(({ kind }) => kind)
  const told = await steps().catch(() => [])
  for (const kind of ['returned', 'resubmitted'] as const) await say(db, government.id, hidden, kind)
  await sign(db, government.id, id, 2)
  await numberEntries(deps)
  await takeIn(deps)
  expect([told, (await steps()).filter((kind) => kind !== 'log_begun')]).toEqual([[], []])
  await say(db, government.id, hidden, 'published')
  await say(db, government.id, hidden, 'approval_taken_back')
  await say(db, government.id, hidden, 'returned')
  await numberEntries(deps)
  await takeIn(deps)
  expect((await steps()).slice(-4)).toEqual(['returned', 'resubmitted', 'published', 'approval_taken_back'])
})

test('whatever is told when, it is told once, and in order', () => {
  const kind = fc.constantFrom<EntryKind>(
    'submitted',
    'returned',
    'published',
    'approval_taken_back',
    'refused',
    'answered',
  )
  fc.assert(
    fc.property(fc.array(kind, { maxLength: 12 }), (kinds) => {
      const entries = kinds.map((one, i) => ({ number: i + 1, kind: one }))
      const told = toldWith(entries)
      expect([...told.keys()].sort((a, b) => a - b)).toEqual(entries.map(({ number }) => number))
      let last = 0
      for (const { number } of entries) {
        const by = told.get(number)
        if (by === null) continue
        expect(by).toBeGreaterThanOrEqual(number)
        expect(by).toBeGreaterThanOrEqual(last)
        last = by!
      }
    }),
  )
})

test('after a rotation both keys sign, and the newest is the first in the list', async () => {
  const { db, government } = await city()
  const deps = depsOf(db, at)
  await takeIn(deps)
  const owner = { governmentId: government.id, use: 'log' } as const
  const added = await rotateKey(db, deps.config.secret, owner, 'localhost/haicheng/log', new Date(at.getTime() + 1000))
  await say(db, government.id, null, 'settings_changed')
  await numberEntries(deps)
  await takeIn({ ...deps, now: () => new Date(at.getTime() + 2000) })
  const keys = await keysOf(db.reads, owner)
  expect(keys.map(({ id, endedAt }) => [id === added.id, endedAt !== null])).toEqual([
    [true, false],
    [false, true],
  ])
  expect(readNote((await headOf(db.reads, government.id))!.checkpoint!)!.signatures).toHaveLength(2)
  await leavesOf(db, government.id)
  await say(db, government.id, null, 'settings_changed')
  await numberEntries(deps)
  await takeIn({ ...deps, now: () => new Date(at.getTime() + 31 * 86_400_000) })
  expect(readNote((await headOf(db.reads, government.id))!.checkpoint!)!.signatures).toHaveLength(1)
  await leavesOf(db, government.id)
})

test('a key sealed with another secret signs nothing, and says what to do', async () => {
  const { db, government } = await city()
  await takeIn(depsOf(db, at))
  await say(db, government.id, null, 'settings_changed')
  await numberEntries(depsOf(db, at))
  await expect(takeIn(depsOf(db, at, { secret: 'another secret, of 32 characters or more' }))).rejects.toThrow(
    'fuyi log rotate',
  )
})

test('the database itself keeps what is in a log', async () => {
  const { db, government, id } = await city()
  const deps = depsOf(db, at)
  await sign(db, government.id, id, 300)
  await numberEntries(deps)
  await takeIn(deps)
  for (const statement of [
    sql`update log_tiles set hashes = hashes`,
    sql`update log_bundles set width = width + 1, entries = last_at`,
    sql`delete from log_tiles`,
    sql`delete from log_bundles`,
  ])
    await expect(write(db, (tx) => execute(tx, statement))).rejects.toThrow()
  expect((await db.reads.select().from(logTiles).where(eq(logTiles.level, 1))).length).toBe(1)
})

test.runIf(manyConnections)('two processes that take in at once leave nothing out and nothing double', async () => {
  const url = await testUrl()
  const [one, two] = [await connectForTest(url), await connectForTest(url)]
  const { government } = await makeCity(one, at)
  for (let round = 0; round < 6; round++) {
    await sign(one, government.id, 'p', 130)
    await Promise.all([numberEntries(depsOf(one, at)), takeIn(depsOf(one, at)), takeIn(depsOf(two, at))])
  }
  await numberEntries(depsOf(one, at))
  await Promise.all([takeIn(depsOf(one, at)), takeIn(depsOf(two, at))])
  await takeIn(depsOf(one, at))
  const [, ...leaves] = await leavesOf(one, government.id)
  expect(leaves.map(({ entry }) => entry)).toEqual(Array.from({ length: 780 }, (_, i) => i + 1))
})
