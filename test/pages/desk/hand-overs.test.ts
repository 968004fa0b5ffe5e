// A case of another government's remit: handed to one on this platform, or followed elsewhere, on one page and one timeline.
import { asc, desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { publishScheduled } from '../../../src/domain/answers/publish-scheduled.ts'
import { remindHandOvers } from '../../../src/domain/answers/remind-hand-overs.ts'
import { addAgency } from '../../../src/domain/governments/commands.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { takeUp } from '../../../src/domain/proposals/case-officers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { handOvers } from '../../../src/schema/hand-overs.ts'
import { mailings, outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase } from '../../support/cases.ts'
import { giveSeat, makeElsewhere } from '../../support/city.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const review = {
  ...{ number: '2026-0001', title: '海堤步道夜間照明', stage: 'review' as const, asks: ['裝設路燈'] },
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
}
const answer = {
  ...{ analysis: '已實地量測三處。', deliberation: '與居民開過兩次會。', action: 'publish' },
  ...{ 'decision-1': 'adopted', 'reason-1': '列入工程。' },
}
const told = async ({ db }: World) =>
  (await db.reads.select().from(outbox).orderBy(outbox.createdAt, outbox.id)).map((m) => [
    m.facts.act ?? m.kind,
    m.address,
  ])
const kinds = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(record.id)).map((entry) => entry.kind)
const json = async (world: World) => (await world.visitor().get(`/api/v1${at}`)).json()

test('what belongs to somebody outside is followed there: not resolved here until it is back', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, { ...review, authorId: author.personId })
  const moderator = await world.staff('moderator')
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')

  const form = {
    to: 'outside',
    receiver: '經濟部水利署',
    link: 'https://example.gov.tw/1',
    handed: '2026-06-17',
    due: '2026-06-30',
  }
  const words = '海堤屬中央管轄。'
  for (const [field, wrong] of Object.entries({
    to: '',
    receiver: '',
    link: 'nowhere',
    handed: '2026-06-19',
    due: '2026-06-01',
    words: '無',
  })) {
    const refused = await moderator.post(`${at}/hand-overs`, { ...form, words, [field]: wrong })
    const back = page(refused)
    expect([refused.statusCode, Object.keys(back.problems)]).toEqual([422, [`hand-over-${field}`]])
    expect(back.field('hand-over-receiver').value).toBe(field === 'receiver' ? '' : form.receiver)
  }
  expect((await moderator.post(`${at}/hand-overs`, { ...form, words })).statusCode).toBe(303)
  expect((await moderator.post(`${at}/hand-overs`, { ...form, words })).statusCode).toBe(409)
  const shown = await world.visitor().read(at)
  for (const said of [
    'With 經濟部水利署; not resolved here while it is open there',
    words,
    'a reply is due 30 Jun 2026',
    'Handed over to another government',
  ])
    expect(shown.text).toContain(said)
  // above the fold as well, beside the date that goes on
  expect(shown.link('With 經濟部水利署; not resolved here while it is open there')).toBe('#agency-h')
  expect(shown.text).not.toContain('The agency is working on its answer')
  expect((await json(world)).hand_overs).toEqual([
    {
      ...{ to: null, receiver: '經濟部水利署', link: 'https://example.gov.tw/1', reason: words, state: 'open' },
      ...{ handed_on: '2026-06-17', due_on: '2026-06-30', ended_on: null, result: null },
    },
  ])
  const early = await lead.post(`${at}/answers`, answer)
  expect([early.statusCode, page(early).text.includes('cannot be answered until it is back')]).toEqual([409, true])
  expect((await json(world)).stage).toBe('review')

  world.clock.now = new Date('2026-07-03T09:00:00+08:00')
  expect((await world.visitor().read(at)).text).toContain('a reply was due 30 Jun 2026, 3 days ago')
  const underWay = (await moderator.read(desk)).form(`${at}/hand-over-ends`)
  expect(underWay.field('ended').value).toBe('2026-07-03')
  const [open] = await world.db.reads.select().from(handOvers)
  const end = { how: 'returned', id: open!.id, ended: '2026-07-02', words: '水利署同意裝設。' }
  expect((await moderator.post(`${at}/hand-over-ends`, { ...end, ended: '2026-06-16' })).statusCode).toBe(422)
  expect((await moderator.post(`${at}/hand-over-ends`, end)).statusCode).toBe(303)
  expect((await moderator.post(`${at}/hand-over-ends`, end)).statusCode).toBe(409)
  const replied = await world.visitor().read(at)
  for (const said of ['經濟部水利署 replied on 2 Jul 2026', '水利署同意裝設。']) expect(replied.text).toContain(said)
  expect(replied.text).not.toContain('not resolved here while it is open there')
  expect((await lead.post(`${at}/answers`, answer)).statusCode).toBe(303)
  expect(await kinds(world, id)).toEqual(['published', 'handed_over', 'hand_over_ended', 'answered'])
  expect((await told(world)).slice(0, 4)).toEqual([
    ['handed_over', author.email],
    ['handed_over', lead.email],
    ['returned', author.email],
    ['returned', lead.email],
  ])
  expect(
    (await world.db.reads.select().from(mailings).orderBy(asc(mailings.id))).map(({ facts }) => facts.act ?? null),
  ).toEqual(['handed_over', 'returned', null])
})

test('staff see at a glance what is elsewhere, and until when: in the queue, above the form, and in one list', async () => {
  const world = await testWorld()
  await givenCase(world, review)
  await givenCase(world, { ...review, number: '2026-0002', title: '公車候車亭' })
  const moderator = await world.staff('moderator')
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const form = { to: 'outside', receiver: '經濟部水利署', handed: '2026-06-17', due: '2026-06-30' }
  expect((await lead.read(desk)).buttons).toContain('Preview, then publish')
  await moderator.post(`${at}/hand-overs`, { ...form, link: 'https://example.gov.tw/1', words: '海堤屬中央管轄。' })

  world.clock.now = new Date('2026-07-01T09:00:00+08:00')
  const queue = await lead.read('/haicheng/desk')
  expect(queue.item('海堤步道夜間照明').text).toContain('Elsewhere; reply due 30 Jun')
  expect(queue.item('公車候車亭').text).not.toContain('Elsewhere')
  const opened = await lead.read(desk)
  for (const said of ['With 經濟部水利署', 'a reply was due 30 Jun 2026, 1 day ago', 'its due date here goes on'])
    expect(opened.text).toContain(said)
  expect(opened.text.indexOf('With 經濟部水利署'), 'before the form that waits for it').toBeLessThan(
    opened.text.indexOf('Answer this case'),
  )
  expect(opened.buttons).toContain('Save the draft')
  expect(opened.buttons, 'nothing is offered that would be refused').not.toContain('Preview, then publish')

  expect((await moderator.read('/haicheng/desk')).link('1 with another government')).toContain('/desk/received')
  const out = await moderator.read('/haicheng/desk/received')
  expect(out.table('With other governments')).toEqual([
    ['2026-0001 海堤步道夜間照明', '經濟部水利署', '17 Jun 2026', '30 Jun 2026 1 day overdue'],
  ])
  expect((await lead.read('/haicheng/desk')).text, 'it decides on none').not.toContain('with another government')
})

test('the lead agency, whom the receiver writes to and who is reminded, writes down what came', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const moderator = await world.staff('moderator')
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const other = await world.staff('officer', world.agencies.transport, 'other@haicheng.test')
  const form = { to: 'outside', receiver: '經濟部水利署', link: '', handed: '2026-06-17', due: '2026-06-30' }
  expect((await lead.post(`${at}/hand-overs`, { ...form, words: '不屬本局。' })).statusCode, 'not given away').toBe(403)
  await moderator.post(`${at}/hand-overs`, { ...form, words: '海堤屬中央管轄。' })
  const [open] = await world.db.reads.select().from(handOvers)
  const end = { how: 'returned', id: open!.id, ended: '2026-06-18', words: '水利署同意裝設。' }
  expect((await other.post(`${at}/hand-over-ends`, end)).statusCode).toBe(403)
  expect((await lead.read(desk)).form(`${at}/hand-over-ends`).field('ended').value).toBe('2026-06-18')
  expect((await lead.post(`${at}/hand-over-ends`, end)).statusCode).toBe(303)
  expect((await lead.read(desk)).buttons).toContain('Preview, then publish')
  expect(await kinds(world, id)).toEqual(['published', 'handed_over', 'hand_over_ended'])
})

test('on the day of its reply, and each week after it, whoever has the case hears that it is still elsewhere', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const moderator = await world.staff('moderator')
  const { environment } = world.agencies
  const lin = await world.staff('officer', environment, 'lin@haicheng.test')
  await world.staff('officer', environment, 'chen@haicheng.test')
  await world.staff('administrator')
  await write(world.db, (tx) => takeUp(tx, { proposalId: id, agencyId: environment }, lin.personId!, world.clock.now))
  const form = { to: 'outside', receiver: '經濟部水利署', link: '', handed: '2026-06-17', due: '2026-06-30' }
  expect((await moderator.post(`${at}/hand-overs`, { ...form, words: '海堤屬中央管轄。' })).statusCode).toBe(303)
  const heard = async (day: string, time = '09:00') => {
    world.clock.now = new Date(`${day}T${time}:00+08:00`)
    const before = await reminders()
    for (let again = 0; again < 2; again++) await remindHandOvers(world.deps, world.clock.now)
    return (await reminders()).slice(before.length)
  }
  const reminders = async () =>
    (await told(world)).filter(([act]) => act === 'reply_due').map(([, to]) => String(to).split('@')[0])
  expect(await heard('2026-06-29', '23:59')).toEqual([])
  expect(await heard('2026-06-30', '00:00')).toEqual(['lin'])
  expect(await heard('2026-07-06')).toEqual([])
  expect((await heard('2026-07-07')).sort()).toEqual(['administrator', 'chen', 'lin'])
  expect(await heard('2026-07-13')).toEqual([])
  const [mail] = await world.db.reads.select().from(outbox).orderBy(desc(outbox.createdAt)).limit(1)
  const mails = await mailsOf(world.db.reads, [{ ...mail!, language: 'en' }], world.deps.config, 'http://localhost')
  const { text } = mails.get(mail!.id)!
  for (const words of ['經濟部水利署 has not replied yet', 'Its reply was due', '30 Jun 2026'])
    expect(text).toContain(words)
  const [open] = await world.db.reads.select().from(handOvers)
  const end = { how: 'called_back', id: open!.id, ended: '2026-07-13', words: '改由本市辦理。' }
  expect((await moderator.post(`${at}/hand-over-ends`, end)).statusCode).toBe(303)
  expect(await heard('2026-07-14')).toEqual([])
})

/** Another government on the same platform, with a bureau, its officer and its moderator. */
async function neighbours(world: World) {
  const governmentId = await makeElsewhere(world.db)
  const name = { 'zh-Hant': '水利局', en: 'Water Bureau' }
  const agencyId = await write(world.db, (tx) => addAgency(tx, governmentId, { code: 'water', name }, world.clock.now))
  const moderator = await world.signedIn('moderator@elsewhere.test')
  const officer = await world.signedIn('water@elsewhere.test')
  const seat = { governmentId, at: world.clock.now }
  await giveSeat(world.db, { ...seat, personId: moderator.personId!, role: 'moderator' })
  await giveSeat(world.db, { ...seat, personId: officer.personId!, role: 'officer', agencyId })
  return { governmentId, agencyId, moderator, officer }
}
const received = '/elsewhere/desk/received'

test('another government on the platform accepts it: its agency answers on the same page, by the same date', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  await givenCase(world, { number: '2026-0002', title: '不相干的案件', stage: 'checking' })
  const there = await neighbours(world)
  const moderator = await world.staff('moderator')
  const administrator = await world.staff('administrator')
  expect((await there.officer.get(desk)).statusCode).toBe(403)
  expect((await moderator.post(`${at}/hand-overs`, { to: 'elsewhere', words: '海堤屬他方市。' })).statusCode).toBe(303)
  expect((await world.visitor().read(at)).text).toContain('Handed to Elsewhere, which has not decided yet')

  expect((await there.moderator.read('/elsewhere/desk')).link('1 handed to your government')).toBe(received)
  const offered = await there.moderator.read(received)
  for (const said of ['海堤步道夜間照明', '海堤屬他方市。', '1 Jul 2026']) expect(offered.text).toContain(said)
  const [handOver] = await world.db.reads.select().from(handOvers)
  const decide = (form: object) =>
    there.moderator.post(`${received}/${handOver!.id}`, { act: 'accept', words: '由本局辦理。', ...form })
  expect((await there.officer.post(`${received}/${handOver!.id}`, { act: 'accept' })).statusCode).toBe(403)
  expect((await decide({ agency: 'epb' })).statusCode).toBe(422)
  expect((await decide({ agency: 'water', words: '' })).statusCode).toBe(422)
  expect((await decide({ agency: 'water' })).statusCode).toBe(303)
  expect((await decide({ agency: 'water' })).statusCode).toBe(409)

  const { agencies } = await json(world)
  expect(agencies).toMatchObject([
    { code: 'water', government: { code: 'elsewhere' }, role: 'lead', due_at: '2026-07-01T23:59:59+08:00' },
  ])
  const shown = await world.visitor().read(at)
  expect(shown.text).toContain('Taken by Elsewhere on 18 Jun 2026')
  expect(shown.link('Water Bureau')).toBe('/elsewhere/agencies/water')

  // It is work of theirs from now on, and stands on their own desk.
  const mine = await there.officer.read('/elsewhere/desk')
  expect(mine.text).toContain('Of Haicheng City: 1 case for your agencies')
  expect(mine.link(/海堤步道夜間照明/)).toBe(desk)
  for (const page of ['/elsewhere/desk', received]) {
    const link = (await there.moderator.read(page)).link(
      page === received ? /Haicheng City 2026-0001/ : /海堤步道夜間照明/,
    )
    expect([page, link], 'who does not work on it reads it').toEqual([page, at])
  }

  // Its officer comes in for this case alone, and nobody here answers in its place.
  expect((await there.officer.get(desk)).statusCode).toBe(200)
  for (const path of ['/haicheng/desk', '/haicheng/desk/2026-0002', '/haicheng/desk/settings', `${at}x`])
    expect([403, 404]).toContain((await there.officer.get(path)).statusCode)
  expect((await there.officer.read(`${desk}?show=all`)).text).not.toContain('不相干的案件')
  expect((await administrator.post(`${at}/answers`, answer)).statusCode).toBe(403)
  expect((await there.officer.post(`${at}/answers`, answer)).statusCode).toBe(303)
  expect((await json(world)).answers).toMatchObject([{ agency: { code: 'water' } }])
  expect((await there.officer.read('/elsewhere/desk')).text).not.toContain('for your agencies')
  expect(await kinds(world, id)).toEqual(['published', 'handed_over', 'hand_over_accepted', 'transferred', 'answered'])
})

test('whoever leads it there gives it to another agency of their own government, and counts it as theirs', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const there = await neighbours(world)
  const { governmentId } = there
  const parks = { code: 'parks', name: { 'zh-Hant': '公園處', en: 'Parks Office' } }
  const agencyId = await write(world.db, (tx) => addAgency(tx, governmentId, parks, world.clock.now))
  const next = await world.signedIn('parks@elsewhere.test')
  await giveSeat(world.db, { governmentId, at: world.clock.now, personId: next.personId!, role: 'officer', agencyId })
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/hand-overs`, { to: 'elsewhere', words: '海堤屬他方市。' })
  const [handOver] = await world.db.reads.select().from(handOvers)
  const accept = { act: 'accept', agency: 'water', words: '由本局辦理。' }
  await there.moderator.post(`${received}/${handOver!.id}`, accept)

  const offered = (await there.officer.read(desk)).field('transfer-to').options
  expect(Object.values(offered)).toContain('Parks Office')
  expect(Object.values(offered)).not.toContain('Transport Bureau')
  const words = '步道屬公園處。'
  expect((await there.officer.post(`${at}/transfers`, { lead: 'water', to: 'epb', words })).statusCode).toBe(422)
  expect((await there.officer.post(`${at}/transfers`, { lead: 'water', to: 'parks', words })).statusCode).toBe(303)
  expect((await json(world)).agencies).toMatchObject([
    { code: 'parks', government: { code: 'elsewhere' }, role: 'lead', due_at: '2026-07-01T23:59:59+08:00' },
  ])
  expect(
    (await next.post(`${at}/parts`, { agency: 'water', due: '2026-06-25', words: '請提供水情。' })).statusCode,
  ).toBe(303)
  expect((await next.post(`${at}/answers`, answer)).statusCode).toBe(303)
  expect(await kinds(world, id)).toContain('answered')

  const figures = async (government: string, code: string) =>
    (await world.visitor().read(`/${government}/agencies/${code}`)).text
  expect(await figures('elsewhere', 'parks')).toMatch(/In time 1 of 1|1 of 1 .*in time|in time.*1 of 1/i)
  expect(await figures('elsewhere', 'water')).toContain('1')
  expect(await figures('haicheng', 'epb')).not.toMatch(/1 of 1/)
})

test('it is sent back with a reason: the agency here has it, and may hand it to somebody else', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const there = await neighbours(world)
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/hand-overs`, { to: 'elsewhere', words: '海堤屬他方市。' })
  const [handOver] = await world.db.reads.select().from(handOvers)
  const back = { act: 'send_back', agency: '', words: '海堤在貴市轄內。' }
  expect((await there.moderator.post(`${received}/${handOver!.id}`, back)).statusCode).toBe(303)
  const shown = await world.visitor().read(at)
  for (const said of ['Sent back by Elsewhere on 18 Jun 2026', '海堤在貴市轄內。']) expect(shown.text).toContain(said)
  expect((await json(world)).agencies).toMatchObject([{ code: 'epb', role: 'lead' }])
  expect((await there.officer.get(desk)).statusCode).toBe(403)
  expect((await moderator.post(`${at}/hand-overs`, { to: 'elsewhere', words: '再請確認。' })).statusCode).toBe(303)
  expect(await kinds(world, id)).toEqual(['published', 'handed_over', 'hand_over_ended', 'handed_over'])
})

test('agencies are suggested for what was received, with the reason; one press takes one, and another stands in the list', async () => {
  const world = await testWorld()
  await givenCase(world, { ...review, problem: '堤岸太暗，水利局說過會裝燈。' })
  const there = await neighbours(world)
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/hand-overs`, { to: 'elsewhere', words: '海堤屬他方市。' })
  const [handOver] = await world.db.reads.select().from(handOvers)
  const offered = await there.moderator.read(received)
  expect(offered.text).toContain('Water Bureau')
  expect(offered.text).toContain('水利局')
  const sent = (form: object) =>
    there.moderator.post(`${received}/${handOver!.id}`, { act: 'accept', words: '由本局辦理。', ...form })
  const nobody = await sent({ agency: '*' })
  expect([nobody.statusCode, Object.keys(page(nobody).problems)]).toEqual([422, [`${handOver!.id}-agency`]])
  expect((await sent({ agency: '*', other_agency: 'water' })).statusCode).toBe(303)
  expect((await json(world)).agencies).toMatchObject([{ code: 'water' }])
})

test('while it is elsewhere no answer is shown as if it could go out; an hour that was set is called off, and does not come back with the case', async () => {
  const world = await testWorld()
  await givenCase(world, review)
  const moderator = await world.staff('moderator')
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const hour = { 'publish-day': '2026-06-20', 'publish-time': '10:00' }
  expect((await lead.post(`${at}/answers`, { ...answer, ...hour, action: 'schedule' })).statusCode).toBe(303)
  const form = {
    to: 'outside',
    receiver: '經濟部水利署',
    link: '',
    handed: '2026-06-17',
    due: '2026-06-30',
    words: '海堤屬中央管轄。',
  }
  expect((await moderator.post(`${at}/hand-overs`, form)).statusCode).toBe(303)
  expect(await publishScheduled(world.deps, world.clock.now)).toBe(1)
  expect((await lead.read(desk)).text).toContain('handed over to another government after its time was set')

  const revision = String((await lead.read(desk)).form(`${at}/answers`).sends('revision'))
  for (const action of ['preview', 'schedule', 'publish']) {
    const refused = await lead.post(`${at}/answers`, {
      ...answer,
      ...hour,
      revision,
      action,
    })
    expect([action, refused.statusCode]).toEqual([action, 409])
    expect(page(refused).text).toContain('cannot be answered until it is back')
    expect(page(refused).field('analysis').value).toBe(answer.analysis)
  }
  const kept = { ...answer, revision, action: 'save' }
  expect((await lead.post(`${at}/answers`, kept)).statusCode, 'a draft is written meanwhile').toBe(303)
  world.clock.now = new Date('2026-06-21T09:00:00+08:00')
  expect(await publishScheduled(world.deps, world.clock.now)).toBe(0)
})
