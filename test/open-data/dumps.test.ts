// Dumps: whoever copies all of it gets files whose names never mean anything else, and never what stopped being public.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { addDays } from '../../src/lib/calendar.ts'
import { type Dump, dumpName, isDue, keptDumps, readDumpName } from '../../src/open-data/dumps/dump.ts'
import { exportData } from '../../src/open-data/dumps/export-data.ts'
import { takeDumps } from '../../src/open-data/dumps/jobs.ts'
import { write } from '../../src/platform/db/write.ts'
import { refusalReasons } from '../../src/schema/lists.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld, type World } from '../support/world.ts'

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-dumps-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const answered = {
  stage: 'resolved',
  outcome: 'partly',
  thresholdMetAt: new Date('2026-02-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-04-02T00:00:00+08:00'),
  answeredAt: new Date('2026-04-13T10:00:00+08:00'),
  decisions: ['adopted'] as 'adopted'[],
} as const

async function city(keep: { days?: number; months?: number } = {}) {
  const folder = someFolder()
  const dumps = { folder, days: 14, months: 12, ...keep }
  const world = await testWorld({ at: '2026-06-18T03:00:00+08:00', config: { dumps } })
  await givenCase(world, {
    ...answered,
    number: '2025-0004',
    title: '游泳池四季開放',
    asks: ['甲'],
  })
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', signed: { gangdong: 6 } })
  const night = (day: string, time = '03:00:00') => {
    world.clock.now = new Date(`${day}T${time}+08:00`)
    return takeDumps(world.deps, world.clock.now)
  }
  return { world, folder, night }
}

const taken = (world: World, url: string) => world.app.inject({ method: 'GET', url })
const index = async (world: World) => (await taken(world, '/dumps/index.json')).json()
const dumpOf = async (world: World, { name }: { name: string }): Promise<Dump> =>
  (await taken(world, `/dumps/${name}`)).json()

const dumpsOf = (world: World, all: { name: string }[]) => Promise.all(all.map((one) => dumpOf(world, one)))

const hide = (world: World, number: string) =>
  write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ hiddenAt: world.clock.now, hiddenReason: '誹謗' })
      .where(eq(proposals.number, number))
      .returning(),
  )

test('a night’s dump has every public case as its JSON says it and every table, with sums that hold', async () => {
  const { world, folder, night } = await city()
  expect(await night('2026-06-18')).toEqual(['haicheng'])
  const { dumps, all, license } = await index(world)
  expect([dumps.length, all.length, license]).toEqual([1, 1, 'OGDL-Taiwan-1.0'])
  expect(dumps[0]).toMatchObject({ government: 'haicheng', day: '2026-06-18', whole: true, withdrawn: [] })
  const dump = await dumpOf(world, dumps[0])
  expect(dump.attribution.en).toContain('2026')
  for (const file of dump.files) {
    const { statusCode, headers, rawPayload } = await taken(world, file.url.replace('http://localhost', ''))
    expect([file.name, statusCode]).toEqual([file.name, 200])
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['cache-control']).toBe('public, no-cache')
    expect(headers['content-encoding']).toBeUndefined()
    expect(rawPayload.length).toBe(file.bytes)
    expect(createHash('sha256').update(rawPayload).digest('hex')).toBe(file.sha256)
    expect(readDumpName(file.name)).toMatchObject({ day: '2026-06-18', hash: file.sha256.slice(0, 16) })
  }
  const text = async (table: string, year: number | null, format: string) => {
    const { name } = dump.files.find((f) => f.table === table && f.year === year && f.format === format)!
    const { rawPayload } = await taken(world, `/dumps/${name}`)
    return (name.endsWith('.gz') ? gunzipSync(rawPayload) : rawPayload).toString()
  }
  for (const [year, number] of [
    [2025, '2025-0004'],
    [2026, '2026-0001'],
  ] as const) {
    const live = await taken(world, `/api/v1/haicheng/proposals/${number}`)
    expect(await text('cases', year, 'ndjson')).toBe(`${live.body}\n`)
    expect(await text('proposals', year, 'csv')).toBe(
      (await taken(world, `/api/v1/haicheng/proposals.csv?year=${year}`)).body,
    )
  }
  const government = JSON.parse(await text('government', null, 'json'))
  expect(government).toMatchObject({ code: 'haicheng', time_zone: 'Asia/Taipei' })
  expect(government.agencies.map((agency: { code: string }) => agency.code)).toContain('epb')
  const lines = (await taken(world, '/dumps/SHA256SUMS')).body.trimEnd().split('\n')
  expect(lines.map((line) => line.split('  ')[1]).sort()).toEqual(readdirSync(folder).filter(readDumpName).sort())
  for (const line of lines) {
    const [sum, name] = line.split('  ')
    expect(
      createHash('sha256')
        .update(readFileSync(join(folder, name!)))
        .digest('hex'),
    ).toBe(sum)
  }
})

test('what did not change keeps its name, so that a mirror fetches only what did', async () => {
  const { world, night } = await city()
  await night('2026-06-18')
  await givenCase(world, { number: '2026-0002', title: '新案' })
  expect(await night('2026-06-19')).toEqual(['haicheng'])
  expect(await night('2026-06-19', '04:00:00')).toEqual([])
  const { dumps } = await index(world)
  expect(dumps.map((one: { day: string }) => one.day)).toEqual(['2026-06-19', '2026-06-18'])
  const [after, before] = await dumpsOf(world, dumps)
  const names = (dump: Dump | undefined, year: number) =>
    dump!.files.filter((file) => file.year === year).map(({ name }) => name)
  expect(names(after, 2025)).toEqual(names(before, 2025))
  expect(names(after, 2026)).not.toEqual(names(before, 2026))
})

test('once a case is hidden, no file with it is handed out; its list stays, and a new dump without it is made at once', async () => {
  const { world, folder, night } = await city()
  await night('2026-06-18')
  const [first] = (await index(world)).dumps
  const before = await dumpOf(world, first)
  world.clock.now = new Date('2026-06-18T15:00:00+08:00')
  await hide(world, '2025-0004')
  const statuses = async () =>
    Object.fromEntries(
      await Promise.all(
        before.files.map(async ({ name, year }) => [`${year}`, (await taken(world, `/dumps/${name}`)).statusCode]),
      ),
    )
  expect(await statuses()).toMatchObject({ 2025: 410, 2026: 200 })
  expect(await takeDumps(world.deps, world.clock.now)).toEqual(['haicheng'])
  expect(await statuses()).toMatchObject({ 2026: 200 })
  const { dumps } = await index(world)
  expect(dumps).toHaveLength(1) // the newest of the day
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes
    // its number and dates stay public, as its address says them
    const secrets = name.includes('-hidden-') ? ['游泳池'] : ['游泳池', '2025-0004']
    for (const secret of secrets)
      expect({ name, secret, there: text.includes(secret) }).toEqual({ name, secret, there: false })
  }
})

test('a dump of an earlier day loses the files that hold a hidden case, says so in words, and keeps the others', async () => {
  const { world, folder, night } = await city()
  await night('2026-06-18')
  await givenCase(world, { number: '2026-0002', title: '新案' })
  await night('2026-06-19')
  await hide(world, '2026-0001')
  await night('2026-06-19', '15:00:00')
  const { dumps } = await index(world)
  expect(dumps.map((one: { day: string; whole: boolean }) => [one.day, one.whole])).toEqual([
    ['2026-06-19', true],
    ['2026-06-18', false],
  ])
  const [now, old] = await dumpsOf(world, dumps)
  const still = new Set(now!.files.map(({ name }) => name)) // a table without lines is the same file as before
  const isGone = (file: { name: string; year: number | null }) => file.year === 2026 && !still.has(file.name)
  expect(dumps[1].withdrawn.map((file: { name: string }) => file.name)).toEqual(
    old!.files.flatMap((file) => (isGone(file) ? [file.name] : [])),
  )
  expect(dumps[1].withdrawn.length).toBeGreaterThan(2)
  for (const file of old!.files) {
    expect([file.name, existsSync(join(folder, file.name))]).toEqual([file.name, !isGone(file)])
    expect([file.name, (await taken(world, `/dumps/${file.name}`)).statusCode]).toEqual([
      file.name,
      isGone(file) ? 410 : 200,
    ])
  }
  const gone = await taken(world, `/dumps/${dumps[1].withdrawn[0].name}`)
  expect(gone.json().error.message).toContain('/dumps/index.json')
})

test('whatever takes something out of the public counts: a name, a text of an update, a reason that hides texts from now on', async () => {
  const { world, night } = await city()
  const changes: (() => Promise<unknown>)[] = [
    () =>
      write(world.db, (tx) =>
        tx.update(proposals).set({ authorName: null }).where(eq(proposals.number, '2026-0001')).returning(),
      ),
    () =>
      write(world.db, (tx) =>
        tx.update(refusalReasons).set({ hidesText: true }).where(eq(refusalReasons.hidesText, false)).returning(),
      ),
    () => hide(world, '2025-0004'),
  ]
  await night('2026-06-18')
  for (const change of changes) {
    expect(await takeDumps(world.deps, world.clock.now)).toEqual([])
    await change()
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    expect(await takeDumps(world.deps, world.clock.now)).toEqual(['haicheng'])
  }
})

test('dumps are kept by the rule, and what none names goes', async () => {
  const { world, folder, night } = await city({ days: 3, months: 2 })
  for (const day of [
    '2026-04-30',
    '2026-05-02',
    '2026-05-20',
    '2026-06-01',
    '2026-06-02',
    '2026-06-03',
    '2026-06-04',
    '2026-06-05',
  ]) {
    await givenCase(world, { number: `2026-${day.slice(5).replace('-', '')}` })
    await night(day)
  }
  const { dumps, kept } = await index(world)
  expect(kept).toEqual({ days: 3, first_of_months: 2 })
  expect(dumps.map((one: { day: string }) => one.day)).toEqual([
    '2026-06-05',
    '2026-06-04',
    '2026-06-03',
    '2026-06-01',
    '2026-05-02',
  ])
  const named = new Set((await dumpsOf(world, dumps)).flatMap((d) => d.files.map((f) => f.name)))
  const parts = readdirSync(folder).filter((name) => readDumpName(name) && !/-dumps?-\d{8}-/.test(name))
  expect(parts.filter((name) => !named.has(name))).toEqual([])
})

test('a dump that is broken off leaves nothing that anybody takes for one, and the next one is whole', async () => {
  const { world, folder } = await city()
  const leaving = new AbortController()
  leaving.abort()
  const { takeDump } = await import('../../src/open-data/dumps/take-dump.ts')
  const where = { folder, origin: 'http://localhost' }
  await expect(takeDump(world.db.reads, world.government, where, world.clock.now, leaving.signal)).rejects.toThrow()
  expect(readdirSync(folder).some((name) => name.includes('-dump-'))).toBe(false)
  expect(await takeDumps(world.deps, world.clock.now)).toEqual(['haicheng'])
  expect(readdirSync(folder).some((name) => name.startsWith('.part'))).toBe(false)
  expect((await index(world)).dumps[0].whole).toBe(true)
})

test('the page about the data lists the newest dump; unknown files and a place without dumps say so', async () => {
  const { world, night } = await city()
  expect((await world.visitor().get('/haicheng/data')).body).toContain('no dump yet')
  await night('2026-06-18')
  const shown = await world.visitor().get('/haicheng/data')
  const [one] = (await index(world)).dumps
  expect(shown.body).toContain(`/dumps/${one.name}`)
  for (const wrong of [
    '/dumps/haicheng-cases-2026-20200101-0123456789abcdef.ndjson.gz',
    '/dumps/x',
    '/dumps/..%2Ffuyi.db',
  ])
    expect([wrong, (await taken(world, wrong)).statusCode]).toEqual([wrong, 404])
  expect((await taken(world, '/dumps/index.json?page=2')).statusCode).toBe(400)
})

test('where no dumps are kept, the page says nothing of them, and nothing is written', async () => {
  const world = await testWorld()
  expect(await takeDumps(world.deps, world.clock.now)).toEqual([])
  expect((await taken(world, '/dumps/index.json')).statusCode).toBe(404)
  expect((await world.visitor().get('/haicheng/data')).body).not.toContain('/dumps/')
})

test('an export into a folder is a dump of its own, and safe to repeat', async () => {
  const { world } = await city()
  const folder = someFolder()
  const where = { folder, origin: 'https://fuyi.example' }
  const said: string[] = []
  await exportData(world.db.reads, [world.government], where, world.clock.now, ({ list }) => said.push(list))
  const first = readdirSync(folder).sort()
  expect(first).toContain(said[0])
  await exportData(world.db.reads, [world.government], where, world.clock.now)
  expect(readdirSync(folder).sort()).toEqual(first)
  await hide(world, '2026-0001')
  await exportData(world.db.reads, [world.government], where, world.clock.now)
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).includes('夜市停用')).toBe(false)
  }
})

test('names are read as they are written, and nothing else is a name', () => {
  const of = { who: 'new-taipei', what: 'cases-2026', day: '2026-06-18', sha256: 'ab'.repeat(32), ending: 'ndjson.gz' }
  expect(readDumpName(dumpName(of))).toEqual({
    ...{ of: 'new-taipei-cases-2026', day: '2026-06-18', hash: 'ab'.repeat(8), ending: 'ndjson.gz' },
  })
  for (const wrong of [
    '',
    'index.json',
    '../fuyi.db',
    'haicheng-cases-20260618-zz.json',
    'a/b-20260618-0123456789abcdef.json',
  ])
    expect(readDumpName(wrong)).toBeNull()
})

test('a dump is due in its own night, at once where one holds what is hidden, and by day only where the government is small', () => {
  const now = { today: '2026-06-18', time: '03:00', last: '2026-06-17', isWhole: true, cases: 50_000 }
  for (const [given, due] of [
    [{}, true],
    [{ time: '01:59' }, false],
    [{ time: '05:00' }, false],
    [{ last: '2026-06-18' }, false],
    [{ last: '2026-06-18', isWhole: false, time: '15:00' }, true],
    [{ last: null, time: '15:00' }, false],
    [{ last: null, time: '15:00', cases: 12 }, true],
    [{ last: null }, true],
    [{ time: '15:00', cases: 12 }, false],
    [{ last: '2026-06-16', time: '15:00', cases: 12 }, true],
    [{ last: '2026-06-16', time: '15:00' }, false],
  ] as const)
    expect([given, isDue({ ...now, ...given })]).toEqual([given, due])
})

test('whatever days there are dumps of: the newest is kept, each of the last days, and never two of a day', () => {
  const day = fc.integer({ min: 0, max: 800 }).map((n) => addDays('2025-01-01', n))
  const dump = fc.record({ day, takenAt: fc.integer({ min: 0, max: 9 }).map(String) })
  fc.assert(
    fc.property(
      fc.array(dump, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 0, max: 24 }),
      (all, days, months) => {
        const today = all
          .map((one) => one.day)
          .sort()
          .at(-1)!
        const kept = keptDumps(all, { days, months }, today)
        expect(new Set(kept.map((one) => one.day)).size).toBe(kept.length)
        expect(kept.some((one) => one.day === today)).toBe(true)
        for (const one of all)
          if (one.day > addDays(today, -days)) expect(kept.some((k) => k.day === one.day)).toBe(true)
        expect(kept.length).toBeLessThanOrEqual(days + months)
      },
    ),
  )
})
