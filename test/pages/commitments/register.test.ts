// The register of promises, as a journalist and an officer use it.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { answers } from '../../../src/schema/answers.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { forAll } from '../../support/at-end.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

type Promised = Partial<typeof commitments.$inferInsert> & { what: string }

/** Commitments of one answered case; today is 18 June 2026. */
async function promised(world: World, list: Promised[]) {
  const proposalId = await givenCase(world, {
    number: '2026-0001',
    title: '海堤步道夜間照明',
    ...answeredOn('2026-03-20'),
  })
  const [answer] = await world.db.reads.select().from(answers).where(eq(answers.proposalId, proposalId))
  const rows = list.map((more, position) => ({
    ...{ id: newId(), governmentId: world.government.id, proposalId, answerId: answer!.id, salt: 'salt', position },
    ...{ agencyId: world.agencies.environment, owner: '路燈管理科', dueOn: '2026-12-31', state: 'open' as const },
    ...{ measure: '夜裡點亮', number: more.state === 'draft' ? null : position + 1 },
    reportedAt: more.state === 'draft' ? null : new Date('2026-03-20T10:00:00+08:00'),
    ...more,
  }))
  await write(world.db, (tx) => tx.insert(commitments).values(rows))
  return rows
}
/** The commitments on a page of the register, in order. */
const titles = (shown: Page) => shown.part(/ commitments?$/).headings.slice(1)

test('a journalist narrows the promises down by agency, state, lateness and year', async () => {
  const world = await testWorld()
  await promised(world, [
    { what: '逾期的路燈', dueOn: '2026-06-17' },
    { what: '今天到期的路燈', dueOn: '2026-06-18' },
    { what: '明年的路燈', dueOn: '2027-03-01' },
    {
      ...{ what: '點亮的路燈', state: 'kept', verdict: 'complete', dueOn: '2026-05-01' },
      ...{ closedAt: world.clock.now, checkedAt: world.clock.now, doneAt: world.clock.now },
    },
    { what: '別局的站牌', agencyId: world.agencies.transport },
    { what: '還沒公開的承諾', state: 'draft' },
    { what: '說好了的路燈', doneAt: world.clock.now, dueOn: '2026-06-01' },
    { what: '沒有下文的路燈', reportedAt: new Date('2025-12-01T10:00:00+08:00'), measure: '', dueOn: '2027-05-01' },
  ])
  const register = (query: string) => world.visitor().read(`/haicheng/commitments${query}`)
  const shown = async (query: string) => titles(await register(query))
  expect(await shown('')).toEqual([
    ...['說好了的路燈', '逾期的路燈', '今天到期的路燈', '別局的站牌', '明年的路燈', '沒有下文的路燈', '點亮的路燈'],
  ])
  expect(await shown('?state=done')).toEqual(['說好了的路燈'])
  expect(await shown('?silent=1')).toEqual(['沒有下文的路燈'])
  expect(await shown('?unverifiable=1')).toEqual(['沒有下文的路燈'])
  expect(await shown('?late=1')).toEqual(['逾期的路燈'])
  expect(await shown('?state=kept')).toEqual(['點亮的路燈'])
  expect(await shown('?agency=transport&state=&late=&year=')).toEqual(['別局的站牌'])
  expect(await shown('?state=kept&state=')).toEqual(['點亮的路燈'])
  expect(await shown('?year=2027')).toEqual(['明年的路燈', '沒有下文的路燈'])
  expect(await shown('?state=dropped')).toEqual([])
  expect((await register('?state=dropped')).text).toContain('No commitment matches')
})

describe('what nobody can mean', () => {
  const world = forAll(testWorld)
  test.each([
    'state=soon',
    'late=yes',
    'silent=yes',
    'unverifiable=no',
    'year=next',
    'agency=nobody',
    'topic=nothing',
    'page=0',
    'page=x',
  ])('what cannot be meant is refused in words: %s', async (query) => {
    const { statusCode, body } = await world().visitor().get(`/haicheng/commitments?${query}`)
    expect(statusCode).toBe(400)
    expect(body).not.toContain('answers.register')
  })
})

test('a reporter finds what was promised on one topic, which is late, and takes just that as a file', async () => {
  const world = await testWorld()
  await promised(world, [{ what: '候車亭遮陽', dueOn: '2026-06-01' }, { what: '電子站牌' }])
  await write(world.db, (tx) => tx.update(proposals).set({ topicCode: 'transport' }))
  const reader = world.visitor()
  const shown = await reader.read('/haicheng/commitments?topic=transport&late=1')
  expect(titles(shown)).toEqual(['候車亭遮陽'])
  expect(shown.field('topic').value).toBe('transport')
  const csv = await reader.get(shown.link('CSV')!)
  expect([csv.body.includes('候車亭遮陽'), csv.body.includes('電子站牌')]).toEqual([true, false])
  expect(titles(await reader.read('/haicheng/commitments?topic=environment'))).toEqual([])
})

test('a long register has pages, and keeps its filters from one to the next', async () => {
  const world = await testWorld()
  await promised(
    world,
    Array.from({ length: 23 }, (_, i) => ({ what: `第 ${i + 1} 盞路燈` })),
  )
  const first = await world.visitor().read('/haicheng/commitments?state=open')
  expect(titles(first)).toHaveLength(20)
  expect(first.link(/^Next/)).toBe('/haicheng/commitments?state=open&page=2')
  expect(titles(await world.visitor().read('/haicheng/commitments?state=open&page=2'))).toHaveLength(3)
  expect((await world.visitor().get('/haicheng/commitments?state=open&page=3')).statusCode).toBe(404)
})

test('an officer reports progress with evidence, then the end; what was typed stays when something is missing', async () => {
  const world = await testWorld()
  const [commitment] = await promised(world, [{ what: '完成十二盞路燈' }])
  expect(commitment!.number).toBe(1)
  const at = '/haicheng/commitments/2026-0001-1'
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.read(at)).parts).toContain('Report on this commitment')
  const wrong = await officer.post(`${at}/updates`, { kind: 'done', words: '無', evidence: 'not a link' })
  expect(wrong.statusCode).toBe(422)
  expect(Object.keys(page(wrong).problems)).toEqual(['words', 'evidence'])
  const typed = ['kind', 'words', 'evidence'].map((name) => page(wrong).field(name).value)
  expect(typed).toEqual(['done', '無', 'not a link'])
  const evidence = 'https://example.test/lamps'
  await officer.post(`${at}/updates`, { kind: 'progress', words: '已裝六盞。', evidence, evidence_on: '2026-06-17' })
  const change = { kind: 'changed', words: '改為十盞，經費不足。' }
  const dated = async (more: { due?: string }) =>
    page(await officer.post(`${at}/updates`, { ...change, ...more })).field('due').error
  expect(await dated({})).toContain('Enter the new date, today or later')
  expect(await dated({ due: '2040-01-01' })).toContain('within 10 years')
  expect((await officer.post(`${at}/updates`, { ...change, due: '2027-06-30' })).statusCode).toBe(303)
  const shown = await world.visitor().read(at)
  expect(shown.item('已裝六盞。').hrefs).toEqual([evidence])
  expect(shown.item('改為十盞，經費不足。').text).toContain('Date changed from')
  expect(shown.text).toContain('Date changed once')
  expect((await world.db.reads.select().from(commitments).where(eq(commitments.id, commitment!.id)))[0]).toMatchObject({
    state: 'open', // under its new date
    dueOn: '2027-06-30',
  })
  await officer.post(`${at}/updates`, { kind: 'dropped', words: '經費改用於別處。' })
  expect((await officer.read(at)).parts).not.toContain('Report on this commitment')
  const timeline = (await world.visitor().read('/haicheng/proposals/2026-0001')).part('Timeline').text
  for (const piece of [
    'Progress reported by Environment Bureau: 完成十二盞路燈',
    'Commitment changed by Environment Bureau: 完成十二盞路燈',
  ])
    expect(timeline).toContain(piece)
  const after = await officer.post(`${at}/updates`, { kind: 'progress', words: '又裝了一盞。' })
  expect([after.statusCode, page(after).text.includes('又裝了一盞。')]).toEqual([409, true])
  expect((await world.db.reads.select().from(commitments).where(eq(commitments.id, commitment!.id)))[0]!.state).toBe(
    'dropped',
  )
})

test('what is late, or due within a month, waits on the desk of its agency', async () => {
  const world = await testWorld()
  const [late] = await promised(world, [
    { what: '逾期的路燈', dueOn: '2026-06-10' },
    { what: '明年的路燈', dueOn: '2027-03-01' },
  ])
  const desk = await (await world.staff('officer', world.agencies.environment)).read('/haicheng/desk')
  expect(desk.item('逾期的路燈').hrefs).toEqual([`/haicheng/commitments/${late!.id}`])
  expect(desk.item('逾期的路燈').text).toContain('8 days overdue')
  expect(desk.text).not.toContain('明年的路燈')
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  expect((await other.read('/haicheng/desk')).text).not.toContain('逾期的路燈')
})

test('a commitment of a hidden case is nowhere to be found', async () => {
  const world = await testWorld()
  const [commitment] = await promised(world, [{ what: '完成十二盞路燈' }])
  const hide = { decision: 'hide', words: '內含個人資料。' }
  await (await world.staff('moderator')).post('/haicheng/proposals/2026-0001/decisions', hide)
  expect((await world.visitor().get(`/haicheng/commitments/${commitment!.id}`)).statusCode).toBe(404)
  expect((await world.visitor().get('/haicheng/commitments')).body).not.toContain('完成十二盞路燈')
})

test('the register shows the beginning of the newest words, cut between characters', async () => {
  const world = await testWorld()
  const [commitment] = await promised(world, [{ what: '完成十二盞路燈' }])
  const officer = await world.staff('officer', world.agencies.environment)
  const words = `通車${'🚲👩‍👩‍👧'.repeat(200)}`
  await officer.post(`/haicheng/commitments/${commitment!.id}/updates`, {
    kind: 'progress',
    words,
    evidence: 'www.example.test/lamps',
    evidence_on: '2026-06-18',
  })
  const line = (await world.visitor().read('/haicheng/commitments')).item('完成十二盞路燈').text
  expect(line).toContain(` 通車${'🚲👩‍👩‍👧'.repeat(58)}🚲… `)
  const own = await world.visitor().read('/haicheng/commitments/2026-0001-1')
  expect(own.hrefs).toContain('https://www.example.test/lamps')
})

test('a parameter that the register does not take is refused in words, on the page, in the feeds and in the data', async () => {
  const world = await testWorld()
  const { get } = world.visitor()
  for (const twin of ['/haicheng/commitments', '/haicheng/commitments.atom', '/haicheng/commitments.feed.json'])
    expect([
      twin,
      (await get(`${twin}?agnecy=epb`)).statusCode,
      (await get(`${twin}?lang=en&agency=epb`)).statusCode,
    ]).toEqual([twin, 400, 200])
  expect((await get('/haicheng/commitments?agnecy=epb')).body).toContain('does not know this parameter')
  expect((await get('/api/v1/haicheng/commitments?agnecy=epb')).statusCode).toBe(400)
})
