// A day at the desk: what is due, finding a case, and everything that can be done to it.
import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { corrections, moderationDecisions, privateMessages } from '../../../src/schema/moderation.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { answeredOn, due, type GivenCase, givenCase, givenSupport } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const checking = (number: string, title: string, more: Partial<GivenCase> = {}): GivenCase => ({
  number,
  title,
  stage: 'checking',
  publishedAt: null,
  checkDueBefore: new Date('2026-06-20T00:00:00+08:00'),
  ...more,
})
const caseNow = async ({ db }: World, number: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.number, number)))[0]!
const kinds = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(asc(record.id))).map((e) => e.kind)
const mailsTo = async ({ db }: World, personId: string | null) =>
  db.reads.select().from(outbox).where(eq(outbox.personId, personId!)).orderBy(asc(outbox.id))

/** A case with somebody who wrote it. */
async function authored(world: World, given: GivenCase) {
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, { ...given, authorId: author.personId })
  return { author, id, at: `/haicheng/proposals/${given.number}` }
}

const desk = (person: Visitor, rest = '') => person.read(`/haicheng/desk${rest}`)
const queue = async (person: Visitor, rest = '') => (await desk(person, rest)).part('To do, by due date')

test('the queue is in the order of due dates, overdue on top, and the tab counts it', async () => {
  const world = await testWorld()
  await givenCase(world, checking('2026-0001', '之後到期', { checkDueBefore: new Date('2026-07-20T00:00:00+08:00') }))
  await givenCase(world, checking('2026-0002', '已經逾期', { checkDueBefore: new Date('2026-06-12T00:00:00+08:00') }))
  await givenCase(world, checking('2026-0003', '今天到期', { checkDueBefore: new Date('2026-06-19T00:00:00+08:00') }))
  const moderator = await world.staff('moderator')
  expect((await desk(moderator)).title).toMatch(/^\(3\) Desk/)
  const waiting = await queue(moderator)
  expect(waiting.headings).toEqual(['Overdue', 'Today', 'Later'])
  expect(waiting.part('Overdue').item('已經逾期').text).toContain('7 days overdue')
  expect(waiting.part('Today').text).toContain('今天到期')
  expect(waiting.part('Later').text).toContain('之後到期')
  expect(waiting.text).toContain('J next, K previous')
})

test('a long queue has pages; what is due comes first, and all of it is counted', async () => {
  const world = await testWorld()
  for (let i = 1; i <= 52; i++)
    await givenCase(
      world,
      checking(
        `2026-${String(i).padStart(4, '0')}`,
        `第${i}件`,
        i > 50 ? { checkDueBefore: new Date('2026-07-20T00:00:00+08:00') } : {},
      ),
    )
  const moderator = await world.staff('moderator')
  const cases = (waiting: Page) => waiting.hrefs.filter((href) => /\/desk\/2026-\d{4}/.test(href))
  const first = await desk(moderator, '?show=all')
  expect(first.title).toMatch(/^\(52\) Desk/)
  expect(cases(first)).toHaveLength(50)
  expect(first.text).not.toContain('第51件')
  const second = await moderator.read(first.link(/^Next/)!)
  expect(cases(second)).toHaveLength(2)
  expect(second.link(/第51件/)).toBe('/haicheng/desk/2026-0051?show=all&page=2')
  expect(second.link(/^Next/)).toBeNull()
})

test('an officer sees what their own agency owes; all of it, what is held and what can be answered early are a press away', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '別的機關的案子', ...due })
  await givenCase(world, { number: '2026-0002', title: '自己的案子', ...due, lead: world.agencies.transport })
  await givenCase(world, { number: '2026-0003', title: '暫停中的案子', heldAt: world.clock.now })
  const missed = { stage: 'expired', outcome: 'expired', endedAt: world.clock.now } as const
  await givenCase(world, { number: '2026-0004', title: '未達門檻的案子', lead: world.agencies.transport, ...missed })
  const officer = await world.staff('officer', world.agencies.transport)
  const shown = async (query: string) => {
    const { text } = await queue(officer, query)
    return ['別的機關的案子', '自己的案子', '暫停中的案子', '未達門檻的案子'].filter((title) => text.includes(title))
  }
  expect(await shown('')).toEqual(['自己的案子'])
  expect(await shown('?show=all')).toEqual(['別的機關的案子', '自己的案子'])
  expect(await shown('?show=held')).toEqual(['暫停中的案子'])
  expect(await shown('?show=early')).toEqual(['未達門檻的案子'])
  expect(await shown('?show=nonsense')).toEqual(['自己的案子'])
})

test('a case stands once in the queue, with everything that is owed on it: its lead’s next step and answer, and each part', async () => {
  const world = await testWorld()
  const proposalId = await givenCase(world, {
    ...{ number: '2026-0001', title: '兩個機關的案子', ...due, lead: world.agencies.transport },
    answerDueBefore: new Date('2026-06-11T00:00:00+08:00'),
    scheduleDueBefore: new Date('2026-06-01T00:00:00+08:00'),
  })
  await givenSupport(world, proposalId, {
    agencyId: world.agencies.environment,
    dueBefore: new Date('2026-06-30T00:00:00+08:00'),
  })
  const linesOf = async (visitor: Visitor) =>
    (await queue(visitor)).items.filter((line) => line.includes('兩個機關的案子'))
  const [all = '', ...again] = await linesOf(await world.staff('administrator'))
  expect(again).toEqual([])
  for (const said of [
    '18 days overdue',
    'Handling schedule Transport Bureau',
    'Answer Transport Bureau 8 days overdue',
    'Supporting part Environment Bureau Due 29 Jun',
  ])
    expect(all).toContain(said)
  const supporting = await linesOf(await world.staff('officer', world.agencies.environment))
  expect([supporting.length, supporting.join().includes('Transport Bureau')]).toEqual([1, false])
})

describe('the desk’s search', () => {
  const moderator = forAll(async () => {
    const world = await testWorld()
    await givenCase(world, { number: '2026-0042', title: '找得到的案子' })
    return world.staff('moderator')
  })
  test.each(['2026-0042', '42', '２０２６－００４２', 'http://localhost/haicheng/proposals/2026-0042'])(
    'a case is found by its number, typed as "%s"',
    async (typed) => {
      const found = await moderator().get(`/haicheng/desk?q=${encodeURIComponent(typed)}`)
      expect([found.statusCode, found.headers.location]).toEqual([303, '/haicheng/desk/2026-0042'])
    },
  )
})

test('a number nobody has finds nothing, and stays in the field', async () => {
  const world = await testWorld()
  const shown = await (await world.staff('moderator')).read('/haicheng/desk?q=2026-9999')
  expect(shown.field('q').value).toBe('2026-9999')
  expect(shown.text).toContain('Nothing to do matches this search')
})

test('the desk is for staff: a citizen is refused, a visitor is asked to sign in', async () => {
  const world = await testWorld()
  await givenCase(world, checking('2026-0001', '還沒公開的案子'))
  const citizen = await world.signedIn('citizen@example.tw')
  for (const path of ['/haicheng/desk', '/haicheng/desk/2026-0001', '/haicheng/desk?find=1'])
    expect([(await citizen.get(path)).statusCode, (await world.visitor().get(path)).statusCode]).toEqual([403, 303])
})

test('beside the text stand the way the date was computed, what was decided, and what the author was told', async () => {
  const world = await testWorld()
  const { at } = await authored(world, checking('2026-0001', '退回過的案子'))
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'return', words: '請寫出地點。' })
  const shown = await desk(moderator, '/2026-0001')
  const decided = shown.part('Decisions (1)').text
  expect([decided.includes('moderator@haicheng.test'), decided.includes('請寫出地點。')]).toEqual([true, true])
  const told = shown.part('Emails to the author (1)').text
  expect([told.includes('請修改後再送出：退回過的案子'), told.includes('請寫出地點。')]).toEqual([true, true])
})

test('what the author was told stays as it was said, though a pause moves the date', async () => {
  const world = await testWorld()
  const { at } = await authored(world, checking('2026-0001', '海堤照明'))
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'approve', lead: 'epb', words: '' })
  const told = async () => (await desk(moderator, '/2026-0001')).part(/^Emails to the author/).text
  const said = '8 月 17 日'
  expect(await told()).toContain(said)
  const administrator = await world.staff('administrator')
  const pause = { 'reason-zh-Hant': '選舉', 'reason-en': 'Election', firstDay: '2026-07-01', lastDay: '2026-07-10' }
  expect((await administrator.post('/haicheng/desk/settings/blackouts', pause)).statusCode).toBe(303)
  expect((await caseNow(world, '2026-0001')).closesBefore).toEqual(new Date('2026-08-28T00:00:00+08:00'))
  const [moved = '', approved = ''] = (await told()).split('檢核通過')
  expect(moved).toContain('8 月 27 日')
  expect(approved).toContain(said)
  expect(approved).not.toContain('8 月 27 日')
})

describe('a decision', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    const { id, at } = await authored(world, checking('2026-0001', '待檢核的案子'))
    return { world, id, at, moderator: await world.staff('moderator') }
  })
  test.each([
    [{ decision: 'return', words: '' }, 'words'],
    [{ decision: 'return', words: '無' }, 'words'],
    [{ decision: 'refuse', reason: '', words: '不是市府的事。' }, 'reason'],
    [{ decision: 'refuse', reason: 'not_ours', words: 'N/A' }, 'words'],
    [{ decision: 'merge', target: '2026-0404', words: '同一件事。' }, 'target'],
    [{ decision: 'approve', lead: 'nobody', words: '可以。' }, 'lead'],
    [{ decision: 'sell', words: '？' }, 'decision'],
  ])('a decision that lacks something comes back as typed: %j', async (form, field) => {
    const { world, id, at, moderator } = shared()
    const sent = await moderator.post(`${at}/decisions`, form as never)
    expect(sent.statusCode).toBe(422)
    const back = page(sent)
    expect(Object.keys(back.problems)).toEqual([field])
    expect(
      back.hrefs.filter((href) => href === '#mend'),
      'the way to it from above',
    ).toHaveLength(1)
    expect(back.field('words').value).toBe(form.words)
    expect((await caseNow(world, '2026-0001')).stage).toBe('checking')
    expect(await kinds(world, id)).toEqual([])
  })
})

test('a live case is merged into another; the administrator takes it back within a day, and it gathers again', async () => {
  const world = await testWorld()
  const { id, at, author } = await authored(world, {
    number: '2026-0001',
    title: '兩件相同的其中一件',
    signed: { shibi: 2 },
  })
  await givenCase(world, { number: '2026-0002', title: '另一件' })
  const moderator = await world.staff('moderator')
  expect((await desk(moderator, '/2026-0001')).field('target').options).toEqual({ '2026-0002': '另一件' })
  await moderator.post(`${at}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
  expect((await caseNow(world, '2026-0001')).stage).toBe('merged')
  expect((await moderator.post(`${at}/decisions`, { decision: 'undo', words: '' })).statusCode).toBe(422)

  const administrator = await world.staff('administrator')
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
  expect(Object.values((await desk(administrator, '/2026-0001')).field('decision').options).join()).toContain(
    'back to gathering co-signatures',
  )
  expect((await administrator.post(`${at}/decisions`, { decision: 'undo', words: '' })).statusCode).toBe(303)
  expect(await caseNow(world, '2026-0001')).toMatchObject({
    stage: 'gathering',
    count: 2,
    mergedIntoId: null,
    endedAt: null,
  })
  expect(await kinds(world, id)).toEqual(['published', 'merged', 'undone'])
  expect((await mailsTo(world, author.personId)).map((m) => m.facts.act)).toEqual(['merge', 'unmerge'])
})

test('after a day nobody undoes a refusal; a hiding in between is not taken for it', async () => {
  const world = await testWorld()
  const { at } = await authored(world, checking('2026-0001', '不予受理的案子'))
  const administrator = await world.staff('administrator')
  await administrator.post(`${at}/decisions`, { decision: 'refuse', reason: 'not_ours', words: '屬中央權責。' })
  await administrator.post(`${at}/decisions`, { decision: 'hide', words: '內含個人資料。' })
  const refusedAt = world.clock.now
  world.clock.now = new Date(refusedAt.getTime() + 86_400_001)
  expect((await administrator.post(`${at}/decisions`, { decision: 'undo', words: '' })).statusCode).toBe(409)
  world.clock.now = refusedAt
  expect((await administrator.post(`${at}/decisions`, { decision: 'undo', words: '' })).statusCode).toBe(303)
  const undone = await world.db.reads
    .select()
    .from(moderationDecisions)
    .where(eq(moderationDecisions.undoneAt, refusedAt))
  expect(undone.map((d) => d.kind)).toEqual(['refused'])
})

test('hold and hide are pressed once: a second press changes nothing and leaves no entry', async () => {
  const world = await testWorld()
  const { id, at } = await authored(world, { number: '2026-0001', title: '有爭議的案子' })
  const moderator = await world.staff('moderator')
  const press = async (decision: string) =>
    (await moderator.post(`${at}/decisions`, { decision, words: '等法院裁定。' })).statusCode
  const statuses: number[] = []
  for (const decision of ['release', 'hold', 'hold', 'release', 'show', 'hide', 'hide', 'show', 'show'])
    statuses.push(await press(decision))
  expect(statuses).toEqual([409, 303, 409, 303, 409, 303, 409, 303, 409])
  expect(await kinds(world, id)).toEqual(['published', 'held', 'released', 'hidden', 'shown'])
})

test('a hidden case answers 410 with the reason', async () => {
  const world = await testWorld()
  const { at } = await authored(world, { number: '2026-0001', title: '有個資的案子' })
  await (await world.staff('moderator')).post(`${at}/decisions`, { decision: 'hide', words: '內含電話號碼。' })
  const answer = await world.visitor().get(at)
  expect(answer.statusCode).toBe(410)
  expect(page(answer).text).toContain('內含電話號碼。')
})

test('what an administrator decides is recorded as an administrator’s', async () => {
  const world = await testWorld()
  const { id, at } = await authored(world, checking('2026-0001', '管理員檢核的案子'))
  await (await world.staff('administrator')).post(`${at}/decisions`, { decision: 'return', words: '請寫出地點。' })
  const [entry] = await world.db.reads.select().from(record).where(eq(record.proposalId, id))
  expect(entry).toMatchObject({ kind: 'returned', role: 'administrator' })
})

test('staff write to the proposer, who answers; neither is public, both stand with the case', async () => {
  const world = await testWorld()
  const { author, id, at } = await authored(world, { number: '2026-0001', title: '需要補充的案子' })
  const officer = await world.staff('officer', world.agencies.environment)
  const empty = await officer.post(`${at}/notes`, { kind: 'to_proposer', words: '' })
  expect([empty.statusCode, page(empty).field('letter-words').error]).toEqual([
    422,
    expect.stringContaining('Write it in words'),
  ])
  expect((await officer.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })).statusCode).toBe(303)
  expect((await officer.post(`${at}/notes`, { kind: 'note', words: '已打電話問過里長。' })).statusCode).toBe(303)
  const [told] = await mailsTo(world, author.personId)
  expect(told).toMatchObject({ kind: 'reach_proposer', facts: { words: '請問是哪一段步道？' } })

  const letters = await author.get(`${at}/letters`)
  expect(page(letters).item('請問是哪一段步道？').text).toContain('From staff')
  expect(letters.body).not.toContain('已打電話問過里長。')
  expect((await author.post(`${at}/letters`, { words: '' })).statusCode).toBe(422)
  expect((await author.post(`${at}/letters`, { words: '北段，從燈塔到漁港。' })).statusCode).toBe(303)
  expect((await mailsTo(world, officer.personId)).map((m) => m.kind)).toEqual(['proposer_replied'])

  const beside = (await desk(officer, '/2026-0001')).part('Correspondence (not public)').text
  for (const words of ['請問是哪一段步道？', '已打電話問過里長。', '北段，從燈塔到漁港。'])
    expect(beside).toContain(words)
  expect((await queue(officer, '?show=early')).item('需要補充的案子').text).toContain('Letter received')
  const { body } = await world.visitor().get(at)
  expect(body).not.toContain('北段，從燈塔到漁港。')
  expect(await kinds(world, id)).toEqual(['published'])
  for (const stranger of [await world.signedIn('other@example.tw'), officer])
    expect([
      (await stranger.get(`${at}/letters`)).statusCode,
      (await stranger.post(`${at}/letters`, { words: '冒名的信。' })).statusCode,
    ]).toEqual([403, 403])
  expect(await world.db.reads.select().from(privateMessages)).toHaveLength(3)
})

test('the proposer’s answer reaches whoever has the case now, not somebody who has left', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, { number: '2026-0001', title: '承辦人離職的案子' })
  const left = await world.staff('officer', world.agencies.environment)
  await left.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  const moderator = await world.staff('moderator')
  const seats = (person: typeof left) => eq(staff.personId, person.personId!)
  const leave = (person: typeof left) =>
    write(world.db, (tx) => tx.update(staff).set({ endedAt: world.clock.now }).where(seats(person)))
  const heard = async (person: typeof left) =>
    (await mailsTo(world, person.personId)).filter((mail) => mail.kind === 'proposer_replied').length

  await leave(left)
  await author.post(`${at}/letters`, { words: '北段，從燈塔到漁港。' })
  expect([await heard(left), await heard(colleague), await heard(moderator)]).toEqual([0, 1, 0])
  await leave(colleague)
  await author.post(`${at}/letters`, { words: '還有一張照片。' })
  expect([await heard(left), await heard(colleague), await heard(moderator)]).toEqual([0, 1, 1])
})

test('once the case was handed over, the proposer’s answer reaches the colleague who has it', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, { number: '2026-0001', title: '換了承辦人的案子' })
  const wrote = await world.staff('officer', world.agencies.environment)
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  await wrote.post(`${at}/notes`, { kind: 'to_proposer', words: '請問是哪一段步道？' })
  const handed = { from: wrote.personId!, to: colleague.personId! }
  expect((await wrote.post('/haicheng/desk/workload/successors', handed)).statusCode).toBe(303)
  await author.post(`${at}/letters`, { words: '北段，從燈塔到漁港。' })
  const kindsTo = async (person: typeof wrote) => (await mailsTo(world, person.personId)).map((mail) => mail.kind)
  expect([await kindsTo(wrote), await kindsTo(colleague)]).toEqual([[], ['routed', 'proposer_replied']])
})

/** What a form to correct a text remembers of the text that it was shown with. */
const seenBy = async (person: Visitor, field: string) => {
  const forms = (await desk(person, '/2026-0001')).forms('/haicheng/proposals/2026-0001/corrections')
  return forms.find((form) => form.sends('field') === field)!.sends('seen')!
}

test('an obvious typo is corrected: both texts stay, everybody sees the difference, the search finds the new one', async () => {
  const world = await testWorld()
  const { author, id, at } = await authored(world, {
    number: '2026-0001',
    title: '海提步道夜間照明',
    asks: ['裝設路燈'],
  })
  const moderator = await world.staff('moderator')
  const seen = await seenBy(moderator, 'title')
  const after = '海堤步道夜間照明'
  expect((await moderator.post(`${at}/corrections`, { field: 'title', seen, after })).statusCode).toBe(303)
  expect((await caseNow(world, '2026-0001')).title).toBe(after)
  expect(await world.db.reads.select().from(corrections)).toMatchObject([
    { field: 'title', before: '海提步道夜間照明', after },
  ])
  expect(await kinds(world, id)).toEqual(['published', 'corrected'])
  const found = await world.visitor().read('/haicheng/proposals?q=海堤')
  expect([found.link(after), found.marked]).toEqual([at, ['海堤']])
  expect((await mailsTo(world, author.personId)).map((m) => m.kind)).toEqual(['text_corrected'])
  // somebody else with the page from before
  expect(
    (await moderator.post(`${at}/corrections`, { field: 'title', seen, after: '海提步道夜間照名' })).statusCode,
  ).toBe(409)
})

describe('a correction', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    const { at } = await authored(world, { number: '2026-0001', title: '海堤步道夜間照明', asks: ['裝設路燈'] })
    return { world, at, moderator: await world.staff('moderator') }
  })
  test.each([
    ['裝設路燈', 'Nothing was changed'],
    ['', 'cannot be emptied'],
    ['拆除所有的路燈，改為種植行道樹並設置座椅', 'more than a typo'],
  ])('"%s" is no correction of an ask', async (after, message) => {
    const { world, at, moderator } = shared()
    const seen = await seenBy(moderator, 'ask-1')
    const sent = await moderator.post(`${at}/corrections`, { field: 'ask-1', seen, after })
    expect(sent.statusCode).toBe(422)
    const back = page(sent)
    expect(Object.keys(back.problems)).toEqual(['correct-ask-1-after'])
    expect(back.field('correct-ask-1-after')).toMatchObject({ value: after, error: expect.stringContaining(message) })
    expect(await world.db.reads.select().from(corrections)).toEqual([])
  })
})

test('nobody but moderators and administrators corrects a text', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, { number: '2026-0001', title: '海提步道夜間照明' })
  const form = { field: 'title', seen: '', after: '海堤步道夜間照明' }
  for (const person of [author, await world.staff('officer', world.agencies.environment)])
    expect((await person.post(`${at}/corrections`, form)).statusCode).toBe(403)
  expect((await caseNow(world, '2026-0001')).title).toBe('海提步道夜間照明')
})

test('two moderators decide at once: the second is told that the case has moved on, with their words kept', async () => {
  const world = await testWorld()
  const { id, at } = await authored(world, checking('2026-0001', '兩個人同時檢核'))
  const [one, two] = [await world.staff('moderator'), await world.staff('moderator', null, 'two@haicheng.test')]
  await one.post(`${at}/decisions`, { decision: 'return', words: '請寫出地點。' })
  const second = await two.post(`${at}/decisions`, {
    decision: 'return',
    words: '請把三件事分開提案，才能逐項回答，這樣附議的人也看得懂。',
  })
  expect(second.statusCode).toBe(409)
  expect(page(second).problems.form).toContain('moved on')
  expect(page(second).part('What you typed').text).toContain('請把三件事分開提案')
  const since = page(second).part('Changed since you opened this page').text
  expect(since).toContain('請寫出地點。')
  const returned = and(eq(record.proposalId, id), eq(record.kind, 'returned'))
  expect(await world.db.reads.select().from(record).where(returned)).toHaveLength(1)
})

test('after a decision the desk says so, leads back to the case, and opens the next with one key or press', async () => {
  const world = await testWorld()
  await givenCase(world, checking('2026-0001', '先到期的案子'))
  await givenCase(world, checking('2026-0002', '下一件', { checkDueBefore: new Date('2026-06-25T00:00:00+08:00') }))
  const moderator = await world.staff('moderator')
  const sent = await moderator.post('/haicheng/proposals/2026-0001/decisions', {
    decision: 'return',
    words: '請寫出地點。',
  })
  const after = await moderator.read(String(sent.headers.location))
  expect(after.notice).toContain('written into the record')
  expect(after.link('Look at 2026-0001 again')).toBe('/haicheng/desk/2026-0001')
  expect(after.link(/下一件/)).toBe('/haicheng/desk/2026-0002')
  expect((await desk(moderator, '?done=recorded&of=%3Cb%3E')).link(/ again$/)).toBeNull()
})

test('the desk leads a moderator to the reasons that co-signers wrote', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const citizen = await world.signedIn('citizen@example.test')
  const signed = await citizen.post('/haicheng/proposals/2026-0001/cosignatures', {
    district: 'gangdong',
    reason: '晚上太暗了。',
    consent: '1',
  })
  expect(signed.statusCode).toBe(303)
  const moderator = await world.staff('moderator')
  const reasons = '/haicheng/proposals/2026-0001/reasons'
  expect((await desk(moderator, '/2026-0001')).link('1 reason of a co-signer')).toBe(reasons)
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await desk(officer, '/2026-0001')).hrefs).not.toContain(reasons)
})

test('the one extension is offered until the due date, and not after it', async () => {
  const world = await testWorld({ at: '2026-03-20T09:00:00+08:00' })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明', ...due })
  const officer = await world.staff('officer', world.agencies.environment)
  const extending = '/haicheng/proposals/2026-0001/extensions'
  expect((await desk(officer, '/2026-0001')).actions).toContain(extending)
  world.clock.now = new Date('2026-04-02T00:00:00+08:00')
  expect((await desk(officer, '/2026-0001')).actions).not.toContain(extending)
})

test('a moderator who can still act on a case is not told that there is nothing to do', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const nothing = 'There is nothing for you to do here now.'
  const moderator = await world.staff('moderator')
  expect((await desk(moderator, '/2026-0001')).text).not.toContain(nothing)
  const officer = await world.staff('officer', world.agencies.transport)
  expect((await desk(officer, '/2026-0001')).text).toContain(nothing)
})

test('whoever refused a case decides nothing about its reconsideration; a colleague does', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, checking('2026-0001', '重複的案子'))
  await givenCase(world, { number: '2026-0002', title: '另一件' })
  const moderator = await world.staff('moderator')
  const words = '訴求不明確。'
  await moderator.post(`${at}/decisions`, { decision: 'refuse', reason: 'unclear', words })
  await author.post(`${at}/reconsiderations`, { words: '訴求其實很清楚。' })
  for (const decision of ['approve', 'return', 'refuse', 'merge']) {
    const sent = await moderator.post(`${at}/decisions`, { decision, reason: 'unclear', target: '2026-0002', words })
    expect(sent.statusCode).toBe(422)
    expect(page(sent).problems.decision).toContain('A second check is for someone else to decide')
  }
  const colleague = await world.staff('moderator', null, 'colleague@haicheng.test')
  expect((await colleague.post(`${at}/decisions`, { decision: 'return', words })).statusCode).toBe(303)
})

test('another account of whoever refused a case is no other moderator', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, checking('2026-0001', '重複的案子'))
  const moderator = await world.staff('moderator')
  const again = await world.staff('moderator', null, 'moderator.too@haicheng.test')
  await world.oneMailbox(moderator, again)
  await moderator.post(`${at}/decisions`, { decision: 'refuse', reason: 'unclear', words: '訴求不明確。' })
  await author.post(`${at}/reconsiderations`, { words: '訴求其實很清楚。' })
  const sent = await again.post(`${at}/decisions`, { decision: 'return', words: '還是不明確。' })
  expect(sent.statusCode).toBe(422)
  expect(page(sent).problems.decision).toContain('A second check is for someone else to decide')
})

test('a refusal that was undone keeps its moderator from nothing', async () => {
  const world = await testWorld()
  const { author, at } = await authored(world, checking('2026-0001', '案子'))
  const moderator = await world.staff('moderator')
  const colleague = await world.staff('moderator', null, 'colleague@haicheng.test')
  const administrator = await world.staff('administrator')
  const refusal = { decision: 'refuse', reason: 'unclear', words: '訴求不明確。' }
  await colleague.post(`${at}/decisions`, refusal)
  await author.post(`${at}/reconsiderations`, { words: '訴求其實很清楚。' })
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  await moderator.post(`${at}/decisions`, refusal)
  await administrator.post(`${at}/decisions`, { decision: 'undo', words: '' })
  expect((await colleague.post(`${at}/decisions`, { decision: 'approve' })).statusCode).toBe(422)
  expect((await moderator.post(`${at}/decisions`, { decision: 'approve' })).statusCode).toBe(303)
})

test('nothing is merged into a hidden case, nor is one offered', async () => {
  const world = await testWorld()
  const { at } = await authored(world, { number: '2026-0001', title: '兩件相同的其中一件' })
  await givenCase(world, { number: '2026-0002', title: '某人是騙子', hiddenAt: world.clock.now })
  const moderator = await world.staff('moderator')
  expect((await moderator.get('/haicheng/desk/2026-0001')).body).not.toContain('某人是騙子')
  const sent = await moderator.post(`${at}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
  expect(sent.statusCode).toBe(409)
  expect(page(sent).field('mark-target').error).toContain('not live any more')
  expect((await caseNow(world, '2026-0001')).stage).toBe('gathering')
})

test.each([
  ...(['expired', 'withdrawn', 'resolved'] as const).map((stage) => [stage, 409, 'not live any more'] as const),
  ...(['checking', 'returned'] as const).map((stage) => [stage, 422, 'number of a live case'] as const),
])('a case is not merged into one that is %s: %i, with what was typed', async (stage, code, says) => {
  const world = await testWorld()
  const { at } = await authored(world, { number: '2026-0001', title: '兩件相同的其中一件' })
  await (await world.staff('administrator')).post(`${at}/decisions`, { decision: 'hold', words: '請研考會看一下。' })
  const ended = stage === 'resolved' ? answeredOn('2026-03-01') : { endedAt: world.clock.now }
  await givenCase(world, { number: '2026-0002', stage, ...(code === 409 ? ended : { publishedAt: null }) })
  const moderator = await world.staff('moderator')
  const words = '訴求相同，一起討論。'
  const sent = await moderator.post(`${at}/decisions`, { decision: 'merge', target: '2026-0002', words })
  expect(sent.statusCode).toBe(code)
  const field = page(sent).field('mark-target')
  expect([field.value, page(sent).field('mark-words').value]).toEqual(['2026-0002', words])
  expect(field.error).toContain(says)
  expect(page(sent).text, 'this case is where it was').not.toContain('Changed since you opened this page')
})

test('a refused text that its reason hides is not found by a search: not after hiding and showing, not by a reason changed later', async () => {
  const world = await testWorld()
  const { at } = await authored(world, checking('2026-0001', '某人是騙子'))
  await givenCase(world, checking('2026-0002', '某人也是騙子'))
  const administrator = await world.staff('administrator')
  const decide = (path: string, form: { [field: string]: string }) => administrator.post(`${path}/decisions`, form)
  await decide(at, { decision: 'refuse', reason: 'unlawful', words: '涉及誹謗。' })
  await decide('/haicheng/proposals/2026-0002', { decision: 'refuse', reason: 'unclear', words: '訴求不明確。' })
  await decide(at, { decision: 'hide', words: '內含個人資料。' })
  expect((await decide(at, { decision: 'show', words: '已經刪去。' })).statusCode).toBe(303)
  const found = async () => {
    const { hrefs } = await world.visitor().read(`/haicheng/archive?q=${encodeURIComponent('騙子')}`)
    return ['2026-0001', '2026-0002'].filter((number) => hrefs.includes(`/haicheng/proposals/${number}`))
  }
  expect(await found()).toEqual(['2026-0002'])
  const hiding = { 'name-zh-Hant': '不明確', 'name-en': 'Not clear', hidesText: '1' }
  expect((await administrator.post('/haicheng/desk/settings/reasons/unclear', hiding)).statusCode).toBe(303)
  expect(await found()).toEqual([])
})

test('a return is not undone once its author has begun to change the text: they send it when they are ready', async () => {
  const world = await testWorld()
  const { author, id, at } = await authored(world, checking('2026-0001', '退回修改的案子'))
  const administrator = await world.staff('administrator')
  await administrator.post(`${at}/decisions`, { decision: 'return', words: '請寫出地點。' })
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  const half = { title: '退回修改的案', problem: '寫到一半', later: '1' }
  expect((await author.post(`/haicheng/proposals/drafts/${id}/problem`, half)).statusCode).toBe(303)
  const undone = await administrator.post(`${at}/decisions`, { decision: 'undo', words: '' })
  expect(undone.statusCode).toBe(409)
  expect(page(undone).problems['mark-decision']).toContain('has begun to change the text')
  expect((await caseNow(world, '2026-0001')).stage).toBe('returned')
  expect(await kinds(world, id)).toEqual(['returned'])
})
