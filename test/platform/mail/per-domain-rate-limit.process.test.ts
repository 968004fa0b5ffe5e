// One domain that is slow, refuses or gets a great deal does not hold up the others; nor does a mailing hold up a code.
import { setTimeout as sleep } from 'node:timers/promises'
import { asc } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { startMailing } from '../../../src/domain/notifications/tell-case.ts'
import { deliverDue } from '../../../src/domain/notifications/worker.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity } from '../../support/city.ts'
import { testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { type Manner, smtpServer } from '../../support/smtp.ts'

const start = new Date('2026-06-18T09:00:00+08:00')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

async function mailRoom() {
  const db = await testDatabase()
  const server = await smtpServer()
  const transport = smtpTransport({ smtpUrl: server.url })!
  onTestFinished(() => transport.close())
  const put = (addresses: string[], kind: 'answer_published' | 'sign_in_code' = 'answer_published', at = start) =>
    write(db, async (tx) => {
      for (const address of addresses)
        await enqueueMail(tx, {
          kind,
          address,
          language: 'en',
          facts: kind === 'sign_in_code' ? { code: '123456' } : {},
          at,
        })
    })
  return {
    db,
    server,
    transport,
    deps: depsOf(db, start),
    put,
    rows: () => db.reads.select().from(outbox).orderBy(asc(outbox.id)),
  }
}

const many = (count: number, domain: string) => Array.from({ length: count }, (_, i) => `person${i}@${domain}`)

test('a slow domain keeps two connections at most, and the others get their mail meanwhile', async () => {
  const { server, transport, deps, put } = await mailRoom()
  server.state.manner = (to): Manner => (to.endsWith('@slow.test') ? 'slow' : 'take')
  await put(many(30, 'slow.test')) // all of them before the others
  await put(many(10, 'quick.test'))
  await deliverDue(deps, transport, start)
  const order = server.received.map(({ to }) => to)
  expect(order.length).toBe(40)
  const lastQuick = order.findLastIndex((to) => to.endsWith('@quick.test'))
  expect(order.slice(0, lastQuick).filter((to) => to.endsWith('@slow.test')).length).toBeLessThan(15)
})

test('mail for many domains goes as quickly behind a great deal for three large ones as without it', async () => {
  const { server, transport, deps, put } = await mailRoom()
  for (const large of ['gmail.test', 'yahoo.test', 'hotmail.test']) await put(many(400, large))
  const others = Array.from({ length: 150 }, (_, i) => `person@other${i}.test`)
  await put(others)
  const theirs = () => server.received.filter(({ to }) => to.startsWith('person@other')).length
  const enough = new AbortController()
  const look = setInterval(() => theirs() === others.length && enough.abort(), 1)
  await deliverDue(deps, transport, start, enough.signal)
  clearInterval(look)
  expect(theirs()).toBe(others.length)
  // of every turn of fifty domains three are large ones, and each of those gets thirty a second at most
  expect(server.received.length).toBeLessThan(others.length * 2)
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(server.received.length)
})

test('a mailing to many domains keeps a pace that leaves room for pages; codes do not wait for it', async () => {
  const { server, transport, deps, put } = await mailRoom()
  await put(Array.from({ length: 260 }, (_, i) => `person@other${i}.test`))
  await put(many(60, 'codes.test'), 'sign_in_code')
  const began = performance.now()
  await deliverDue(deps, transport, start)
  expect(performance.now() - began).toBeGreaterThan(1000) // 260, less what may be made up for, at two hundred a second
  const order = server.received.map(({ to }) => to)
  expect(order.length).toBe(320)
  expect(order.slice(0, 60).filter((to) => to.endsWith('@codes.test')).length).toBeGreaterThan(55)
})

test('a domain that greylists is left alone for a while, tried again later, and gets every message once', async () => {
  const { server, transport, deps, put, rows } = await mailRoom()
  const seen = new Set<string>()
  server.state.manner = (to): Manner => {
    if (!to.endsWith('@grey.test') || seen.has(to)) return 'take'
    seen.add(to)
    return 450
  }
  await put(many(12, 'grey.test'))
  await put(many(5, 'other.test'))
  await deliverDue(deps, transport, start)
  expect(server.received.length).toBe(5)
  expect(server.tried.filter((to) => to.endsWith('@grey.test')).length).toBeLessThan(10)
  for (let minute = 2; minute < 400 && server.received.length < 17; minute += 15)
    await deliverDue(deps, transport, later(minute))
  expect(new Set(server.received.map(({ to }) => to)).size).toBe(17)
  expect(server.received.length).toBe(17)
  expect((await rows()).every(({ sentAt }) => sentAt)).toBe(true)
})

test('codes that strangers ask for at addresses that refuse them hold up nobody else’s mail at that domain', async () => {
  const { server, transport, deps, put } = await mailRoom()
  server.state.manner = (to): Manner => (to.startsWith('full') ? 450 : 'take')
  await put(
    Array.from({ length: 8 }, (_, i) => `full${i}@large.test`),
    'sign_in_code',
  )
  await deliverDue(deps, transport, start)
  await put(many(10, 'large.test'))
  await deliverDue(deps, transport, start)
  expect(server.received.length).toBe(10)
})

test('a sign-in code asked for while a mailing is expanded and sent goes out at once', async () => {
  const { db, server, transport, deps, put } = await mailRoom()
  const city = await makeCity(db, start)
  const proposalId = await givenCase(city)
  await write(db, async (tx) => {
    const list = Array.from({ length: 300 }, (_, i) => ({ id: newId(), email: `signer${i}@b.test` }))
    await tx.insert(people).values(list.map((p) => ({ ...p, displayName: null, language: 'en', createdAt: start })))
    await tx.insert(follows).values(list.map(({ id }) => ({ proposalId, personId: id, wanted: true, since: start })))
    await startMailing(tx, {
      kind: 'answer_published',
      governmentId: city.government.id,
      proposalId,
      facts: {},
      at: start,
    })
  })
  server.state.manner = (to): Manner => (to.startsWith('signer') ? 'slow' : 'take')
  const off = new AbortController()
  const expanding = expandMailings(deps, start)
  const work = async () => {
    while (!off.signal.aborted) {
      await deliverDue(deps, transport, start, off.signal)
      await sleep(20)
    }
  }
  const sending = work()
  while (server.received.length < 10) await sleep(5)
  await put(['code@b.test'], 'sign_in_code')
  const before = server.received.length
  while (!server.received.some(({ to }) => to === 'code@b.test')) await sleep(5)
  const overtaken = server.received.findIndex(({ to }) => to === 'code@b.test') - before
  off.abort()
  await Promise.all([expanding, sending])
  expect(overtaken).toBeLessThan(30)
  expect(server.received.length).toBeLessThan(150)
})
