// The desk's queue when it is long: every count and every page is of all that waits, from an index, and what the database keeps
// as rows is what the cases say.
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { unfiltered } from '../../../src/domain/moderation/queue-line.ts'
import { type AskedQueue, queueCounts, queueItems } from '../../../src/domain/moderation/queue-store.ts'
import { rowsOf } from '../../../src/platform/db/columns.ts'
import { write } from '../../../src/platform/db/write.ts'
import { people } from '../../../src/schema/people.ts'
import { due, givenCase, givenCases, givenSupport } from '../../support/cases.ts'
import { inProcess, queriesOf } from '../../support/database.ts'
import { sourceSaying } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const columns =
  'id, government_id, proposal_id, lane, task, agency_id, person_id, topic_code, due_before, replied_at, unknown_from'
const keptAndSaid = async ({ db }: World) => ({
  kept: await rowsOf(db.reads, sql.raw(`select ${columns} from desk_items order by id`)),
  said: await rowsOf(db.reads, sql.raw(`select ${columns} from desk_owed order by id`)),
})

test('whatever happens to a case, the rows of the desk are what the view says of it', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const checked = {
    stage: 'checking',
    publishedAt: null,
    checkDueBefore: new Date('2026-06-20T00:00:00+08:00'),
  } as const
  await givenCase(world, { ...checked, number: '2026-0001', authorId: author.personId })
  const id = await givenCase(world, {
    ...{ ...due, number: '2026-0002', authorId: author.personId },
    scheduleDueBefore: new Date('2026-02-10T00:00:00+08:00'),
    contactDueBefore: new Date('2026-02-16T00:00:00+08:00'),
  })
  await givenSupport(world, id, { dueBefore: new Date('2026-03-20T00:00:00+08:00') })
  const [moderator, officer] = [
    await world.staff('moderator'),
    await world.staff('officer', world.agencies.environment),
  ]
  const tasks: string[] = []
  const step = async (who: typeof officer, path: string, form: { [field: string]: string }) => {
    expect([path, (await who.post(`/haicheng/proposals/${path}`, form)).statusCode]).toEqual([path, 303])
    const { kept, said } = await keptAndSaid(world)
    expect(kept).toEqual(said)
    const rows = kept as { proposal_id: string; task: string }[]
    tasks.push(
      rows
        .map(({ task }) => task)
        .sort()
        .join(' '),
    )
  }
  const words = '請補充說明。'
  await step(moderator, '2026-0001/notes', { kind: 'to_proposer', words })
  await step(author, '2026-0001/letters', { words })
  await step(moderator, '2026-0001/decisions', { decision: 'hold', words })
  await step(moderator, '2026-0001/decisions', { decision: 'release', words })
  await step(moderator, '2026-0001/decisions', { decision: 'approve', lead: 'epb', words: '' })
  await step(officer, '2026-0002/schedules', { words })
  await step(officer, '2026-0002/contacts', { words })
  await step(author, '2026-0002/letters', { words })
  await step(officer, '2026-0002/transfers', { to: 'transport', words })
  expect(tasks).toEqual([
    'check contribution schedule',
    'check contribution schedule',
    'check contribution held schedule',
    'check contribution schedule',
    'contribution early reply schedule',
    'contact contribution early reply',
    'answer contribution early reply',
    'answer contribution early reply',
    'answer early reply',
  ])
})

test('after the answer a part is owed that was asked for here, and of an import none that nobody asked for', async () => {
  const world = await testWorld()
  const before = new Date('2026-06-20T00:00:00+08:00')
  const imported = { source: sourceSaying('resolved'), seenOn: '2026-06-01' }
  const answered = { stage: 'resolved', answeredAt: new Date('2026-06-10T10:00:00+08:00') } as const
  const given = [
    ['ours', answered, { dueBefore: before }],
    ['answered early', answered, { dueBefore: null }],
    ['said', answered, { dueBefore: before, answeredAt: before }],
    ['its source', { ...answered, ...imported }, { dueBefore: before }],
    ['asked for after the import', { ...answered, ...imported }, { dueBefore: before, daysBefore: 7 }],
  ] as const
  for (const [title, more, part] of given) await givenSupport(world, await givenCase(world, { ...more, title }), part)
  const { reads } = world.db
  const officer = asked(world, { seats: [{ role: 'officer', agencyId: world.agencies.transport }] })
  const items = await queueItems(reads, officer, 0, 50)
  expect(items.map(({ title, task }) => [title, task])).toEqual([
    ['ours', 'contribution'],
    ['asked for after the import', 'contribution'],
  ])
  const all = await queueItems(reads, asked(world, { scope: 'all' }), 0, 50)
  expect(all.map(({ also }) => also)).toEqual([[], []])
})

test('somebody whose address is erased is contacted by nobody: the answer is what is owed', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, {
    ...{ ...due, authorId: author.personId, scheduledAt: world.clock.now },
    contactDueBefore: new Date('2026-03-01T00:00:00+08:00'),
  })
  const tasks = async () =>
    (await rowsOf<{ task: string }>(world.db.reads, sql`select task from desk_items where proposal_id = ${id}`)).map(
      ({ task }) => task,
    )
  expect(await tasks()).toEqual(['contact'])
  await write(world.db, (tx) =>
    tx.update(people).set({ email: null, emailKey: null, displayName: null }).where(eq(people.id, author.personId!)),
  )
  expect(await tasks()).toEqual(['answer'])
})

test('what else is owed on a case stands beside it where the case stands once, and nowhere twice where each part has a row', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { ...due, title: '一件', answerDueBefore: new Date('2026-07-18T00:00:00+08:00') })
  await givenSupport(world, id, { dueBefore: new Date('2026-06-10T00:00:00+08:00') })
  const agencyIds = Object.values(world.agencies)
  const of = async (more: Partial<AskedQueue>) =>
    (await queueItems(world.db.reads, asked(world, more), 0, 50)).map(({ task, also }) => [
      task,
      also.map((one) => one.task),
    ])
  const bothDesks = agencyIds.map((agencyId) => ({ role: 'officer' as const, agencyId }))
  const [once, ...more] = await of({ scope: 'all' })
  expect([once![0], once![1]!.includes('answer'), more]).toEqual(['contribution', true, []])
  const filter = { ...unfiltered, task: 'contribution' as const }
  expect(await of({ scope: 'all', filter })).toEqual([['contribution', []]])
  const nobody = await of({ scope: 'all', filter: { ...unfiltered, officer: { personId: null } } })
  const own = await of({ seats: bothDesks })
  for (const rows of [nobody, own]) {
    expect(rows.map(([task]) => task)).toEqual(['contribution', once![1]![0]])
    expect(rows.flat(2).filter((task) => task === 'contribution')).toHaveLength(1)
  }
})

/** A long queue: so many cases under review, a day apart, every third with a supporting agency. */
async function longQueue(world: World, cases: number) {
  const first = new Date('2026-05-01T00:00:00+08:00').getTime()
  const ids = await givenCases(
    world,
    Array.from({ length: cases }, (_, i) => ({
      ...{ ...due, title: `第${i}件`, lead: i % 2 ? world.agencies.environment : world.agencies.transport },
      answerDueBefore: new Date(first + (i % 120) * 86_400_000),
    })),
  )
  for (const [i, id] of ids.entries())
    if (i % 6 === 1) await givenSupport(world, id, { dueBefore: new Date(first + 5 * 86_400_000) })
}

const asked = (world: World, more: Partial<AskedQueue> = {}): AskedQueue => ({
  government: world.government,
  seats: [{ role: 'officer', agencyId: world.agencies.environment }],
  scope: 'mine',
  today: '2026-06-18',
  ...more,
})

test('of a long queue every case is counted, stands once, and comes in its order page by page', async () => {
  const world = await testWorld()
  const many = inProcess ? 130 : 600
  await longQueue(world, many)
  const { reads } = world.db
  const everybody = asked(world, { scope: 'all' })
  expect(await queueCounts(reads, everybody)).toMatchObject({ total: many })
  expect(await queueCounts(reads, asked(world))).toMatchObject({ total: many / 2 })
  const seen: string[] = []
  let last = 0
  for (let offset = 0; offset < many + 20; offset += 50)
    for (const item of await queueItems(reads, everybody, offset, 50)) {
      seen.push(item.number)
      const at = item.dueBefore!.getTime()
      expect(at).toBeGreaterThanOrEqual(last)
      last = at
    }
  expect([seen.length, new Set(seen).size]).toEqual([many, many])
  const late = { ...unfiltered, due: 'overdue' as const }
  const counts = await queueCounts(reads, everybody)
  expect((await queueCounts(reads, asked(world, { scope: 'all', filter: late }))).total).toBe(counts.late)
  const parts = { ...unfiltered, task: 'contribution' as const }
  expect((await queueCounts(reads, asked(world, { scope: 'all', filter: parts }))).total).toBe(
    Math.ceil((many - 1) / 6),
  )
})

test.runIf(engine === 'sqlite')('a view of the desk reads an index alone: no scan, nothing sorted', async () => {
  const world = await testWorld()
  await longQueue(world, 30)
  const { reads } = world.db
  const plans: string[] = []
  for (const one of [asked(world), asked(world, { scope: 'all' }), asked(world, { scope: 'early' })]) {
    const queries = await queriesOf(async () => {
      await queueCounts(reads, one)
      await queueItems(reads, one, 0, 50)
    })
    for (const { statement, values } of queries.filter((query) => /from "desk_items" where/.test(query.statement))) {
      const plan = await world.db.exclusively((exec) => exec(`explain query plan ${inlined(statement, values)}`))
      plans.push(plan.map(({ detail }) => detail).join('; '))
    }
  }
  expect(plans).toHaveLength(6)
  for (const plan of plans) {
    expect(plan).toMatch(/^SEARCH desk_items USING COVERING INDEX desk_items_/)
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
  }
})

const inlined = (statement: string, values: unknown[]) => {
  let i = 0
  return statement.replace(/\?/g, () => {
    const value = values[i++]
    return typeof value === 'string' ? `'${value}'` : String(Number(value))
  })
}
