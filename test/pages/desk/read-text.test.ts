// What is decided is what was read.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const typed = {
  title: '步道裝路燈',
  problem: '晚上太暗了，看不到路，上個月有人跌倒。',
  ask: '北段裝設十二盞路燈。',
}

/** A proposal that its author has sent, through the pages; the address of its draft. */
async function sent(world: World, author: Visitor): Promise<string> {
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location).replace('/problem', '')
  await author.post(`${draft}/problem`, { title: typed.title, problem: typed.problem })
  await author.post(`${draft}/place`, { topic: 'transport', district: 'gangdong', place: '' })
  await author.post(`${draft}/asks`, { asks: [typed.ask] })
  await author.post(`${draft}/benefit`, { benefit: '走夜路的居民。', links: [] })
  await author.post(`${draft}/agencies`, { name: '小明' })
  expect((await author.post(`${draft}/submissions`)).statusCode).toBe(303)
  expect(world.government.slug).toBe('haicheng')
  return draft
}
/** The revision of the text beside the forms of a desk. */
const revisionIn = (shown: Page) => shown.sends('text-revision')!
const number = '2026-0001'
const decisions = `/haicheng/proposals/${number}/decisions`
const stageOf = async (world: World) =>
  (await world.db.reads.select().from(proposals).where(eq(proposals.number, number)))[0]!.stage

test('a text that was changed while a moderator had it open is not published unread', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await sent(world, author)
  const first = await world.staff('moderator')
  const second = await world.staff('moderator', null, 'second@haicheng.test')
  const stale = revisionIn(await first.read(`/haicheng/desk/${number}`))

  const fresh = revisionIn(await second.read(`/haicheng/desk/${number}`))
  const back = { decision: 'return', words: '請寫明是哪一段。', 'text-revision': fresh }
  expect((await second.post(decisions, back)).statusCode).toBe(303)
  await author.post(`${draft}/problem`, { title: '全市步道裝路燈', problem: `${typed.problem}北段最暗。` })
  expect((await author.post(`${draft}/submissions`)).statusCode).toBe(303)

  const refused = await first.post(decisions, { decision: 'approve', words: '同意。', 'text-revision': stale })
  expect(refused.statusCode).toBe(409)
  expect(await stageOf(world)).toBe('checking')
  const again = page(refused)
  for (const words of ['Changed since you opened this page', '北段最暗。', 'Changed since it was returned'])
    expect(again.text).toContain(words)
  expect(again.field('words').value).toBe('同意。')
  expect(again.changes.in.join()).toContain('全市')

  const read = revisionIn(again)
  expect(
    (await first.post(decisions, { decision: 'approve', words: '同意。', 'text-revision': read })).statusCode,
  ).toBe(303)
  expect(await stageOf(world)).toBe('gathering')
})

test('a form from a page that does not say what was read is asked for once more, its words kept; a program is taken at its word', async () => {
  const world = await testWorld()
  await sent(world, await world.signedIn('author@example.test'))
  const moderator = await world.staff('moderator')
  const decision = { decision: 'approve', words: '同意。' }
  const asked = await moderator.post(decisions, decision, { 'sec-fetch-mode': 'navigate' })
  expect([asked.statusCode, await stageOf(world)]).toEqual([409, 'checking'])
  const again = page(asked)
  expect(again.problems.form).toContain('does not say which text you read')
  expect(again.field('words').value).toBe('同意。')
  const read = { ...decision, 'text-revision': revisionIn(again) }
  expect((await moderator.post(decisions, read, { 'sec-fetch-mode': 'navigate' })).statusCode).toBe(303)
  expect(await stageOf(world)).toBe('gathering')
  await sent(world, await world.signedIn('another@example.test'))
  expect((await moderator.post(decisions.replace('0001', '0002'), decision)).statusCode).toBe(303)
})

test('an answer written beside a text that was corrected meanwhile waits until its writer has seen the correction', async () => {
  const world = await testWorld()
  const id = await givenCase(world, {
    number,
    title: '步道裝路登',
    stage: 'review',
    thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
    answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
    asks: ['裝設路燈'],
  })
  const officer = await world.staff('officer', world.agencies.environment)
  const moderator = await world.staff('moderator')
  const read = revisionIn(await officer.read(`/haicheng/desk/${number}`))
  const corrections = `/haicheng/proposals/${number}/corrections`
  const forms = (await moderator.read(`/haicheng/desk/${number}`)).forms(corrections)
  const seen = forms.find((form) => form.sends('field') === 'title')!.sends('seen')!
  const corrected = await moderator.post(corrections, { field: 'title', seen, after: '步道裝路燈' })
  expect(corrected.statusCode).toBe(303)
  const answer = {
    action: 'publish',
    analysis: '現況照度不足，已實地量測三處。',
    deliberation: '與里長及居民開過兩次會。',
    'decision-1': 'adopted',
    'reason-1': '列入明年度工程。',
    'text-revision': read,
  }
  const refused = await officer.post(`/haicheng/proposals/${number}/answers`, answer)
  expect(refused.statusCode).toBe(409)
  expect(page(refused).field('analysis').value).toBe(answer.analysis)
  const again = { ...answer, 'text-revision': revisionIn(page(refused)) }
  expect((await officer.post(`/haicheng/proposals/${number}/answers`, again)).statusCode).toBe(303)
  expect((await world.db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!.stage).toBe('resolved')
})
