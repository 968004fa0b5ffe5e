// A supporting part that the answer did not wait for: its agency is reminded until it is added or released, the calendars hold it,
// and it goes to a successor. And of several parts of one case everybody has one mail.
import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { handOverEnded } from '../../../src/domain/answers/hand-over.ts'
import { remindAgencies } from '../../../src/domain/answers/jobs.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { remindOverdue } from '../../../src/domain/answers/remind-overdue.ts'
import { setApprover } from '../../../src/domain/governments/approvers.ts'
import { addAgency } from '../../../src/domain/governments/commands.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { takeUp } from '../../../src/domain/proposals/case-officers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { agencies, staff } from '../../../src/schema/agencies.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { sourceSaying } from '../../support/join.ts'
import { testWorld, type World } from '../../support/world.ts'

const day = (date: string) => new Date(`${date}T00:00:00+08:00`)
const resolved = { number: '2026-0001', stage: 'resolved', answeredAt: new Date('2026-06-10T10:00:00+08:00') } as const
const asked = { assignedAt: day('2026-06-01'), daysBefore: 7 }

/** Everything that goes out at that hour, as kind, mailbox, subject in English; jobs run twice, as they do. */
async function told(world: World, on: string) {
  world.clock.now = new Date(`${on}T09:00:00+08:00`)
  const before = (await world.db.reads.select({ id: outbox.id }).from(outbox)).map(({ id }) => id)
  for (let again = 0; again < 2; again++) {
    await markOverdue(world, world.clock.now)
    await remindAgencies(world.deps, world.clock.now)
    await remindOverdue(world.deps, world.clock.now)
  }
  const rows = await world.db.reads
    .select({ mail: outbox, to: people.email })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .orderBy(asc(people.email), asc(outbox.id))
  const fresh = rows.filter(({ mail }) => !before.includes(mail.id))
  const english = fresh.map(({ mail }) => ({ ...mail, language: 'en' }))
  const drawn = await mailsOf(world.db.reads, english, testConfig, 'http://localhost')
  return fresh.map(({ mail, to }) => ({ ...drawn.get(mail.id)!, to: to!.split('@')[0]!, kind: mail.kind }))
}
const heard = async (world: World, on: string) => (await told(world, on)).map(({ kind, to }) => `${kind} ${to}`)

test('after the answer a part that is missing is told of as before: its officer, the approvers, the administrators, and each week', async () => {
  const world = await testWorld({ at: '2026-06-10T12:00:00+08:00' })
  const id = await givenCase(world, { ...resolved, title: '步道照明' })
  await givenSupport(world, id, { ...asked, dueBefore: day('2026-06-26') }) // the last day is the 25th
  const { transport } = world.agencies
  const bus = await world.staff('officer', transport, 'bus@haicheng.test')
  const head = await world.staff('officer', transport, 'head@haicheng.test')
  await world.staff('officer', transport, 'third@haicheng.test')
  await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  await world.staff('administrator')
  await write(world.db, (tx) => takeUp(tx, { proposalId: id, agencyId: transport }, bus.personId!, world.clock.now))
  const seat = and(eq(staff.personId, head.personId!), eq(staff.agencyId, transport))
  const [row] = await world.db.reads.select({ id: staff.id }).from(staff).where(seat)
  await write(world.db, (tx) => setApprover(tx, world.government.id, row!.id, true, world.clock.now))
  expect(await heard(world, '2026-06-10')).toEqual([])
  const [first] = await told(world, '2026-06-11')
  expect([first!.kind, first!.to, first!.subject]).toEqual(['due_14', 'bus', 'Your part is due in 14 days: 步道照明'])
  expect(first!.text).toContain('The lead agency has already answered.')
  expect(await heard(world, '2026-06-18')).toEqual(['due_7 bus', 'due_7 head'])
  const onTheDay = await told(world, '2026-06-25')
  expect(onTheDay.map(({ to, subject }) => [to, subject])).toEqual([
    ['administrator', 'Part due today, Transport Bureau: 步道照明'],
    ...['bus', 'head', 'third'].map((to) => [to, 'Your part is due today: 步道照明']),
  ])
  expect(await heard(world, '2026-07-01')).toEqual([])
  const week = await told(world, '2026-07-02')
  expect(week.map(({ to, subject }) => [to, subject])).toEqual([
    ['administrator', 'Part still missing, Transport Bureau: 步道照明'],
    ...['bus', 'head', 'third'].map((to) => [to, 'Your part is still missing: 步道照明']),
  ])
  for (const words of [
    'Part was due on 25 Jun 2026: 7 days overdue',
    'Agency\nTransport Bureau',
    'ask the lead agency to release it',
  ])
    expect(week[1]!.text).toContain(words)
  expect(week[0]!.text).toContain('Part was due on 25 Jun 2026: 7 days overdue')
  expect(await heard(world, '2026-07-08')).toEqual([])
  expect(await heard(world, '2026-07-09')).toHaveLength(4)
  expect(await heard(world, '2026-07-16')).toHaveLength(4)
  await write(world.db, (tx) =>
    tx
      .update(assignments)
      .set({ endedAt: world.clock.now })
      .where(and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting'))),
  )
  expect(await heard(world, '2026-07-23'), 'released').toEqual([])
})

test('twelve weeks after its day a part stands in the queue alone, and an upgrade tells of no older one', async () => {
  const world = await testWorld({ at: '2026-06-10T12:00:00+08:00' })
  await givenSupport(world, await givenCase(world, resolved), { ...asked, dueBefore: day('2026-06-26') })
  const bus = await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  expect(await heard(world, '2026-09-17')).toEqual(['overdue bus'])
  expect(await heard(world, '2026-09-23')).toEqual([])
  expect(await heard(world, '2026-09-24')).toEqual([])
  expect(await heard(world, '2026-10-05')).toEqual([])
  const again = await world.staff('officer', world.agencies.transport, bus.email!) // twelve weeks later the session is over
  expect((await again.read('/haicheng/desk')).text).toContain('102 days overdue')
})

test('nobody is reminded of a part of which only a source knows, or that had no date', async () => {
  const world = await testWorld({ at: '2026-06-10T12:00:00+08:00' })
  const imported = { source: sourceSaying('resolved'), seenOn: '2026-06-01' }
  await givenSupport(world, await givenCase(world, { ...resolved, ...imported }), {
    assignedAt: asked.assignedAt,
    dueBefore: day('2026-06-26'),
  })
  await givenSupport(world, await givenCase(world, { ...resolved, number: '2026-0002' }), { dueBefore: null })
  await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  await world.staff('administrator')
  for (const on of ['2026-06-19', '2026-06-25', '2026-07-02']) expect(await heard(world, on)).toEqual([])
})

test('the public calendar of its agency and the calendar of its officer hold a part that is still owed after the answer', async () => {
  const world = await testWorld({ at: '2026-06-20T12:00:00+08:00' })
  const id = await givenCase(world, { ...resolved, title: '步道照明' })
  await givenSupport(world, id, { ...asked, dueBefore: day('2026-06-26') })
  const officer = await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  const made = await officer.post('/me/calendars', { of: 'haicheng' })
  const own = /\/me\/calendars\/[^/]+\/due-dates\.ics/.exec(made.body)![0]
  for (const [who, path] of [
    [world.visitor(), '/haicheng/agencies/transport/calendar.ics'],
    [world.visitor(), own],
  ] as const) {
    const { body } = await who.get(path)
    expect(body).toContain('DTSTART;VALUE=DATE:20260625')
    expect(body).toContain('步道照明')
  }
  await write(world.db, (tx) =>
    tx
      .update(assignments)
      .set({ answeredAt: world.clock.now, contribution: '意見如下。', salt: 'x'.repeat(32) })
      .where(and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting'))),
  )
  world.clock.now = new Date('2026-06-21T12:00:00+08:00')
  for (const path of ['/haicheng/agencies/transport/calendar.ics', own])
    expect((await world.visitor().get(path)).body).not.toContain('BEGIN:VEVENT')
})

test('an agency that ends leaves a part that is owed after the answer to its successor', async () => {
  const world = await testWorld({ at: '2026-06-20T12:00:00+08:00' })
  const id = await givenCase(world, resolved)
  await givenSupport(world, id, { ...asked, dueBefore: day('2026-06-26') })
  await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const roads = { code: 'roads', name: { 'zh-Hant': '工務局', en: 'Public Works Bureau' } }
  const successorId = await write(world.db, (tx) => addAgency(tx, world.government.id, roads, world.clock.now))
  const ended = { validTo: '2026-06-18', successorId }
  await write(world.db, (tx) => tx.update(agencies).set(ended).where(eq(agencies.id, world.agencies.transport)))
  expect(await handOverEnded(world, world.clock.now)).toBe(1)
  const parts = await world.db.reads
    .select()
    .from(assignments)
    .where(and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting')))
  const open = parts.filter(({ endedAt }) => !endedAt)
  expect(open.map(({ agencyId, daysBefore }) => [agencyId, daysBefore])).toEqual([[successorId, 7]])
})

test('of an overdue case everybody has one mail, which names every agency that owes a part; who works for none of them reads whose it is', async () => {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  const author = await world.signedIn('author@example.tw')
  const id = await givenCase(world, {
    ...{ number: '2026-0001', title: '步道照明', stage: 'review', answerDueBefore: day('2026-07-18') },
    ...{ authorId: author.personId, thresholdMetAt: day('2026-05-17') },
  })
  await givenSupport(world, id, { dueBefore: day('2026-07-18') })
  await world.staff('officer', world.agencies.environment, 'lead@haicheng.test')
  const both = await world.staff('officer', world.agencies.environment, 'both@haicheng.test')
  await write(world.db, async (tx) => {
    const [seat] = await tx.select().from(staff).where(eq(staff.personId, both.personId!))
    await tx.insert(staff).values({ ...seat!, id: 'second-seat', agencyId: world.agencies.transport })
  })
  await world.staff('administrator')
  const lines = async (on: string) => (await told(world, on)).map(({ to, subject }) => `${to}: ${subject}`)
  expect(await lines('2026-07-17')).toEqual([
    'administrator: Answer due today, Environment Bureau and Transport Bureau: 步道照明',
    'both: Due today: 步道照明',
    'lead: Due today: 步道照明',
  ])
  const first = await told(world, '2026-07-18')
  expect(first.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
    'author: The answer to your proposal is overdue: 步道照明',
    'both: Answer overdue: 步道照明',
    'lead: Answer overdue: 步道照明',
  ])
  expect(first[0]!.text).toContain('Lead agency\nEnvironment Bureau')
  expect(first[1]!.text).toContain('Agency\nEnvironment Bureau and Transport Bureau')
  expect(first[2]!.text).toContain('Agency\nEnvironment Bureau\n')
  expect(await lines('2026-07-24')).toEqual([
    'administrator: Answer overdue, Environment Bureau and Transport Bureau: 步道照明',
    'both: Answer overdue: 步道照明',
    'lead: Answer overdue: 步道照明',
  ])
})
