// What is mailed on an answer's way out of its agency: that it waits for release, was sent back, or was stopped before its hour.
import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { publishScheduled } from '../../../src/domain/answers/publish-scheduled.ts'
import { setApprover } from '../../../src/domain/governments/approvers.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const answer = {
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
}
const told = ({ db }: World, { personId }: Visitor) =>
  db.reads
    .select()
    .from(outbox)
    .where(and(eq(outbox.personId, personId!), eq(outbox.kind, 'answer_release')))
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
async function read({ db }: World, rows: (typeof outbox.$inferSelect)[]) {
  const mails = await mailsOf(db.reads, rows, testConfig, 'http://localhost')
  return rows.map((row) => mails.get(row.id)!)
}
async function releasing(world: World, { personId }: Visitor, may: boolean) {
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, personId!))
  await write(world.db, (tx) => setApprover(tx, world.government.id, seat!.id, may, world.clock.now))
}
async function scene(rules: { fourEyes: boolean }) {
  const world = await testWorld({ rules })
  const id = await givenCase(world, {
    number: '2026-0001',
    stage: 'review',
    thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
    answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
    asks: ['裝設路燈'],
  })
  const writer = await world.staff('officer', world.agencies.environment, 'writer@haicheng.test')
  const approver = await world.staff('officer', world.agencies.environment, 'approver@haicheng.test')
  const administrator = await world.staff('administrator')
  return { world, id, writer, approver, administrator }
}

test('the approver hears by mail that an answer waits, and whoever wrote it that it was sent back, in both languages', async () => {
  const { world, writer, approver, administrator } = await scene({ fourEyes: true })
  await releasing(world, approver, true)
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect([await told(world, writer), await told(world, administrator)], 'nobody else').toEqual([[], []])
  const [asked] = await told(world, approver)
  for (const [language, subject] of [
    ['en', 'An answer is waiting for you to release it: '],
    ['zh-Hant', '回應等待您核定：'],
  ] as const) {
    const [mail] = await read(world, [{ ...asked!, language }])
    expect(mail!.subject).toContain(subject)
    expect(mail!.text).toContain(`${desk}/release`)
  }
  await approver.post(`${at}/releases`, { action: 'send_back', revision: '1', words: '請寫出量測日期。' })
  const [back] = await read(
    world,
    (await told(world, writer)).map((row) => ({ ...row, language: 'en' })),
  )
  expect(back!.subject).toContain('A draft answer was sent back')
  expect(back!.text).toContain('請寫出量測日期。')
  expect(await told(world, approver)).toHaveLength(1)
})

test('a draft that is sent back reaches whoever has the case now, and not a writer who has left', async () => {
  const { world, writer, approver, administrator } = await scene({ fourEyes: true })
  await releasing(world, approver, true)
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  const heard = async (...people: Visitor[]) =>
    Promise.all(
      people.map(async (one) => (await told(world, one)).filter(({ facts }) => facts.act === 'sent_back').length),
    )
  const back = { action: 'send_back', revision: '1', words: '請寫出量測日期。' }
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  const handed = { from: writer.personId!, to: colleague.personId! }
  expect((await writer.post('/haicheng/desk/workload/successors', handed)).statusCode).toBe(303)
  await approver.post(`${at}/releases`, back)
  expect(await heard(writer, colleague, administrator)).toEqual([1, 1, 0])
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: world.clock.now }).where(eq(staff.personId, writer.personId!)),
  )
  const page = await colleague.read(desk)
  expect(page.text).toContain('請寫出量測日期。')
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  const again = { ...answer, analysis: '現況照度不足，5 月 4 日實地量測三處。', revision: '1', action: 'ask' }
  expect((await colleague.post(`${at}/answers`, again)).statusCode).toBe(303)
  await approver.post(`${at}/releases`, { ...back, revision: '2' })
  expect(await heard(writer, colleague, administrator)).toEqual([1, 2, 0])
})

test('where an agency has no approver, the administrators hear of it', async () => {
  const { world, writer, approver, administrator } = await scene({ fourEyes: true })
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect([(await told(world, approver)).length, (await told(world, administrator)).length]).toEqual([0, 1])
})

test('a publication that was stopped is told to whoever set its hour, with the reason', async () => {
  const { world, id, writer } = await scene({ fourEyes: false })
  const hour = { 'publish-day': '2026-06-20', 'publish-time': '09:00' }
  await writer.post(`${at}/answers`, { ...answer, action: 'schedule', ...hour })
  await write(world.db, (tx) => tx.update(proposals).set({ revision: 9 }).where(eq(proposals.id, id)))
  await publishScheduled(world.deps, world.clock.now)
  await publishScheduled(world.deps, world.clock.now)
  const stopped = await read(
    world,
    (await told(world, writer)).map((row) => ({ ...row, language: 'zh-Hant' })),
  )
  expect(
    stopped.map((mail) => mail.subject),
    'once',
  ).toEqual([expect.stringContaining('排定的回應沒有發布')])
  expect(stopped[0]!.text).toContain('排定時間後，案件的文字改過。')
})
