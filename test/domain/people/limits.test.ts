// How often is too often: in words, with when to come back, with what was typed, and without telling about others.
import { expect, test } from 'vitest'
import { dropExpired } from '../../../src/domain/people/jobs.ts'
import { signInLimits, triesCounter } from '../../../src/domain/people/sign-in-limits.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { inProcess, testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { aCase, codeFor, mails, newcomer, path, setLimits } from '../../support/limits.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

test('one address gets at most so many mails from all cases, and the page does not say when they stop', async () => {
  const world = await testWorld()
  const numbers = ['2026-0001', '2026-0002', '2026-0003']
  for (const number of numbers) await givenCase(world, { number, title: `第 ${number} 案` })
  await setLimits(world, { mailsPerAddress: 2 })
  for (const number of numbers) {
    const sent = await world.visitor().post(`/haicheng/proposals/${number}/cosignatures`, newcomer('x'))
    expect(sent.statusCode).toBe(200)
    expect(page(sent).heading).toBe('Check your email')
  }
  expect(await mails(world, 'nx@example.test')).toBe(2)
})

test('a signed-in person who presses and takes back without end is asked to wait, wherever they come from', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  await aCase(world)
  await setLimits(world, { cosigningPerPerson: 2 })
  const ping = await world.signedIn('ping@example.test')
  expect((await ping.post(`${path}/cosignatures`, { district: 'shibi' })).statusCode).toBe(303)
  expect((await ping.post(`${path}/withdrawals`)).statusCode).toBe(303)
  const third = await ping.post(`${path}/cosignatures`, { reason: '又想了想' })
  expect(third.statusCode).toBe(429)
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
  expect(page(third).field('reason').value).toBe('又想了想')
  const other = await world.signedIn('wang@example.test')
  expect((await other.post(`${path}/cosignatures`, { district: 'shibi' })).statusCode).toBe(303)
})

test('co-signatures that stand count towards the hour too, and a new hour begins anew', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  const numbers = ['2026-0001', '2026-0002', '2026-0003']
  for (const number of numbers) await givenCase(world, { number, title: `第 ${number} 案` })
  await setLimits(world, { cosigningPerPerson: 2 })
  world.clock.now = new Date('2026-06-18T09:20:00+08:00')
  const ping = await world.signedIn('ping@example.test')
  const presses = (number: string) => ping.post(`/haicheng/proposals/${number}/cosignatures`, { district: 'shibi' })
  expect([(await presses('2026-0001')).statusCode, (await presses('2026-0002')).statusCode]).toEqual([303, 303])
  const third = await presses('2026-0003')
  expect([third.statusCode, third.headers['retry-after']]).toEqual([429, String(40 * 60)])
  expect((await ping.post(`${path}/withdrawals`)).statusCode, 'nor is one taken back').toBe(429)
  world.clock.now = new Date('2026-06-18T10:00:01+08:00')
  expect((await presses('2026-0003')).statusCode).toBe(303)
})

test('what somebody co-signs in another government does not count in this one', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  await aCase(world)
  await setLimits(world, { cosigningPerPerson: 2 })
  const id = await makeElsewhere(world.db)
  const elsewhere = { ...world, government: { ...world.government, id } }
  const ping = await world.signedIn('ping@example.test')
  for (const number of ['2026-0001', '2026-0002']) {
    await givenCase(elsewhere, { number, title: `第 ${number} 案` })
    const pressed = await ping.post(`/elsewhere/proposals/${number}/cosignatures`, { district: 'here' })
    expect(pressed.statusCode).toBe(303)
  }
  expect((await ping.post(`${path}/cosignatures`, { district: 'shibi' })).statusCode).toBe(303)
})

test('a browser that keeps asking for codes is told; a stranger learns nothing about an address and cannot use up its mails', async () => {
  const world = await testWorld()
  const mine = world.visitor('203.0.113.5')
  for (let i = 0; i < signInLimits.codesPerBrowser; i++)
    expect((await mine.post('/sign-in', { email: 'wang@example.test' })).statusCode).toBe(303)
  const told = await mine.post('/sign-in', { email: 'wang@example.test', next: '/haicheng' })
  expect(told.statusCode).toBe(429)
  expect(told.headers['retry-after']).toMatch(/^\d+$/)
  const form = page(told).form('/sign-in')
  expect([form.field('email').value, form.sends('next')]).toEqual(['wang@example.test', '/haicheng'])

  for (let i = 0; i < 10; i++) {
    const stranger = await world.visitor('203.0.113.6').post('/sign-in', { email: 'wang@example.test' })
    expect([stranger.statusCode, stranger.headers.location]).toEqual([303, '/sign-in/code'])
  }
  expect(await mails(world, 'wang@example.test'), 'all from one block').toBe(signInLimits.codesPerMailboxFromBlock)

  const elsewhere = world.visitor('198.51.100.1')
  await elsewhere.post('/sign-in', { email: 'wang@example.test' })
  expect(await mails(world, 'wang@example.test'), 'its owner, at home').toBe(signInLimits.codesPerMailboxFromBlock + 1)
})

test('one source that never stops uses up nothing of what a mailbox may get, from no form', async () => {
  const world = await testWorld()
  await aCase(world)
  await givenCase(world, { number: '2026-0002', title: '夜市照明' })
  const stranger = () => world.visitor('203.0.113.6')
  for (let i = 0; i <= signInLimits.mailsPerMailboxAndDay; i++) {
    await stranger().post('/sign-in', { email: 'nx@example.test' })
    await stranger().post(`${path}/cosignatures`, newcomer('x'))
    await stranger().post('/haicheng/follows', { of: 'case:2026-0001', email: 'nx@example.test', consent: '1' })
  }
  const flooded = await mails(world, 'nx@example.test')
  expect(flooded).toBeLessThan(signInLimits.mailsPerMailbox)
  const owner = world.visitor('198.51.100.1')
  await owner.post('/sign-in', { email: 'nx@example.test' })
  await owner.post('/haicheng/proposals/2026-0002/cosignatures', newcomer('x'))
  expect(await mails(world, 'nx@example.test')).toBe(flooded + 2)
})

test('however many sources ask, an address gets a bounded number of codes an hour', async () => {
  const world = await testWorld()
  for (let i = 0; i < signInLimits.mailsPerMailbox + 5; i++)
    await world.visitor(`198.51.${i}.1`).post('/sign-in', { email: 'wang@example.test' })
  expect(await mails(world, 'wang@example.test')).toBe(signInLimits.mailsPerMailbox)
})

test('one brake for all that is mailed to one mailbox; its owner still gets codes where they signed in before', async () => {
  const world = await testWorld()
  for (const number of ['2026-0001', '2026-0002', '2026-0003', '2026-0004', '2026-0005'])
    await givenCase(world, { number, title: `第 ${number} 案` })
  const owner = world.visitor('203.0.113.5')
  await owner.post('/sign-in', { email: 'wang@gmail.com' })
  expect((await owner.post('/sign-in/code', { code: await codeFor(world, 'wang@gmail.com') })).statusCode).toBe(303)
  await owner.post('/sign-out')
  let spelling = 0
  for (let block = 0; block < 10; block++) {
    for (const number of ['2026-0001', '2026-0002', '2026-0003', '2026-0004', '2026-0005']) {
      const form = { ...newcomer(0), email: `wang+${++spelling}@gmail.com` }
      await world.visitor(`198.51.${block}.1`).post(`/haicheng/proposals/${number}/cosignatures`, form)
    }
    await world.visitor(`198.51.${block}.1`).post('/sign-in', { email: `w.ang+${++spelling}@gmail.com` })
  }
  const all = (await world.db.reads.select().from(outbox)).length
  expect(all).toBe(signInLimits.mailsPerMailbox)
  const stranger = world.visitor('192.0.2.1')
  expect((await stranger.post('/sign-in', { email: 'wang@gmail.com' })).headers.location).toBe('/sign-in/code')
  expect((await world.db.reads.select().from(outbox)).length, 'nothing more, and nobody is told').toBe(all)

  await owner.post('/sign-in', { email: 'wang@gmail.com' })
  const code = await codeFor(world, 'wang@gmail.com')
  expect((await owner.post('/sign-in/code', { code })).statusCode).toBe(303)
})

test('a person hands in so many proposals a day; the draft is kept for tomorrow', async () => {
  const world = await testWorld()
  await setLimits(world, { draftsPerPerson: 2, proposalsPerPerson: 1 })
  const mei = await world.signedIn('mei@example.test')
  const written = async () => {
    const begun = await mei.post('/haicheng/proposals/drafts')
    const base = String(begun.headers.location).replace(/\/problem$/, '')
    await mei.post(`${base}/problem`, { title: '步道裝路燈', problem: '晚上太暗了，看不到路。' })
    await mei.post(`${base}/place`, { topic: 'transport' })
    await mei.post(`${base}/asks`, { asks: '請沿步道加裝路燈。' })
    await mei.post(`${base}/benefit`, { benefit: '走路的人都安全，電費不高。' })
    await mei.post(`${base}/agencies`, { name: '常走路的人' })
    return base
  }
  const [first, second] = [await written(), await written()]
  expect((await mei.post(`${first}/submissions`)).statusCode).toBe(303)
  const refused = await mei.post(`${second}/submissions`)
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['retry-after']).toMatch(/^\d+$/)
  expect(page(refused).text).toContain('as many proposals as one day allows')
  expect((await mei.read(`${second}/problem`)).field('problem').value).toContain('晚上太暗了')

  const third = await mei.post('/haicheng/proposals/drafts')
  expect(third.statusCode).toBe(429)
  expect(page(third).text).toContain('as many drafts as one day allows')

  world.clock.now = new Date('2026-06-20T09:00:00+08:00')
  expect((await mei.post(`${second}/submissions`)).statusCode).toBe(303)
})

test.skipIf(inProcess)(
  'the data interface and the search give each block its share, in JSON and in words',
  async () => {
    const world = await testWorld()
    const many = (url: string, n: number, from: string) =>
      Promise.all(Array.from({ length: n }, () => world.visitor(from).get(url)))
    const data = await many('/api/v1/governments', 601, '203.0.113.9')
    expect(data.filter((reply) => reply.statusCode === 200)).toHaveLength(600)
    const refused = data.find((reply) => reply.statusCode === 429)!
    expect(refused.json().error).toMatchObject({ status: 429 })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)

    const found = await many('/haicheng/proposals?q=路燈', 301, '203.0.113.9')
    const last = found.find((reply) => reply.statusCode === 429)!
    expect(last.headers['content-type']).toContain('text/html')
    expect(last.headers['retry-after']).toMatch(/^\d+$/)
    expect((await world.visitor('203.0.113.9').get('/haicheng/proposals')).statusCode, 'reading is not searching').toBe(
      200,
    )
    expect((await world.visitor('203.0.112.9').get('/api/v1/governments')).statusCode, 'another block').toBe(200)
  },
)

test('counted tries hold no address, and are dropped when their time is over', async () => {
  const db = await testDatabase()
  const at = new Date('2026-06-18T09:10:00+08:00')
  const count = triesCounter('a secret that only tests use, 32 characters or more')
  const limit = { what: 'mail-address', who: 'wang@example.test', most: 1, within: 3_600_000 }
  const tries = [await write(db, (tx) => count(tx, [limit], at)), await write(db, (tx) => count(tx, [limit], at))]
  expect(tries.map(({ over, retryAfter }) => [[...over], retryAfter])).toEqual([
    [[], 0],
    [['mail-address'], 50 * 60],
  ])
  const rows = await db.reads.select().from(rateLimitCounters)
  expect(JSON.stringify(rows)).not.toContain('wang@')
  expect(rows).toHaveLength(1)
  await dropExpired(depsOf(db, at), at)
  expect(await db.reads.select().from(rateLimitCounters), 'the hour is not over').toHaveLength(1)
  const later = new Date('2026-06-18T10:00:00+08:00')
  await dropExpired(depsOf(db, later), later)
  expect(await db.reads.select().from(rateLimitCounters)).toEqual([])
})
