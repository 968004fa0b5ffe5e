// Cases that come over from JOIN, invented ones; real.process.test.ts takes the whole real file.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { agenciesOf } from '../../../src/domain/governments/store.ts'
import type { JoinFiles } from '../../../src/import/join/count-files.ts'
import { answers } from '../../../src/schema/answers.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { ruleVersions } from '../../../src/schema/governments.ts'
import { proposals, proposalTexts, proposalUpdates } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { caseNow, countsOf, entriesOf, idOf, importFiles, moment } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const fixtures = new URL('./fixtures/', import.meta.url).pathname
const invented: JoinFiles = {
  file: `${fixtures}join.jsonl`,
  counts: `${fixtures}counts.csv`,
  districts: `${fixtures}districts.csv`,
  endorsements: `${fixtures}endorsements`,
}
const imported = (world: World, files = invented) => importFiles(world, files)

test('each bad line is reported with its number and reason, and the rest loads', async () => {
  const { result, refused } = await imported(await testWorld())
  expect(result).toMatchObject({ imported: 6, corrected: 0, already: 0, refused: 6 })
  expect(refused).toEqual([
    'line 2: not JSON: each line should hold one whole case',
    'line 4: approved_at: is not a real date and time from 1900 to 2199',
    'line 5: status_raw: is not a status we know',
    expect.stringMatching(/^line 6: title: /),
    'line 11: id: the same as in line 9',
    'counts.csv line 6: date: is not a real day from 1900 to 2199',
  ])
})

test('a second run changes nothing', async () => {
  const world = await testWorld()
  await imported(world)
  const all = async () => [
    await world.db.reads.select().from(proposals).orderBy(asc(proposals.id)),
    await world.db.reads.select().from(record).orderBy(asc(record.id)),
    await world.db.reads.select().from(ruleVersions).orderBy(asc(ruleVersions.id)),
    await agenciesOf(world.db.reads, world.government.id),
  ]
  const before = await all()
  expect((await imported(world)).result).toMatchObject({ imported: 0, corrected: 0, already: 6, refused: 6 })
  expect(await all()).toEqual(before)
})

test('stages, numbers, dates and rules are those of the source', async () => {
  const world = await testWorld()
  await imported(world)
  expect(await caseNow(world, 1)).toMatchObject({
    number: '2017-0002',
    stage: 'resolved',
    outcome: 'answered',
    title: '<b>人行道</b> 加寬',
    threshold: 5,
    closesBefore: moment('2017-06-03 00:00:00'),
    thresholdMetAt: moment('2017-04-10 11:27:21'),
    answerDueBefore: moment('2017-06-11 00:00:00'),
    answeredAt: moment('2017-06-12 09:00:00'),
    source: { name: 'JOIN', number: '20170401-0001', url: 'https://join.example/1', status: 'Completed' },
  })
  expect(await caseNow(world, 2)).toMatchObject({
    number: '2017-0001',
    stage: 'expired',
    outcome: 'expired',
    endedAt: moment('2017-06-03 00:00:00'),
  })
  expect(await caseNow(world, 6)).toMatchObject({
    ...{ number: '2018-0001', stage: 'withdrawn', outcome: 'withdrawn' },
    endedAt: null,
  })
  expect(await caseNow(world, 7)).toMatchObject({
    stage: 'last_seen',
    outcome: null,
    answerDueBefore: moment('2017-07-03 00:00:00'),
  })
  expect(await caseNow(world, 8), 'its date has passed: nobody knows what became of it').toMatchObject({
    stage: 'last_seen',
    outcome: null,
    endedAt: moment('2017-06-03 00:00:00'),
  })
  const versions = await world.db.reads.select().from(ruleVersions).orderBy(asc(ruleVersions.version))
  expect(versions.map((v) => [v.version, v.rules.threshold, v.rules.cosigningDays, v.validFrom === null])).toEqual([
    [1, 3, 60, false],
    [2, 5, 60, true],
    [3, 5000, 0, true],
  ])
})

test('the first entry that adopts something is the answer; what came before is progress, what came after a supplement', async () => {
  const world = await testWorld()
  await imported(world)
  const { id } = await caseNow(world, 1)
  const said = await world.db.reads.select().from(answers).where(eq(answers.proposalId, id)).orderBy(answers.version)
  expect(said.map((a) => [a.version, a.adoption])).toEqual([
    [1, '納入研議。'],
    [2, '補充：已加寬。'],
  ])
  const before = await world.db.reads.select().from(proposalUpdates).where(eq(proposalUpdates.proposalId, id))
  expect(before.map((u) => [u.kind, u.body])).toEqual([['progress', '先說明進度。']])
  expect((await entriesOf(world, id)).map((entry) => entry.kind)).toEqual([
    'submitted',
    'published',
    'threshold_met',
    'updated',
    'overdue',
    'answered',
    'supplemented',
    'imported',
  ])
  const nine = await caseNow(world, 9)
  const last = await world.db.reads.select().from(answers).where(eq(answers.proposalId, nine.id))
  expect(last.map((a) => [a.analysis, a.adoption])).toEqual([['最後的說明。', '']])
})

test('agencies are made once; the first one leads, and the coordinating agency where none is named', async () => {
  const world = await testWorld()
  await imported(world)
  const agencies = await agenciesOf(world.db.reads, world.government.id)
  expect(agencies.map((a) => a.code).sort()).toEqual(['X01', 'X02', 'coordination', 'epb', 'transport'])
  const codeOf = (id: string) => agencies.find((a) => a.id === id)!.code
  const partsOf = async (n: number) =>
    (
      await world.db.reads
        .select()
        .from(assignments)
        .where(eq(assignments.proposalId, (await caseNow(world, n)).id))
        .orderBy(asc(assignments.role))
    ).map((p) => [codeOf(p.agencyId), p.role])
  expect(await partsOf(1)).toEqual([
    ['X01', 'lead'],
    ['X02', 'supporting'],
  ])
  expect(await partsOf(8)).toEqual([['coordination', 'lead']])
})

test('full lists go before days by county, those before daily sums; the count is the sum of its rows', async () => {
  const world = await testWorld()
  await imported(world)
  const one = await caseNow(world, 1)
  expect(one.count).toBe(7)
  expect(await countsOf(world, one.id)).toEqual([
    { day: '2017-04-04', district: 'taipei', count: 2 },
    { day: '2017-04-05', district: 'kaohsiung', count: 1 },
    { day: '2017-04-10', district: 'kaohsiung', count: 1 },
    { day: '2017-04-10', district: 'taipei', count: 1 },
    { day: '2017-04-11', district: '', count: 1 },
    { day: '2017-04-12', district: 'taipei', count: 1 },
  ])
  const two = await caseNow(world, 2)
  expect([two.count, await countsOf(world, two.id)]).toEqual([
    4,
    [
      { day: '', district: '', count: 1 }, // was there at the first look: no day's growth
      { day: '2017-04-06', district: '', count: 3 },
    ],
  ])
  const eight = await caseNow(world, 8)
  expect([eight.count, await countsOf(world, eight.id)]).toEqual([3, [{ day: '', district: '', count: 3 }]])
  const nine = await caseNow(world, 9)
  expect((await countsOf(world, nine.id)).map((row) => row.district).sort()).toEqual(['taipei', '夢想縣'])
})

test('pasted HTML becomes clean text, and the pages show case, answer and source, never filler', async () => {
  const world = await testWorld()
  await imported(world)
  const one = await caseNow(world, 1)
  const [text] = await world.db.reads.select().from(proposalTexts).where(eq(proposalTexts.proposalId, one.id))
  expect(text!.problem).toContain('人行道 太窄')
  expect(text!.problem).not.toMatch(/<|alert|color/)
  const shown = await world.visitor().read('/haicheng/proposals/2017-0002')
  for (const words of ['納入研議。', '補充：已加寬。', '先說明進度。', '20170401-0001'])
    expect(shown.text).toContain(words)
  expect(shown.hrefs).toContain('https://join.example/1')
  expect(shown.text).not.toContain('編輯中')
  const json = (await world.visitor().get('/api/v1/haicheng/proposals/2017-0002')).json()
  expect(json).toMatchObject({ stage: 'resolved', outcome: 'answered', asks: [], answered_in_time: false })
  const found = await world.visitor().read(`/haicheng/archive?q=${encodeURIComponent('人行')}`)
  expect(found.items).toContain('2017-0002')
})

test('the lists may be a folder, or one file named by the case it belongs to', async () => {
  const world = await testWorld()
  await imported(world, { file: invented.file, endorsements: `${invented.endorsements}/${idOf(1)}.csv` })
  const one = await caseNow(world, 1)
  expect([one.count, one.thresholdMetAt]).toEqual([7, moment('2017-04-10 11:27:21')])
  const two = await caseNow(world, 2)
  expect(await countsOf(world, two.id), 'without a source of days they have none').toEqual([
    { day: '', district: '', count: two.count },
  ])
})
