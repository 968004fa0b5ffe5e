// A log in a copy of the data is checked without a server: by its files, and against the cases of the same copy.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { caughtUp } from '../../src/domain/log/caught-up.ts'
import { keepDays } from '../../src/domain/log/collect.ts'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { exportData } from '../../src/open-data/dumps/export-data.ts'
import { takeDumps } from '../../src/open-data/dumps/jobs.ts'
import { takeDump } from '../../src/open-data/dumps/take-dump.ts'
import { exportSite } from '../../src/open-data/site/export-site.ts'
import { askOf, siteCopy } from '../../src/open-data/site/site-copy.ts'
import { siteFolder } from '../../src/open-data/site/site-folder.ts'
import { languages } from '../../src/platform/i18n/i18n.ts'
import { givenCase } from '../support/cases.ts'
import { run } from '../support/command.ts'
import { testWorld } from '../support/world.ts'

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-copies-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function city() {
  const world = await testWorld({ rules: { threshold: 3 } })
  for (const number of ['2026-0001', '2026-0002', '2026-0003'])
    await givenCase(world, { number, title: '公園的樹', threshold: 3 })
  const people = await Promise.all([1, 2, 3, 4].map((i) => world.signedIn(`p${i}@example.test`)))
  const press = async (who: (typeof people)[number], number: string, what: string) =>
    expect(
      (await who.post(`/haicheng/proposals/${number}/${what}`, { district: 'gangdong', consent: '1' })).statusCode,
    ).toBe(303)
  for (const one of people) await press(one, '2026-0001', 'cosignatures')
  await press(people[0]!, '2026-0002', 'cosignatures')
  await press(people[0]!, '2026-0002', 'withdrawals')
  const moderator = await world.staff('moderator')
  const hiding = { decision: 'hide', words: '含個人資料' }
  expect((await moderator.post('/haicheng/proposals/2026-0003/decisions', hiding)).statusCode).toBe(303)
  await numberEntries(world.deps)
  await takeIn(world.deps)
  return world
}

test('what was exported is whole, and a case that was changed in it is named', async () => {
  const world = await city()
  const folder = someFolder()
  await exportData(world.db.reads, [world.government], { folder, origin: 'http://localhost' }, world.clock.now)
  const verify = () => run(['verify', 'log', folder, '--state', someFolder()], {})
  const good = await verify()
  expect([good.err, good.code, good.out]).toEqual([
    '',
    0,
    expect.stringMatching(/3 cases compared .*\n?Everything fits/s),
  ])

  const [cases] = readdirSync(folder).filter((name) => name.startsWith('haicheng-cases-'))
  const lines = gunzipSync(readFileSync(join(folder, cases!))).toString()
  writeFileSync(join(folder, cases!), gzipSync(lines.replace('"count":4', '"count":5')))
  const bad = await verify()
  expect([bad.code, bad.err]).toEqual([
    1,
    expect.stringContaining('Case 2026-0001 shows 5 co-signatures; the log comes to 4.'),
  ])
  writeFileSync(
    join(folder, cases!),
    gzipSync(
      lines
        .split('\n')
        .filter((line) => !line.includes('"2026-0002"'))
        .join('\n'),
    ),
  )
  expect((await verify()).err).toContain('Case 2026-0002 is in the log, and is not shown.')
})

test('so is a copy that needs no server', async () => {
  const world = await city()
  const folder = someFolder()
  const origin = 'http://localhost'
  const governments = await listGovernments(world.db.reads)
  const around = {
    db: world.db.reads,
    ask: askOf(world.app, origin),
    folder: siteFolder(folder),
    governments,
    languages,
  }
  await exportSite(siteCopy({ ...around, origin, at: world.clock.now, isWhole: true }))
  const { err, code, out } = await run(['verify', 'log', folder, '--state', someFolder()], {})
  expect([err, code, out]).toEqual(['', 0, expect.stringContaining('3 cases compared')])
  const tile = join(folder, 'data/haicheng/log/tile/0')
  const [partial] = readdirSync(tile, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\d+$/.test(name) && name.includes('.p'),
  )
  const file = join(tile, partial!.includes('/') ? partial! : `${partial}/${readdirSync(join(tile, partial!))[0]}`)
  const bytes = readFileSync(file)
  bytes[40]! ^= 1
  writeFileSync(file, bytes)
  expect((await run(['verify', 'log', folder, '--state', someFolder()], {})).err).toContain(
    'Line 1 is not the one that was added',
  )
})

test('a nightly dump has the log too: its lines come to the checkpoint, and a line or a day that was changed is named', async () => {
  const world = await city()
  await keepDays(world.deps)
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
  await keepDays(world.deps)
  const folder = someFolder()
  const { name } = await takeDump(
    world.db.reads,
    world.government,
    { folder, origin: 'http://localhost' },
    world.clock.now,
  )
  const verify = (where = folder) => run(['verify', 'log', where, '--state', someFolder()], {})
  for (const where of [folder, join(folder, name)]) {
    const good = await verify(where)
    expect([good.err, good.code, good.out]).toEqual([
      '',
      0,
      expect.stringMatching(/3 cases compared .*\n?Everything fits/s),
    ])
  }
  const again = await takeDump(
    world.db.reads,
    world.government,
    { folder, origin: 'http://localhost' },
    world.clock.now,
  )
  expect(again.name, 'the same content has the same name').toBe(name)

  const fileOf = (start: string) => join(folder, readdirSync(folder).find((one) => one.startsWith(start))!)
  const lines = fileOf('haicheng-log-0-')
  const text = gunzipSync(readFileSync(lines)).toString()
  writeFileSync(lines, gzipSync(text.replace('"kind":"hidden"', '"kind":"shown"')))
  expect((await verify()).err).toContain('do not come to the root that the checkpoint names')
  writeFileSync(lines, gzipSync(text))

  const about = fileOf('haicheng-log-2026')
  const log = JSON.parse(readFileSync(about, 'utf8')) as { days: { day: string; checkpoint: string }[] }
  expect(log.days.map(({ day }) => day)).toEqual(['2026-06-18'])
  const [day] = log.days
  const [origin, size, root, ...rest] = day!.checkpoint.split('\n')
  day!.checkpoint = [origin, Number(size) - 1, root, ...rest].join('\n')
  writeFileSync(about, JSON.stringify(log))
  expect((await verify()).err).toContain(
    'The checkpoint shown of 2026-06-18 is not signed by a key that is known here.',
  )
})

test('a dump that is written while the log is brought in and people sign is whole, and so is one of a log that stands still put off', async () => {
  const world = await city()
  const folder = someFolder()
  const verify = () => run(['verify', 'log', folder, '--state', someFolder()], {})
  const dumps = { folder, days: 14, months: 12 }
  const config = { ...world.deps.config, dumps }
  const people = await Promise.all([5, 6, 7].map((i) => world.signedIn(`p${i}@example.test`)))
  const press = (i: number) =>
    people[i]!.post('/haicheng/proposals/2026-0002/cosignatures', { district: 'gangdong', consent: '1' })
  await press(0)
  await numberEntries(world.deps)
  await takeIn(world.deps)
  await press(1) // in no log yet
  const dump = takeDump(world.db.reads, world.government, { folder, origin: 'http://localhost' }, world.clock.now)
  const waits = new Promise((resolve) => setTimeout(resolve, 2000, 'it waits for the log'))
  expect(await Promise.race([dump, waits])).toBe('it waits for the log')
  await press(2)
  await numberEntries(world.deps)
  await takeIn(world.deps)
  await dump
  const good = await verify()
  expect([good.err, good.code]).toEqual(['', 0])

  // nobody takes it in: what is there is kept, and nothing that looks forged comes to it
  world.clock.now = new Date('2026-06-21T03:00:00+08:00')
  await world
    .signedIn('p8@example.test')
    .then((one) => one.post('/haicheng/proposals/2026-0002/cosignatures', { district: 'gangdong', consent: '1' }))
  expect(await caughtUp(world.db.reads, undefined, 0)).toBe(false)
  const stopped = AbortSignal.abort()
  await expect(
    takeDump(world.db.reads, world.government, { folder, origin: 'http://localhost' }, world.clock.now, stopped),
  ).rejects.toBe(stopped.reason)
  await numberEntries(world.deps)
  expect(await caughtUp(world.db.reads, undefined, 0)).toBe(false)
  await takeIn(world.deps)
  expect(await caughtUp(world.db.reads, undefined, 0)).toBe(true)
  expect(await takeDumps({ ...world.deps, config }, world.clock.now)).toEqual(['haicheng'])
})
