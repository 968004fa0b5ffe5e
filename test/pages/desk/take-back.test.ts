// Publishing shows first what everybody will see, and can be taken back for a while, before anybody is mailed.
import { load } from 'cheerio'
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { completed, defaultRules } from '../../../src/domain/governments/government.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { findsCase } from '../../../src/domain/search/finds-case.ts'
import { answers } from '../../../src/schema/answers.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { commitments } from '../../../src/schema/commitments.ts'
import { digestItems } from '../../../src/schema/following.ts'
import { mailings, outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import type { Rules, Stage } from '../../../src/schema/values.ts'
import { type GivenCase, givenCase } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const minutes = 60_000
const review: Partial<GivenCase> = {
  stage: 'review',
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
}
const answer = {
  analysis: '現況照度不足，"已"實地量測\n三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
  what: ['', '完成十二盞路燈'],
  owner: ['', '路燈管理科'],
  due: ['', '2026-12-31'],
  ask: ['', '1'],
}
const approve = { decision: 'approve', lead: 'epb', supporting: ['transport'], words: '' }

async function scene(given: Partial<GivenCase> = {}, rules: Partial<Rules> = { takeBackMinutes: 10 }) {
  const world = await testWorld({ rules })
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, {
    ...{ number: '2026-0001', title: '海堤步道夜間照明', asks: ['裝設路燈'], authorId: author.personId },
    ...given,
  })
  const officer = await world.staff('officer', world.agencies.environment)
  const moderator = await world.staff('moderator')
  return { world, author, id, officer, moderator }
}
const checking: Partial<GivenCase> = { stage: 'checking', publishedAt: null, closesBefore: null }
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const kinds = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(asc(record.id))).map((r) => r.kind)
const mailed = async (world: World) => {
  await expandMailings(world.deps, world.clock.now)
  const rows = await world.db.reads.select().from(outbox).orderBy(asc(outbox.kind))
  return rows.filter((row) => row.nextTryAt! <= world.clock.now).map((row) => row.kind)
}
/** The hidden fields of a form, as its button sends them. */
function fieldsOf(answer: { body: string }) {
  const $ = load(answer.body)
  const form: { [name: string]: string[] } = {}
  for (const field of $('main input[type="hidden"]').toArray()) {
    const name = $(field).attr('name')!
    form[name] = [...(form[name] ?? []), String($(field).val())]
  }
  return form
}
const later = (world: World, ms: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}

test('an answer is shown as everybody will see it, with what is open and how many are mailed; its button publishes it', async () => {
  const { world, id, officer, moderator } = await scene(review)
  const follower = await world.signedIn('follower@example.tw')
  await follower.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  expect((await officer.read(desk)).buttons).toContain('Preview, then publish')
  const shown = await officer.post(`${at}/answers`, { ...answer, action: 'preview' })
  expect(shown.statusCode).toBe(200)
  for (const words of ['列入明年度工程。', '完成十二盞路燈', 'has not been contacted', 'No handling schedule'])
    expect(page(shown).text).toContain(words)
  expect(page(shown).items).toContain('2 people will get an email')
  expect([(await caseNow(world, id)).stage, await kinds(world, id)]).toEqual(['review', ['published', 'cosigned']])
  expect(await world.db.reads.select().from(answers)).toEqual([])

  // Going back, or the other language, finds every word again.
  const back = await officer.read(page(shown).link('Go back and change it')!)
  expect(back.field('deliberation').value).toBe('與里長及居民開過兩次會。')

  const sent = await officer.post(`${at}/answers`, { ...fieldsOf(shown), action: 'publish' })
  expect([sent.statusCode, sent.headers.location]).toEqual([303, '/haicheng/desk?done=answered&of=2026-0001'])
  const [published] = await world.db.reads.select().from(answers)
  expect(published!.analysis).toBe(answer.analysis)
  expect((await world.visitor().read(at)).text).toContain('完成十二盞路燈')
  expect((await moderator.post(`${at}/answers`, { ...answer, action: 'preview' })).statusCode).toBe(403)
})

test('what cannot be published is not shown as if it could be', async () => {
  const { officer } = await scene(review)
  const shown = await officer.post(`${at}/answers`, { ...answer, action: 'preview', analysis: '無' })
  expect([shown.statusCode, Object.keys(page(shown).problems)]).toEqual([422, ['analysis']])
})

const unmet = { thresholdMetAt: null, answerDueBefore: null }
const before = {
  review: {},
  gathering: unmet,
  expired: { ...unmet, outcome: 'expired', endedAt: new Date('2026-06-10T00:00:00+08:00') },
  last_seen: { ...unmet, source: sourceSaying('gathering') },
} satisfies { [stage in Stage]?: Partial<GivenCase> }

test.each(['review', 'gathering', 'expired', 'last_seen'] as const)(
  'an answer to a case in %s can be taken back: a draft again, nobody mailed',
  async (stage) => {
    const { world, id, officer } = await scene({ ...review, stage, ...before[stage] })
    const found = await caseNow(world, id)
    await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
    expect((await officer.read(desk)).buttons).toContain('Take the answer back')
    later(world, 9 * minutes)
    expect(await mailed(world)).toEqual([])
    const back = await officer.post(`${at}/answers`, { action: 'take_back' })
    expect([back.statusCode, back.headers.location]).toEqual([303, `${desk}?done=taken_back`])
    const { updatedAt: _, ...now } = await caseNow(world, id)
    expect(now).toEqual({ ...found, updatedAt: undefined })
    expect(await world.db.reads.select().from(answers)).toMatchObject([
      { publishedAt: null, analysis: answer.analysis },
    ])
    expect(await world.db.reads.select().from(commitments)).toMatchObject([{ state: 'draft' }])
    expect((await world.db.reads.select().from(assignments))[0]!.answeredAt).toBeNull()
    expect(await kinds(world, id)).toEqual(['published', 'answered', 'promised', 'answer_taken_back'])
    later(world, 60 * minutes)
    expect(await mailed(world)).toEqual([])
    const { text } = await world.visitor().read(at)
    expect(text).not.toContain('列入明年度工程。')
    expect(text).toContain('took its answer back')
    expect((await world.visitor().read('/haicheng/commitments')).text).not.toContain('完成十二盞路燈')
    // and published again
    const { revision } = (await world.db.reads.select().from(answers))[0]!
    const again = { ...answer, revision: String(revision), action: 'publish' }
    expect((await officer.post(`${at}/answers`, again)).statusCode).toBe(303)
    later(world, 10 * minutes)
    expect(await mailed(world)).toEqual(['stage_changed'])
  },
)

test('a supplement is taken back alone; the answer before it stands, and is mailed', async () => {
  const { world, id, officer } = await scene(review)
  const follower = await world.signedIn('follower@example.tw')
  await follower.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  later(world, 5 * minutes)
  const more = { ...answer, 'decision-1': 'not_adopted', note: '議會決議公開。', action: 'publish' }
  await officer.post(`${at}/supplements`, more)
  expect((await caseNow(world, id)).outcome).toBe('not_adopted')
  const published = (await officer.read(desk)).form(`${at}/supplements`).sends('published')!
  expect((await officer.post(`${at}/supplements`, { action: 'take_back', published })).statusCode).toBe(303)
  expect(await caseNow(world, id)).toMatchObject({ stage: 'resolved', outcome: 'adopted' })
  // its draft is there now: the first answer stands
  const late = await officer.post(`${at}/answers`, { action: 'take_back' })
  expect([late.statusCode, page(late).text.includes('a supplement was begun')]).toEqual([409, true])
  later(world, 60 * minutes)
  expect(await mailed(world)).toEqual(['answer_published', 'stage_changed'])
})

test('after its time an answer stands, and everybody is mailed; at once where the rules give no time', async () => {
  const { world, id, officer } = await scene(review)
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  later(world, 10 * minutes)
  const late = await officer.post(`${at}/answers`, { action: 'take_back' })
  expect([late.statusCode, page(late).text.includes('the time is over')]).toEqual([409, true])
  expect([(await caseNow(world, id)).stage, await mailed(world)]).toEqual(['resolved', ['stage_changed']])
  expect((await officer.read(desk)).buttons).not.toContain('Take the answer back')
})

test('rules without a time mail at once; rules older than this rule mean ten minutes', async () => {
  const { world, officer } = await scene(review, { takeBackMinutes: 0 })
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  expect(await mailed(world)).toEqual(['stage_changed'])
  const { takeBackMinutes: _, ...old } = defaultRules
  expect(completed(old as Rules).takeBackMinutes).toBe(10)
  expect((await world.visitor().get(`${at}.json`)).json().rules.take_back_minutes).toBe(0)
})

test('an approval shows the case as everybody will see it, and is taken back while nobody has signed', async () => {
  const { world, id, moderator, officer } = await scene(checking)
  const shown = await moderator.post(`${at}/decisions`, { ...approve, action: 'preview' })
  expect(shown.statusCode).toBe(200)
  for (const words of [
    '海堤步道夜間照明',
    '裝設路燈',
    'Environment Bureau',
    'Transport Bureau',
    '1 person will get an email',
  ])
    expect(page(shown).text).toContain(words)
  expect((await caseNow(world, id)).stage).toBe('checking')
  expect((await moderator.post(`${at}/decisions`, { ...approve, lead: 'none', action: 'preview' })).statusCode).toBe(
    422,
  )
  const form = { ...fieldsOf(shown), action: 'publish' }
  expect((await moderator.post(`${at}/decisions`, form)).statusCode).toBe(303)
  expect((await world.visitor().get(at)).statusCode).toBe(200)
  expect((await moderator.read(desk)).buttons).toContain('Take the approval back')
  later(world, 9 * minutes)
  expect((await officer.post(`${at}/decisions`, { decision: 'take_back' })).statusCode).toBe(403)
  const back = await moderator.post(`${at}/decisions`, { decision: 'take_back' })
  expect([back.statusCode, back.headers.location]).toEqual([303, `${desk}?done=taken_back`])
  expect(await caseNow(world, id)).toMatchObject({ stage: 'checking', publishedAt: null, closesBefore: null })
  expect(await world.db.reads.select().from(assignments)).toEqual([])
  expect((await world.visitor().get(at)).statusCode).toBe(404)
  expect(await kinds(world, id)).toEqual(['published', 'approval_taken_back'])
  later(world, 60 * minutes)
  expect([await mailed(world), await world.db.reads.select().from(mailings)]).toEqual([[], []])
  // and passed again
  expect((await moderator.post(`${at}/decisions`, approve)).statusCode).toBe(303)
  later(world, 10 * minutes)
  expect(await mailed(world)).toEqual(['stage_changed'])
})

test('an approval that somebody has signed, or whose time is over, stands', async () => {
  const { world, id, moderator } = await scene(checking)
  await moderator.post(`${at}/decisions`, approve)
  const citizen = await world.signedIn('citizen@example.tw')
  await citizen.post(`${at}/cosignatures`, { district: 'shibi' })
  const signed = await moderator.post(`${at}/decisions`, { decision: 'take_back' })
  expect([signed.statusCode, page(signed).text.includes('someone has co-signed')]).toEqual([409, true])
  await citizen.post(`${at}/withdrawals`, { what: 'cosignature' })
  later(world, 10 * minutes)
  const late = await moderator.post(`${at}/decisions`, { decision: 'take_back' })
  expect([late.statusCode, page(late).text.includes('the time is over')]).toEqual([409, true])
  expect((await caseNow(world, id)).stage).toBe('gathering')
})

test('until its time is over nothing says that anybody was mailed: not the desk, not the page, not the author’s own', async () => {
  const { world, officer, moderator, author } = await scene(review)
  const sent = await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  const done = await officer.read(sent.headers.location!)
  expect(done.notice).toMatch(/^Published.* It can be taken back until .*09:10. Emails go out after that.$/)
  const told = async () => (await officer.read(desk)).part('Emails to the author (1)').text
  expect(await told()).toMatch(/goes out after .*09:10/)
  expect((await author.read('/me')).text).not.toContain('The agency has answered')
  later(world, 10 * minutes)
  expect(await told()).toContain('waiting to be sent')
  expect((await author.read('/me')).text).toContain('The agency has answered')
  expect((await officer.read(sent.headers.location!)).notice).toContain('everyone who asked for it will get an email')

  // an approval is found again where what waits is shown
  await givenCase(world, { ...checking, number: '2026-0002', title: '步道照明' })
  const approved = await moderator.post('/haicheng/proposals/2026-0002/decisions', approve)
  const queue = await moderator.read(approved.headers.location!)
  expect(queue.text).toMatch(/It can be taken back until .*09:20. No email goes out before then./)
  expect(queue.link('Look at 2026-0002 again')).toBe('/haicheng/desk/2026-0002')
})

test('who proposes and follows the case is one person in the number of those who are mailed', async () => {
  const { author, officer } = await scene(review)
  await author.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  const shown = await officer.post(`${at}/answers`, { ...answer, action: 'preview' })
  expect(page(shown).items).toContain('1 person will get an email')
})

const lists = [
  ...['topic:environment', 'agency:epb', 'agency:transport', 'district:shibi', 'search:q=步道&stage=gathering'],
  ...['topic:transport', 'search:q=公車', 'search:q=步道&stage=review'],
]
const mailsSaid = (shown: Awaited<ReturnType<Awaited<ReturnType<typeof scene>>['officer']['post']>>) =>
  page(shown).items.find((item) => item.includes('will get an email'))

test('whoever follows an agency, a topic, a district or a search counts among those who are mailed, each once', async () => {
  const { world, id, author, moderator } = await scene({ ...checking, topicCode: 'environment', districtCode: 'shibi' })
  for (const [i, of] of lists.entries()) {
    const person = await world.signedIn(`list-${i}@example.tw`)
    await person.post('/haicheng/follows', { of, pace: 'weekly', kinds: ['new', 'answer'] })
    // somebody who follows two of them is one person; whoever wants no news of this kind is nobody
    if (i === 0) await person.post('/haicheng/follows', { of: lists[1]! })
    if (i === 1) await person.post('/haicheng/follows', { of, pace: 'now', kinds: ['dates'] })
  }
  await author.post('/haicheng/follows', { of: lists[0]! })

  const approval = await moderator.post(`${at}/decisions`, { ...approve, action: 'preview' })
  expect(mailsSaid(approval)).toBe('5 people will get an email') // the author, and four of the first five
  expect((await caseNow(world, id)).stage).toBe('checking')
  for (const rows of [mailings, outbox, assignments]) expect(await world.db.reads.select().from(rows)).toEqual([])

  await moderator.post(`${at}/decisions`, { ...approve, action: 'publish' })
  later(world, 60 * minutes)
  await expandMailings(world.deps, world.clock.now, undefined, findsCase)
  const told = new Set([
    ...(await world.db.reads.select().from(outbox)).map((row) => row.personId),
    ...(await world.db.reads.select().from(digestItems)).map((row) => row.personId),
  ])
  expect(told.size).toBe(5)
})

test('an answer counts those who follow a list that its case is in', async () => {
  const { world, officer } = await scene({ ...review, topicCode: 'environment', districtCode: 'shibi' })
  for (const [i, of] of ['topic:environment', 'search:q=步道', 'topic:transport'].entries())
    await (await world.signedIn(`list-${i}@example.tw`)).post('/haicheng/follows', { of })
  expect(mailsSaid(await officer.post(`${at}/answers`, { ...answer, action: 'preview' }))).toBe(
    '3 people will get an email',
  )
})

test('a window that shows what was taken back and published again takes nothing back', async () => {
  const { world, id, officer, moderator } = await scene(review)
  const seen = async (who: typeof officer, noun: string) =>
    (await who.read(desk)).form(`${at}/${noun}`).sends('published')!
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  const published = await seen(officer, 'answers')
  await officer.post(`${at}/answers`, { action: 'take_back', published })
  later(world, minutes)
  await officer.post(`${at}/answers`, { ...answer, revision: '1', action: 'publish' })
  expect((await caseNow(world, id)).stage).toBe('resolved')
  expect((await officer.post(`${at}/answers`, { action: 'take_back', published })).statusCode).toBe(409)
  expect((await caseNow(world, id)).stage).toBe('resolved')

  const other = await givenCase(world, { ...checking, number: '2026-0002', title: '步道照明' })
  const decide = (form: object) => moderator.post('/haicheng/proposals/2026-0002/decisions', { ...form })
  await decide(approve)
  const before = (await caseNow(world, other)).publishedAt!.getTime()
  await decide({ decision: 'take_back', published: String(before) })
  later(world, minutes)
  await decide(approve)
  expect((await decide({ decision: 'take_back', published: String(before) })).statusCode).toBe(409)
  expect((await caseNow(world, other)).stage).toBe('gathering')
})

test('a script that does not say what it takes back takes nothing that it cannot have meant', async () => {
  const { world, id, officer, moderator } = await scene(review)
  const takeBack = (noun: string) => officer.post(`${at}/${noun}`, { action: 'take_back' })
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  expect((await takeBack('answers')).statusCode, 'there is one').toBe(303)
  later(world, minutes)
  await officer.post(`${at}/answers`, { ...answer, revision: '1', action: 'publish' })
  const unclear = await takeBack('answers')
  expect([unclear.statusCode, page(unclear).text.includes('moved on')]).toEqual([409, true])
  expect((await caseNow(world, id)).stage).toBe('resolved')
  later(world, 9 * minutes)
  expect((await takeBack('answers')).statusCode, 'nobody can take the first one back any more').toBe(303)

  const other = await givenCase(world, { ...checking, number: '2026-0002', title: '步道照明' })
  const decide = (form: object) => moderator.post('/haicheng/proposals/2026-0002/decisions', { ...form })
  await decide(approve)
  expect((await decide({ decision: 'take_back' })).statusCode).toBe(303)
  later(world, minutes)
  await decide(approve)
  expect((await decide({ decision: 'take_back' })).statusCode).toBe(409)
  expect((await caseNow(world, other)).stage).toBe('gathering')
})

test('an answer and its supplement within minutes: which one is meant must be said', async () => {
  const { world, id, officer } = await scene(review)
  await officer.post(`${at}/answers`, { ...answer, action: 'publish' })
  later(world, 5 * minutes)
  const more = { ...answer, 'decision-1': 'not_adopted', note: '議會決議公開。', action: 'publish' }
  await officer.post(`${at}/supplements`, more)
  expect((await officer.post(`${at}/answers`, { action: 'take_back' })).statusCode).toBe(409)
  expect((await caseNow(world, id)).outcome).toBe('not_adopted')
})

test('whoever has the address of what was taken back is told so: the case, its data, a link in a mail', async () => {
  const { world, moderator } = await scene(checking)
  await moderator.post(`${at}/decisions`, approve)
  const newcomer = world.visitor()
  await newcomer.post(`${at}/cosignatures`, { email: 'lin@example.tw', district: 'shibi', consent: '1' })
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'confirm_cosignature'))
  const link = `${at}/cosignatures/${mail!.facts.token}`
  expect((await newcomer.get(link)).statusCode).toBe(200)
  expect((await moderator.post(`${at}/decisions`, { decision: 'take_back' })).statusCode).toBe(303)

  const stranger = world.visitor()
  const follow = '/haicheng/follows?subject=case:2026-0001'
  for (const path of [at, link, `${at}/versions`, `${at}/reasons`, `${at}/poster`, follow]) {
    const shown = await stranger.get(path)
    expect([path, shown.statusCode, page(shown).heading]).toEqual([path, 404, 'Not public at the moment'])
    expect(page(shown).text).toContain('was taken back')
    expect(page(shown).text).not.toContain('海堤步道夜間照明')
  }
  expect(page(await stranger.get(at, { 'accept-language': 'zh-TW' })).heading).toBe('目前不公開')
  for (const path of [`${at}.json`, `${at}.csv`, `${at}/cosignatures.csv`, '/api/v1/haicheng/proposals/2026-0001']) {
    const data = await stranger.get(path)
    expect([path, data.statusCode, data.json().detail]).toEqual([path, 404, expect.stringContaining('was taken back')])
  }
  expect(page(await newcomer.post(link)).heading).toBe('Not public at the moment')
  // one that never was public, and one that nobody wrote, are only not found
  await givenCase(world, { ...checking, number: '2026-0002' })
  for (const path of [`${at.slice(0, -1)}2`, `${at.slice(0, -1)}3`])
    expect(page(await stranger.get(path)).heading).toBe('Page not found')

  // published again, the link counts
  await moderator.post(`${at}/decisions`, approve)
  expect((await newcomer.post(link)).headers.location).toBe(`${at}?done=cosigned#cosign`)
})

test('a refusal that an administrator undid says so to whoever had read it; a case that was only sent back does not', async () => {
  const { world, moderator } = await scene(checking)
  const administrator = await world.staff('administrator')
  await moderator.post(`${at}/decisions`, { decision: 'refuse', reason: 'unclear', words: '看不出請求機關做什麼。' })
  expect((await world.visitor().get(at)).statusCode).toBe(200)
  expect((await administrator.post(`${at}/decisions`, { decision: 'undo' })).statusCode).toBe(303)
  expect(page(await world.visitor().get(at)).heading).toBe('Not public at the moment')

  const other = '/haicheng/proposals/2026-0002'
  await givenCase(world, { ...checking, number: '2026-0002', title: '步道照明' })
  await moderator.post(`${other}/decisions`, { decision: 'return', words: '請寫明是哪一段步道。' })
  expect((await administrator.post(`${other}/decisions`, { decision: 'undo' })).statusCode).toBe(303)
  expect(page(await world.visitor().get(other)).heading).toBe('Page not found')
})

test('no commitment gets the number of one that was taken back, whose address says what became of it', async () => {
  const { world, id, officer } = await scene(review)
  const two = { ...answer, what: ['完成十二盞路燈', '公布巡檢紀錄'], owner: ['路燈管理科', '路燈管理科'] }
  const publish = { ...two, due: ['2026-12-31', '2026-12-31'], ask: ['1', '1'], action: 'publish' }
  await officer.post(`${at}/answers`, publish)
  const first = '/haicheng/commitments/2026-0001-1'
  expect((await world.visitor().get(first)).statusCode).toBe(200)
  await officer.post(`${at}/answers`, { action: 'take_back' })
  const [draft] = await world.db.reads.select().from(answers)
  expect(page(await world.visitor().get(first)).heading).toBe('This commitment was taken back')
  const other = { ...answer, revision: String(draft!.revision), what: ['', '先設六盞路燈'], action: 'publish' }
  later(world, minutes)
  expect((await officer.post(`${at}/answers`, other)).statusCode).toBe(303)
  const numbers = (await world.db.reads.select().from(commitments)).map(({ number }) => number)
  expect(numbers).toEqual([3])
  expect((await world.visitor().get('/haicheng/commitments/2026-0001-3')).statusCode).toBe(200)
  for (const n of [1, 2])
    expect(page(await world.visitor().get(`/haicheng/commitments/2026-0001-${n}`)).heading).toBe(
      'This commitment was taken back',
    )
  expect(page(await world.visitor().get('/haicheng/commitments/2026-0001-4')).heading).toBe('Page not found')
  expect(await kinds(world, id)).toContain('answer_taken_back')
})
