// Every query that pages, data and jobs run is answered from an index, and as many run for a hundred rows as for one.
// The queries are those the real routes run; the database says how it would go about them.
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { findOrCreatePerson } from '../../../src/domain/people/store.ts'
import { allJobs } from '../../../src/jobs.ts'
import { datasets } from '../../../src/open-data/datasets/datasets.ts'
import { checkLogs } from '../../../src/operations/log-check.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { tick } from '../../../src/platform/process/scheduler.ts'
import { people } from '../../../src/schema/people.ts'
import { answeredOn, due, givenCase } from '../../support/cases.ts'
import { type Query, queriesOf } from '../../support/database.ts'
import { smtpServer } from '../../support/smtp.ts'
import { testWorld, type World } from '../../support/world.ts'

/** Tables that grow with use. All others have some rows for each government. */
const growing =
  'proposals|proposal_texts|text_versions|asks|evidence|assignments|moderation_decisions|assignment_changes|' +
  'proposal_updates|private_messages|corrections|cosignatures|' +
  'cosignature_counts|pending_cosignatures|reason_removals|record|record_numbers|outbox|follows|people|sessions|' +
  'sign_in_codes|rate_limit_counters|residences|answers|ask_decisions|commitments|commitment_updates|search_documents'

const isOfGrowing = new RegExp(`"(${growing})"`)

const lists = [
  '/haicheng',
  ...['newest', 'closing', 'most_signed', 'waiting'].map((sort) => `/haicheng/proposals?sort=${sort}`),
  ...['answered', 'newest', 'most_signed'].map((sort) => `/haicheng/archive?sort=${sort}`),
  '/haicheng/proposals?stage=gathering',
  '/haicheng/proposals?topic=transport&stage=review',
  '/haicheng/archive?outcome=adopted',
  '/haicheng/proposals?district=gangdong',
  '/haicheng/archive?agency=epb',
  '/haicheng/archive?year=2026&sort=newest',
  '/haicheng/archive?answered=late',
  '/haicheng/proposals?answered=overdue',
  '/haicheng/proposals?agency=epb&sort=waiting',
  '/haicheng/proposals?q=%E5%85%AC%E8%BB%8A&sort=closing',
  ...['closing', 'waiting', 'answered'].map((sort) => `/api/v1/haicheng/proposals?sort=${sort}`),
  '/api/v1/haicheng/proposals?per_page=100',
]
const others = [
  '/',
  '/haicheng/proposals?q=%E5%85%AC%E8%BB%8A',
  '/haicheng/proposals/2026-0001',
  '/haicheng/proposals/2026-0100',
  '/haicheng/proposals/2026-0001.json',
  '/haicheng/agencies',
  '/haicheng/agencies/epb',
  '/haicheng/commitments',
  '/api/v1/governments',
]

async function city(cases: number): Promise<World> {
  const world = await testWorld()
  for (let i = 0; i < cases; i++) {
    const common = {
      number: `2026-${String(i + 1).padStart(4, '0')}`,
      title: `港東公車第${i}案`,
      topicCode: 'transport',
    }
    if (i % 3 === 0) await givenCase(world, { ...common, signed: { gangdong: 6 } })
    else if (i % 3 === 1) await givenCase(world, { ...common, ...due })
    else
      await givenCase(world, {
        ...common,
        ...answeredOn('2026-03-01'),
        decisions: ['adopted'],
        promise: { what: '增班', dueOn: '2026-12-01', state: 'open' },
      })
  }
  await givenCase(world, {
    number: '2026-0100',
    ...answeredOn('2026-03-01'),
    title: '夜間照明',
    decisions: ['adopted'],
  })
  return world
}

test('lists, pages, the desk and what happens by itself are answered from indexes', async () => {
  const world = await city(4)
  const visitor = world.visitor()
  const administrator = await world.staff('administrator')
  await somebodyPast(world)
  const queries = new Map<string, Query & { from: string }>()
  const hear = async (from: string, act: () => Promise<unknown>) => {
    for (const query of await queriesOf(act)) queries.set(query.statement, { ...query, from })
  }
  for (const address of [...lists, ...others])
    await hear(address, async () => expect([address, (await visitor.get(address)).statusCode]).toEqual([address, 200]))
  for (const address of ['/me', '/haicheng/desk', '/haicheng/desk/2026-0001', '/haicheng/proposals/2026-0001'])
    await hear(address, async () => expect((await administrator.get(address)).statusCode).toBe(200))
  await hear('a press', () =>
    administrator.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'gangdong' }),
  )
  const deps = { ...world.deps, config: { ...world.deps.config, demonstration: true } }
  // the daily look at all counts compares every row on purpose, and these were invented
  const jobs = allJobs(null).filter(({ name }) => name !== 'counts' && name !== 'log-check')
  await hear('jobs', () => tick(deps, jobs, world.clock.now))
  await hear('the daily look at the log', () =>
    expect(checkLogs(world.db, world.clock.now)).rejects.toThrow('the record vouches for'),
  )
  const told = { kind: 'answer_published', language: 'en', facts: {}, at: world.clock.now } as const
  await write(world.db, (tx) => enqueueMail(tx, { ...told, address: 'a@b.test' }))
  const transport = smtpTransport({ smtpUrl: (await smtpServer()).url })!
  onTestFinished(() => transport.close())
  await hear('mail', () => deliverDue(deps, transport, world.clock.now))
  expect(
    [...queries.keys()].filter((statement) => statement.startsWith('with recursive lanes')).length,
  ).toBeGreaterThan(0)

  const slow: string[] = []
  for (const query of queries.values()) {
    const why = await slowness(world.db, query, lists.includes(query.from))
    if (why) slow.push(`${query.from}: ${why}\n${query.statement}`)
  }
  expect(queries.size).toBeGreaterThan(60)
  expect((await world.db.reads.select().from(people)).map((p) => p.email)).toContain(null)
  expect(slow).toEqual([])
})

test('a whole list reads each case of a slice by its id, however little the engine knows of the table', async () => {
  const world = await city(4)
  const read: Query[] = []
  for (const asked of ['', '?topic=transport', '?stage=review', '?agency=epb', '?outcome=adopted&year=2026'])
    read.push(...(await queriesOf(() => world.visitor().get(`/api/v1/haicheng/proposals.csv${asked}`))))
  const slices = read.filter(({ statement }) => /"slice"|"live_cases"|as theirs/.test(statement))
  expect(slices).toHaveLength(5)
  for (const query of slices) {
    const plan = (await planOf(world.db, query)).join(' | ')
    if (engine === 'sqlite') expect(plan).toMatch(/SEARCH proposals USING (COVERING )?INDEX \S+ \(id=\?/)
  }
})

test('a narrowed table of commitments is found by them, and holds what the whole one says of them', async () => {
  const world = await city(9)
  const get = async (asked: string) =>
    (await world.visitor().get(`/api/v1/haicheng/commitments.csv${asked}`)).body.split('\r\n')
  const [head, ...all] = await get('')
  for (const [asked, theirs] of [
    ['?year=2026', all],
    ['?year=2027', ['']],
    ['?state=open&agency=epb', all],
    ['?state=kept', ['']],
  ] as const) {
    let lines: string[] = []
    const read = await queriesOf(async () => {
      lines = await get(asked)
    })
    expect([asked, lines]).toEqual([asked, [head, ...theirs]])
    expect(read.filter(({ statement }) => statement.includes('"slice"'))).toEqual([])
    const found = read.filter(({ statement }) => /^select distinct "proposals"/.test(statement))
    expect(found).toHaveLength(1)
    if (engine === 'sqlite')
      expect((await planOf(world.db, found[0]!)).join(' | ')).toMatch(/commitments USING INDEX commitments_/)
  }
})

// Two tables read everything about each case: of 286 s that tables took of a static copy they were most.
test('a whole table reads nothing but what its lines say', async () => {
  const world = await city(4)
  const ofPages = /from "(record|cosignature_counts|evidence|corrections|hand_overs)"/
  const needless: string[] = []
  for (const { table, narrowed } of datasets.filter(
    (one) => one.narrowed === 'cases' || one.narrowed === 'commitments',
  )) {
    const address = `/api/v1/haicheng/${table.name}.csv`
    const read = await queriesOf(async () => expect((await world.visitor().get(address)).statusCode).toBe(200))
    expect([address, read.some(({ statement }) => /from "/.test(statement))]).toEqual([address, true])
    for (const { statement } of read)
      if (ofPages.test(statement)) needless.push(`${narrowed}: ${address}\n${statement}`)
  }
  expect(needless).toEqual([])
})

test('a page with many rows asks as many queries as one with few', async () => {
  const pages = [...lists, '/haicheng/agencies', '/haicheng/commitments']
  // what is remembered for a moment would be counted once or twice, as the clock likes
  const remembered = /distinct "year"|^(?!.*order by).*"answer_due_before" <= .* limit /s
  const asks = async ({ visitor }: World, address: string) =>
    (await queriesOf(() => visitor().get(address))).filter(
      ({ statement }) => isOfGrowing.test(statement) && !remembered.test(statement),
    ).length
  const few = await city(12)
  const before = new Map<string, number>()
  for (const address of pages) before.set(address, await asks(few, address))
  const many = await city(60)
  const more: string[] = []
  for (const [address, was] of before) {
    const now = await asks(many, address)
    if (now > was) more.push(`${address}: ${now} instead of ${was}`)
  }
  expect(more).toEqual([])
})

/** What a government has thousands of: a search by nothing else reads all of them. */
const wide = ['government_id', 'agency_id', 'state', 'stage', 'listed', 'kind', 'role', 'year']

// A commitment was found among all commitments of its government: 46 ms at 100,000 cases, half of the time of a static copy.
test.runIf(engine === 'sqlite')('one case and one commitment are found by their names alone', async () => {
  const world = await city(4)
  const one = '/haicheng/proposals/2026-0003'
  const parts = ['', '.json', '.csv', '/cosignatures.csv', '/reasons', '/poster', '/versions', '/versions/answer-1']
  const documents = ['/as-of/2026-04-01', '/cite', '/cite.bib', '/timeline.atom', '/card-en.png']
  const addresses = [...parts, ...documents].map((part) => one + part)
  addresses.push('/haicheng/commitments/2026-0003-1', '/api/v1/haicheng/proposals/2026-0003')
  addresses.push(`/oembed?url=${encodeURIComponent(`${world.deps.config.origin}${one}`)}`)
  const read: (Query & { address: string })[] = []
  for (const address of addresses) {
    const queries = await queriesOf(async () =>
      expect([address, (await world.visitor().get(address)).statusCode]).toEqual([address, 200]),
    )
    read.push(...queries.map((query) => ({ address, ...query })))
  }
  const searches: string[] = []
  for (const { address, ...query } of read)
    for (const step of await planOf(world.db, query)) {
      if (!new RegExp(`^(SEARCH|SCAN) "?(${growing})\\b`).test(step)) continue
      const by = [...step.matchAll(/(\w+)=\?/g)].map(([, column]) => column!)
      if (by.every((column) => wide.includes(column))) searches.push(`${address}: ${step}\n${query.statement}`)
    }
  expect(read.some(({ statement }) => statement.includes('"commitments"."number" = '))).toBe(true)
  expect(searches).toEqual([])
})

/** Somebody whose last case ended long ago: the job that erases people meets them. */
async function somebodyPast({ db, clock }: World): Promise<void> {
  await write(db, (tx) => findOrCreatePerson(tx, 'past@b.test', 'en', new Date(clock.now.getTime() - 400 * 86_400_000)))
}

/** What is wrong with the way a query would be answered; null when nothing is. */
async function slowness(db: Database, query: Query, isList: boolean): Promise<string | null> {
  if (!/^(select|with|update|delete)/i.test(query.statement)) return null
  const plan = await planOf(db, query)
  const scans = plan.filter((step) => new RegExp(`^(SCAN|Seq Scan on) "?(${growing})\\b`).test(step))
  // counting in all governments, and of what can be found, reads an index, and nothing else; of reasons without a name there are none, as a rule
  const fine =
    /COVERING INDEX (listed_|record_numbers_position|sqlite_autoindex_search_documents)|INDEX cosignatures_unnamed/
  // the newest number and entry are read from the end
  const isNewest = /from "record(_numbers)?" order by "record(_numbers)?"\."\w+" desc limit/.test(query.statement)
  const bad = scans.filter((step) => !fine.test(step) && !(isNewest && /^SCAN record(_numbers)?$/.test(step)))
  const sorts = plan.some((step) => /USE TEMP B-TREE FOR ORDER BY|^Sort/.test(step))
  const first = plan.find((step) => new RegExp(`\\b(${growing})\\b`).test(step)) ?? ''
  // what hangs on the rows of one page, what one agency has or a search finds, and the few cases that are overdue, may be sorted
  const bounded =
    /(proposal_id|answer_id|commitment_id|agency_id)=\?|\((row)?id=\?|stage=\? AND answer_due_before<\?/.test(first)
  return bad.length || (isList && engine === 'sqlite' && first && sorts && !bounded) ? plan.join(' | ') : null
}

async function planOf(db: Database, { statement, values }: Query): Promise<string[]> {
  if (engine === 'sqlite') {
    let i = 0
    const filled = statement.replace(/\?/g, () => literal(values[i++]))
    const rows = await db.exclusively((exec) => exec(`explain query plan ${filled}`))
    return rows.map((row) => String(row.detail))
  }
  const filled = statement.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]))
  return db.exclusively(async (exec) => {
    await exec('set enable_seqscan = off') // few rows are always read through; this says whether there is another way
    const rows = await exec(`explain ${filled}`)
    await exec('reset enable_seqscan')
    return rows.map((row) => String(row['QUERY PLAN']).trim().replace(/^-> +/, ''))
  })
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return `'${value.toISOString()}'`
  return `'${String(value).replaceAll("'", "''")}'`
}
