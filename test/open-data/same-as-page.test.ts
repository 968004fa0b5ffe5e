// The JSON says whatever the page says.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { removeText } from '../../src/domain/proposals/remove-text.ts'
import { addDays } from '../../src/lib/calendar.ts'
import { write } from '../../src/platform/db/write.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { forAll } from '../support/at-end.ts'
import { givenCase } from '../support/cases.ts'
import { everyJob } from '../support/every-job.ts'
import { testWorld } from '../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const underReview = {
  number: '2026-0001',
  title: '海堤步道夜間照明',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈'],
}

test('updates, a transfer, an extension and their reasons stand in both', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  await givenCase(world, { ...underReview, authorId: author.personId })
  const officer = await world.staff('officer', world.agencies.environment)
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  const said = {
    update: '上週又有一位民眾跌倒，附近居民已陳情三次。',
    extension: '需等雨季過後才能量測照度。',
    schedule: '八月五日召開會勘，八月底前公布結果。',
    transfer: '路燈的設置與維護屬交通局權責。',
  }
  await author.post(`${at}/updates`, { words: said.update })
  await officer.post(`${at}/extensions`, { months: '1', words: said.extension })
  await officer.post(`${at}/schedules`, { words: said.schedule })
  await officer.post(`${at}/transfers`, { to: 'transport', words: said.transfer })
  const { text } = await world.visitor().read(at)
  const json = (await world.visitor().get(`${at}.json`)).json()
  for (const words of Object.values(said)) {
    expect(text).toContain(words)
    expect(JSON.stringify(json)).toContain(words)
  }
  expect(json.transfers).toMatchObject([{ from: { code: 'epb' }, to: { code: 'transport' }, reason: said.transfer }])
  expect(json.extensions).toMatchObject([{ due_at: '2026-08-01T23:59:59+08:00', reason: said.extension }])
  expect(json.updates.map((one: { kind: string }) => one.kind)).toContain('author')
  expect(json.extended_at).toMatch(/^2026-06-18T/)
  expect(other.personId).toBeTruthy()
})

test('a refusal and a merger say why, and where to', async () => {
  const world = await testWorld()
  const checking = { stage: 'checking' as const, publishedAt: null, closesBefore: null }
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈', ...checking })
  await givenCase(world, { number: '2026-0002', title: '步道夜間照明' })
  await givenCase(world, { number: '2026-0003', title: '與二號相同', ...checking })
  const moderator = await world.staff('moderator')
  const refuse = { decision: 'refuse', reason: 'not_ours', words: '屬中央機關權責，請向公路局提出。' }
  expect((await moderator.post(`${at}/decisions`, refuse)).statusCode).toBe(303)
  const merge = { decision: 'merge', target: '2026-0002', words: '訴求相同，併入討論。' }
  expect((await moderator.post('/haicheng/proposals/2026-0003/decisions', merge)).statusCode).toBe(303)
  const json = async (number: string) => (await world.visitor().get(`/api/v1/haicheng/proposals/${number}`)).json()
  expect((await json('2026-0001')).refusal).toMatchObject({ reason: { code: 'not_ours' }, words: refuse.words })
  expect((await json('2026-0003')).merged_into).toMatchObject({ number: '2026-0002', words: merge.words })
})

test('a case whose co-signing ended says the same last day everywhere', async () => {
  const world = await testWorld()
  const closesBefore = new Date('2026-06-21T00:00:00+08:00')
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈', closesBefore })
  world.clock.now = new Date('2026-06-23T09:00:00+08:00')
  await everyJob(world)
  const visitor = world.visitor()
  const { text } = await visitor.read(at)
  expect(text).toContain('20 Jun 2026 Closed without')
  expect(text).not.toContain('21 Jun')
  const json = (await visitor.get(`${at}.json`)).json()
  const last = '2026-06-20T23:59:59+08:00'
  expect([json.stage, json.closes_at, json.ended_at]).toEqual(['expired', last, last])
  expect(json.timeline).toContainEqual(expect.objectContaining({ kind: 'expired', occurred_at: last }))
  const feed = await visitor.get(`${at}/timeline.atom`)
  expect(feed.body).toContain('<published>2026-06-20T15:59:59')
  for (const page of ['abc', '0', '-1', '1.5', ''])
    expect([page, (await visitor.get(`${at}/timeline.atom?page=${page}`)).statusCode]).toEqual([page, 400])
  expect((await visitor.get('/api/v1/haicheng/proposals.csv')).body).not.toContain('2026-06-21')
})

test('a hidden case keeps its facts, without its text', async () => {
  const world = await testWorld()
  await givenCase(world, { ...underReview, title: '內含個人資料的題目' })
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '內含他人個人資料。' })
  const response = await world.visitor().get(`${at}.json`)
  expect(response.statusCode).toBe(410)
  expect(response.json()).toMatchObject({
    error: { status: 410, message: '內含他人個人資料。' },
    number: '2026-0001',
    stage: 'review',
    threshold_met_at: '2026-05-01T00:00:00+08:00',
    answer_due_at: '2026-07-01T23:59:59+08:00',
    hidden: { reason: '內含他人個人資料。' },
    cosignatures: { count: 0 },
  })
  expect(response.body).not.toContain('內含個人資料的題目')
  const { timeline, hidden } = response.json()
  expect(timeline.at(-1)).toMatchObject({ kind: 'hidden', agency: null, recorded_at: expect.any(String), facts: {} })
  expect(hidden.removed_by_author).toBe(false)
})

test('of a case whose author removed its text the JSON says so, as the page does', async () => {
  const world = await testWorld()
  const id = await givenCase(world, underReview)
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  await write(world.db, (tx) => removeText(tx, row!, world.clock.now))
  const response = await world.visitor().get(`${at}.json`)
  expect(response.json()).toMatchObject({
    error: { status: 410, message: 'The proposer removed the text.' },
    hidden: { reason: null, removed_by_author: true },
  })
  expect((await world.visitor().read(at)).text).toContain('The proposer removed the text.')
})

test('while co-signing is paused, the JSON says until when', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '步道裝路燈' })
  const administrator = await world.staff('administrator')
  const first = addDays('2026-06-18', 1)
  const pause = { firstDay: first, lastDay: addDays(first, 9), 'reason-zh-Hant': '選舉期間暫停' }
  expect((await administrator.post('/haicheng/desk/settings/blackouts', pause)).statusCode).toBe(303)
  world.clock.now = new Date(`${addDays(first, 2)}T09:00:00+08:00`)
  const json = (await world.visitor().get(`${at}.json`)).json()
  expect(json.paused_until).toBe(`${addDays(first, 10)}T00:00:00+08:00`)
})

describe('parameters', () => {
  const visitor = forAll(async () => {
    const world = await testWorld()
    await givenCase(world, { number: '2026-0001', title: '步道裝路燈' })
    return world.visitor()
  })
  test.each(['/api/v1/governments?pgae=2', `${at}.json?fields=x`, '/api/v1/haicheng/proposals?stages=review'])(
    '%s is refused in words: a typing mistake is not taken for an answer',
    async (address) => {
      const response = await visitor().get(address)
      expect(response.statusCode).toBe(400)
      expect(response.json().error.message).toMatch(/parameter/)
      const followed = await visitor().get(`${address.split('?')[0]}?utm_source=newsletter&lang=en`)
      expect(followed.statusCode).toBe(200)
    },
  )
})
