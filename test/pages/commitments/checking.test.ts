// Commitments that somebody checks: two states side by side, and only the checker’s “complete” closes one.
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { commitments } from '../../../src/schema/commitments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/commitments/2026-0001-1'
const casePath = '/haicheng/proposals/2026-0001'
const answer = {
  ...{ action: 'publish', analysis: '照度不足，夜間曾有人跌倒。', deliberation: '與漁會會勘一次。' },
  ...{ 'decision-1': 'adopted', 'reason-1': '列入下半年工程。' },
  ...{ what: ['完成十二盞路燈', '檢討夜間開放'], measure: ['碼頭到燈塔十二盞都亮', ''] },
  ...{ owner: ['路燈管理科', '企劃科'], due: ['2026-07-31', '2026-12-31'] },
}
const found = { verdict: 'complete', words: '夜間走了一遍，十二盞都亮。', evidence_on: '2026-06-18' }

let world: World
let officer: Visitor
let checker: Visitor
beforeEach(async () => {
  world = await testWorld()
  await givenCase(world, {
    ...{ number: '2026-0001', title: '海堤步道夜間照明', asks: ['裝設路燈'], stage: 'review', count: 5 },
    ...{ threshold: 5, thresholdMetAt: world.clock.now, lead: world.agencies.environment },
    answerDueBefore: new Date('2026-08-18T00:00:00+08:00'),
  })
  officer = await world.staff('officer', world.agencies.environment)
  checker = await world.staff('checker')
  expect((await officer.post(`${casePath}/answers`, answer)).statusCode).toBe(303)
})
const row = async () => (await world.db.reads.select().from(commitments).where(eq(commitments.number, 1)))[0]!
const mails = async (kind: 'commitment_to_check' | 'commitment_checked') =>
  (await world.db.reads.select().from(outbox).where(eq(outbox.kind, kind))).map(({ address }) => address)
const says = (kind: string, words = '十二盞全部點亮。', more = {}) =>
  officer.post(`${at}/updates`, { kind, words, ...more })

test('what an agency calls done stays open, with its word beside “not checked”, until a checker finds it complete', async () => {
  expect((await says('done')).statusCode).toBe(303)
  for (const path of [at, casePath, '/haicheng/commitments']) {
    const { text } = await world.visitor().read(path)
    expect(text, path).toContain('Agency says: done, 18 Jun 2026')
    expect(text, path).toContain('Not checked yet')
  }
  expect(await row()).toMatchObject({ state: 'open', closedAt: null, verdict: null })
  expect(await mails('commitment_to_check')).toEqual(['checker@haicheng.test'])
  const agency = '/haicheng/agencies/epb'
  expect((await world.visitor().read(agency)).text).toContain('1 commitment called done by the agency, not checked yet')

  expect((await checker.read(at)).parts).toContain('Check this commitment')
  expect((await checker.post(`${at}/checks`, found)).headers.location).toBe(`${at}?done=checked`)
  expect(await row()).toMatchObject({ state: 'kept', verdict: 'complete' })
  const shown = await world.visitor().read(at)
  expect(shown.text).toContain('Checked: complete')
  expect(shown.item('夜間走了一遍').text).toContain('Seen on 18 Jun 2026')
  expect(await mails('commitment_checked')).toEqual(['officer@haicheng.test'])
  const timeline = (await world.visitor().read(casePath)).part('Timeline').text
  expect(timeline).toContain('Commitment called done by Environment Bureau: 完成十二盞路燈')
  expect(timeline).toContain('Commitment checked, complete: 完成十二盞路燈')
  const [entry] = await world.db.reads.select().from(record).where(eq(record.kind, 'promise_checked'))
  expect(entry).toMatchObject({ role: 'checker', facts: { commitment: 1, verdict: 'complete', seen_on: '2026-06-18' } })
  expect((await world.visitor().read('/haicheng/agencies')).text).toContain('1 of 1')
})

test('a checker who finds half of it leaves it open: both states stand there, its clock goes on, the agency may say it again', async () => {
  await says('done')
  world.clock.now = new Date('2026-08-03T09:00:00+08:00')
  expect((await world.visitor().read(at)).text).not.toContain('overdue')
  await checker.post(`${at}/checks`, { verdict: 'limited', words: '只有四盞亮。', evidence_on: '2026-08-02' })
  const { text } = await world.visitor().read(at)
  for (const piece of ['3 days overdue', 'Agency says: done, 18 Jun 2026', 'Checked: limited progress'])
    expect(text).toContain(piece)
  world.clock.now = new Date('2026-08-10T09:00:00+08:00')
  await says('done', '其餘八盞也亮了。')
  expect((await world.visitor().read(at)).text).not.toContain('overdue')
  await checker.post(`${at}/checks`, { ...found, evidence_on: '2026-08-10' })
  expect((await world.visitor().read(at)).text).toContain('Kept, 10 days late')
})

test('nobody checks what their own agency promised, or what they wrote themselves, in whichever account', async () => {
  const refused = async (visitor: Visitor) => {
    const shown = await visitor.read(at)
    expect(shown.text).toContain('Someone else checks it')
    const answer = await visitor.post(`${at}/checks`, found)
    expect(answer.statusCode).toBe(403)
    return page(answer).text
  }
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  await world.staff('checker', null, 'colleague@haicheng.test')
  expect(await refused(colleague)).toContain('You work, or worked, for the agency')

  const administrator = await world.staff('administrator')
  await world.staff('checker', null, 'administrator@haicheng.test')
  await administrator.post(`${at}/updates`, { kind: 'progress', words: '已發包，八月進場施工。' })
  expect(await refused(administrator)).toContain('You wrote about this commitment')
  const other = await world.staff('checker', null, 'other@haicheng.test')
  await world.oneMailbox(administrator, other)
  await refused(other)
  expect(await row()).toMatchObject({ verdict: null })
})

test('only a checker checks, and whoever is nothing else sees no desk', async () => {
  const moderator = await world.staff('moderator')
  for (const visitor of [officer, moderator]) {
    expect((await visitor.read(at)).parts).not.toContain('Check this commitment')
    expect((await visitor.post(`${at}/checks`, found)).statusCode).toBe(403)
  }
  expect((await checker.get('/haicheng/desk')).headers.location).toBe('/haicheng/commitments?state=done')
  expect((await checker.get('/haicheng/desk/2026-0001')).statusCode).toBe(403)
  expect((await checker.post(`${at}/updates`, { kind: 'done', words: '十二盞全部點亮。' })).statusCode).toBe(403)
  expect((await checker.read('/haicheng/commitments')).hrefs).toContain('/haicheng/commitments?state=done')
})

test('what a checker leaves out is asked for, with what was typed kept', async () => {
  const ask = async (form: object) => page(await checker.post(`${at}/checks`, { ...found, ...form }))
  const wrong = await ask({ verdict: 'limited', words: '無', evidence_on: '2026-06-19', evidence: 'not a link' })
  expect(Object.keys(wrong.problems)).toEqual(['check-words', 'check-evidence'])
  const later = await ask({ evidence_on: '2026-06-19' })
  expect(later.text).toContain('Enter the day on which you looked, today or earlier')
  expect(later.text).toContain(found.words)
  expect(
    (await checker.post(`${at}/checks`, { verdict: 'no_evidence', words: '現場看不到任何施工。' })).statusCode,
  ).toBe(303)
  expect((await checker.post(`${at}/checks`, { ...found, verdict: '' })).statusCode).toBe(422)
})

test('without a word on how it will be seen, the preview warns and every page says “not verifiable”', async () => {
  const more = {
    ...answer,
    what: ['公布檢討報告'],
    measure: ['無'],
    owner: ['企劃科'],
    due: ['2026-12-31'],
    note: '補充一項。',
  }
  const preview = await officer.post(`${casePath}/supplements`, { ...more, action: 'preview' })
  expect(page(preview).text).toContain(
    'Not verifiable: nothing says how anyone will see that this is done: “公布檢討報告”',
  )
  for (const path of ['/haicheng/commitments/2026-0001-2', casePath, '/haicheng/commitments'])
    expect((await world.visitor().read(path)).text, path).toContain('Not verifiable')
  const own = await world.visitor().read(at)
  expect(own.text).toContain('碼頭到燈塔十二盞都亮')
  expect(own.text).not.toContain('The agency has not said how')
})

test('a commitment has a name that stays, in its address and in the data; the address by its id leads there', async () => {
  const { id } = await row()
  const old = await world.visitor().get(`/haicheng/commitments/${id}`)
  expect([old.statusCode, old.headers.location]).toEqual([301, at])
  for (const gone of ['2026-0001-9', '2026-0002-1', 'nothing'])
    expect((await world.visitor().get(`/haicheng/commitments/${gone}`)).statusCode).toBe(404)
  await says('changed', '燈具延後到貨，改在八月底。', { due: '2026-08-31' })
  await says('changed', '颱風停工兩週，改在九月底。', { due: '2026-09-30' })
  const { commitments: list } = (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json()
  expect(list[0]).toMatchObject({
    ...{ id: '2026-0001-1', url: expect.stringMatching(/\/haicheng\/commitments\/2026-0001-1$/) },
    ...{
      measure: '碼頭到燈塔十二盞都亮',
      agency_says: 'under_way',
      checked: null,
      date_changes: 2,
      due_on: '2026-09-30',
    },
  })
  expect(list[0].updates[0]).toMatchObject({ due_from: '2026-07-31', due_to: '2026-08-31' })
  expect(list[1]).toMatchObject({ id: '2026-0001-2', measure: null })
  const shown = await world.visitor().read(at)
  expect(shown.text).toContain('Date changed 2 times')
  expect(shown.text).toMatch(/Date at first 31 Jul 2026/)
  for (const reason of ['燈具延後到貨', '颱風停工兩週']) expect(shown.item(reason).text).toContain('Date changed from')
})

test('a commitment of which its agency has said nothing for six months says so', async () => {
  world.clock.now = new Date('2026-12-18T09:00:00+08:00')
  expect((await world.visitor().read(at)).text).not.toContain('more than six months')
  world.clock.now = new Date('2026-12-20T09:00:00+08:00')
  for (const path of [at, casePath])
    expect((await world.visitor().read(path)).text).toContain('No update since 18 Jun 2026')
  await says('progress', '缺料的燈具已到貨。')
  expect((await world.visitor().read(at)).text).not.toContain('more than six months')
})

test('whoever checks or reports with a page on which the newest words are missing is shown them first, and keeps what was typed', async () => {
  const stale = (await checker.read(at)).form(`${at}/checks`).sends('seen')!
  expect((await says('progress', '十二盞裡只亮了十盞，另兩盞等零件。')).statusCode).toBe(303)
  const refused = await checker.post(`${at}/checks`, { ...found, seen: stale })
  expect(refused.statusCode).toBe(409)
  expect(await row()).toMatchObject({ state: 'open', verdict: null })
  const again = page(refused)
  expect(again.problems).toEqual({ form: expect.stringContaining('Something was added') })
  expect(again.text).toContain('另兩盞等零件')
  expect(again.form(`${at}/checks`).field('words').value).toBe(found.words)
  const seen = again.form(`${at}/checks`).sends('seen')!
  expect((await checker.post(`${at}/checks`, { ...found, verdict: 'limited', seen })).statusCode).toBe(303)

  const late = await says('done', '全部點亮。', { seen })
  expect([late.statusCode, page(late).form(`${at}/updates`).field('words').value]).toEqual([409, '全部點亮。'])
  const read = page(late).form(`${at}/updates`).sends('seen')!
  expect((await says('done', '全部點亮。', { seen: read })).statusCode).toBe(303)
  // the same once more, from a page gone back to, is no news
  expect((await says('done', '全部點亮。', { seen: read })).statusCode).toBe(303)
})
