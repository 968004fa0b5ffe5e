// An agency and its case, through the pages an officer uses.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { answers } from '../../../src/schema/answers.ts'
import { assignmentChanges, assignments } from '../../../src/schema/assignments.ts'
import { commitments, commitmentUpdates } from '../../../src/schema/commitments.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const dueBefore = new Date('2026-07-02T00:00:00+08:00')
const underReview = {
  number: '2026-0001',
  title: '海堤步道夜間照明',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: dueBefore,
  asks: ['裝設路燈', '公開巡檢紀錄'],
}
const complete = {
  action: 'publish',
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
  'decision-2': 'not_adopted',
  'reason-2': '涉及保全，不宜公開。',
  what: ['完成十二盞路燈'],
  owner: ['路燈管理科'],
  due: ['2026-12-31'],
  ask: ['1'],
}
/** What stands in the fields of the answer, of which only the first commitment is looked at. */
const typedIn = (shown: Page) => {
  const names = ['analysis', 'deliberation', 'decision-1', 'reason-1', 'decision-2', 'reason-2']
  const rows = ['what-1', 'owner-1', 'due-1', 'ask-1']
  return Object.fromEntries([...names, ...rows].map((name) => [name, shown.field(name).value]))
}
const { action: _, what, owner, due, ask, ...texts } = complete
const typed = { ...texts, 'what-1': what[0], 'owner-1': owner[0], 'due-1': due[0], 'ask-1': ask[0] }
const at = '/haicheng/proposals/2026-0001'
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const kinds = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(asc(record.id))).map((r) => r.kind)

async function beingAnswered() {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  return { world, id, officer: await world.staff('officer', world.agencies.environment) }
}

test('an officer answers ask by ask: the case is resolved, the promise is public, the record says both', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const sent = await officer.post(`${at}/answers`, complete)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, '/haicheng/desk?done=answered&of=2026-0001'])
  expect(await caseNow(world, id)).toMatchObject({
    stage: 'resolved',
    outcome: 'partly',
    answeredAt: world.clock.now,
  })
  expect(await kinds(world, id)).toEqual(['published', 'answered', 'promised'])
  const published = /^Published, and written into the record\./
  const done = await officer.read(String(sent.headers.location))
  expect(done.notice).toMatch(published)
  expect(done.link('Look at 2026-0001 again')).toBe('/haicheng/desk/2026-0001')
  expect((await officer.read('/haicheng/desk')).notice).toBeNull()
  const shown = await world.visitor().read(at)
  expect(shown.part('Agency answer').text).toContain(complete.analysis)
  expect(shown.part('Asks and decisions').item('公開巡檢紀錄').text).toContain(complete['reason-2'])
  expect(shown.part('Commitments').text).toContain('完成十二盞路燈')
  expect((await world.visitor().read('/haicheng/commitments')).headings).toContain('完成十二盞路燈')
})

test('a promise says which ask it belongs to, or the whole case: in the draft, on the pages and as data', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const two = {
    what: ['完成十二盞路燈', '公布總經費'],
    owner: ['路燈管理科', '會計室'],
    due: ['2026-12-31', '2026-12-31'],
  }
  const commitmentRows = { ...complete, ...two, ask: ['2', ''] }
  expect((await officer.post(`${at}/answers`, { ...commitmentRows, action: 'save' })).statusCode).toBe(303)
  expect((await officer.read('/haicheng/desk/2026-0001')).field('ask-1').value).toBe('2')

  for (const action of ['save', 'publish']) {
    const wrong = await officer.post(`${at}/answers`, { ...commitmentRows, revision: '1', ask: ['2', '3'], action })
    expect([wrong.statusCode, Object.keys(page(wrong).problems)]).toEqual([422, ['ask-2']])
    expect(page(wrong).field('ask-1').value).toBe('2')
  }
  expect((await officer.post(`${at}/answers`, { ...commitmentRows, revision: '1' })).statusCode).toBe(303)
  const data = (await world.visitor().get(`${at}.json`)).json()
  expect(data.commitments.map((c: { ask: number | null; what: string }) => [c.ask, c.what])).toEqual([
    [2, '完成十二盞路燈'],
    [null, '公布總經費'],
  ])
  const rows = await world.db.reads.select().from(commitments).orderBy(asc(commitments.position))
  const ofAsk = async (path: string, what: string) =>
    /Ask \d/.exec((await world.visitor().read(path)).item(what).text)?.[0]
  expect(await ofAsk('/haicheng/commitments', '完成十二盞路燈')).toBe('Ask 2')
  expect(await ofAsk('/haicheng/commitments', '公布總經費')).toBeUndefined()
  expect((await world.visitor().read(at)).part('Commitments').text).toMatch(/完成十二盞路燈.*Ask 2/)
  const own = async (i: number) =>
    (await world.visitor().read(`/haicheng/commitments/2026-0001-${rows[i]!.number}`)).text
  expect(await own(0)).toContain('Ask 2')
  expect(await own(1)).not.toMatch(/Ask \d/)
})

describe('an answer with filler for an analysis', () => {
  const shared = forAll(beingAnswered)
  test.each(['編輯中', 'N/A', '無', ''])(
    '"%s" is not published as an analysis, and nothing typed is lost',
    async (filler) => {
      const { world, id, officer } = shared()
      const sent = await officer.post(`${at}/answers`, { ...complete, analysis: filler, 'decision-2': '' })
      expect(sent.statusCode).toBe(422)
      const back = page(sent)
      expect(Object.keys(back.problems)).toEqual(['analysis', 'decision-2'])
      expect(typedIn(back)).toEqual({ ...typed, analysis: filler, 'decision-2': '' })
      expect((await caseNow(world, id)).stage).toBe('review')
      expect(await kinds(world, id)).toEqual(['published'])
    },
  )
})

test('a draft may be unfinished, waits on the desk and is not public', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const saved = await officer.post(`${at}/answers`, { action: 'save', analysis: '初步看法：可行。' })
  expect(saved.statusCode).toBe(303)
  expect((await officer.read('/haicheng/desk/2026-0001')).field('analysis').value).toBe('初步看法：可行。')
  expect((await world.visitor().get(at)).body).not.toContain('初步看法：可行。')
})

test.each(['gathering', 'expired'] as const)(
  'an agency may answer a case that is %s, without a threshold',
  async (stage) => {
    const world = await testWorld()
    const id = await givenCase(world, { ...underReview, stage, thresholdMetAt: null, answerDueBefore: null })
    const officer = await world.staff('officer', world.agencies.environment)
    expect((await officer.post(`${at}/answers`, complete)).statusCode).toBe(303)
    expect(await caseNow(world, id)).toMatchObject({ stage: 'resolved', thresholdMetAt: null })
  },
)

test('two officers with the same draft open do not overwrite each other unseen', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const [one, two] = [
    await world.staff('officer', world.agencies.environment),
    await world.staff('officer', world.agencies.environment, 'two@haicheng.test'),
  ]
  const begun = { action: 'save', revision: '0' }
  const first = { ...begun, analysis: '第一位寫的分析。', what: '第一位的承諾' }
  expect((await one.post(`${at}/answers`, first)).statusCode).toBe(303)
  const late = await two.post(`${at}/answers`, { ...begun, analysis: '第二位寫的分析。', 'reason-1': '第二位的理由。' })
  expect(late.statusCode).toBe(409)
  const back = page(late)
  expect(back.problems.form).toContain('A colleague saved this draft meanwhile')
  const theirs = back.part(/^Saved by a colleague/).text
  for (const words of ['第一位寫的分析。', '第一位的承諾']) expect(theirs).toContain(words)
  expect(typedIn(back)).toMatchObject({ analysis: '第二位寫的分析。', 'reason-1': '第二位的理由。' })
  expect((await world.db.reads.select().from(answers))[0]).toMatchObject({ analysis: '第一位寫的分析。', version: 1 })
  // having seen it, the second may replace it
  const revision = back.sends('revision')!
  expect((await two.post(`${at}/answers`, { ...begun, revision, analysis: '合併後的分析。' })).statusCode).toBe(303)
  expect((await one.post(`${at}/answers`, { ...complete, revision })).statusCode).toBe(409)
  expect(await world.db.reads.select().from(answers)).toMatchObject([{ analysis: '合併後的分析。', publishedAt: null }])
})

test('two officers publish at once: one answer goes out, no draft is left behind, nothing typed is lost', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const [one, two] = [
    await world.staff('officer', world.agencies.environment),
    await world.staff('officer', world.agencies.environment, 'two@haicheng.test'),
  ]
  const sent = await Promise.all([
    one.post(`${at}/answers`, complete),
    two.post(`${at}/answers`, { ...complete, analysis: '另一位同時寫的分析，照度不足三處。' }),
  ])
  expect(sent.map((s) => s.statusCode).sort()).toEqual([303, 409])
  expect(page(sent.find((s) => s.statusCode === 409)!).text).toContain(complete.deliberation)
  const versions = await world.db.reads.select().from(answers)
  expect(versions.map((v) => [v.version, v.publishedAt !== null])).toEqual([[1, true]])
  expect(await world.db.reads.select().from(commitments)).toHaveLength(1)
  expect(await kinds(world, id)).toEqual(['published', 'answered', 'promised'])
})

describe('an answer with filler elsewhere', () => {
  const shared = forAll(beingAnswered)
  test.each([
    ['deliberation', 'deliberation'],
    ['reason-2', 'reason-2'],
    ['what', 'what-1'],
    ['owner', 'owner-1'],
  ])('filler in "%s" keeps an answer from being published, with the message beside the field', async (name, field) => {
    const { world, id, officer } = shared()
    const sent = await officer.post(`${at}/answers`, { ...complete, [name]: '（編輯中）' })
    expect(sent.statusCode).toBe(422)
    expect(Object.keys(page(sent).problems)).toEqual([field])
    expect((await caseNow(world, id)).stage).toBe('review')
  })
})

test('what is too long is refused in a draft too, beside the field it was put in', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const tooLong = { analysis: '長'.repeat(20_001), 'reason-1': '長'.repeat(20_001), what: ['長'.repeat(501)] }
  const sent = await officer.post(`${at}/answers`, { ...complete, ...tooLong, action: 'save' })
  expect(sent.statusCode).toBe(422)
  expect(page(sent).field('analysis').error).toContain('20,000')
  const { analysis } = complete
  const rest = await officer.post(`${at}/answers`, { ...complete, ...tooLong, analysis, action: 'save' })
  expect(rest.statusCode).toBe(422)
  expect(page(rest).field('reason-1').error).toContain('20,000')
  expect(page(rest).field('what-1').error).toContain('500')
})

test('the message about a commitment stands beside its own row, though rows before it are empty', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const rows = { what: ['', '公開巡檢紀錄'], owner: ['', '路燈管理科'] }
  for (const action of ['publish', 'save'])
    for (const due of ['2026-02-30', '0026-12-31']) {
      const sent = await officer.post(`${at}/answers`, { ...complete, ...rows, due: ['', due], action })
      expect([sent.statusCode, Object.keys(page(sent).problems)]).toEqual([422, ['due-2']])
      expect(page(sent).field('what-2').value).toBe('公開巡檢紀錄')
    }
})

test('a commitment is published with a date that is still to come; a draft may wait with one that is over', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const sent = await officer.post(`${at}/answers`, { ...complete, due: ['2026-06-17'], action: 'publish' })
  const over = 'The date of commitment 1 is over; enter one that is still to come'
  expect([sent.statusCode, page(sent).problems]).toEqual([422, { 'due-1': over }])
  expect(page(sent).field('due-1').error).toBe(over)
  expect((await officer.post(`${at}/answers`, { ...complete, due: ['2026-06-17'], action: 'save' })).statusCode).toBe(
    303,
  )
  expect((await officer.post(`${at}/answers`, { ...complete, due: ['2026-06-18'], revision: '1' })).statusCode).toBe(
    303,
  )
})

test('a promise that was kept after its date says so, whenever that was checked, on the case, in the register and on its own page', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await officer.post(`${at}/answers`, { ...complete, due: ['2026-06-20'] })
  const [commitment] = await world.db.reads.select().from(commitments)
  const address = `/haicheng/commitments/${commitment!.id}`
  world.clock.now = new Date('2026-06-23T09:00:00+08:00')
  await officer.post(`${address}/updates`, { kind: 'done', words: '十二盞全部點亮。' })
  world.clock.now = new Date('2026-09-23T09:00:00+08:00')
  const found = { verdict: 'complete', words: '現場十二盞都亮。', evidence_on: '2026-09-22' }
  await (await world.staff('checker')).post(`${address}/checks`, found)
  for (const path of [at, '/haicheng/commitments', '/haicheng/commitments/2026-0001-1'])
    expect((await world.visitor().read(path)).text).toContain('Kept, 3 days late')
})

test('what an administrator does in an agency’s place is recorded as an administrator’s', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const administrator = await world.staff('administrator')
  await administrator.post(`${at}/schedules`, { words: '六月底前會勘。' })
  await administrator.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })
  await administrator.post(`${at}/answers`, complete)
  await administrator.post(`${at}/supplements`, { ...complete, note: '議會決議公開。' })
  const entries = await world.db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(asc(record.id))
  expect(entries.filter((e) => e.kind !== 'published').map((e) => e.role)).toEqual(Array(6).fill('administrator'))
})

test('an officer finds a case that missed its threshold, and is told that nothing is owed before answering', async () => {
  const world = await testWorld()
  const missed = { stage: 'expired', outcome: 'expired', thresholdMetAt: null, answerDueBefore: null } as const
  await givenCase(world, { ...underReview, ...missed })
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.read('/haicheng/desk')).text).not.toContain(underReview.title)
  expect((await officer.read('/haicheng/desk?show=early')).hrefs).toContain('/haicheng/desk/2026-0001?show=early')
  expect((await officer.read('/haicheng/desk/2026-0001')).text).toContain('nothing is owed')
  expect((await officer.post(`${at}/answers`, complete)).statusCode).toBe(303)
  expect((await world.visitor().read(at)).text).toContain('Answered before the threshold was met')
})

test('each form of an agency keeps what was typed, and only that form', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const sent = await officer.post(`${at}/transfers`, { to: '', words: '步道屬交通局維護。' })
  expect(sent.statusCode).toBe(422)
  const back = page(sent)
  expect(Object.keys(back.problems)).toEqual(['transfer-to'])
  expect(back.form(`${at}/transfers`).field('words').value).toBe('步道屬交通局維護。')
  expect(sent.body.split('步道屬交通局維護。'), 'in no other form').toHaveLength(2)
})

test('a supplement needs a reason; then both versions stay', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await officer.post(`${at}/answers`, complete)
  expect((await officer.post(`${at}/answers`, complete)).statusCode).toBe(409)
  const more = { ...complete, what: '', owner: '', due: '', 'decision-2': 'adopted' }
  expect((await officer.post(`${at}/supplements`, more)).statusCode).toBe(422)
  expect((await officer.post(`${at}/supplements`, { ...more, note: '議會決議公開。' })).statusCode).toBe(303)
  const versions = await world.db.reads
    .select()
    .from(answers)
    .where(eq(answers.proposalId, id))
    .orderBy(asc(answers.version))
  expect(versions.filter((v) => v.publishedAt).map((v) => v.version)).toEqual([1, 2])
  expect((await caseNow(world, id)).outcome).toBe('adopted')
  expect(await kinds(world, id)).toEqual(['published', 'answered', 'promised', 'supplemented'])
})

test('a transfer is public with its reason, and the clock does not restart', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.post(`${at}/transfers`, { to: 'transport', words: '無' })).statusCode).toBe(422)
  const sent = await officer.post(`${at}/transfers`, { to: 'transport', words: '步道屬交通局維護。' })
  expect(sent.statusCode).toBe(303)
  const open = and(eq(assignments.proposalId, id), isNull(assignments.endedAt))
  const [part, ...others] = await world.db.reads.select().from(assignments).where(open)
  expect(others).toEqual([])
  expect(part).toMatchObject({ agencyId: world.agencies.transport, role: 'lead', dueBefore })
  expect((await caseNow(world, id)).answerDueBefore).toEqual(dueBefore)
  expect((await world.visitor().read(at)).text).toContain('步道屬交通局維護。')

  // Who was still writing learns it with their words before them; nothing is saved, and nobody else's case is opened so.
  const late = await officer.post(`${at}/answers`, complete)
  expect(late.statusCode).toBe(409)
  expect(page(late).text).toContain('transferred to another agency since you opened the page')
  for (const words of [complete.analysis, complete['reason-2']]) expect(page(late).text).toContain(words)
  expect(await world.db.reads.select().from(answers)).toEqual([])
})

test('the date moves once, before it has passed, and counts from itself', async () => {
  const world = await testWorld({ rules: { extensionMonths: 2 } })
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  for (const months of ['3', 'two', '']) {
    const sent = await officer.post(`${at}/extensions`, { months, words: '需要地質鑽探。' })
    const { error } = page(sent).field('extension-months')
    expect([sent.statusCode, error]).toEqual([422, 'Enter a whole number of months, from 1 to 2'])
  }
  expect((await officer.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })).statusCode).toBe(303)
  const { answerDueBefore } = await caseNow(world, id)
  // due on 1 July, so on 1 August: a Saturday, but no date is moved off a holiday
  expect(answerDueBefore).toEqual(new Date('2026-08-02T00:00:00+08:00'))
  expect((await officer.post(`${at}/extensions`, { months: '1', words: '再一次。' })).statusCode).toBe(409)
  expect(await world.db.reads.select().from(assignmentChanges)).toHaveLength(1)
})

test('the rules say how often a date may be extended: the page counts, and beyond it is refused in words', async () => {
  const world = await testWorld({ rules: { extensionMonths: 1, extensions: 2 } })
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const extend = (words: string) => officer.post(`${at}/extensions`, { months: '1', words })
  expect((await extend('需要地質鑽探。')).statusCode).toBe(303)
  expect((await officer.read('/haicheng/desk/2026-0001')).text).toContain('Extended 1 time. The rules allow 2.')
  expect((await extend('廠商延誤。')).statusCode).toBe(303)
  // due on 1 July, so on 1 August, so on 1 September
  expect((await caseNow(world, id)).answerDueBefore).toEqual(new Date('2026-09-02T00:00:00+08:00'))
  const third = await extend('再一次。')
  const refused = 'It was extended 2 times. That is the most that the rules allow'
  expect([third.statusCode, page(third).text.includes(refused), page(third).text.includes('再一次。')]).toEqual([
    ...[409, true, true],
  ])
  const desk = await officer.read('/haicheng/desk/2026-0001')
  expect([desk.buttons.includes('Extend'), desk.text.includes(refused)]).toEqual([false, true])
  const shown = (await world.visitor().read(at)).text
  for (const words of ['extended 2 times, last on', '需要地質鑽探。', '廠商延誤。']) expect(shown).toContain(words)
})

test('nobody extends a date that has passed', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  world.clock.now = dueBefore
  expect((await officer.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })).statusCode).toBe(409)
  expect((await caseNow(world, id)).answerDueBefore).toEqual(dueBefore)
})

test('the schedule is public; the words to the proposer are not', async () => {
  const world = await testWorld()
  const id = await givenCase(world, { ...underReview, authorId: (await world.signedIn('author@example.tw')).personId })
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.post(`${at}/schedules`, { words: '六月底前會勘。' })).statusCode).toBe(303)
  expect((await officer.post(`${at}/contacts`, { words: '請問方便通話嗎？' })).statusCode).toBe(303)
  expect(await caseNow(world, id)).toMatchObject({ scheduledAt: world.clock.now, contactedAt: world.clock.now })
  const seen = await world.visitor().get(at)
  expect(page(seen).text).toContain('六月底前會勘。')
  expect(seen.body).not.toContain('請問方便通話嗎？')
  expect(await kinds(world, id)).toEqual(['published', 'scheduled', 'contacted'])
})

test('a supporting agency writes its own part and cannot answer for the lead', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  await givenSupport(world, id, { dueBefore })
  const helper = await world.staff('officer', world.agencies.transport)
  const desk = '/haicheng/desk/2026-0001'
  /** What the desk says, beside the forms, that this officer's agency owes. */
  const owed = (shown: Page) => shown.items.filter((line) => /^(Supporting part|Answer): due /.test(line))
  const before = owed(await helper.read(desk))
  expect([before.length, before[0]]).toEqual([1, expect.stringMatching(/^Supporting part/)])
  expect((await helper.post(`${at}/contributions`, { words: '步道電源由本局供應。' })).statusCode).toBe(303)
  expect(owed(await helper.read(desk))).toEqual([])
  const leading = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const lead = await leading.read(desk)
  expect(owed(lead)[0]).toMatch(/^Answer/)
  expect(lead.part('Agencies').text).toContain('步道電源由本局供應。')
  expect((await world.visitor().read(at)).part('Agencies').text).toContain('步道電源由本局供應。')
  expect((await helper.post(`${at}/contributions`, { words: '電源已於七月接妥。' })).statusCode).toBe(303)
  const both = (await world.visitor().read(at)).part('Agencies').text
  for (const words of ['步道電源由本局供應。', '電源已於七月接妥。']) expect(both).toContain(words)
  expect((await helper.post(`${at}/answers`, complete)).statusCode).toBe(403)
})

test('two colleagues add to their agency’s part at once: nothing that was accepted is lost, the other is told', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  await givenSupport(world, id, { dueBefore })
  const [one, two] = [
    await world.staff('officer', world.agencies.transport),
    await world.staff('officer', world.agencies.transport, 'two@haicheng.test'),
  ]
  for (let round = 1; round <= 5; round++) {
    const said = [`第${round}回甲說的話。`, `第${round}回乙說的話。`]
    const sent = await Promise.all(
      [one, two].map((person, i) => person.post(`${at}/contributions`, { words: said[i]! })),
    )
    const shown = (await world.visitor().read(at)).text
    for (const [i, answer] of sent.entries())
      if (answer.statusCode === 303) expect(shown).toContain(said[i])
      else {
        expect([answer.statusCode, page(answer).problems.form]).toEqual([409, expect.any(String)])
        expect(page(answer).text).toContain(said[i]!)
      }
    expect(sent.map((reply) => reply.statusCode)).toContain(303)
  }
})

test('a promise is reported on with evidence and closed with a reason', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  await officer.post(`${at}/answers`, complete)
  const [commitment] = await world.db.reads.select().from(commitments)
  const updates = `/haicheng/commitments/${commitment!.id}/updates`
  const odd = { kind: 'progress', words: '已裝六盞。', evidence: 'javascript:alert(1)' }
  expect((await officer.post(updates, odd)).statusCode).toBe(422)
  const undated = { ...odd, evidence: 'https://example.test/lamps' }
  expect(Object.keys(page(await officer.post(updates, undated)).problems)).toEqual(['evidence_on'])
  const good = { ...undated, evidence_on: '2026-06-17' }
  expect((await officer.post(updates, good)).statusCode).toBe(303)
  expect((await officer.post(updates, { kind: 'dropped', words: '' })).statusCode).toBe(422)
  expect((await officer.post(updates, { kind: 'dropped', words: '經費不足，不再辦理。' })).statusCode).toBe(303)
  expect((await officer.post(updates, { kind: 'done', words: '十二盞全部點亮。' })).statusCode).toBe(409)
  expect((await world.db.reads.select().from(commitments))[0]).toMatchObject({ state: 'dropped', doneAt: null })
  expect(await world.db.reads.select().from(commitmentUpdates)).toHaveLength(2)
  expect((await kinds(world, id)).slice(-2)).toEqual(['promise_updated', 'promise_dropped'])
})

const nouns = ['answers', 'schedules', 'contacts', 'extensions', 'contributions']
describe('whoever is not of the agency', () => {
  const shared = forAll(async () => {
    const { world, id } = await beingAnswered()
    const people = {
      outsider: world.visitor(),
      citizen: await world.signedIn('citizen@haicheng.test'),
      moderator: await world.staff('moderator'),
      other: await world.staff('officer', world.agencies.transport, 'other@haicheng.test'),
    }
    return { world, id, people }
  })
  test.each(nouns)('nobody but the agency gets through to %s', async (noun) => {
    const { world, id, people } = shared()
    const form = { ...complete, to: 'transport', months: '1', words: '說明如下，請查照。' }
    const refused: { [who: string]: number } = {}
    for (const [who, person] of Object.entries(people))
      refused[who] = (await person.post(`${at}/${noun}`, form)).statusCode
    expect(refused).toEqual({ outsider: expect.any(Number), citizen: 403, moderator: 403, other: 403 })
    expect([303, 401, 403]).toContain(refused.outsider)
    expect(await kinds(world, id)).toEqual(['published'])
    expect((await caseNow(world, id)).stage).toBe('review')
  })
})

test('nobody but the agency reports on its promise', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  await (await world.staff('officer', world.agencies.environment)).post(`${at}/answers`, complete)
  const [commitment] = await world.db.reads.select().from(commitments)
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  for (const person of [
    world.visitor(),
    await world.signedIn('c@haicheng.test'),
    await world.staff('moderator'),
    other,
  ])
    await person.post(`/haicheng/commitments/${commitment!.id}/updates`, {
      kind: 'dropped',
      words: '不做了，沒有經費。',
    })
  expect((await world.db.reads.select().from(commitments))[0]).toMatchObject({ state: 'open' })
  expect(await world.db.reads.select().from(commitmentUpdates)).toEqual([])
})

test('every message of a refused answer says which ask or commitment it means', async () => {
  const world = await testWorld()
  await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const sent = await officer.post(`${at}/answers`, {
    ...complete,
    'decision-2': '',
    'reason-2': '無',
    what: ['完成十二盞路燈', '公布維修紀錄'],
    owner: ['路燈管理科', ''],
    due: ['2026-12-31', ''],
  })
  expect(sent.statusCode).toBe(422)
  const back = page(sent)
  expect(back.problems).toEqual({
    'decision-2': 'Choose a decision on ask 2',
    'reason-2': expect.stringContaining('Give the reasons for ask 2'),
    'owner-2': 'Name the unit of commitment 2',
    'due-2': 'Enter the date by which commitment 2 will be done',
  })
  for (const [field, words] of Object.entries(back.problems)) expect(back.field(field).error).toBe(words)
})
