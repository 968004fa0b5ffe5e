// Our own dump as a format: a trial writes nothing, a second run corrects, and nobody's number is taken.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { keysOf, publicHalf } from '../../src/domain/log/keys.ts'
import type { Leaf } from '../../src/domain/log/leaf.ts'
import { readLog } from '../../src/domain/log/read-log.ts'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { casesIn, differences } from '../../src/domain/log/verify.ts'
import { verifyOwn } from '../../src/domain/log/verify-own.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { importDump } from '../../src/import/dump/import-dump.ts'
import { formatOf } from '../../src/import/formats/import-file.ts'
import { findingLines } from '../../src/import/report.ts'
import { sha256 } from '../../src/lib/id.ts'
import { tilePath } from '../../src/lib/tiles.ts'
import { unevenCounts } from '../../src/operations/consistency.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { answeredOn, givenCase } from '../support/cases.ts'
import { exported, filesIn, listIn, withoutImportNotes } from '../support/public-bytes.ts'
import { testWorld, type World } from '../support/world.ts'

/** A dump of a city with an answered case, one that gathers with districts to suppress, and a hidden one. On its own database. */
async function dumpOfAnother(answered = '2026-03-30'): Promise<{ folder: string; list: string }> {
  const world = await testWorld()
  const signed = { gangdong: 9, jiucheng: 2, shibi: 3 }
  await givenCase(world, { number: '2026-0001', title: '公園的樹', signed })
  await givenCase(world, {
    number: '2026-0007',
    title: '夜市停用一次性餐具',
    ...answeredOn(answered),
    decisions: ['partly'],
  })
  await givenCase(world, { number: '2026-0009', title: '藏起來的', hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  const folder = await exported(world.db, world.clock.now)
  return { folder, list: listIn(folder, 'haicheng') }
}

const brought = async (world: World, list: string, isTrial = false) => {
  const { result, report } = await importDump(world.db, world.government, { file: list, isTrial }, world.clock.now)
  return { result, refused: findingLines(report.refused), kept: findingLines(report.warnings) }
}
const numbers = async ({ db }: World) => (await db.reads.select().from(proposals)).map(({ number }) => number).sort()

test('a trial counts and writes nothing; then all of it is here, with small numbers as they were told, and nobody is invented', async () => {
  const { folder, list } = await dumpOfAnother()
  expect(formatOf(list)).toBe('fuyi')
  const told = filesIn(folder, 'haicheng')
  const world = await testWorld()
  expect((await brought(world, list, true)).result).toMatchObject({ imported: 3, refused: 0 })
  expect(await numbers(world)).toEqual([])
  const before = (await world.db.reads.select().from(people)).length
  expect((await brought(world, list)).result).toMatchObject({ imported: 3, corrected: 0, refused: 0 })
  expect(await numbers(world)).toEqual(['2026-0001', '2026-0007', '2026-0009'])
  expect((await world.db.reads.select().from(people)).length).toBe(before)
  const again = filesIn(await exported(world.db, world.clock.now), 'haicheng')
  const parsed = (files: Map<string, Buffer>, name: string) =>
    withoutImportNotes(files.get(name)!.toString())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  for (const name of ['cases-2026.ndjson', 'hidden-2026.ndjson'])
    expect(parsed(again, name)).toEqual(parsed(told, name))
  const [first] = parsed(again, 'cases-2026.ndjson')
  expect(first.cosignatures.by_district).toContainEqual(expect.objectContaining({ code: 'jiucheng', count: null }))
  const page = await world.visitor().read('/haicheng/proposals/2026-0001')
  expect(page.text).toContain('Moved here from fuyi.test')
  expect((await world.visitor().get('/haicheng/proposals/2026-0009')).statusCode).toBe(410)
})

test('the same dump again changes nothing; a newer one corrects; what somebody here worked on, and whose number it is, stays', async () => {
  const first = await dumpOfAnother()
  const kept = mkdtempSync(join(tmpdir(), 'fuyi-own-dump-'))
  onTestFinished(() => rmSync(kept, { recursive: true, force: true }))
  cpSync(first.folder, kept, { recursive: true })
  const second = await dumpOfAnother('2026-04-02')
  const world = await testWorld()
  await givenCase(world, { number: '2026-0009', title: '這裡的第九號' })
  const list = join(kept, readdirSync(kept).find((name) => name.startsWith('haicheng-dump-'))!)
  const one = await brought(world, list)
  expect([one.result.imported, one.refused.join()]).toEqual([2, expect.stringContaining('2026-0009 has the number of')])
  expect((await brought(world, list)).result).toMatchObject({ imported: 0, corrected: 0, already: 2 })
  const signer = await world.signedIn('signer@example.test')
  expect(
    (await signer.post('/haicheng/proposals/2026-0007/cosignatures', { district: 'gangdong' })).statusCode,
  ).toBeLessThan(500)
  expect((await brought(world, second.list)).result).toMatchObject({ imported: 0, corrected: 1, already: 1 })
  const answered = async () => (await world.visitor().get('/haicheng/proposals/2026-0007.json')).json().answered_at
  expect(await answered()).toContain('2026-04-02')
  expect(await unevenCounts(world.db.reads)).toEqual([])
  const moderator = await world.staff('moderator')
  await moderator.post('/haicheng/proposals/2026-0007/decisions', { decision: 'hide', words: '含個人資料' })
  const back = await brought(world, list)
  expect(back.result).toMatchObject({ corrected: 0, already: 2 })
  expect(back.kept.join()).toContain('2026-0007: it was worked on here since')
})

test('who signs a case that was brought is counted, and tells nothing of where they live; the log fits what is shown', async () => {
  const { list } = await dumpOfAnother()
  const world = await testWorld()
  await brought(world, list)
  const signer = await world.signedIn('signer@example.test')
  const districts = async () => (await world.visitor().get('/haicheng/proposals/2026-0001.json')).json().cosignatures
  const before = await districts()
  expect((await signer.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'shibi' })).statusCode).toBe(303)
  world.clock.now = new Date(world.clock.now.getTime() + 3 * 86_400_000)
  const after = await districts()
  expect([after.count, after.by_district]).toEqual([before.count + 1, before.by_district])
  expect(await unevenCounts(world.db.reads)).toEqual([])
  await numberEntries(world.deps)
  await takeIn(world.deps)
  expect(await verifyOwn(world.db)).toEqual([])
  const leaves = await leavesOf(world)
  const json = (await world.visitor().get('/haicheng/proposals/2026-0001.json')).json()
  expect(differences(casesIn(leaves).get('2026-0001'), json, '2026-0001', 'Asia/Taipei')).toEqual([])
})

test('a file that is not the one the list names is refused whole, and the rest comes', async () => {
  const { folder, list } = await dumpOfAnother()
  const name = readdirSync(folder).find((one) => one.startsWith('haicheng-hidden-2026'))!
  writeFileSync(join(folder, name), Buffer.concat([readFileSync(join(folder, name)), Buffer.from(' ')]))
  const world = await testWorld()
  const { result, refused } = await brought(world, list)
  expect([result.imported, refused]).toEqual([2, [`${name}: is not the file that the list names: its sum is another`]])
})

type Told = {
  [list in 'asks' | 'answers' | 'agencies' | 'commitments']: { [field: string]: unknown }[]
} & { number: string; cosignatures: { by_day: unknown[] } }
const promised = (id: string, version: number) => ({
  ...{
    id,
    ask: 1,
    answer_version: version,
    what: '設置回收站',
    measure: null,
    agency: { code: 'env', name: { en: 'x' } },
  },
  ...{ handed_over_at: null, owner: '環保局', due_on: '2026-12-01', done_at: null, state: 'open', checked: null },
  ...{ checked_at: null, closed_at: null, reported_at: null, updates: [] },
})
const aDay = { date: '2026-03-02', count: 1 }
const decisionsIn = (told: Told) => told.answers[0]!.decisions as { ask: number }[]

test('a case whose parts do not fit together is refused by its line, in words, by a trial too; the others come', async () => {
  const { folder, list } = await dumpOfAnother()
  const spoil: [string, (told: Told) => void][] = [
    [
      'commitments 1, answer_version: is 7, and this case has no answer of that version',
      ({ commitments }) => commitments.push(promised('2026-0007-1', 7)),
    ],
    ['commitments 1, id: does not end in a number', ({ commitments }) => commitments.push(promised('first', 1))],
    [
      'commitments 2, id: 2026-0007-1 stands there twice',
      ({ commitments }) => commitments.push(promised('2026-0007-1', 1), promised('2026-0007-1', 1)),
    ],
    ['asks 2, number: 1 stands there twice', ({ asks }) => asks.push(asks[0]!)],
    ['answers 2, version: 1 stands there twice', ({ answers }) => answers.push(answers[0]!)],
    ['answers 1, decisions 2, ask: 1 stands there twice', (told) => decisionsIn(told).push(decisionsIn(told)[0]!)],
    ['agencies 2, code: ', ({ agencies }) => agencies.push(agencies[0]!)],
    [
      'agencies 2, role: lead stands there twice',
      ({ agencies }) => agencies.push({ ...agencies[0]!, code: 'another' }),
    ],
    ['cosignatures, by_day 2, date: ', ({ cosignatures }) => cosignatures.by_day.push(aDay, aDay)],
  ]
  const { files, ...rest } = JSON.parse(readFileSync(list, 'utf8'))
  const cases = files.find(
    (file: { table: string; format: string }) => file.table === 'cases' && file.format === 'ndjson',
  )
  const lines = filesIn(folder, 'haicheng').get('cases-2026.ndjson')!.toString().trim().split('\n')
  const whole = lines.find((line) => JSON.parse(line).number === '2026-0007')!
  const spoiled = spoil.map(([, change], n) => {
    const told = JSON.parse(whole.replaceAll('2026-0007', `2026-01${n + 10}`))
    change(told)
    return JSON.stringify(told)
  })
  const content = gzipSync([...spoiled, ...lines].join('\n'))
  writeFileSync(join(folder, cases.name), content)
  cases.sha256 = sha256(content)
  writeFileSync(list, JSON.stringify({ files, ...rest }))
  const world = await testWorld()
  for (const isTrial of [true, false]) {
    const { result, refused } = await brought(world, list, isTrial)
    expect(refused).toEqual(spoil.map(([words], n) => expect.stringContaining(`${cases.name} line ${n + 1}: ${words}`)))
    expect(result).toMatchObject({ imported: 3, refused: spoil.length })
  }
})

/** What a stranger reads in the log, leaf by leaf. */
async function leavesOf(world: World): Promise<Leaf[]> {
  const get = (path: string) => world.visitor().get(path)
  const keys = (await keysOf(world.db.reads, { governmentId: world.government.id, use: 'log' })).map(publicHalf)
  const log = await readLog(
    {
      checkpoint: async () => (await get('/haicheng/log/checkpoint')).body,
      tile: async (name) => {
        const reply = await get(`/haicheng/log/tile/${tilePath(name)}`)
        return reply.statusCode === 200 ? reply.rawPayload : null
      },
    },
    keys,
    null,
    world.clock.now,
  )
  return log.leaves
}

/** A refusal whose author asked for a second check; `then` is what happened to it since. */
async function lookedAtAgain(then: 'waits' | 'sent back' | 'withdrawn') {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, {
    ...{ number: '2026-0001', title: '步道裝路燈', authorId: author.personId },
    ...{ stage: 'checking', publishedAt: null, closesBefore: null },
  })
  const at = '/haicheng/proposals/2026-0001'
  const decided = { decision: 'refuse', reason: 'unclear', words: '看不出請求機關做什麼。' }
  await (await world.staff('moderator')).post(`${at}/decisions`, decided)
  await author.post(`${at}/reconsiderations`, { words: '我要的是北段裝路燈。' })
  const second = await world.staff('moderator', null, 'second@haicheng.test')
  if (then === 'sent back') await second.post(`${at}/decisions`, { decision: 'return', words: '請寫明是哪一段步道。' })
  if (then === 'withdrawn') await author.post(`${at}/retractions`)
  return { world, at, list: listIn(await exported(world.db, world.clock.now), 'haicheng') }
}

test.each(['waits', 'sent back', 'withdrawn'] as const)(
  'a refusal that is looked at again (%s) is in the dump, and comes with it',
  async (then) => {
    const there = await lookedAtAgain(then)
    const here = await testWorld()
    expect(await brought(here, there.list)).toMatchObject({ result: { imported: 1, refused: 0 }, refused: [] })
    const told = filesIn(join(there.list, '..'), 'haicheng')
    const again = filesIn(await exported(here.db, here.clock.now), 'haicheng')
    const written = [...told.keys()].filter((name) => /^(cases|hidden)\b.*\.(ndjson|csv)$/.test(name))
    expect(written.map((name) => told.get(name)!.toString()).join()).toContain('2026-0001')
    for (const name of written)
      expect([name, again.get(name) && withoutImportNotes(again.get(name)!.toString())]).toEqual([
        name,
        told.get(name)?.toString(),
      ])
    const answer = async (world: World) => {
      const { statusCode, body } = await world.visitor().get(there.at)
      return [
        statusCode,
        ...['看不出請求機關做什麼', '步道裝路燈', 'asked for a second check'].map((words) => body.includes(words)),
      ]
    }
    expect(await answer(here)).toEqual(await answer(there.world))
    expect((await here.visitor().read('/haicheng/archive?outcome=refused')).text.includes('2026-0001')).toBe(
      then !== 'withdrawn',
    )
  },
)
