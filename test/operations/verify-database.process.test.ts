// Whoever changes a row behind the application's back is found, and what they changed is named: each column of each table that the log
// vouches for is changed, by itself, and what is not found stands below with its reason.
import { and, eq, getTableColumns, type inArray, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, onTestFinished, test } from 'vitest'
import { keepDays } from '../../src/domain/log/collect.ts'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { verifyDatabase } from '../../src/operations/verify-database.ts'
import type { Exec } from '../../src/platform/db/database.ts'
import { write } from '../../src/platform/db/write.ts'
import { answers, askDecisions } from '../../src/schema/answers.ts'
import { assignmentChanges, assignments } from '../../src/schema/assignments.ts'
import { commitments, commitmentUpdates } from '../../src/schema/commitments.ts'
import { cosignatures, reasonRemovals } from '../../src/schema/cosignatures.ts'
import { handOvers } from '../../src/schema/hand-overs.ts'
import { logBundles, logHeads, logTiles } from '../../src/schema/log.ts'
import { moderationDecisions } from '../../src/schema/moderation.ts'
import { paperChanges, paperSheets, paperSignatures } from '../../src/schema/paper.ts'
import { asks, proposals, proposalTexts, proposalUpdates } from '../../src/schema/proposals.ts'
import { record, recordNumbers } from '../../src/schema/record.ts'
import { logDays } from '../../src/schema/witnesses.ts'
import { watched } from '../support/watched.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type Visitor, type World } from '../support/world.ts'

const guarded = ['record', 'record_numbers', 'log_tiles', 'log_bundles']

async function bringIn({ deps }: World) {
  await numberEntries(deps)
  await takeIn(deps)
  await keepDays(deps)
}
async function send(who: Visitor, path: string, form: { [field: string]: string | string[] }) {
  const sent = await who.post(path, form)
  expect([path, sent.statusCode]).toEqual([path, 303])
}

/** A whole life, and a case beside it with paper that was taken back and counts again, and that was handed over and came back. */
async function full() {
  const world = await testWorld()
  await watched(world)
  const life = await wholeLife(world, (field, most) => `${field} 說明內容`.slice(0, most))
  const { administrator, moderator } = life
  const at = '/haicheng/proposals/2026-0004'
  await send(moderator, `${at}/decisions`, { decision: 'approve', lead: 'transport', words: '可以公告' })
  const paper = '/haicheng/desk/2026-0004/paper'
  await send(administrator, paper, { n: '2' })
  const lines = { 'id_number-1': 'A223456781', 'birth_date-1': '1990-01-31', 'district-1': 'gangdong' }
  for (const one of [administrator, moderator]) await send(one, `${paper}/1`, lines)
  for (const act of ['take_back', 'restore']) {
    await send(administrator, `${paper}/1/changes`, { step: 'ask', act, words: '名單還在查證' })
    await send(moderator, `${paper}/1/changes`, { step: 'confirm' })
  }
  const signer = await world.signedIn('signer-of-four@example.tw')
  await send(signer, `${at}/cosignatures`, { district: 'gangdong', consent: '1' })
  const today = world.clock.now.toISOString().slice(0, 10)
  const handed = {
    to: 'outside',
    receiver: '經濟部水利署',
    link: 'https://example.gov.tw/1',
    handed: today,
    due: '2026-12-30',
  }
  await send(moderator, `${at}/hand-overs`, { ...handed, words: '海堤屬中央管轄。' })
  const [open] = await world.db.reads.select().from(handOvers)
  await send(moderator, `${at}/hand-over-ends`, {
    how: 'returned',
    id: open!.id,
    ended: today,
    words: '中央已經函覆。',
  })
  await bringIn(world)
  return world
}

/** Whoever holds the database takes the triggers away first. */
const withoutTriggers = ({ db }: World) =>
  db.exclusively(async (exec: Exec) => {
    const named = guarded.map((name) => `'${name}'`).join()
    const triggers = `select name from sqlite_master where type = 'trigger' and tbl_name in (${named})`
    if (db.engine === 'sqlite')
      for (const { name } of (await exec(triggers)) as { name: string }[]) await exec(`drop trigger ${name}`)
    else for (const table of guarded) await exec(`alter table ${table} disable trigger user`)
  })
const withTriggers = ({ db }: World) =>
  db.exclusively(async (exec: Exec) => {
    if (db.engine === 'postgres') for (const table of guarded) await exec(`alter table ${table} enable trigger user`)
  })

type Value = string | number | boolean | Date | Buffer | object | null
/** Other values for a column, the first of which the database takes. */
function others(value: Value, name: string): Value[] {
  if (value instanceof Date) return [-90_000_000, -1000, 90_000_000].map((ms) => new Date(value.getTime() + ms)) // dated back
  if (Buffer.isBuffer(value)) {
    const other = Buffer.from(value)
    other[other.length - 1]! ^= 1
    return [other]
  }
  if (typeof value === 'number') return [value + 1, value - 1]
  if (typeof value === 'boolean') return [!value]
  if (value === null)
    return name.endsWith('At') || name.endsWith('Before')
      ? [new Date('2026-06-01T00:00:00Z')]
      : ['not_adopted', 'x', '2026-06-01', 1, 'expired', 'a'.repeat(64), 'complete']
  if (typeof value === 'object') return [{ ...value, forged: 1 }]
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return ['2026-06-01', '2026-12-31']
  if (/^[0-9a-f]{64}$/.test(value)) return ['a'.repeat(64)]
  const words = [
    'gathering',
    'review',
    'not_adopted',
    'partly',
    'citizen',
    'moderator',
    'hidden',
    'returned',
    'called_back',
    'taken_back',
    'printed',
    'restore',
    'schedule',
    'progress',
    'changed',
    'extended',
    'title',
    'problem',
  ]
  const isWord = value.length <= 25 && /^\w+$/.test(value)
  return [...(isWord ? words.filter((word) => word !== value) : []), `${value}x`]
}

type Case = {
  table: SQLiteTable
  where?: SQL
  /** columns that are not public, or of which the record says nothing (docs/decisions/233) */
  left: string[]
}

/** Of a case: who, where and about what the record does not say; the rest is for staff, or kept by the database. */
const ofNoFact = [
  ...['authorName', 'topicCode', 'districtCode', 'place', 'scheduleDueBefore', 'contactDueBefore'],
  ...['createdAt', 'updatedAt', 'heldAt', 'forgottenWarnedAt', 'revision', 'listed'],
]
const cases: { [name: string]: Case } = {
  proposals: { table: proposals, where: eq(proposals.number, '2026-0001'), left: ofNoFact },
  refused: {
    table: proposals,
    where: eq(proposals.number, '2026-0002'),
    left: [...ofNoFact, 'title', 'threshold', 'submittedAt', 'checkDueBefore'],
  },
  merged: {
    table: proposals,
    where: eq(proposals.number, '2026-0003'),
    left: [...ofNoFact, 'title', 'threshold', 'submittedAt', 'checkDueBefore'],
  },
  proposal_texts: { table: proposalTexts, where: ofCase(proposalTexts.proposalId, '2026-0001'), left: [] },
  asks: { table: asks, where: ofCase(asks.proposalId, '2026-0001'), left: [] },
  proposal_updates: { table: proposalUpdates, left: ['id'] },
  moderation_decisions: { table: moderationDecisions, where: eq(moderationDecisions.kind, 'refused'), left: ['id'] },
  merger: { table: moderationDecisions, where: eq(moderationDecisions.kind, 'merged'), left: ['id'] },
  answers: {
    table: answers,
    where: isNotNull(answers.publishedAt),
    left: ['revision', 'createdAt', 'updatedAt', 'before'],
  },
  ask_decisions: { table: askDecisions, left: [] },
  commitments: { table: commitments, where: ne(commitments.state, 'draft'), left: ['askNumber', 'position', 'owner'] },
  commitment_updates: { table: commitmentUpdates, left: ['id', 'evidenceUrl', 'evidenceOn'] },
  assignment_changes: { table: assignmentChanges, left: ['id'] },
  extension: { table: assignmentChanges, where: eq(assignmentChanges.kind, 'extended'), left: ['id'] },
  contribution: {
    table: assignments,
    where: isNotNull(assignments.contribution),
    left: ['id', 'dueBefore', 'daysBefore'],
  },
  hand_overs: { table: handOvers, left: ['id', 'receiver', 'link'] },
  cosignatures: {
    table: cosignatures,
    where: isNotNull(cosignatures.salt),
    left: ['reason', 'reasonId', 'noticeVersion', 'ofAge'],
  },
  reason_removals: { table: reasonRemovals, left: ['signedAt'] },
  paper_sheets: { table: paperSheets, where: eq(paperSheets.number, 1), left: ['madeAt'] },
  paper_signatures: { table: paperSignatures, left: ['line', 'key'] },
  paper_changes: { table: paperChanges, left: ['id', 'askedAt'] },
  record: { table: record, where: eq(record.kind, 'extended'), left: [] },
  record_numbers: { table: recordNumbers, left: [] },
  log_heads: { table: logHeads, left: ['signedAt'] },
  log_tiles: { table: logTiles, left: [] },
  log_bundles: { table: logBundles, left: ['firstAt', 'lastAt'] },
  log_days: { table: logDays, left: ['mailedAt'] },
}
function ofCase(column: Parameters<typeof inArray>[0], number: string): SQL {
  return sql`${column} = (select id from proposals where number = ${number})`
}

test('each column of each table that the log vouches for: a change behind the application’s back is found', async () => {
  const world = await full()
  const { db } = world
  expect(await verifyDatabase(db)).toEqual([])
  await withoutTriggers(world)
  onTestFinished(() => withTriggers(world)) // PostgreSQL is the next test's as well
  const missed: string[] = []
  const refused: string[] = []
  const stale: string[] = []
  for (const [name, { table, where, left }] of Object.entries(cases)) {
    const columns = getTableColumns(table)
    const [row] = (await db.reads
      .select()
      .from(table)
      .where(where)
      .orderBy(...primaryOf(table).map((column) => columns[column]!))
      .limit(1)) as { [name: string]: Value }[]
    if (!row) {
      missed.push(`${name}: there is no row`)
      continue
    }
    // the row as it is, but for the column that is changed
    const same = (but: string, value: Value) =>
      and(
        ...Object.entries(columns)
          .filter(([column]) => primaryOf(table).includes(column))
          .map(([column, c]) => eq(c, column === but ? value : row[column])),
      )
    for (const column of Object.keys(columns)) {
      const was = row[column]!
      let is: Value | undefined
      for (const value of others(was, column)) {
        const done = await set(table, { [column]: value }, same(column, was))
        if (!done) continue
        is = value
        break
      }
      if (is === undefined) {
        refused.push(`${name}.${column}`)
        continue
      }
      const found = await verifyDatabase(db)
      if (found.length === 0 && !left.includes(column)) missed.push(`${name}.${column}`)
      if (found.length > 0 && left.includes(column)) stale.push(`${name}.${column}: ${found[0]}`)
      expect([name, column, await set(table, { [column]: was }, same(column, is))]).toEqual([name, column, true])
      if (left.includes(column) || isNobodys(name, column) || primaryOf(table).includes(column)) continue
      for (const nothing of [null, ...(typeof was === 'string' ? [''] : [])]) {
        if (was === null || was === '' || !(await set(table, { [column]: nothing }, same(column, was)))) continue
        if (!(await verifyDatabase(db)).length) missed.push(`${name}.${column} is taken away`)
        expect([name, column, await set(table, { [column]: was }, same(column, was))]).toEqual([name, column, true])
      }
    }
  }
  expect(await verifyDatabase(db), 'all was put back').toEqual([])
  expect([missed, stale]).toEqual([[], []])

  async function set(table: SQLiteTable, values: object, where: SQL | undefined): Promise<boolean> {
    try {
      return (await write(db, (tx) => tx.update(table).set(values).where(where).returning())).length === 1
    } catch {
      return false
    }
  }
})

/** Who did it is not told, and a co-signature without its salt is that of somebody erased: what is taken away there is not found. */
const isNobodys = (name: string, column: string): boolean =>
  /^(?:personId|authorId|\w+ById)$/.test(column) || (name === 'cosignatures' && column === 'salt')

function primaryOf(table: SQLiteTable): string[] {
  const columns = Object.entries(getTableColumns(table))
  const own = columns.filter(([, column]) => column.primary).map(([name]) => name)
  return own.length ? own : (several.get(table) ?? [])
}
const several = new Map<SQLiteTable, string[]>([
  [asks, ['proposalId', 'number']],
  [askDecisions, ['answerId', 'askNumber']],
  [cosignatures, ['proposalId', 'personId']],
  [reasonRemovals, ['proposalId', 'personId', 'signedAt']],
  [paperSheets, ['proposalId', 'number']],
  [paperSignatures, ['proposalId', 'sheet', 'line']],
  [logTiles, ['governmentId', 'level', 'n']],
  [logBundles, ['governmentId', 'n']],
  [logDays, ['governmentId', 'day']],
])

test('an agency that answers for another, a delay that is gone and a log that is taken away are found', async () => {
  const world = await full()
  const { db, government } = world
  await withoutTriggers(world)
  onTestFinished(() => withTriggers(world))
  const [lead] = await db.reads
    .select({ id: assignments.id, agencyId: assignments.agencyId })
    .from(assignments)
    .innerJoin(record, and(eq(record.proposalId, assignments.proposalId), eq(record.kind, 'assigned')))
    .where(eq(assignments.role, 'lead'))
    .limit(1)
  const other = Object.values(world.agencies).find((id) => id !== lead!.agencyId)!
  const put = (agencyId: string) =>
    write(db, (tx) => tx.update(assignments).set({ agencyId }).where(eq(assignments.id, lead!.id)))
  await put(other)
  expect((await verifyDatabase(db)).join()).toMatch(
    /the agency that “(assigned|transferred)” of .* names has no such part in it/,
  )
  await put(lead!.agencyId)
  const moved = eq(assignmentChanges.kind, 'transferred')
  const [change] = await db.reads.select().from(assignmentChanges).where(moved)
  const from = (fromAgencyId: string | null) =>
    write(db, (tx) => tx.update(assignmentChanges).set({ fromAgencyId }).where(eq(assignmentChanges.id, change!.id)))
  for (const id of Object.values(world.agencies).filter((id) => id !== change!.fromAgencyId)) {
    await from(id)
    expect((await verifyDatabase(db)).join()).toContain('is of an agency that had no such part in it')
  }
  await from(change!.fromAgencyId)
  const answered = and(eq(assignments.role, 'lead'), isNotNull(assignments.answeredAt))
  const [part] = await db.reads.select().from(assignments).where(answered).limit(1)
  const answerAt = (answeredAt: Date | null) =>
    write(db, (tx) => tx.update(assignments).set({ answeredAt }).where(eq(assignments.id, part!.id)))
  await answerAt(null)
  expect((await verifyDatabase(db)).join()).toContain('no lead part was answered when the record says')
  await answerAt(part!.answeredAt)
  const extended = isNotNull(proposals.extendedAt)
  expect(await db.reads.select().from(proposals).where(extended)).not.toEqual([])
  const was = await db.reads.select({ id: proposals.id, at: proposals.extendedAt }).from(proposals).where(extended)
  await write(db, (tx) => tx.update(proposals).set({ extendedAt: null }))
  expect((await verifyDatabase(db)).join()).toContain('extended_at is nothing; the record has “extended”')
  for (const { id, at } of was)
    await write(db, (tx) => tx.update(proposals).set({ extendedAt: at }).where(eq(proposals.id, id)))
  expect(await verifyDatabase(db)).toEqual([])
  for (const table of [logHeads, logBundles, logTiles, logDays])
    await write(db, (tx) => tx.delete(table).where(eq(table.governmentId, government.id)))
  expect((await verifyDatabase(db)).join()).toMatch(/there is no log (to lay it beside|of it)/)
})
