// Imported cases tell what their source said and when it was seen, on the page, in lists and as data; and nothing that it did not say.
import { expect, test } from 'vitest'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { testConfig } from '../../support/deps.ts'
import { everyJob } from '../../support/every-job.ts'
import { aLine, anAnsweredLine, aReply, caseNow, entriesOf, importLines, moment } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const live = { approved_at: '2026-06-01T10:00:00+08:00', submitted_at: '2026-05-30T10:00:00+08:00' }
const gathering = { ...live, endorse_due_at: '2026-07-31T23:59:59+08:00' }
const inReview = {
  ...{ ...gathering, status_raw: 'Advice', endorse_count: 6, threshold_met_at: '2026-06-10T00:00:00+08:00' },
  response_due_at: '2026-06-25T00:00:00+08:00',
}
const pageOf = async (world: World, n: number) =>
  (await world.visitor().read(`/haicheng/proposals/${(await caseNow(world, n)).number}`)).text
const listed = async (world: World, list: 'proposals' | 'archive') =>
  (await world.visitor().read(`/haicheng/${list}`)).text
const jsonOf = async (world: World, n: number) =>
  (await world.visitor().get(`/haicheng/proposals/${(await caseNow(world, n)).number}.json`)).json()
const total = async (world: World, query: string) =>
  (await world.visitor().get(`/api/v1/haicheng/proposals?${query}`)).json().meta.total

test('a live case of an old file was last seen gathering: not open, not expired, and in the archive', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1)], { counts: [`${aLine(1).id},2017-05-20,2`, `${aLine(1).id},2017-05-21,3`] })
  await everyJob(world)
  const c = await caseNow(world, 1)
  expect(c).toMatchObject({ stage: 'last_seen', outcome: null, seenOn: '2017-05-21', count: 3 })
  expect(await jsonOf(world, 1)).toMatchObject({
    ...{ stage: 'last_seen', outcome: null, ended_at: null },
    ...{ as_seen_on: '2017-05-21', closes_at: '2017-06-02T23:59:59+08:00' },
    source: { name: 'JOIN', number: '20170401-0001', url: 'https://join.example/1', status: 'FirstSigned' },
  })
  const page = await pageOf(world, 1)
  expect(page).toContain('Last seen gathering co-signatures')
  expect(page).toContain('as seen on 21 May 2017')
  expect(page).toContain('Last seen 21 May 2017')
  expect(page).toContain('The source does not say whether the threshold was met.')
  expect(page).not.toMatch(/Threshold not reached|Closed without meeting|is being recorded/)
  const rows = await listed(world, 'archive')
  expect(rows).toContain('Last seen gathering co-signatures')
  expect(rows).toContain('JOIN, as seen on 21 May 2017')
  expect(await listed(world, 'proposals')).not.toContain('虛構案件')
  expect([await total(world, 'stage=expired'), await total(world, 'stage=last_seen')]).toEqual([0, 1])
  const chinese = (await world.visitor().read(`/haicheng/proposals/${c.number}?lang=zh-Hant`)).text
  expect(chinese).toContain('最後看到時附議中')
  expect(chinese).toContain('資料截至 2017 年 5 月 21 日')
})

test('one that is called gathering and had met its threshold is not said to have an unknown threshold', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, { endorse_count: 7, threshold_met_at: '2017-04-10T00:00:00+08:00' })])
  const page = await pageOf(world, 1)
  for (const words of ['Last seen gathering co-signatures', 'had met its threshold', 'Threshold met 10 Apr 2017'])
    expect(page).toContain(words)
  expect(page).not.toContain('does not say whether the threshold was met')
  const { timeline } = await jsonOf(world, 1)
  // a day in the source, written down here nine years later
  expect(timeline.find(({ kind }: { kind: string }) => kind === 'threshold_met')).toMatchObject({
    ...{ occurred_at: '2017-04-10T00:00:00+08:00', recorded_at: '2026-06-18T00:00:00+08:00' },
  })
})

test('where the source does not say where people live, no district is said to have none, in JSON nor in CSV', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, { endorse_count: 7, endorse_goal: 5 })], {
    districts: [`${aLine(1).id},2017-05-20,港東區,6`, `${aLine(1).id},2017-05-20,,9`],
  })
  const { by_district } = (await jsonOf(world, 1)).cosignatures
  const told = by_district.map(({ code, count }: { code: string; count: number | null }) => [code, count])
  expect(told).toEqual([
    ['gangdong', 6],
    ['jiucheng', null],
    ['shibi', null],
    ['outside', null],
    ['', 9],
  ])
  const { number } = await caseNow(world, 1)
  const lines = (await world.visitor().get(`/haicheng/proposals/${number}/cosignatures.csv`)).body.split('\r\n')
  const of = (name: string) => lines.find((line) => line.includes(name))!
  expect(of('jiucheng')).toMatch(/,,false$/)
  expect(of('gangdong')).toMatch(/,6,false$/)
})

test('one whose date lies ahead is open, as seen on a day; when the date passes nobody calls it expired', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, gathering)], { seen: '2026-06-17' })
  const page = await pageOf(world, 1)
  expect(page).toContain('43 days left')
  expect(page).toContain('as seen on 17 Jun 2026')
  expect(await listed(world, 'proposals')).toContain('JOIN, as seen on 17 Jun 2026')
  world.clock.now = moment('2026-08-01 00:00:01')
  expect(await pageOf(world, 1), 'the rule decides, not the tick').toContain('Last seen gathering co-signatures')
  expect(await listed(world, 'proposals')).toContain('Last seen gathering co-signatures')
  await everyJob(world)
  const c = await caseNow(world, 1)
  expect(c).toMatchObject({ stage: 'last_seen', outcome: null, endedAt: moment('2026-08-01 00:00:00') })
  expect((await entriesOf(world, c.id)).map((entry) => [entry.kind, entry.role])).toEqual([
    ['submitted', 'import'],
    ['published', 'import'],
    ['imported', 'import'],
    ['lost_sight', 'system'],
  ])
})

test('one under review is not overdue once its date has passed, nowhere, and nobody is mailed', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, inReview)], { seen: '2026-06-17' })
  const before = await jsonOf(world, 1)
  expect(before).toMatchObject({ stage: 'review', answer_due_at: '2026-06-25T23:59:59+08:00' })
  expect(before.agencies.map((a: { as_seen_on: string }) => a.as_seen_on)).toEqual(['2026-06-17', '2026-06-17'])
  expect(await pageOf(world, 1)).toContain('(as seen on 17 Jun 2026)')
  const agency = (await world.db.reads.select().from(assignments)).find((part) => part.role === 'lead')!.agencyId
  const officer = await world.staff('officer', agency)
  await everyJob(world)

  world.clock.now = moment('2026-06-27 09:00:00')
  const nowhere = async () => {
    for (const address of ['/haicheng', '/haicheng/proposals', '/haicheng/agencies/X01'])
      expect([address, (await world.visitor().get(address)).body]).toEqual([
        address,
        expect.not.stringMatching(/days? overdue/),
      ])
    expect(await pageOf(world, 1)).not.toMatch(/overdue|did not answer/i)
    expect(await total(world, 'answered=overdue')).toBe(0)
    expect((await world.visitor().get('/api/v1/governments')).json().data[0].counts.overdue).toBe(0)
    expect((await officer.read('/haicheng/desk')).text).toContain('Nothing to do.')
  }
  await nowhere()
  await everyJob(world)
  await nowhere()
  expect(await caseNow(world, 1)).toMatchObject({ stage: 'last_seen', overdueAt: null })
  expect(await pageOf(world, 1)).toContain('Last seen under agency review')
  expect(await world.db.reads.select().from(outbox)).toEqual([])
})

test('an agency that takes such a case up has a clock of its own: then it can be late', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, inReview)], { seen: '2026-06-17' })
  const { number } = await caseNow(world, 1)
  const agency = (await world.db.reads.select().from(assignments)).find((part) => part.role === 'lead')!.agencyId
  const officer = await world.staff('officer', agency)
  const sent = await officer.post(`/haicheng/proposals/${number}/schedules`, {
    words: '六月底前完成會勘，七月公開回應。',
  })
  expect(sent.statusCode).toBe(303)
  world.clock.now = moment('2026-06-27 09:00:00')
  await everyJob(world)
  expect(await caseNow(world, 1)).toMatchObject({ stage: 'review', overdueAt: world.clock.now })
  expect(await pageOf(world, 1)).toContain('2 days overdue')
})

test('a withdrawal has no date and no author; the source’s own word stands there', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, { status_raw: 'Revoked' })])
  const c = await caseNow(world, 1)
  expect(c).toMatchObject({ stage: 'withdrawn', endedAt: null })
  const json = await jsonOf(world, 1)
  expect(json.timeline.map((entry: { kind: string }) => entry.kind)).toEqual(['submitted', 'published', 'imported'])
  expect(json.source.status).toBe('Revoked')
  const page = await pageOf(world, 1)
  expect(page).toContain('The source says that it was withdrawn. It does not say when, or by whom.')
  expect(page).not.toMatch(/Withdrawn by its author|The author withdrew it/)
})

test('no extension is denied, and no agency is called silent', async () => {
  const world = await testWorld()
  const late = { responses: [aReply('2017-06-20', { adoption_html: '同意加寬。' })] }
  await importLines(world, [anAnsweredLine(1), anAnsweredLine(2, late)])
  for (const n of [1, 2]) expect(await pageOf(world, n)).not.toMatch(/extension was asked|no contribution|Assigned to/)
  expect(await pageOf(world, 1)).toContain('Answered in time')
  expect(await pageOf(world, 2)).toContain('Due by 10 Jun 2017, published 20 Jun 2017.')
  expect(await jsonOf(world, 1)).toMatchObject({
    rules: { threshold: 5, cosigning_days: 60, answer_months: null },
    ...{ extensions: null, transfers: null, extended_at: null },
  })
  expect([await total(world, 'answered=in_time'), await total(world, 'answered=late')]).toEqual([1, 1])
})

test('a completed case whose only entry is a receipt was answered, and the answer is not here', async () => {
  const world = await testWorld()
  const receipt = aReply('2017-06-01', { analysis_html: '<p>您的提議已收悉，轉請交通局參考。</p>' })
  const { warned } = await importLines(world, [anAnsweredLine(1, { responses: [receipt] })])
  expect(warned).toEqual(['line 1: case 20170401-0001: it is Completed, and no entry answers it'])
  expect(await jsonOf(world, 1)).toMatchObject({
    ...{ stage: 'resolved', outcome: 'answered', answered_at: null, answered_in_time: null, answers: [] },
  })
  const page = await pageOf(world, 1)
  expect(page).toContain('您的提議已收悉')
  expect(page).toContain('The imported data do not hold the answer.')
  expect(page).not.toMatch(/Answered in time|below the threshold|overdue/)
  for (const address of ['/haicheng', '/haicheng/archive', '/haicheng/agencies', '/haicheng/agencies/X01'])
    expect((await world.visitor().get(address)).statusCode).toBe(200)
})

test('co-signatures of an unknown day are counted and are no growth', async () => {
  const world = await testWorld()
  const { id } = aLine(1)
  const { warned } = await importLines(world, [aLine(1, { endorse_count: 20, endorse_goal: 50 })], {
    counts: [`${id},2017-05-01,8`, `${id},2017-05-03,10`],
  })
  expect(warned).toEqual(['line 1: case 20170401-0001: its line says 20, the daily sums end at 10: 20 stands'])
  const { cosignatures } = await jsonOf(world, 1)
  expect(cosignatures).toMatchObject({ count: 20, by_day: [{ date: '2017-05-03', count: 2 }], undated: 18 })
  const page = await pageOf(world, 1)
  expect(page).toContain('8 had been signed before 3 May 2017')
  expect(page).toContain('10 more are counted. The source does not say on which days')
  const alone = await testWorld()
  await importLines(alone, [aLine(1)])
  expect((await jsonOf(alone, 1)).cosignatures).toMatchObject({ count: 3, by_day: [], undated: 3 })
  expect(await pageOf(alone, 1)).not.toContain('Numbers by week')
})

test('what was left out is said on the case', async () => {
  const world = await testWorld()
  const reply = aReply('2017-06-01', {
    adoption_html: '<p>同意。<img src="plan.png"></p>',
    attachments: ['會議紀錄.pdf'],
  })
  const { warned } = await importLines(world, [anAnsweredLine(1, { responses: [reply] })])
  expect(warned).toEqual([
    'line 1: case 20170401-0001: image plan.png',
    'line 1: case 20170401-0001: attachment 會議紀錄.pdf',
  ])
  const page = await pageOf(world, 1)
  expect(page).toContain('Images not taken over: 1')
  expect(page).toContain('Attachments not taken over: 會議紀錄.pdf')
  expect((await jsonOf(world, 1)).source.not_taken_over).toEqual({ images: 1, attachments: ['會議紀錄.pdf'] })
})

test('an agency that is told ahead of the threshold hears whose dates those are', async () => {
  const world = await testWorld()
  await importLines(world, [aLine(1, { ...gathering, endorse_count: 0, endorse_goal: 10 })], { seen: '2026-06-17' })
  const [part] = await world.db.reads.select().from(assignments)
  const officer = await world.staff('officer', part!.agencyId)
  const { number } = await caseNow(world, 1)
  for (const name of ['a', 'b'])
    await (await world.signedIn(`${name}@b.test`)).post(`/haicheng/proposals/${number}/cosignatures`, {
      district: 'gangdong',
    })
  const rows = (await world.db.reads.select().from(outbox)).filter((row) => row.kind === 'early_warning')
  expect(rows.map((row) => row.personId)).toEqual([officer.personId])
  const mails = await mailsOf(world.db.reads, rows, testConfig, 'http://localhost')
  expect(mails.get(rows[0]!.id)!.text).toContain('這個期限來自 JOIN，資料截至 2026 年 6 月 17 日')
})

test('a day may be given; without it, cases without days of their own are as of the last day of all files', async () => {
  const world = await testWorld()
  const lines = [aLine(1), anAnsweredLine(2), aLine(3)]
  await importLines(world, lines, { counts: [`${lines[2]!.id},2017-05-21,3`] })
  const seen = async (w: World) => Promise.all([1, 2, 3].map(async (n) => (await caseNow(w, n)).seenOn))
  expect(await seen(world)).toEqual(['2017-06-01', '2017-06-01', '2017-05-21'])
  const told = await testWorld()
  await importLines(told, lines, { seen: '2018-09-11' })
  expect(await seen(told)).toEqual(['2018-09-11', '2018-09-11', '2018-09-11'])
})
