// Who hears of what: the author of every change of stage in their own language, agencies of what they owe, signers of the answer.
import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { remindAgencies } from '../../../src/domain/answers/jobs.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { defaultRules } from '../../../src/domain/governments/government.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { releaseActs, routedActs } from '../../../src/domain/notifications/message.ts'
import { rememberLanguage } from '../../../src/domain/people/store.ts'
import { transitions } from '../../../src/domain/proposals/workflow.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import { agencies } from '../../../src/schema/agencies.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { type MessageFacts, type MessageKind, messageKinds, type Rules } from '../../../src/schema/values.ts'
import { type GivenCase, givenCase, givenSupport } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const dueBefore = new Date('2026-07-18T00:00:00+08:00') // the last day is 17 July
const review = {
  stage: 'review',
  thresholdMetAt: new Date('2026-05-17T10:00:00+08:00'),
  answerDueBefore: dueBefore,
} as const
const words = { words: '說明如下，請查照。' }
const answer = {
  action: 'publish',
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
}

/** A case with an author who reads English, a lead agency and a supporting one, each with an officer. */
async function scene(given: Partial<GivenCase> = {}, rules: Partial<Rules> = {}) {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00', rules: { threshold: 5, ...rules } })
  const author = await world.signedIn('author@example.tw')
  await write(world.db, (tx) => rememberLanguage(tx, author.personId!, 'en'))
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤步道夜間照明',
    authorId: author.personId,
    ...given,
  })
  await givenSupport(world, id, { dueBefore: given.answerDueBefore ?? null })
  const lead = await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const supporting = await world.staff('officer', world.agencies.transport, 'supporting@haicheng.test')
  return { world, id, author, lead, supporting }
}
const mails = ({ db }: World, person: Visitor, kind?: MessageKind) =>
  db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.personId, person.personId!), kind ? eq(outbox.kind, kind) : undefined))
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
const kindsOf = async (world: World, person: Visitor) => (await mails(world, person)).map((m) => m.kind)
const read = async ({ db }: World, rows: (typeof outbox.$inferSelect)[]) => {
  const rendered = await mailsOf(db.reads, rows, testConfig, 'http://localhost')
  return rows.map((row) => rendered.get(row.id)!)
}

const unpublished = { stage: 'checking', publishedAt: null, closesBefore: null } as const
const steps: [string, Partial<GivenCase>, (w: World) => Promise<unknown>][] = [
  ['Please change your proposal', unpublished, (w) => decide(w, { decision: 'return', ...words })],
  [
    'Your proposal was not accepted',
    unpublished,
    (w) => decide(w, { decision: 'refuse', reason: 'not_ours', ...words }),
  ],
  ['Your proposal was merged', {}, (w) => decide(w, { decision: 'merge', target: '2026-0002', ...words })],
  ['Co-signing has closed', { closesBefore: new Date('2026-06-01T00:00:00+08:00') }, (w) => expireDue(w, w.clock.now)],
  ['The agency has answered your proposal', review, async (w) => respond(w)],
]

test.each(steps)('the author hears of a step in their language: %s', async (subject, given, happen) => {
  const { world, author } = await scene(given)
  await givenCase(world, { number: '2026-0002', title: '另一件' })
  await happen(world)
  const [mail, ...more] = await read(world, await mails(world, author))
  expect([mail?.subject, more]).toEqual([`${subject}: 海堤步道夜間照明`, []])
  expect(mail!.text).toContain('Proposal 2026-0001\n海堤步道夜間照明')
})
const decide = async (world: World, form: { [field: string]: string }) => {
  const sent = await (await world.staff('moderator')).post(`${at}/decisions`, form)
  expect(sent.statusCode).toBe(303)
}
const respond = async (world: World) => {
  const officer = await world.staff('officer', world.agencies.environment, 'second@haicheng.test')
  expect((await officer.post(`${at}/answers`, answer)).statusCode).toBe(303)
}

test('every step of the workflow has its own words in every language, none left unfilled', async () => {
  const { world, author } = await scene(review)
  const told = transitions.filter(({ quiet }) => !quiet)
  for (const { act } of told)
    await write(world.db, (tx) =>
      tx.insert(outbox).values({
        ...{ id: newId(), kind: 'stage_changed', personId: author.personId, address: author.email, priority: 1 },
        ...{ governmentId: world.government.id, facts: { act, number: '2026-0001', title: '海堤步道夜間照明' } },
        ...{ language: 'zh-Hant', createdAt: world.clock.now, nextTryAt: world.clock.now, attempts: 0 },
      }),
    )
  const rows = await mails(world, author)
  expect(rows).toHaveLength(told.length)
  for (const language of ['zh-Hant', 'en']) {
    const subjects = (
      await read(
        world,
        rows.map((row) => ({ ...row, language })),
      )
    ).map((m) => m.subject)
    expect(new Set(subjects).size).toBe(subjects.length)
    expect(subjects.join()).not.toContain(translator(language)('mail.stage_changed.other.subject', { title: '海堤' }))
  }
  const actsOf = (kind: MessageKind) =>
    kind === 'answer_release' ? releaseActs : kind.startsWith('routed') ? routedActs : [null]
  const reminders = (['due_14', 'due_7', 'due_0', 'overdue'] as const).flatMap((kind) =>
    [{}, { part: true }, { part: 'late' }].flatMap((part) =>
      ['supporting', 'overseer'].map((role) => ({ kind, facts: { role, ...part } })),
    ),
  )
  const every: { kind: MessageKind; facts: MessageFacts }[] = [
    ...messageKinds.flatMap((kind) => actsOf(kind).map((act) => ({ kind, facts: act ? { act } : {} }))),
    ...reminders,
  ]
  for (const { kind, facts } of every)
    for (const language of ['zh-Hant', 'en'])
      for (const mail of await read(world, [
        { ...rows[0]!, kind, language, facts: { ...rows[0]!.facts, ...everyFact, ...facts } },
      ]))
        expect(`${mail.subject}\n${mail.text}`).not.toMatch(/\{\{|mail\.[a-z]|undefined|null/)
})

const everyFact = {
  ...{ token: 'abc', code: '123456', role: 'lead', words: '理由', before: '海提', after: '海堤' },
  ...{ into: '2026-0002', into_title: '另一件', agency_en: 'Transport Bureau', 'agency_zh-Hant': '交通局', count: 3 },
  ...{ webhook: '0190', host: 'news.example' },
}

test('lead and supporting agencies hear: early warning, assignment, 14 days, 7 days, the day itself, overdue; each once', async () => {
  const { world, id, lead, supporting } = await scene({ signed: {} })
  for (let i = 1; i <= 5; i++) {
    const citizen = await world.signedIn(`citizen${i}@example.tw`)
    expect((await citizen.post(`${at}/cosignatures`, { district: 'shibi' })).statusCode).toBe(303)
  }
  const [{ answerDueBefore }] = (await world.db.reads.select().from(proposals).where(eq(proposals.id, id))) as [
    typeof proposals.$inferSelect,
  ]
  for (const daysBefore of [15, 14, 13, 8, 7, 6, 1, 0]) {
    world.clock.now = new Date(answerDueBefore!.getTime() - (daysBefore + 0.5) * 86_400_000)
    for (let again = 0; again < 2; again++) await remindAgencies(world.deps, world.clock.now)
  }
  world.clock.now = new Date(answerDueBefore!.getTime() + 3_600_000)
  for (let again = 0; again < 2; again++) await markOverdue(world, world.clock.now)
  const expected = ['early_warning', 'assigned', 'due_14', 'due_7', 'due_0', 'overdue']
  expect([await kindsOf(world, lead), await kindsOf(world, supporting)]).toEqual([expected, expected])
  const [first] = await read(world, await mails(world, supporting, 'assigned'))
  expect(first!.text).toContain('協辦機關')
  expect(first!.link?.url).toBe('http://localhost/haicheng/desk/2026-0001')
})

test('a supporting agency is reminded of its own day, which comes before the answer’s, and is asked for its part', async () => {
  const { world, id, lead, supporting } = await scene(review)
  const ownDay = new Date('2026-07-11T00:00:00+08:00') // the last day is 10 July
  await write(world.db, (tx) =>
    tx
      .update(assignments)
      .set({ dueBefore: ownDay, daysBefore: 7 })
      .where(and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting')))
      .returning(),
  )
  world.clock.now = new Date('2026-07-03T09:00:00+08:00')
  await remindAgencies(world.deps, world.clock.now)
  expect(await kindsOf(world, lead)).toEqual(['due_14'])
  expect(await kindsOf(world, supporting)).toEqual(['due_7'])
  const [mail] = await read(world, await mails(world, supporting))
  expect(mail!.subject).toBe('協辦意見還有 7 天到期：海堤步道夜間照明')
  expect(mail!.text).toContain('協辦意見須在 2026 年 7 月 10 日以前提出，還有 7 天')
  expect(mail!.text).not.toMatch(/展延|公開回應/)
  world.clock.now = new Date('2026-07-12T09:00:00+08:00')
  await remindAgencies(world.deps, world.clock.now)
  expect(await kindsOf(world, supporting), 'its day is over').toEqual(['due_7'])
})

/** Time passes until an answer can no longer be taken back, and is mailed. */
function mailAnswers(world: World) {
  world.clock.now = new Date(world.clock.now.getTime() + defaultRules.takeBackMinutes * 60_000)
  return expandMailings(world.deps, world.clock.now)
}

test('every signer who ticked it gets the answer and its supplement, in their language; who did not, gets neither', async () => {
  const { world, author, lead } = await scene(review)
  const wants = await world.signedIn('wants@example.tw')
  const not = await world.signedIn('not@example.tw')
  await write(world.db, (tx) => rememberLanguage(tx, wants.personId!, 'en'))
  await wants.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  await not.post(`${at}/cosignatures`, { district: 'shibi' })
  await lead.post(`${at}/answers`, answer)
  await lead.post(`${at}/supplements`, { ...answer, analysis: '已加做夜間量測，結果附後。', note: '議會決議公開。' })
  for (let again = 0; again < 2; again++) await mailAnswers(world)
  expect(await kindsOf(world, wants)).toEqual(['answer_published', 'answer_supplemented'])
  expect(await kindsOf(world, not)).toEqual([])
  expect(await kindsOf(world, author)).toEqual(['stage_changed', 'author_news'])
  const told = (await author.read('/me')).part('Messages').text
  expect(told, 'which change it was').toContain('The agency has answered')
  expect(told).not.toContain('The stage has changed')
  const [mail] = await read(world, await mails(world, wants))
  expect(mail!.subject).toBe('The agency has answered: 海堤步道夜間照明')
})

test('who took their co-signature back hears nothing of the answer', async () => {
  const { world, lead } = await scene({}, { withdrawalAllowed: true })
  const left = await world.signedIn('left@example.tw')
  const stayed = await world.signedIn('stayed@example.tw')
  for (const one of [left, stayed]) await one.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  expect((await left.post(`${at}/withdrawals`, { what: 'cosignature' })).statusCode).toBe(303)
  expect((await lead.post(`${at}/answers`, answer)).statusCode).toBe(303)
  await mailAnswers(world)
  expect([await kindsOf(world, left), await kindsOf(world, stayed)]).toEqual([[], ['answer_published']])
})

test('a transfer tells the new lead what it owes, and proposer and supporting agencies who has it now', async () => {
  const { world, author, lead, supporting } = await scene(review)
  const third = await world.staff('officer', await coordinating(world), 'third@haicheng.test')
  await lead.post(`${at}/transfers`, { to: 'coordination', words: '步道屬研考會列管。' })
  expect([await kindsOf(world, third), await kindsOf(world, author), await kindsOf(world, supporting)]).toEqual([
    ['assigned'],
    ['transferred'],
    ['transferred'],
  ])
  const [mail] = await read(world, await mails(world, author))
  expect(mail!.subject).toBe('Now with Research, Development and Evaluation: 海堤步道夜間照明')
  for (const said of ['步道屬研考會列管。', '17 Jul 2026']) expect(mail!.text).toContain(said)
  expect(mail!.link?.url).toBe('http://localhost/haicheng/proposals/2026-0001')
  const [other] = await read(world, await mails(world, supporting))
  expect(other!.link?.url).toBe('http://localhost/haicheng/desk/2026-0001')
})
const coordinating = async (world: World) => {
  const [row] = await world.db.reads.select().from(agencies).where(eq(agencies.coordinating, true))
  return row!.id
}

test('an extension tells the proposer and every agency of the case the new date and why', async () => {
  const { world, author, lead, supporting } = await scene(review)
  expect((await lead.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })).statusCode).toBe(303)
  for (const person of [author, lead, supporting]) expect(await kindsOf(world, person)).toEqual(['extended'])
  const [mail] = await read(world, await mails(world, author))
  expect(mail!.text).toContain('New due date\n17 Aug 2026, 23:59')
  expect(mail!.text).toContain('需要地質鑽探。')
})

test('whatever moves the case tells a supporting agency the day of its own part, not of the answer', async () => {
  const { world, id, lead, supporting } = await scene(review)
  const own = { dueBefore: new Date('2026-07-11T00:00:00+08:00'), daysBefore: 7 }
  const part = and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting'))
  await write(world.db, (tx) => tx.update(assignments).set(own).where(part).returning())
  await lead.post(`${at}/extensions`, { months: '1', words: '需要地質鑽探。' })
  const [extended] = await read(world, await mails(world, supporting, 'extended'))
  expect(extended!.subject).toBe('協辦期限改為 2026 年 8 月 10 日：海堤步道夜間照明')
  expect(extended!.text).toContain('協辦意見須在 2026 年 8 月 10 日以前提出')
  expect(extended!.text).not.toContain('8 月 17 日')
  await lead.post(`${at}/transfers`, { to: 'coordination', words: '步道屬研考會列管。' })
  const [transferred] = await read(world, await mails(world, supporting, 'transferred'))
  expect(transferred!.text).toContain('協辦意見須在 2026 年 8 月 10 日以前提出')
  expect(transferred!.text).not.toContain('8 月 17 日')
})

test('a letter to the proposer leads to the page where they can answer', async () => {
  const { world, author, lead } = await scene(review)
  await lead.post(`${at}/contacts`, { words: '請問方便通話嗎？' })
  const [mail] = await read(world, await mails(world, author))
  expect(mail!.text).toContain('請問方便通話嗎？')
  expect((await author.read(new URL(mail!.link!.url).pathname)).item('請問方便通話嗎？').text).toContain(
    'From the agency',
  )
})

test('who follows a case that was hidden hears of its answer by its number alone', async () => {
  const { world, lead } = await scene(review)
  const wants = await world.signedIn('wants@example.tw')
  await write(world.db, (tx) => rememberLanguage(tx, wants.personId!, 'en'))
  await wants.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })
  const moderator = await world.staff('moderator')
  const hide = () => moderator.post(`${at}/decisions`, { decision: 'hide', words: '內含個人資料。' })
  await hide()
  expect((await lead.post(`${at}/answers`, answer)).statusCode).toBe(303)
  await mailAnswers(world)
  const [mail] = await read(world, await mails(world, wants))
  expect(mail!.subject).toBe('The agency has answered: 2026-0001')
  expect(`${mail!.text}${mail!.html}`).not.toContain('海堤步道夜間照明')
  expect((await wants.read('/me')).part('Messages').link('2026-0001')).toBe(at)

  // hidden only after the mail was put out, before it is sent
  await moderator.post(`${at}/decisions`, { decision: 'show', words: '已經刪去。' })
  await lead.post(`${at}/supplements`, { ...answer, note: '議會決議公開。' })
  await mailAnswers(world)
  await hide()
  for (const { subject } of await read(world, await mails(world, wants, 'answer_supplemented')))
    expect(subject).toBe('The agency added to its answer: 2026-0001')
})
