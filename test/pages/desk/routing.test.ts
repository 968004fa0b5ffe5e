// Who has a case is changed while it is under way, through the pages that staff use; everybody reads what changed and why.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { assignments } from '../../../src/schema/assignments.ts'
import { mailings, outbox } from '../../../src/schema/notifications.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const dueBefore = new Date('2026-07-02T00:00:00+08:00')
const gathering = { number: '2026-0001', title: '海堤步道夜間照明', stage: 'gathering' as const }
const review = {
  ...{ number: '2026-0001', title: '海堤步道夜間照明', stage: 'review' as const, asks: ['裝設路燈'] },
  ...{ thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'), answerDueBefore: dueBefore },
}
const open = ({ db }: World, id: string) =>
  db.reads
    .select({ agencyId: assignments.agencyId, role: assignments.role, dueBefore: assignments.dueBefore })
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), isNull(assignments.endedAt)))
    .orderBy(asc(assignments.role))
const entries = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id)).orderBy(asc(record.id))).map(
    ({ kind, role, facts }) => [kind, role, facts],
  )
const told = async ({ db }: World) =>
  (await db.reads.select().from(outbox).orderBy(asc(outbox.id))).map((m) => [m.kind, m.facts.act ?? null, m.address])

test('a moderator gives a case that is gathering to another agency; author, agencies and followers hear why', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, { ...gathering, authorId: author.personId })
  const was = await world.staff('officer', world.agencies.environment, 'was@haicheng.test')
  const now = await world.staff('officer', world.agencies.transport, 'now@haicheng.test')
  const moderator = await world.staff('moderator')

  const sent = await moderator.post(`${at}/transfers`, { lead: 'epb', to: 'transport', words: '道路照明屬交通局。' })
  expect(sent.statusCode).toBe(303)
  expect(await open(world, id)).toEqual([{ agencyId: world.agencies.transport, role: 'lead', dueBefore: null }])
  expect(await entries(world, id)).toContainEqual(['transferred', 'moderator', {}])
  expect(await told(world)).toEqual([
    ['assigned', null, now.email],
    ['routed', 'lead_changed', author.email],
    ['routed', 'lead_taken', was.email],
  ])
  const [assigned] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'assigned'))
  expect(assigned!.facts, 'it owes nothing before the threshold').toMatchObject({ role: 'lead', early: true })
  expect(await world.db.reads.select().from(mailings)).toMatchObject([{ kind: 'routed_followed', proposalId: id }])
  const seen = await world.visitor().read(at)
  expect(seen.text).toContain('From Environment Bureau to Transport Bureau')
  expect(seen.text).toContain('道路照明屬交通局。')
})

test('a form that was opened over another lead comes back with its words', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/transfers`, { lead: 'epb', to: 'transport', words: '道路照明屬交通局。' })
  const late = await moderator.post(`${at}/transfers`, { lead: 'epb', to: 'coordination', words: '請研考會統籌。' })
  expect([late.statusCode, page(late).text.includes('請研考會統籌。')]).toEqual([409, true])
  expect((await open(world, id)).map((part) => part.agencyId)).toEqual([world.agencies.transport])
})

test('a supporting agency joins with a date of its own before the answer, gets another one, and is released', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, { ...review, authorId: author.personId })
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const helper = await world.staff('officer', world.agencies.transport, 'helper@haicheng.test')

  const form = (await lead.read(desk)).form(`${at}/parts`)
  expect([form.field('due').value, form.text.includes('from 18 Jun 2026 to 30 Jun 2026')]).toEqual(['2026-06-24', true])
  for (const due of ['2026-07-01', '2026-06-17', 'soon', '']) {
    const refused = await lead.post(`${at}/parts`, { agency: 'transport', due, words: '需要號誌資料。' })
    const again = page(refused)
    expect([refused.statusCode, again.field('part-due').error]).toEqual([
      422,
      'Enter a day from 18 Jun 2026 to 30 Jun 2026',
    ])
    expect(again.field('part-words').value).toBe('需要號誌資料。')
  }
  const joined = await lead.post(`${at}/parts`, { agency: 'transport', due: '2026-06-24', words: '需要號誌資料。' })
  expect(joined.statusCode).toBe(303)
  expect(
    (await lead.post(`${at}/parts`, { agency: 'transport', due: '2026-06-24', words: '再一次。' })).statusCode,
  ).toBe(422)
  const helping = (due: string) => ({ role: 'supporting', dueBefore: new Date(`${due}T00:00:00+08:00`) })
  expect((await open(world, id))[1]).toMatchObject(helping('2026-06-25'))
  expect((await helper.read(desk)).text).toContain('24 Jun 2026')

  const dated = { agency: 'transport', act: 'date', due: '2026-06-29', words: '多給五天。' }
  expect((await lead.post(`${at}/part-changes`, dated)).statusCode).toBe(303)
  expect((await open(world, id))[1]).toMatchObject(helping('2026-06-30'))
  const shown = await world.visitor().read(at)
  for (const words of ['需要號誌資料。', '多給五天。', 'Transport Bureau: its part is now due 29 Jun 2026'])
    expect(shown.text).toContain(words)

  const released = { agency: 'transport', act: 'release', words: '資料已經夠了。' }
  expect((await lead.post(`${at}/part-changes`, released)).statusCode).toBe(303)
  expect(await open(world, id)).toHaveLength(1)
  expect((await entries(world, id)).map(([kind]) => kind)).toEqual([
    'published',
    'assigned',
    'part_dated',
    'part_released',
  ])
  expect(await told(world)).toEqual([
    ['assigned', null, helper.email],
    ['routed', 'part_added', author.email],
    ['routed', 'part_dated', helper.email],
    ['routed', 'part_dated', author.email],
    ['routed', 'part_released', helper.email],
    ['routed', 'part_released', author.email],
  ])
  expect((await helper.post(`${at}/contributions`, { words: '號誌資料如附。' })).statusCode).toBe(403)
})

test('while it gathers, a part is given as days before an answer that has no date yet', async () => {
  const world = await testWorld()
  await givenCase(world, gathering)
  const moderator = await world.staff('moderator')
  expect((await moderator.read(desk)).form(`${at}/parts`).field('days').value).toBe('7')
  const sent = (days: string) => moderator.post(`${at}/parts`, { agency: 'transport', days, words: '需要號誌資料。' })
  for (const days of ['0', '61', 'some', '']) {
    const refused = await sent(days)
    expect([refused.statusCode, page(refused).field('part-days').error]).toEqual([
      422,
      'Enter a whole number from 1 to 60',
    ])
  }
  expect((await sent('10')).statusCode).toBe(303)
})

test('the lead sees what is outstanding; an answer goes out with a warning, and the late part follows it, shown as late', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const helper = await world.staff('officer', world.agencies.transport, 'helper@haicheng.test')
  await lead.post(`${at}/parts`, { agency: 'transport', due: '2026-06-20', words: '需要號誌資料。' })
  world.clock.now = new Date('2026-06-23T09:00:00+08:00')
  expect((await lead.read(desk)).text).toContain('was due 20 Jun 2026, 3 days late')
  const answer = {
    ...{
      analysis: '已實地量測三處。',
      deliberation: '與居民開過兩次會。',
      'decision-1': 'adopted',
      'reason-1': '列入工程。',
    },
  }
  const preview = await lead.post(`${at}/answers`, { ...answer, action: 'preview' })
  expect(page(preview).text).toContain('Transport Bureau')
  expect((await lead.post(`${at}/answers`, { ...answer, action: 'publish' })).statusCode).toBe(303)
  expect((await world.visitor().read(at)).text).toContain('It gave no contribution before the answer.')

  expect((await helper.post(`${at}/contributions`, { words: '號誌資料如附。' })).statusCode).toBe(303)
  const seen = await world.visitor().read(at)
  for (const words of ['號誌資料如附。', '3 days late']) expect(seen.text).toContain(words)
  const { agencies } = (await world.visitor().get(`/api/v1${at}`)).json()
  expect(agencies[1]).toMatchObject({
    role: 'supporting',
    contribution: '號誌資料如附。',
    due_at: '2026-06-20T23:59:59+08:00',
  })
  expect((await entries(world, id)).map(([kind]) => kind).slice(-2)).toEqual(['answered', 'contributed'])
})

test('a part that the answer did not wait for stays in its agency’s queue as late, until it is added or released', async () => {
  const world = await testWorld()
  await givenCase(world, review)
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const helper = await world.staff('officer', world.agencies.transport, 'helper@haicheng.test')
  await lead.post(`${at}/parts`, { agency: 'transport', due: '2026-06-20', words: '需要號誌資料。' })
  world.clock.now = new Date('2026-06-23T09:00:00+08:00')
  const answer = { analysis: '已實地量測三處。', deliberation: '與居民開過兩次會。' }
  const decided = { 'decision-1': 'adopted', 'reason-1': '列入工程。', action: 'publish' }
  expect((await lead.post(`${at}/answers`, { ...answer, ...decided })).statusCode).toBe(303)
  world.clock.now = new Date('2026-06-25T09:00:00+08:00')
  const waiting = async () => (await helper.read('/haicheng/desk')).text
  for (const words of [review.title, '5 days overdue', 'Supporting part']) expect(await waiting()).toContain(words)
  const beside = (await helper.read(desk)).text
  expect(beside).toContain('Supporting part: was due 20 Jun 2026, 5 days overdue')
  expect(beside).toContain('The lead agency has already answered.')
  // whoever works on it now has before them what was answered: the late agency, and whoever checks
  const moderator = await world.staff('moderator')
  for (const read of [beside, (await moderator.read(desk)).text])
    for (const words of [answer.analysis, 'Adopted', decided['reason-1']]) expect(read).toContain(words)
  expect((await helper.read('/haicheng/desk/workload')).text).toContain('Transport Bureau')
  expect((await lead.read('/haicheng/desk')).text, 'the lead owes nothing').not.toContain(review.title)
  const opened = await lead.read(desk)
  expect(opened.text).toContain('was due 20 Jun 2026, 5 days late')
  // only releasing is left: the date is of an answer that is out
  expect(opened.text).not.toContain('Give it another date')
  const change = { agency: 'transport', words: '資料已無需要。' }
  const dated = await lead.post(`${at}/part-changes`, { ...change, act: 'date', due: '2026-06-26' })
  expect(dated.statusCode).toBe(409)
  expect((await lead.post(`${at}/part-changes`, { ...change, act: 'release' })).statusCode).toBe(303)
  world.clock.now = new Date('2026-06-25T09:01:00+08:00')
  expect(await waiting()).not.toContain(review.title)
})

test('nobody who stands in no way to a case changes who has it', async () => {
  const world = await testWorld()
  const id = await givenCase(world, review)
  await givenSupport(world, id)
  const people = {
    outsider: world.visitor(),
    citizen: await world.signedIn('citizen@haicheng.test'),
    helper: await world.staff('officer', world.agencies.transport, 'helper@haicheng.test'),
  }
  const form = {
    to: 'coordination',
    agency: 'transport',
    act: 'release',
    due: '2026-06-24',
    words: '說明如下，請查照。',
  }
  for (const noun of ['transfers', 'parts', 'part-changes']) {
    const refused: { [who: string]: number } = {}
    for (const [who, person] of Object.entries(people))
      refused[who] = (await person.post(`${at}/${noun}`, form)).statusCode
    expect([noun, refused]).toEqual([noun, { outsider: expect.any(Number), citizen: 403, helper: 403 }])
    expect([303, 401, 403]).toContain(refused.outsider)
  }
  expect(await open(world, id)).toHaveLength(2)
})

test('the successor of an agency that has ended supplements what it answered', async () => {
  const world = await testWorld()
  await givenCase(world, review)
  const was = await world.staff('officer', world.agencies.environment, 'was@haicheng.test')
  const answer = {
    analysis: '已實地量測三處。',
    deliberation: '與居民開過兩次會。',
    'decision-1': 'under_study',
    'reason-1': '正在量測車流，年底前提出方案。',
  }
  expect((await was.post(`${at}/answers`, { ...answer, action: 'publish' })).statusCode).toBe(303)
  const administrator = await world.staff('administrator')
  const ending = { 'name-zh-Hant': '環境保護局', validTo: '2026-06-30', successor: 'transport' }
  expect((await administrator.post('/haicheng/desk/settings/agencies/epb', ending)).statusCode).toBe(303)
  const next = await world.staff('officer', world.agencies.transport, 'next@haicheng.test')
  const more = { ...answer, 'decision-1': 'adopted', 'reason-1': '列入工程。', note: '評估完成。', action: 'publish' }
  expect((await next.post(`${at}/supplements`, { ...more, revision: '0' })).statusCode).toBe(403)

  world.clock.now = new Date('2026-07-01T09:00:00+08:00')
  expect((await next.read(desk)).text).toContain('Supplement the answer')
  expect((await next.post(`${at}/supplements`, { ...more, revision: '0' })).statusCode).toBe(303)
  const { answers } = (await world.visitor().get(`/api/v1${at}`)).json()
  expect(answers.map(({ agency }: { agency: { code: string } }) => agency.code)).toEqual(['epb', 'transport'])
})
