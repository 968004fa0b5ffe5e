import { and, asc, eq, ne } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { remindAgencies } from '../../../src/domain/answers/jobs.ts'
import { markOverdue } from '../../../src/domain/answers/mark-overdue.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { dropPending } from '../../../src/domain/cosignatures/jobs.ts'
import { deadline } from '../../../src/domain/governments/deadline.ts'
import { dropExpired } from '../../../src/domain/people/jobs.ts'
import { allJobs } from '../../../src/jobs.ts'
import { newId, sha256 } from '../../../src/lib/id.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { startScheduler, tick } from '../../../src/platform/process/scheduler.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { pendingCosignatures } from '../../../src/schema/cosignatures.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { givenCase, givenCases, givenSupport } from '../../support/cases.ts'
import { type City, giveSeat, makeCity, makeSession } from '../../support/city.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'

const day = (date: string, time = '00:00') => new Date(`${date}T${time}:00+08:00`)
const caseOf = async (db: Database, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
/** What came after publication. */
const entriesOf = (db: Database, id: string) => {
  const later = and(eq(record.proposalId, id), ne(record.kind, 'published'))
  return db.reads.select().from(record).where(later).orderBy(asc(record.id))
}
const mailsOf = async (db: Database, kind: typeof outbox.$inferSelect.kind) =>
  (await db.reads.select().from(outbox).where(eq(outbox.kind, kind)).orderBy(asc(outbox.address))).map((m) => m.address)

const begun = day('2026-01-01')

/** A case under review with its two parts, each with an officer who is told. */
async function reviewed(city: City, due: Date): Promise<string> {
  const met = day('2026-01-10', '10:00')
  const dates = { publishedAt: begun, thresholdMetAt: met, answerDueBefore: due }
  const id = await givenCase(city, { stage: 'review', ...dates })
  await givenSupport(city, id, { assignedAt: met, dueBefore: due })
  const { db, agencies, government } = city
  for (const [email, agencyId] of [
    ['lead@haicheng.test', agencies.environment],
    ['supporting@haicheng.test', agencies.transport],
  ] as const) {
    const { personId } = await makeSession(db, email, met)
    await giveSeat(db, { personId, governmentId: government.id, role: 'officer', agencyId, at: met })
  }
  return id
}

test('a case below its threshold expires at its closing date, even when nobody was there for a week', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const closes = day('2026-03-07')
  const id = await givenCase(city, { closesBefore: closes })
  const open = await givenCase(city, { closesBefore: day('2026-03-20') })
  await expireDue(depsOf(db, closes), new Date(closes.getTime() - 1))
  expect((await caseOf(db, id)).stage).toBe('gathering')

  const weekLater = day('2026-03-14', '08:00')
  for (let again = 0; again < 3; again++) await expireDue(depsOf(db, weekLater), weekLater)
  expect(await caseOf(db, id)).toMatchObject({ stage: 'expired', outcome: 'expired', endedAt: closes })
  expect((await caseOf(db, open)).stage).toBe('gathering')
  const entries = await entriesOf(db, id)
  expect(entries).toMatchObject([{ kind: 'expired', role: 'system', occurredAt: closes, recordedAt: weekLater }])
})

test('a co-signature begun before closing is waited for, a day at most', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const closes = day('2026-03-07')
  const id = await givenCase(city, { closesBefore: closes })
  const pressed = new Date(closes.getTime() - 5 * 60_000)
  await write(db, (tx) =>
    tx.insert(pendingCosignatures).values({
      id: newId(),
      proposalId: id,
      email: 'late@b.test',
      districtCode: 'outside',
      wantsAnswer: true,
      noticeVersion: '1',
      language: 'zh-Hant',
      tokenHash: sha256('x'),
      createdAt: pressed,
      expiresAt: new Date(pressed.getTime() + 48 * 3_600_000),
    }),
  )
  const [soon, dayLater] = [day('2026-03-07', '12:00'), day('2026-03-08', '00:00')]
  expect(await expireDue(depsOf(db, soon), soon)).toBe(0)
  expect(await expireDue(depsOf(db, dayLater), dayLater)).toBe(1)
  expect((await entriesOf(db, id))[0]?.occurredAt).toEqual(closes)

  expect(await dropPending(depsOf(db, dayLater), dayLater)).toBe(0)
  const twoDays = day('2026-03-09', '00:00')
  expect(await dropPending(depsOf(db, twoDays), twoDays)).toBe(1)
})

test('many cases that closed while nobody was there all expire, each once', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  await givenCases(city, Array(250).fill({ closesBefore: day('2026-03-07') }))
  const now = day('2026-03-14')
  await expireDue(depsOf(db, now), now)
  const entries = await db.reads.select().from(record).where(eq(record.kind, 'expired'))
  expect(entries.length).toBe(250)
  expect(new Set(entries.map((e) => e.proposalId)).size).toBe(250)
})

test('an answer that does not come is overdue from the first instant after its last day, said once and to all who owe it', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const due = day('2026-03-11')
  const id = await reviewed(city, due)
  const before = new Date(due.getTime() - 1)
  expect(await markOverdue(depsOf(db, before), before)).toBe(0)
  const weekLater = day('2026-03-18', '09:30')
  await markOverdue(depsOf(db, weekLater), weekLater)
  await markOverdue(depsOf(db, weekLater), new Date(weekLater.getTime() + 60_000))
  expect((await caseOf(db, id)).overdueAt).toEqual(weekLater)
  expect(await entriesOf(db, id)).toMatchObject([
    { kind: 'overdue', agencyId: city.agencies.environment, occurredAt: due, recordedAt: weekLater },
  ])
  expect(await mailsOf(db, 'overdue')).toEqual(['lead@haicheng.test', 'supporting@haicheng.test'])
})

test('agencies are reminded 14 and 7 days before and on the day, each once', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  await reviewed(city, day('2026-03-11')) // the last day is 10 March
  const both = ['lead@haicheng.test', 'supporting@haicheng.test']
  const at = async (now: Date) => {
    await remindAgencies(depsOf(db, now), now)
    await remindAgencies(depsOf(db, now), new Date(now.getTime() + 3_600_000))
    return [await mailsOf(db, 'due_14'), await mailsOf(db, 'due_7'), await mailsOf(db, 'due_0')]
  }
  expect(await at(day('2026-02-23', '20:00'))).toEqual([[], [], []])
  expect(await at(day('2026-02-24', '00:05'))).toEqual([both, [], []])
  expect(await at(day('2026-03-02', '00:05'))).toEqual([both, [], []])
  expect(await at(day('2026-03-03', '00:05'))).toEqual([both, both, []])
  expect(await at(day('2026-03-10', '00:05'))).toEqual([both, both, both])
  expect(await at(day('2026-03-11', '00:05'))).toEqual([both, both, both])
})

test('after a week switched off only the nearest reminder goes; who has answered gets none', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const id = await reviewed(city, day('2026-03-11'))
  await write(db, (tx) =>
    tx
      .update(assignments)
      .set({ answeredAt: day('2026-02-01') })
      .where(and(eq(assignments.proposalId, id), eq(assignments.role, 'supporting')))
      .returning(),
  )
  const now = day('2026-03-05', '09:00')
  await remindAgencies(depsOf(db, now), now)
  expect(await mailsOf(db, 'due_14')).toEqual([])
  expect(await mailsOf(db, 'due_7')).toEqual(['lead@haicheng.test'])
})

test('an extended due date is reminded of again', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const id = await reviewed(city, day('2026-03-11'))
  const remind = (now: Date) => remindAgencies(depsOf(db, now), now)
  await remind(day('2026-03-04', '09:00'))
  await write(db, (tx) =>
    tx
      .update(proposals)
      .set({ answerDueBefore: day('2026-04-11') })
      .where(eq(proposals.id, id))
      .returning(),
  )
  await write(db, (tx) =>
    tx
      .update(assignments)
      .set({ dueBefore: day('2026-04-11') })
      .where(eq(assignments.proposalId, id))
      .returning(),
  )
  await remind(day('2026-03-10', '09:00'))
  expect((await mailsOf(db, 'due_7')).length).toBe(2)
  await remind(day('2026-04-04', '09:00'))
  expect((await mailsOf(db, 'due_7')).length).toBe(4)
})

test('two months from the last day of December end on the last day of February, leap day and all', async () => {
  const db = await testDatabase()
  const city = await makeCity(db, begun)
  const calendar = { timeZone: 'Asia/Taipei', holidays: new Map(), loadedUntil: '2030-12-31' }
  const { before } = deadline(day('2027-12-31', '15:00'), { months: 2 }, calendar)
  const id = await reviewed(city, before)
  const [lastEvening, next] = [day('2028-02-29', '23:59'), day('2028-03-01')]
  expect(await markOverdue(depsOf(db, lastEvening), lastEvening)).toBe(0)
  expect(await markOverdue(depsOf(db, next), next)).toBe(1)
  expect((await entriesOf(db, id))[0]?.occurredAt).toEqual(next)
})

test('expired counters go, live ones stay', async () => {
  const db = await testDatabase()
  const now = day('2026-03-11')
  await write(db, (tx) =>
    tx.insert(rateLimitCounters).values([
      { key: 'old', count: 3, expiresAt: day('2026-03-10') },
      { key: 'new', count: 1, expiresAt: day('2026-03-12') },
    ]),
  )
  await dropExpired(depsOf(db, now), now)
  expect((await db.reads.select().from(rateLimitCounters)).map((row) => row.key)).toEqual(['new'])
})

test.runIf(manyConnections)('two processes on one database do each thing once', async () => {
  const url = await testUrl()
  const [one, two] = [await connectForTest(url), await connectForTest(url)]
  const city = await makeCity(one, begun)
  await givenCases(city, Array(20).fill({ closesBefore: day('2026-03-07') }))
  await reviewed(city, day('2026-03-11'))
  const now = day('2026-03-14')
  const jobs = allJobs(null).filter(({ name }) => name !== 'log-check') // the record knows nothing of these cases
  await Promise.all([one, two].map((db) => tick(depsOf(db, now), jobs, now)))
  // without any lease: the conditions of the updates alone must be enough
  await Promise.all([one, two].flatMap((db) => [expireDue(depsOf(db, now), now), markOverdue(depsOf(db, now), now)]))
  const later = await one.reads.select().from(record).where(ne(record.kind, 'published'))
  expect(later.map((entry) => entry.kind).sort()).toEqual([...Array(20).fill('expired'), 'overdue'])
  expect(await mailsOf(one, 'overdue')).toEqual(['lead@haicheng.test', 'supporting@haicheng.test'])
})

test('a job that throws is logged, and the others go on', async () => {
  const db = await testDatabase()
  const said: string[] = []
  const ran: string[] = []
  const scheduler = startScheduler(
    depsOf(db, day('2026-03-14')),
    [
      { name: 'bad', every: 1000, run: async () => Promise.reject(new Error('no')) },
      { name: 'good', every: 1000, run: async () => ran.push('good') },
    ],
    { error: (facts, message) => said.push(`${message}: ${(facts as { job: string }).job}`), warn: () => {} },
  )
  await scheduler.tick()
  await scheduler.stop()
  expect(said).toEqual(['a job failed: bad'])
  expect(ran).toEqual(['good'])
})
