// The real server is killed in the middle of a storm, again and again: what it promised is there, and nothing by halves.
// KILLS says how often; `npm run test:crash` kills fifty times.
import { setTimeout as sleep } from 'node:timers/promises'
import { asc, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { countRows } from '../../src/platform/db/columns.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { leases } from '../../src/platform/db/deployment-tables.ts'
import { write } from '../../src/platform/db/write.ts'
import { answers, askDecisions } from '../../src/schema/answers.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { governments } from '../../src/schema/governments.ts'
import { logHeads, logProgress } from '../../src/schema/log.ts'
import { mailings, outbox } from '../../src/schema/notifications.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record, recordNumbers } from '../../src/schema/record.ts'
import { until } from '../support/command.ts'
import { counted } from '../support/counted.ts'
import { manyConnections } from '../support/database.ts'
import { leavesOf } from '../support/log.ts'
import { startServer } from '../support/server.ts'
import { crowdOf, type Given, givenStorm } from './storm.ts'

const kills = Number(process.env.KILLS ?? 5)
const mailConnections = 5 // of the worker: as many messages may be under way when it dies

test.runIf(manyConnections)(
  `a server killed ${kills} times in a storm keeps what it promised, and does nothing by halves or twice`,
  async () => {
    const storm = await givenStorm({ cases: 4, answers: kills * 3, signers: 400 })
    const crowd = crowdOf(storm)
    const env = { SMTP_URL: storm.mail.url }

    for (let kill = 0; kill < kills; kill++) {
      const server = await startServer(storm.url, env)
      const pressing = crowd.press(server.port)
      await pressing.replies(20 + Math.random() * 130)
      await sleep(Math.random() * 30)
      await server.end('SIGKILL')
      await pressing.stop()
      await nothingByHalves(storm)
      await leasesRunOut(storm.db)
    }
    const last = await startServer(storm.url, env)
    const pressing = crowd.press(last.port)
    await until(async () => Object.values(crowd.promised).every((acts) => acts.length > 0))
    await pressing.stop()
    await untilMailIsOut(storm.db)
    await untilNumbered(storm.db)
    await untilLogged(storm.db)
    await last.end('SIGTERM')

    expect(crowd.turnedAway.map(({ status, body }) => `${status} ${body.slice(0, 200)}`)).toEqual([])
    await nothingByHalves(storm)
    await promisesAreKept(storm, crowd.promised)
    await mailCameOnce(storm, crowd.promised)
    await recordIsGapless(storm.db)
    await logIsExact(storm.db)
    const { signed, newcomers, confirmed, answered } = crowd.promised
    for (const acts of [signed, newcomers, confirmed, answered]) expect(acts).not.toEqual([])
    console.log(
      `${kills} kills: ${signed.length} presses, ${newcomers.length} newcomers, ${confirmed.length} of them confirmed, ` +
        `${answered.length} answers, ${storm.mail.received.length} mails`,
    )
  },
  120_000 + kills * 8_000,
)

/** As if each restart came when the dead process's leases were over. */
const leasesRunOut = (db: Database) => write(db, (tx) => tx.delete(leases).returning())

async function nothingByHalves({ db, cases, toAnswer }: Given) {
  for (const { id } of cases) {
    const { count, rows, sums, entries, thresholds } = await counted(db, id)
    expect({ rows, sums, entries }).toEqual({ rows: count, sums: count, entries: count })
    const [proposal] = await db.reads.select().from(proposals).where(eq(proposals.id, id))
    const met = count >= proposal!.threshold!
    expect({ thresholds, stage: proposal!.stage }).toEqual({
      thresholds: met ? 1 : 0,
      stage: met ? 'review' : 'gathering',
    })
  }
  const { reads } = db
  const found = {
    answers: countsOf(await reads.select({ id: answers.proposalId }).from(answers)),
    decisions: countsOf(
      await reads
        .select({ id: answers.proposalId })
        .from(askDecisions)
        .innerJoin(answers, eq(answers.id, askDecisions.answerId)),
    ),
    promises: countsOf(
      await reads.select({ id: commitments.proposalId }).from(commitments).where(eq(commitments.state, 'open')),
    ),
    mailings: countsOf(await reads.select({ id: mailings.proposalId }).from(mailings)),
    answered: countsOf(await reads.select({ id: record.proposalId }).from(record).where(eq(record.kind, 'answered'))),
    promised: countsOf(await reads.select({ id: record.proposalId }).from(record).where(eq(record.kind, 'promised'))),
  }
  const resolved = countsOf(
    await reads.select({ id: proposals.id }).from(proposals).where(eq(proposals.stage, 'resolved')),
  )
  const whole = { answers: 1, decisions: 2, promises: 1, mailings: 1, answered: 1, promised: 1 }
  const nothing = { answers: 0, decisions: 0, promises: 0, mailings: 0, answered: 0, promised: 0 }
  for (const { id } of toAnswer) {
    const ofCase = Object.fromEntries(Object.entries(found).map(([name, counts]) => [name, counts.get(id) ?? 0]))
    expect(ofCase).toEqual(resolved.has(id) ? whole : nothing)
  }
}

function countsOf(rows: { id: string | null }[]): Map<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

async function promisesAreKept({ db }: Given, { signed, confirmed, answered }: ReturnType<typeof crowdOf>['promised']) {
  const key = (personId: string, proposalId: string) => `${personId} ${proposalId}`
  const rows = new Set((await db.reads.select().from(cosignatures)).map((row) => key(row.personId, row.proposalId)))
  const known = new Map((await db.reads.select().from(people)).map(({ email, id }) => [email, id]))
  const lost = [
    ...signed.filter(({ personId, proposalId }) => !rows.has(key(personId, proposalId))),
    ...confirmed.filter(({ email, proposalId }) => !rows.has(key(known.get(email) ?? '', proposalId))),
  ]
  expect(lost).toEqual([])
  const resolved = await db.reads.select().from(proposals).where(eq(proposals.stage, 'resolved'))
  expect(answered.filter((id) => !resolved.some((p) => p.id === id))).toEqual([])
}

async function mailCameOnce({ db, mail }: Given, { newcomers }: ReturnType<typeof crowdOf>['promised']) {
  const rows = await db.reads.select().from(outbox)
  const ids = mail.received.map(({ messageId }) => messageId)
  const came = new Set(ids)
  expect(rows.filter(({ id }) => !came.has(`<${id}@localhost>`))).toEqual([])
  expect(came.size).toBe(rows.length)
  expect(ids.length - came.size).toBeLessThanOrEqual(kills * mailConnections)
  const addressees = new Set(mail.received.map(({ to }) => to))
  expect(newcomers.filter(({ email }) => !addressees.has(email))).toEqual([])
}

async function recordIsGapless(db: Database) {
  const numbers = await db.reads.select().from(recordNumbers).orderBy(asc(recordNumbers.number))
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1))
  expect(numbers.length).toBe((await db.reads.select({ n: countRows() }).from(record))[0]!.n)
}

async function untilMailIsOut({ reads }: Database) {
  const unsent = () => reads.select({ id: outbox.id }).from(outbox).where(isNull(outbox.sentAt)).limit(1)
  const open = () => reads.select({ id: mailings.id }).from(mailings).where(isNull(mailings.doneAt)).limit(1)
  // thousands to one domain, at thirty a second
  await until(async () => !(await unsent()).length && !(await open()).length, 'the mail to be out', 300)
}

async function untilNumbered({ reads }: Database) {
  const rows = async (table: typeof record | typeof recordNumbers) =>
    (await reads.select({ n: countRows() }).from(table))[0]!.n
  await until(async () => (await rows(record)) === (await rows(recordNumbers)))
}

async function untilLogged({ reads }: Database) {
  const all = async () => (await reads.select({ n: countRows() }).from(recordNumbers))[0]!.n
  await until(async () => (await reads.select().from(logProgress))[0]?.number === (await all()))
  await until(async () => (await reads.select().from(logHeads)).every((head) => head.signedSize === head.size))
}

/** Every entry is one leaf, in its order, under a root that is signed. */
async function logIsExact(db: Database) {
  const [government] = await db.reads.select().from(governments)
  const entries = await db.reads
    .select({ number: recordNumbers.number, kind: record.kind })
    .from(recordNumbers)
    .innerJoin(record, eq(record.position, recordNumbers.position))
    .orderBy(asc(recordNumbers.number))
  const [, ...leaves] = await leavesOf(db, government!.id)
  expect(leaves.map(({ entry }) => entry).sort((a, b) => a! - b!)).toEqual(entries.map(({ number }) => number))
}
