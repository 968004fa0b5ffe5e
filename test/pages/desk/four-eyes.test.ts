// Four eyes: whoever wrote an answer does not publish it alone. And answers that go out at their hour.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { publishScheduled } from '../../../src/domain/answers/publish-scheduled.ts'
import { stoppedBy } from '../../../src/domain/answers/release.ts'
import { setApprover } from '../../../src/domain/governments/approvers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { answerLooks, answerReleases, answerVersions } from '../../../src/schema/answer-releases.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const underReview = {
  number: '2026-0001',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈'],
}
const answer = {
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
  what: ['完成十二盞路燈'],
  owner: ['路燈管理科'],
  due: ['2026-12-31'],
  ask: ['1'],
}
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const mayRelease = async ({ db, government, clock }: World, { personId }: Visitor) => {
  const [seat] = await db.reads.select().from(staff).where(eq(staff.personId, personId!))
  await write(db, (tx) => setApprover(tx, government.id, seat!.id, true, clock.now))
}

async function fourEyes(rules = { fourEyes: true }) {
  const world = await testWorld({ rules })
  const id = await givenCase(world, underReview)
  const writer = await world.staff('officer', world.agencies.environment, 'writer@haicheng.test')
  const approver = await world.staff('officer', world.agencies.environment, 'approver@haicheng.test')
  await mayRelease(world, approver)
  return { world, id, writer, approver }
}
const later = (world: World, minutes: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000)
}

test('an officer asks for release, an approver reads it as everybody will and publishes it', async () => {
  const { world, id, writer, approver } = await fourEyes()
  const preview = page(await writer.post(`${at}/answers`, { ...answer, action: 'preview' }))
  expect(preview.buttons).toContain('Ask for release')
  expect(preview.buttons).not.toContain('Publish')
  // what can be pressed is said as it is: the writer asks, and can take nothing back that they do not publish
  expect((await writer.read(desk)).buttons).toContain('Preview, then ask for release')
  const before = page(await writer.post(`${at}/answers`, { ...answer, action: 'preview' }))
  expect(before.buttons).toContain('Ask for release')
  expect(before.text).not.toContain('if you publish now')
  const asked = await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `${desk}?done=asked`])
  expect((await caseNow(world, id)).stage).toBe('review')

  expect((await approver.read('/haicheng/desk')).text).toContain('An answer is waiting for release 2026-0001')
  const reading = await approver.read(`${desk}/release`)
  expect(reading.text).toContain(answer.analysis)
  expect(reading.buttons).toEqual(expect.arrayContaining(['Publish', 'Send back', 'Publish at that time']))
  const released = await approver.post(`${at}/releases`, { action: 'publish', revision: '1' })
  expect([released.statusCode, released.headers.location]).toEqual([303, '/haicheng/desk?done=answered&of=2026-0001'])
  expect(await caseNow(world, id)).toMatchObject({ stage: 'resolved', outcome: 'adopted' })
  for (const table of [answerReleases, answerVersions, answerLooks])
    expect(await world.db.reads.select().from(table), 'nothing of the draft is kept').toEqual([])
  // for a while it can be taken back, and is a draft again
  expect((await approver.post(`${at}/answers`, { action: 'take_back' })).statusCode).toBe(303)
  expect((await writer.read(desk)).field('analysis').value).toBe(answer.analysis)
})

test('whoever wrote it or asked for it does not publish it: not from the form, not as an approver, not from another account', async () => {
  const { world, id, writer, approver } = await fourEyes()
  await mayRelease(world, writer)
  for (const action of ['publish', 'schedule']) {
    const refused = await writer.post(`${at}/answers`, { ...answer, action })
    expect([refused.statusCode, page(refused).text.includes('A second person releases answers here')]).toEqual([
      422,
      true,
    ])
    expect(page(refused).field('analysis').value).toBe(answer.analysis)
  }
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect((await writer.read(`${desk}/release`)).text).toContain('You cannot release this answer')
  expect((await writer.post(`${at}/releases`, { action: 'publish', revision: '1' })).statusCode).toBe(403)
  await world.oneMailbox(writer, approver)
  expect((await approver.post(`${at}/releases`, { action: 'publish', revision: '1' })).statusCode).toBe(403)
  const colleague = await world.staff('officer', world.agencies.environment, 'colleague@haicheng.test')
  expect((await colleague.post(`${at}/releases`, { action: 'publish', revision: '1' })).statusCode).toBe(403)
  const elsewhere = await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  await mayRelease(world, elsewhere)
  expect((await elsewhere.post(`${at}/releases`, { action: 'publish', revision: '1' })).statusCode).toBe(403)
  expect((await caseNow(world, id)).stage).toBe('review')
  const administrator = await world.staff('administrator')
  expect((await administrator.post(`${at}/releases`, { action: 'publish', revision: '1' })).statusCode).toBe(303)
})

test('an approver who corrects the draft has written it: somebody else releases it', async () => {
  const { world, writer, approver } = await fourEyes()
  await world.staff('administrator')
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  await approver.post(`${at}/answers`, { ...answer, revision: '1', analysis: '照度不足。已量測。', action: 'ask' })
  expect((await approver.post(`${at}/releases`, { action: 'publish', revision: '2' })).statusCode).toBe(403)
})

test('sent back with words, changed and asked for again, it shows what is new since it was read', async () => {
  const { writer, approver } = await fourEyes()
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  const wordless = await approver.post(`${at}/releases`, { action: 'send_back', revision: '1', words: '無' })
  expect([wordless.statusCode, page(wordless).text.includes('Say what is to be changed')]).toEqual([422, true])
  await approver.post(`${at}/releases`, { action: 'send_back', revision: '1', words: '請寫出量測日期。' })
  const back = await writer.read(desk)
  expect(back.part('A draft was sent back').text).toContain('請寫出量測日期。')
  const changed = { ...answer, analysis: '現況照度不足，五月四日已實地量測三處。', due: ['2026-11-30'], revision: '1' }
  await writer.post(`${at}/answers`, { ...changed, action: 'save' })
  expect((await writer.read(desk)).text, 'the words stay while it is changed').toContain('請寫出量測日期。')
  await writer.post(`${at}/answers`, { ...changed, revision: '2', action: 'ask' })
  const reading = await approver.read(`${desk}/release`)
  expect(reading.text).toContain('You last read this draft on')
  const drawn = (await approver.get(`${desk}/release`)).body
  expect(drawn).toMatch(/<ins[^>]*>.*五月四日/)
  expect(drawn).toContain('<del>完成十二盞路燈</del>')
})

test('a draft that was changed while an approver read it is not published unread', async () => {
  const { world, id, writer, approver } = await fourEyes()
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  await writer.post(`${at}/answers`, { ...answer, revision: '1', 'reason-1': '另有考量，列入後年。', action: 'ask' })
  const stale = await approver.post(`${at}/releases`, { action: 'publish', revision: '1' })
  expect(stale.statusCode).toBe(409)
  expect((await caseNow(world, id)).stage).toBe('review')
})

test('asking is taken back by its writer, and by saving the draft again', async () => {
  const { writer, approver } = await fourEyes()
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect((await writer.post(`${at}/releases`, { action: 'withdraw' })).statusCode).toBe(303)
  await writer.post(`${at}/answers`, { ...answer, revision: '1', action: 'ask' })
  await writer.post(`${at}/answers`, { ...answer, revision: '2', action: 'save' })
  const nothing = await approver.post(`${at}/releases`, { action: 'publish', revision: '3' })
  expect(nothing.statusCode).toBe(409)
})

test('where nobody else could release it, it is said before anybody waits', async () => {
  const world = await testWorld({ rules: { fourEyes: true } })
  await givenCase(world, underReview)
  const alone = await world.staff('officer', world.agencies.environment)
  const refused = await alone.post(`${at}/answers`, { ...answer, action: 'ask' })
  expect([refused.statusCode, page(refused).text.includes('Nobody else can release it yet')]).toEqual([422, true])
})

test('an administrator names approvers among officers', async () => {
  const { world, writer } = await fourEyes()
  const administrator = await world.staff('administrator')
  const people = '/haicheng/desk/settings/people'
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, writer.personId!))
  const seatPath = `/haicheng/desk/settings/seats/${seat!.id}/approvals`
  expect((await administrator.post(seatPath, { may: '1' })).statusCode).toBe(303)
  expect((await administrator.read(people)).buttons).toContain('No longer release answers writer@haicheng.test')
  await administrator.post(seatPath, { may: '' })
  expect((await administrator.read(people)).buttons).toContain('Let them release answers writer@haicheng.test')
})

const hour = { 'publish-day': '2026-06-19', 'publish-time': '10:00' }

test('an answer with an hour is published then, and can be taken back for as long as any other', async () => {
  const { world, id, writer } = await fourEyes({ fourEyes: false })
  const set = await writer.post(`${at}/answers`, { ...answer, ...hour, action: 'schedule' })
  expect([set.statusCode, set.headers.location]).toEqual([303, `${desk}?done=scheduled`])
  expect((await writer.read(desk)).part('An answer is scheduled').text).toContain('19 Jun 2026 10:00')
  expect(await publishScheduled(world.deps, world.clock.now)).toBe(0)
  world.clock.now = new Date('2026-06-19T10:00:05+08:00')
  expect(await publishScheduled(world.deps, world.clock.now)).toBe(1)
  expect(await caseNow(world, id)).toMatchObject({ stage: 'resolved', answeredAt: world.clock.now })
  expect(await publishScheduled(world.deps, world.clock.now), 'once').toBe(0)
  later(world, 5)
  expect((await writer.post(`${at}/answers`, { action: 'take_back' })).statusCode).toBe(303)
  expect((await caseNow(world, id)).stage).toBe('review')
})

test('an approver sets the hour; it can be called off', async () => {
  const { world, id, writer, approver } = await fourEyes()
  await writer.post(`${at}/answers`, { ...answer, action: 'ask' })
  const set = await approver.post(`${at}/releases`, { ...hour, action: 'schedule', revision: '1' })
  expect(set.headers.location).toBe(`${desk}?done=scheduled`)
  expect((await writer.post(`${at}/releases`, { action: 'call_off' })).statusCode).toBe(303)
  world.clock.now = new Date('2026-06-19T11:00:00+08:00')
  await publishScheduled(world.deps, world.clock.now)
  expect((await caseNow(world, id)).stage).toBe('review')
})

test.runIf(engine === 'sqlite')(
  'an answer that cannot be published holds up no other, and is not forgotten',
  async () => {
    const { world, id, writer } = await fourEyes({ fourEyes: false })
    const other = await givenCase(world, { ...underReview, number: '2026-0002' })
    for (const number of ['2026-0001', '2026-0002'])
      await writer.post(`/haicheng/proposals/${number}/answers`, { ...answer, ...hour, action: 'schedule' })
    await world.db.exclusively((exec) =>
      exec(
        `create trigger stuck before update on proposals when new.number = '2026-0001' begin select raise(abort, 'stuck'); end`,
      ),
    )
    world.clock.now = new Date('2026-06-19T10:00:05+08:00')
    await expect(publishScheduled(world.deps, world.clock.now)).rejects.toThrow('stuck')
    expect([(await caseNow(world, id)).stage, (await caseNow(world, other)).stage]).toEqual(['review', 'resolved'])
    await world.db.exclusively((exec) => exec('drop trigger stuck'))
    expect(await publishScheduled(world.deps, world.clock.now)).toBe(1)
    expect((await caseNow(world, id)).stage).toBe('resolved')
  },
)

test('a change of the case stops it at once, and the desk says why', async () => {
  const { world, id, writer } = await fourEyes({ fourEyes: false })
  await writer.post(`${at}/answers`, { ...answer, ...hour, action: 'schedule' })
  await write(world.db, (tx) => tx.update(proposals).set({ revision: 9 }).where(eq(proposals.id, id)))
  expect(await publishScheduled(world.deps, world.clock.now)).toBe(1)
  expect((await writer.read(desk)).text).toContain('The text of the case was changed after its time was set')
  world.clock.now = new Date('2026-06-19T11:00:00+08:00')
  await publishScheduled(world.deps, world.clock.now)
  expect((await caseNow(world, id)).stage).toBe('review')
})

describe('an hour', () => {
  const shared = forAll(() => fourEyes({ fourEyes: false }))
  test.each([
    [{ 'publish-day': '2026-06-18', 'publish-time': '08:59' }, 'That time is over'],
    [{ 'publish-day': '2026-06-31', 'publish-time': '10:00' }, 'Enter a day and a time'],
    [{ 'publish-day': '2026-06-19', 'publish-time': '' }, 'Enter a day and a time'],
    [{ 'publish-day': '2026-12-01', 'publish-time': '10:00' }, 'Choose a day within 90 days'],
  ])('an hour that cannot be meant is not taken, and stays as typed: %j', async (typed, words) => {
    const { world, id, writer } = shared()
    const refused = await writer.post(`${at}/answers`, { ...answer, ...typed, action: 'schedule' })
    expect(refused.statusCode).toBe(422)
    expect(page(refused).text).toContain(words)
    expect(page(refused).field('publish-day').value).toBe(typed['publish-day'])
    expect((await caseNow(world, id)).stage).toBe('review')
  })
})

const read = { revision: 3, textRevision: 1, stage: 'review' as const, agencyId: 'a' }
const now = { ...read, leadId: 'a', hidden: false, elsewhere: false, commitments: [], today: '2026-06-19' }
test.each([
  [{}, null],
  [{ revision: 4 }, 'draft'],
  [{ stage: 'resolved' as const }, 'stage'],
  [{ textRevision: 2 }, 'text'],
  [{ leadId: 'b' }, 'lead'],
  [{ leadId: null }, 'lead'],
  [{ hidden: true }, 'hidden'],
  [{ elsewhere: true }, 'elsewhere'],
  [{ commitments: [{ askNumber: null, what: '甲', measure: '', owner: '乙', dueOn: '2026-06-18' }] }, 'dates'],
  [{ commitments: [{ askNumber: null, what: '甲', measure: '', owner: '乙', dueOn: '2026-06-19' }] }, null],
])('what stops an hour: %j', (changed, reason) => {
  expect(stoppedBy(read, { ...now, ...changed })).toBe(reason)
})
