// The server is killed between publishing and the mail, at each step of the way: nothing of it is lost, and nobody is mailed twice.
import { eq, isNull, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { leases } from '../../src/platform/db/deployment-tables.ts'
import { write } from '../../src/platform/db/write.ts'
import { answerReleases } from '../../src/schema/answer-releases.ts'
import { answers } from '../../src/schema/answers.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { follows, mailings, outbox } from '../../src/schema/notifications.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'
import { ask } from '../support/ask.ts'
import { givenCase } from '../support/cases.ts'
import { giveSeat, makeCity, makeSession, manySessions } from '../support/city.ts'
import { until } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'
import { startServer } from '../support/server.ts'
import { smtpServer } from '../support/smtp.ts'

const day = 86_400_000
const followers = 150
const mailConnections = 5 // of the worker: as many messages may be under way when it dies
const case1 = '/haicheng/proposals/2026-0001'
const published = {
  action: 'publish',
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
  what: ['完成十二盞路燈'],
  owner: ['路燈管理科'],
  due: [`${new Date().getFullYear() + 2}-12-31`],
}

/** A case in review that many follow, its author among those who are told, and ten minutes in which an answer can be taken back. */
async function scene() {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const now = new Date()
  const city = await makeCity(db, now, { threshold: 100_000, takeBackMinutes: 10, holdsUnusual: false })
  const author = await makeSession(db, 'author@b0.test', now)
  const begun = new Date(now.getTime() - day)
  const id = await givenCase(city, {
    ...{ number: '2026-0001', title: '海堤步道夜間照明', asks: ['裝設路燈'], authorId: author.personId },
    ...{ stage: 'review', publishedAt: begun, closesBefore: new Date(now.getTime() + 30 * day), thresholdMetAt: begun },
    answerDueBefore: new Date(now.getTime() + 20 * day),
  })
  const people = await manySessions(db, followers, now, 'en')
  await write(db, (tx) =>
    tx.insert(follows).values(people.map(({ personId }) => ({ proposalId: id, personId, wanted: true, since: begun }))),
  )
  const officer = await makeSession(db, 'officer@haicheng.test', now)
  await giveSeat(db, {
    ...{ personId: officer.personId, role: 'officer', governmentId: city.government.id },
    ...{ agencyId: city.agencies.environment, at: now },
  })
  const mail = await smtpServer()
  const start = () => startServer(url, { SMTP_URL: mail.url })
  const kill = async (server: Awaited<ReturnType<typeof start>>) => {
    await server.end('SIGKILL')
    await write(db, (tx) => tx.delete(leases).returning()) // as if the next start came when the dead one's leases were over
  }
  /** As if the time to take back were over. */
  const timePasses = async () => {
    const [past, later] = [new Date(Date.now() - 1000), new Date(Date.now() + 5000)]
    const waits = await db.reads.select({ id: outbox.id, at: outbox.nextTryAt }).from(outbox)
    await write(db, async (tx) => {
      await tx
        .update(mailings)
        .set({ startsAt: sql`${mailings.createdAt}` })
        .where(isNull(mailings.doneAt))
      for (const one of waits.filter(({ at }) => at && at > later))
        await tx.update(outbox).set({ nextTryAt: past }).where(eq(outbox.id, one.id))
    })
  }
  const rows = async () => ({
    answers: (await db.reads.select().from(answers)).filter(({ publishedAt }) => publishedAt).length,
    commitments: (await db.reads.select().from(commitments)).map(({ state }) => state),
    stage: (await db.reads.select().from(proposals))[0]!.stage,
    told: (await db.reads.select().from(record)).filter(({ kind }) => kind === 'answered').length,
    mailings: (await db.reads.select().from(mailings)).length,
  })
  return { db, id, officer, mail, start, kill, timePasses, rows }
}

const whole = { answers: 1, commitments: ['open'], stage: 'resolved', told: 1, mailings: 1 }

/** Everybody has one mail; what went twice is known by its Message-ID, and was being handed over at a kill. */
async function everybodyOnce({ db, mail }: Awaited<ReturnType<typeof scene>>, killsWhileSending: number) {
  const unmade = () => db.reads.select({ id: mailings.id }).from(mailings).where(isNull(mailings.doneAt)).limit(1)
  const unsent = () => db.reads.select({ id: outbox.id }).from(outbox).where(isNull(outbox.sentAt)).limit(1)
  await until(async () => !(await unmade()).length && !(await unsent()).length, 'the mail to be out', 200)
  const told = mail.received.filter(({ to }) => /^citizen\d+@|^author@/.test(to))
  expect(new Set(told.map(({ to }) => to)).size).toBe(followers + 1)
  expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(followers + 1)
  expect(told.length - followers - 1).toBeLessThanOrEqual(killsWhileSending * mailConnections)
}

test.runIf(manyConnections)(
  'killed after publishing, in the wait, as the mail is made and as it goes out',
  async () => {
    const all = await scene()
    const { db, officer, mail, start, kill, timePasses, rows } = all
    const first = await start()
    const sent = await ask(first.port, `${case1}/answers`, { cookie: officer.cookie, form: published })
    await kill(first) // the moment the answer is told
    expect([sent.status, await rows()]).toEqual([303, whole])

    const second = await start() // in the wait
    await until(async () => (await ask(second.port, case1)).body.includes('完成十二盞路燈'))
    expect(mail.received.filter(({ to }) => to !== 'officer@haicheng.test')).toEqual([])
    await kill(second)

    await timePasses()
    const third = await start()
    const made = async () => (await db.reads.select({ id: outbox.id }).from(outbox)).length
    await until(async () => (await made()) > 1) // some batches of the mailing
    await kill(third)
    const fourth = await start()
    await until(() => mail.received.length > 40)
    await kill(fourth) // some of the mails
    await start()
    await everybodyOnce(all, 2)
    expect(await rows()).toEqual(whole)
  },
)

test.runIf(manyConnections)(
  'killed after publishing, an answer is still taken back, and nobody is ever mailed',
  async () => {
    const { db, officer, mail, start, kill, timePasses, rows } = await scene()
    const first = await start()
    await ask(first.port, `${case1}/answers`, { cookie: officer.cookie, form: published })
    await kill(first)
    const second = await start()
    const form = { action: 'take_back' }
    const back = await ask(second.port, `${case1}/answers`, { cookie: officer.cookie, form })
    await kill(second)
    expect([back.status, await rows()]).toEqual([
      303,
      { ...whole, answers: 0, commitments: ['draft'], stage: 'review', mailings: 0 },
    ])
    await timePasses()
    const third = await start()
    await until(async () => (await ask(third.port, '/readyz')).status === 200)
    await new Promise((later) => setTimeout(later, 4000)) // two rounds of the mailings
    expect(mail.received).toEqual([])
    expect((await db.reads.select().from(outbox)).filter(({ sentAt }) => sentAt)).toEqual([])
  },
)

test.runIf(manyConnections)(
  'killed at the hour of an answer, by two processes on one database, it goes out once',
  async () => {
    const all = await scene()
    const { db, officer, start, kill, timePasses, rows } = all
    const first = await start()
    const tomorrow = new Date(Date.now() + 2 * day)
    const form = { ...published, action: 'save' }
    expect((await ask(first.port, `${case1}/answers`, { cookie: officer.cookie, form })).status).toBe(303)
    const [draft] = await db.reads.select().from(answers)
    const [one] = await db.reads.select().from(proposals)
    await write(db, (tx) =>
      tx.insert(answerReleases).values({
        ...{ answerId: draft!.id, state: 'scheduled', revision: draft!.revision, textRevision: one!.revision },
        ...{ stage: 'review', words: '', publishAt: tomorrow, personId: draft!.personId, role: 'officer' },
        changedAt: new Date(),
      }),
    )
    await kill(first)
    const atOnce = { publishAt: new Date(Date.now() - 1000) }
    await write(db, (tx) => tx.update(answerReleases).set(atOnce))
    for (let i = 0; i < 3; i++) {
      const both = await Promise.all([start(), start()])
      if (i < 2) await new Promise((later) => setTimeout(later, 300 * i))
      else await until(async () => (await rows()).answers === 1)
      for (const server of both) await kill(server)
      const now = await rows()
      expect([now.told, now.mailings]).toEqual([now.answers, now.answers])
    }
    expect(await rows()).toEqual(whole)
    await timePasses()
    await Promise.all([start(), start()])
    await everybodyOnce(all, 0)
  },
)
