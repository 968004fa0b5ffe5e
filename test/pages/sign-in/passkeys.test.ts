// Passkeys as people meet them: added on "My page", used at the door, lost, removed. What they may not say: passkey-lies.sqlite.test.ts.
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { dropExpired } from '../../../src/domain/people/jobs.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { passkeyChallenges, passkeys, sessions } from '../../../src/schema/sign-in.ts'
import { addPasskey, authenticator, challengeFor, signInWith } from '../../support/authenticator.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const minutes = 60_000

/** Somebody with one passkey, and the device that keeps it. */
async function cityWithPasskey(device = authenticator()) {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  expect((await addPasskey(mei, device)).headers.location).toBe('/me?done=passkey_added#passkeys')
  return { world, mei, device }
}
const rows = ({ db }: World) => db.reads.select().from(passkeys)
const later = (world: World, ms: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}
/** The machine's clock, by which sessions go. */
function machineLater(ms: number) {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.setSystemTime(Date.now() + ms)
}

test('a passkey is added on my page, told by mail, and signs in in another browser, on to where the person was going', async () => {
  const { world, mei, device } = await cityWithPasskey(authenticator({ backedUp: true }))
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mine = await mei.read('/me?done=passkey_added')
  expect(mine.notice).toContain('The passkey was added')
  const phone = mine.part('Passkeys').item('Phone').text
  for (const words of ['not used yet', 'also on your other devices']) expect(phone).toContain(words)
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'passkey_added'))
  expect(mail).toMatchObject({ address: 'mei@example.test', facts: { name: 'Phone' } })
  expect(mine.text).toContain('A passkey was added')

  const elsewhere = world.visitor()
  const next = '/haicheng/proposals/2026-0001'
  const before = elsewhere.cookie('fuyi')
  const answer = await signInWith(elsewhere, device, { next })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, next])
  expect(elsewhere.cookie('fuyi')).not.toBe(before)
  expect((await elsewhere.read('/me')).part('Passkeys').item('Phone').text).toContain('last used')
  expect(await rows(world)).toMatchObject([
    { transports: ['hybrid', 'internal'], counter: 1, backedUp: true, lastUsedAt: world.clock.now },
  ])
  // The database opens no session with what lies there: neither the challenge nor the session's id.
  expect(JSON.stringify(await world.db.reads.select().from(sessions))).not.toContain(elsewhere.cookie('fuyi'))
  const kept = await world.db.reads.select().from(passkeyChallenges)
  expect(kept, 'the two that were answered').toHaveLength(2)
  expect((await challengeFor(elsewhere, 'me/passkeys')).challenge).not.toBe('')
  expect(await world.db.reads.select().from(passkeyChallenges)).toHaveLength(2)
})

test('a session that was opened before is not taken over: signing in with a passkey gives a new one', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const old = mei.cookie('fuyi')
  expect((await signInWith(mei, device)).headers.location).toBe('/me')
  expect(mei.cookie('fuyi')).not.toBe(old)
  expect(await world.db.reads.select().from(sessions)).toHaveLength(1)
})

test('a challenge is answered once, within five minutes, in the browser that asked, and for what it was made', async () => {
  const { world, mei, device } = await cityWithPasskey(authenticator({ counts: false }))
  const [browser, thief] = [world.visitor(), world.visitor()]
  const credential = device.sign(await challengeFor(browser, 'sign-in'))
  await challengeFor(thief, 'sign-in')
  expect((await thief.post('/sign-in/passkeys', { credential })).statusCode).toBe(422)
  expect((await browser.post('/sign-in/passkeys', { credential })).statusCode).toBe(303)
  await browser.post('/sign-out')
  expect(page(await browser.post('/sign-in/passkeys', { credential })).text).toContain('sent twice')

  const slow = world.visitor()
  const late = device.sign(await challengeFor(slow, 'sign-in'))
  later(world, 5 * minutes)
  expect(page(await slow.post('/sign-in/passkeys', { credential: late })).text).toContain('That took too long')

  const forNew = device.sign({ rpId: 'localhost', ...(await challengeFor(mei, 'me/passkeys')) })
  expect((await mei.post('/sign-in/passkeys', { credential: forNew })).statusCode).toBe(422)
  later(world, 5 * minutes)
  await dropExpired(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(passkeyChallenges)).toEqual([])
})

test('a counter that goes back opens nothing: there are two of the key', async () => {
  const { world, device } = await cityWithPasskey()
  for (let i = 0; i < 3; i++) expect((await signInWith(world.visitor(), device)).statusCode).toBe(303)
  for (const counter of [3, 2, 0]) {
    const browser = world.visitor()
    const credential = device.sign(await challengeFor(browser, 'sign-in'), { counter })
    expect(page(await browser.post('/sign-in/passkeys', { credential })).text).toContain('seems to have been copied')
  }
  device.keys[0]!.counter = 10
  expect((await signInWith(world.visitor(), device)).statusCode).toBe(303)
})

test('a passkey nobody here has, one that was removed, and one of somebody who was erased are not known', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const foreign = authenticator()
  foreign.make({ challenge: '', rp: { id: 'localhost' }, user: { id: device.keys[0]!.userHandle } })
  expect(page(await signInWith(world.visitor(), foreign)).text).toContain('not known here')
  await write(world.db, (tx) => erasePeople(tx, [mei.personId!]))
  expect(await rows(world)).toEqual([])
  expect(page(await signInWith(world.visitor(), device)).text).toContain('not known here')
})

test('adding and removing ask for a sign-in of the last ten minutes; by passkey or by code', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const [phone] = await rows(world)
  machineLater(10 * minutes)
  const again = '/sign-in?need=again&next=%2Fme%23passkeys'
  for (const url of ['/me/passkeys/challenges', '/me/passkeys', `/me/passkeys/${phone!.id}/removals`])
    expect([url, (await mei.post(url)).headers.location]).toEqual([url, again])
  expect((await mei.read('/me')).hrefs).toContain(again)
  expect((await mei.read(again)).text).toContain('Confirm it’s you')
  expect((await mei.post(`/me/passkeys/${phone!.id}/names`, { rename: 'Old phone' })).statusCode).toBe(303)
  expect((await mei.read('/me')).part('Passkeys').text, 'a name needs nothing more').toContain('Old phone')

  await mei.post('/sign-in', { email: 'mei@example.test', next: '/me#passkeys', need: 'again' })
  expect((await mei.get('/sign-in/code')).statusCode).toBe(200)
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'sign_in_code'))
  const led = await mei.post('/sign-in/code', { code: String(mail!.facts.code) })
  expect(led.headers.location).toBe('/me#passkeys')
  expect((await addPasskey(mei, device, { name: 'Laptop' })).statusCode).toBe(303)

  machineLater(10 * minutes)
  expect((await signInWith(mei, device, { next: '/me#passkeys' })).headers.location).toBe('/me#passkeys')
  expect((await mei.post(`/me/passkeys/${phone!.id}/removals`)).headers.location).toContain('done=passkey_removed')
  expect((await rows(world)).map((row) => row.name)).toEqual(['Laptop'])
})

test('whoever removes a lost passkey signs out what it opened, and is told by mail; nobody removes or names another’s', async () => {
  const { world, mei, device } = await cityWithPasskey()
  const [phone] = await rows(world)
  const thief = world.visitor()
  expect((await signInWith(thief, device)).statusCode).toBe(303)
  const other = await world.signedIn('other@example.test')
  expect((await other.post(`/me/passkeys/${phone!.id}/removals`)).statusCode).toBe(404)
  expect((await other.post(`/me/passkeys/${phone!.id}/names`, { rename: 'Mine' })).statusCode).toBe(404)
  const nameless = await mei.post(`/me/passkeys/${phone!.id}/names`, { rename: ' ' })
  expect(page(nameless).field('rename').error).toContain('Enter a name')
  expect((await mei.post(`/me/passkeys/${phone!.id}/removals`)).statusCode).toBe(303)
  expect((await thief.get('/me')).statusCode, 'signed out').toBe(303)
  expect((await mei.get('/me')).statusCode, 'here nobody is').toBe(200)
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'passkey_removed'))
  expect(mail).toMatchObject({ address: 'mei@example.test', facts: { name: 'Phone' } })
  expect((await signInWith(world.visitor(), device)).statusCode).toBe(422)
})

test('asking for challenges writes nothing, and neither that nor wrong passkeys keep anybody out', async () => {
  const { world, device } = await cityWithPasskey()
  const used = (await world.db.reads.select().from(passkeyChallenges)).length
  const stranger = world.visitor('198.51.100.6')
  for (let i = 0; i < 100; i++) {
    const options = await challengeFor(stranger, 'sign-in')
    const credential = device.sign(options, { signature: Buffer.alloc(70, 7).toString('base64url'), counter: 0 })
    expect((await stranger.post('/sign-in/passkeys', { credential })).statusCode).toBe(422)
  }
  expect((await world.db.reads.select().from(passkeyChallenges)).length).toBe(used)
  device.keys[0]!.counter = 10
  expect((await signInWith(world.visitor('198.51.100.7'), device)).statusCode).toBe(303)
})
