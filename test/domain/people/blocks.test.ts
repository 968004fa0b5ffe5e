// A block of addresses may hold a whole school, or one person who means ill: neither keeps the others there from anything.
import { expect, test } from 'vitest'
import { signInLimits, triesCounter } from '../../../src/domain/people/sign-in-limits.ts'
import { write } from '../../../src/platform/db/write.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { addPasskey, authenticator, signInWith } from '../../support/authenticator.ts'
import { inProcess } from '../../support/database.ts'
import { testConfig } from '../../support/deps.ts'
import { aCase, codeFor, mails, newcomer, path, seconds, setLimits, ticketOf } from '../../support/limits.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

test('newcomers from a block over its share wait some seconds, with their form as typed, and are let through', async () => {
  const world = await testWorld()
  await aCase(world)
  await setLimits(world, { newcomersPerBlock: 2 })
  world.clock.now = new Date('2026-06-18T09:30:00+08:00')
  for (const n of [1, 2]) {
    const from = world.visitor(`203.0.113.${n}`)
    expect((await from.post(`${path}/cosignatures`, newcomer(n))).statusCode).toBe(200)
  }
  const third = world.visitor('203.0.113.77')
  const asked = await third.post(`${path}/cosignatures`, newcomer(3))
  expect([asked.statusCode, asked.headers['retry-after']]).toEqual([429, '15'])
  const back = page(asked)
  expect(back.text).toContain('Please wait 15 seconds')
  expect([back.field('email').value, back.field('reason').value]).toEqual(['n3@example.test', '常走這裡'])
  expect(await mails(world, 'n3@example.test')).toBe(0)

  seconds(world, 5)
  const early = await third.post(`${path}/cosignatures`, { ...newcomer(3), wait: ticketOf(asked) })
  expect([early.statusCode, early.headers['retry-after'], ticketOf(early)]).toEqual([429, '10', ticketOf(asked)])
  const stolen = await third.post(`${path}/cosignatures`, { ...newcomer(4), wait: ticketOf(asked) })
  expect(stolen.headers['retry-after'], 'for another mailbox one waits anew').toBe('15')
  seconds(world, 10)
  const waited = await third.post(`${path}/cosignatures`, { ...newcomer(3), wait: ticketOf(asked) })
  expect([waited.statusCode, await mails(world, 'n3@example.test')]).toEqual([200, 1])

  const nextDoor = world.visitor('203.0.114.1')
  expect((await nextDoor.post(`${path}/cosignatures`, newcomer(5))).statusCode, 'another block').toBe(200)
  world.clock.now = new Date('2026-06-18T10:00:00+08:00')
  const later = world.visitor('203.0.113.77')
  expect((await later.post(`${path}/cosignatures`, newcomer(6))).statusCode, 'an hour later').toBe(200)
})

test('a source beyond its share fills no table, whatever addresses and tickets it makes up', async () => {
  const world = await testWorld()
  await aCase(world)
  await setLimits(world, { newcomersPerBlock: 1 })
  const share = { what: 'mail-block', who: '203.0.113.0/24', most: signInLimits.mailsPerBlock, within: 3_600_000 }
  const count = triesCounter(testConfig.secret)
  for (let i = 0; i < signInLimits.mailsPerBlock; i++)
    await write(world.db, (tx) => count(tx, [share], world.clock.now))
  const flood = async (n: number) => {
    const source = world.visitor('203.0.113.1')
    const wait = ['', 'x', `${(Date.now() - 60_000).toString(36)}.AAAAAAAAAAAAAAAAAAAAAA`, '🙂'.repeat(60)][n % 4]!
    await source.post(`${path}/cosignatures`, { ...newcomer(n), wait })
    expect((await source.post('/sign-in', { email: `n${n}@example.test`, wait })).statusCode).toBe(429)
    return (await world.db.reads.select().from(rateLimitCounters)).length
  }
  const rows = await flood(0)
  for (let n = 1; n < 5; n++) expect(await flood(n)).toBe(rows)
})

test.skipIf(inProcess)(
  'a block that sends ten times its share passes only some in a minute; nobody waits longer',
  async () => {
    const world = await testWorld()
    await aCase(world)
    await setLimits(world, { newcomersPerBlock: 6 })
    world.clock.now = new Date('2026-06-18T09:10:30+08:00')
    const send = (n: number, wait = '') =>
      world.visitor('203.0.113.1').post(`${path}/cosignatures`, { ...newcomer(n), wait })
    const tickets: string[] = []
    for (let n = 0; n < 70; n++) tickets.push(ticketOf(await send(n)))
    seconds(world, 15)
    const statuses: number[] = []
    for (let n = 60; n < 64; n++) statuses.push((await send(n, tickets[n])).statusCode)
    expect(statuses).toEqual([200, 429, 429, 429])
    const last = await send(61, tickets[61])
    expect(Number(last.headers['retry-after'])).toBeLessThanOrEqual(60)
    seconds(world, 15)
    expect((await send(61, tickets[61])).statusCode, 'the next minute').toBe(200)
  },
)

test('three hundred nonsense posts from one block change nothing for its neighbours', async () => {
  const world = await testWorld()
  await aCase(world)
  const neighbour = '203.0.113.200'
  const device = authenticator()
  await addPasskey(await world.signedIn('mei@example.test'), device)
  const nonsense = inProcess ? 30 : 300
  for (let n = 0; n < nonsense; n++) {
    const stranger = world.visitor(`203.0.113.${n % 100}`)
    await stranger.post('/sign-in/code', { email: `n${n % 5}@example.test`, code: '123456' })
    await stranger.post('/sign-in/passkeys', { credential: 'nonsense' })
    await stranger.post('/sign-in/challenges')
    await stranger.post(`${path}/cosignatures`, newcomer(`x${n}`))
    await stranger.post(`${path}/cosignatures/${'x'.repeat(43)}`)
  }
  const wang = world.visitor(neighbour)
  expect((await wang.post('/sign-in', { email: 'n1@example.test' })).statusCode).toBe(303)
  const code = await codeFor(world, 'n1@example.test')
  expect(code, 'nothing was guessed where no code lived').toMatch(/^\d{6}$/)
  expect((await wang.post('/sign-in/code', { code })).statusCode).toBe(303)
  expect((await signInWith(world.visitor(neighbour), device)).statusCode).toBe(303)
  expect((await world.visitor(neighbour).post(`${path}/cosignatures`, newcomer('new'))).statusCode).toBe(200)
  expect(await mails(world, 'nnew@example.test')).toBe(1)
})

test('what a stranger writes into X-Forwarded-For changes nothing; what a trusted proxy writes counts', async () => {
  const forged = await testWorld()
  await aCase(forged)
  await setLimits(forged, { newcomersPerBlock: 1 })
  const asked = async (world: World, n: number, forwarded: string) => {
    const visitor = world.visitor('198.51.100.7')
    return (await visitor.post(`${path}/cosignatures`, newcomer(n), { 'x-forwarded-for': forwarded })).statusCode
  }
  expect(await asked(forged, 1, '10.1.1.1')).toBe(200)
  expect(await asked(forged, 2, '10.2.2.2')).toBe(429)

  const behind = await testWorld({ config: { trustProxy: '198.51.100.7' } })
  await aCase(behind)
  await setLimits(behind, { newcomersPerBlock: 1 })
  expect(await asked(behind, 1, '10.1.1.1')).toBe(200)
  expect(await asked(behind, 2, '10.2.2.2')).toBe(200)
  expect(await asked(behind, 3, '10.2.2.9'), 'the same block').toBe(429)
  expect(await asked(behind, 4, '6.6.6.6, 10.2.2.9'), 'only the part that the proxy added').toBe(429)
})
