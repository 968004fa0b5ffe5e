import { asc, eq, isNull } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { backoff } from '../../../src/domain/notifications/delivery.ts'
import { notificationJobs } from '../../../src/domain/notifications/jobs.ts'
import { leave } from '../../../src/domain/notifications/leave.ts'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { startMailing } from '../../../src/domain/notifications/tell-case.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { tick } from '../../../src/platform/process/scheduler.ts'
import { follows, mailings, outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity } from '../../support/city.ts'
import { connectForTest, manyConnections, testDatabase, testUrl } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { smtpServer } from '../../support/smtp.ts'

const start = new Date('2026-06-18T09:00:00+08:00')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

function transportTo(url: string) {
  const transport = smtpTransport({ smtpUrl: url })!
  onTestFinished(() => transport.close())
  return transport
}

async function mailbox() {
  const db = await testDatabase()
  const server = await smtpServer()
  const deps = depsOf(db, start)
  const put = (address: string, more: Partial<Parameters<typeof enqueueMail>[1]> = {}) =>
    write(db, (tx) =>
      enqueueMail(tx, { kind: 'invitation', address, language: 'zh-Hant', facts: { token: 'T' }, at: start, ...more }),
    )
  const rows = () => db.reads.select().from(outbox).orderBy(asc(outbox.createdAt), asc(outbox.id))
  return { db, server, deps, put, rows, transport: transportTo(server.url) }
}

test('a message is sent once, and marked', async () => {
  const { deps, server, put, rows, transport } = await mailbox()
  await put('a@b.test')
  expect(await deliverDue(deps, transport, start)).toBe(1)
  expect(await deliverDue(deps, transport, later(60))).toBe(0)
  const [row] = await rows()
  expect(row).toMatchObject({ sentAt: start, nextTryAt: null, attempts: 1 })
  expect(server.received.map((m) => m.messageId)).toEqual([`<${row!.id}@localhost>`])
})

test('codes and links are gone from the outbox once the mail is out', async () => {
  const { deps, put, rows, transport } = await mailbox()
  await put('a@b.test', { kind: 'sign_in_code', facts: { code: '123456' } })
  await deliverDue(deps, transport, start)
  expect((await rows())[0]?.facts).toEqual({ code: null })
})

test('a sign-in code overtakes bulk mail, and one that comes too late is not sent', async () => {
  const { deps, server, put, transport } = await mailbox()
  for (let i = 0; i < 20; i++) await put(`signer${i}@b.test`, { kind: 'answer_published', facts: {} })
  await put('code@b.test', { kind: 'sign_in_code', facts: { code: '123456' } })
  await put('late@b.test', { kind: 'sign_in_code', facts: { code: '1' }, at: later(-30) })
  await deliverDue(deps, transport, start)
  expect(server.received[0]?.to).toBe('code@b.test')
  expect(server.received.length).toBe(21)
  expect(server.tried).not.toContain('late@b.test')
})

test('a server that refuses, hangs up and dawdles at times loses nothing and gets nothing twice', async () => {
  const { deps, server, put, rows, transport } = await mailbox()
  const wanted = Array.from({ length: 40 }, (_, i) => `person${i}@b.test`)
  for (const address of wanted) await put(address)
  server.state.manner = (_to, nth) => (nth % 5 === 1 ? 451 : nth % 5 === 2 ? 'drop' : nth % 5 === 3 ? 'slow' : 'take')
  for (let hour = 0; hour < 40 && (await rows()).some((row) => !row.sentAt); hour++)
    await deliverDue(deps, transport, later(hour * 60))
  expect(server.received.map((m) => m.to).sort()).toEqual([...wanted].sort())
  expect(server.tried.length).toBeGreaterThan(wanted.length)
  const ids = (await rows()).map((row) => `<${row.id}@localhost>`)
  expect(server.received.map((m) => m.messageId).sort()).toEqual(ids.sort())
})

test('a server that is down is not asked for every message, and everything goes when it is back', async () => {
  const { db, server, deps, put, rows } = await mailbox()
  const dead = await smtpServer()
  await dead.close()
  for (let i = 0; i < 30; i++) await put(`person${i}@b.test`, { kind: 'answer_published', facts: {} })
  const transport = transportTo(dead.url)
  const tried = async () => (await rows()).filter((row) => row.attempts > 0)
  await deliverDue(deps, transport, start)
  const first = await tried()
  expect(first.length).toBeGreaterThan(0)
  expect(first.length).toBeLessThan(20)
  await deliverDue(deps, transport, new Date(start.getTime() + 1000))
  expect(await tried(), 'what waits is not asked for again so soon').toHaveLength(first.length)
  expect(first[0]?.lastError).toMatch(/ECONNECTION|ESOCKET/)
  await deliverDue(deps, transportTo(server.url), later(600))
  expect(server.received.length).toBe(30)
  expect(await db.reads.select().from(outbox).where(isNull(outbox.sentAt))).toEqual([])
})

test('an address that the server knows not to exist is given up after three tries', async () => {
  const { deps, server, put, rows, transport } = await mailbox()
  await put('nobody@b.test')
  server.state.manner = () => 550
  for (let hour = 0; hour < 10; hour++) await deliverDue(deps, transport, later(hour * 60))
  const [row] = await rows()
  expect(server.tried.length).toBe(3)
  expect(row).toMatchObject({ sentAt: null, nextTryAt: null, facts: { token: null } })
  expect(row?.failedAt).not.toBeNull()
  expect(row?.lastError).not.toContain('nobody@')
})

test('between tries the wait doubles from a minute to six hours, give or take a quarter', () => {
  expect([1, 2, 3].map((n) => backoff(n, 0.5))).toEqual([60_000, 120_000, 240_000])
  expect(backoff(30, 0.5)).toBe(6 * 3_600_000)
  expect([backoff(1, 0), backoff(1, 1)]).toEqual([45_000, 75_000])
})

test('in the demonstration mail counts as sent at once and keeps its code', async () => {
  const { db, put, rows } = await mailbox()
  await put('a@b.test', { kind: 'sign_in_code', facts: { code: '123456' } })
  await deliverDue(depsOf(db, start, { demonstration: true }), null, start)
  expect((await rows())[0]).toMatchObject({ sentAt: start, facts: { code: '123456' } })
})

async function followers(db: Awaited<ReturnType<typeof testDatabase>>, proposalId: string, count: number) {
  const list = Array.from({ length: count }, (_, i) => ({ id: newId(), email: `signer${i}@b.test` }))
  await write(db, async (tx) => {
    for (let i = 0; i < list.length; i += 100) {
      const some = list.slice(i, i + 100)
      await tx
        .insert(people)
        .values(some.map((p) => ({ ...p, displayName: null, language: 'zh-Hant', createdAt: start })))
      await tx
        .insert(follows)
        .values(some.map((p, n) => ({ proposalId, personId: p.id, wanted: n % 100 !== 7, since: start })))
    }
  })
  return list
}

test('an answer reaches every follower who wanted it, once, and resumes where it stopped', async () => {
  const { db, deps, rows } = await mailbox()
  const city = await makeCity(db, start)
  const proposalId = await givenCase(city)
  await followers(db, proposalId, 1200)
  const mailing = {
    kind: 'answer_published',
    governmentId: city.government.id,
    proposalId,
    facts: {},
    at: start,
  } as const
  await write(db, (tx) => startMailing(tx, mailing))
  const off = new AbortController()
  db.events.once('committed', () => off.abort()) // after the first batch
  await expandMailings(deps, start, off.signal)
  expect((await rows()).length).toBe(100)
  await expandMailings(deps, later(60))
  await expandMailings(deps, later(61))
  const told = await rows()
  expect(told.length).toBe(1200 - 12)
  expect(new Set(told.map((row) => row.personId)).size).toBe(told.length)
  expect((await db.reads.select().from(mailings))[0]?.doneAt).toEqual(later(60))
})

test('who unsubscribes gets nothing more, not even what was waiting', async () => {
  const { db, deps, server, transport } = await mailbox()
  const city = await makeCity(db, start)
  const proposalId = await givenCase(city)
  const [first] = await followers(db, proposalId, 3)
  const mailing = {
    kind: 'answer_published',
    governmentId: city.government.id,
    proposalId,
    facts: {},
    at: start,
  } as const
  await write(db, (tx) => startMailing(tx, mailing))
  await expandMailings(deps, start)
  expect(await leave(deps, { purpose: 'unsubscribe', id: proposalId, personId: first!.id }, start)).toBe(true)
  await deliverDue(deps, transport, later(1))
  expect(server.received.map((m) => m.to).sort()).toEqual(['signer1@b.test', 'signer2@b.test'])
  expect(server.received[0]?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  const [gone] = await db.reads.select().from(outbox).where(eq(outbox.personId, first!.id))
  expect(gone).toMatchObject({ sentAt: null, nextTryAt: null, lastError: 'unsubscribed' })
})

test.runIf(manyConnections)('two processes at once send each message once', async () => {
  const url = await testUrl()
  const [one, two] = [await connectForTest(url), await connectForTest(url)]
  const server = await smtpServer()
  server.state.manner = () => 'slow'
  for (let i = 0; i < 20; i++)
    await write(one, (tx) =>
      enqueueMail(tx, {
        kind: 'invitation',
        address: `p${i}@b.test`,
        language: 'en',
        facts: { token: 'T' },
        at: start,
      }),
    )
  const jobs = () => notificationJobs(transportTo(server.url))
  await Promise.all([tick(depsOf(one, start), jobs(), start), tick(depsOf(two, start), jobs(), start)])
  expect(server.received.map((m) => m.to).sort()).toEqual(Array.from({ length: 20 }, (_, i) => `p${i}@b.test`).sort())
})
