// A government whose desk opens with passkeys only: nobody is locked out, and the mailbox of somebody who has a passkey opens nothing.
import { and, eq } from 'drizzle-orm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { changeStaffPasskeys } from '../../../src/domain/governments/changes.ts'
import { invite } from '../../../src/domain/governments/commands.ts'
import { findGovernment } from '../../../src/domain/governments/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { passkeyAllowances, passkeys } from '../../../src/schema/sign-in.ts'
import { addPasskey, authenticator, challengeFor, signInWith } from '../../support/authenticator.ts'
import { givenCase } from '../../support/cases.ts'
import { giveSeat, makeElsewhere } from '../../support/city.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const settings = '/haicheng/desk/settings'
const desk = '/haicheng/desk'
const toPasskey = '/sign-in?need=passkey&next=%2Fhaicheng%2Fdesk'

/** A city whose administrator has switched it on, from the page. */
async function strictCity() {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const device = authenticator()
  await addPasskey(administrator, device)
  expect((await administrator.post(`${settings}/passkeys`, { required: '1' })).statusCode).toBe(303)
  return { world, administrator, device }
}
const seatOf = async ({ db, government }: World, personId: string | null) => {
  const seat = and(eq(staff.personId, personId!), eq(staff.governmentId, government.id))
  const [row] = await db.reads.select().from(staff).where(seat)
  return row!.id
}
const mailsOf = async ({ db }: World, kind: 'passkey_of_colleague' | 'passkey_allowed') =>
  (await db.reads.select().from(outbox).where(eq(outbox.kind, kind))).map((mail) => mail.address)

test('an administrator switches it on only once signed in with a passkey; it is said in public', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const moderator = await world.staff('moderator')
  const on = { required: '1' }
  const early = await administrator.post(`${settings}/passkeys`, on)
  expect(early.statusCode).toBe(422)
  expect(page(early).field('required').error).toContain('First sign in with a passkey of your own')
  expect((await moderator.get(desk)).statusCode).toBe(200)

  await addPasskey(administrator, authenticator())
  expect(page(await administrator.post(`${settings}/passkeys`)).text, 'off already').toContain('Nothing was changed')
  expect((await administrator.post(`${settings}/passkeys`, on)).headers.location).toContain('done=1')
  expect((await administrator.read(settings)).text).toContain('A passkey is asked for')
  const colleagues = (await administrator.read(`${settings}/passkeys`)).part('Colleagues')
  expect(colleagues.item('moderator@haicheng.test').text).toContain('no passkey yet')
  expect((await world.visitor().read('/haicheng/help/changes')).text).toContain('Staff sign-in')
  expect((await moderator.get(desk)).headers.location).toBe(toPasskey)
  expect((await administrator.post(`${settings}/passkeys`)).statusCode).toBe(303)
  expect((await moderator.get(desk)).statusCode, 'off again').toBe(200)
})

test('signed in by code, staff are citizens: they sign cases, and the desk and its forms ask for a passkey', async () => {
  const { world } = await strictCity()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await givenCase(world, { number: '2026-0002', title: '尚未公開', stage: 'checking', publishedAt: null })
  const moderator = await world.staff('moderator')
  const officer = await world.staff('officer', world.agencies.environment)
  const signed = await moderator.post('/haicheng/proposals/2026-0001/cosignatures', {
    district: 'gangdong',
    consent: '1',
  })
  expect(signed.headers.location).toContain('done=cosigned')
  expect((await moderator.read('/haicheng')).hrefs, 'the way stays').toContain(desk)
  for (const [who, path] of [
    [moderator, `${desk}/2026-0002`],
    [officer, desk],
  ] as const)
    expect((await who.get(path)).headers.location).toBe(`/sign-in?need=passkey&next=${encodeURIComponent(path)}`)
  for (const press of ['/haicheng/proposals/2026-0002/decisions', '/haicheng/proposals/2026-0002/notes'])
    expect((await moderator.post(press)).headers.location, press).toMatch(/^\/sign-in\?need=passkey/)
  expect((await moderator.get('/haicheng/proposals/2026-0002')).statusCode, 'as for any citizen').toBe(404)
  expect((await moderator.get(`${settings}/passkeys`)).statusCode, 'never theirs').toBe(403)
  const stranger = await world.signedIn('citizen@example.test')
  expect((await stranger.get(desk)).statusCode).toBe(403)
})

test('the first passkey is added at the door after a code, opens the desk at once, and administrators are told', async () => {
  const { world, administrator } = await strictCity()
  const moderator = await world.staff('moderator')
  const door = await moderator.read(toPasskey)
  expect(door.text).toContain('The desk of Haicheng City opens to staff who sign in with a passkey')
  expect(door.text).toContain('You have no passkey yet')
  const added = await addPasskey(moderator, authenticator(), { next: desk })
  expect(added.headers.location).toBe(desk)
  expect((await moderator.get(desk)).statusCode).toBe(200)
  expect((await moderator.get(toPasskey)).headers.location, 'nothing more to show').toBe(desk)
  expect(await mailsOf(world, 'passkey_of_colleague')).toEqual(['administrator@haicheng.test'])
  expect((await administrator.read(settings)).item(/added a passkey after a code/).text).toContain(
    'moderator@haicheng.test',
  )

  const again = await world.signedIn('moderator@haicheng.test')
  expect((await again.get(desk)).headers.location, 'by code once more').toBe(toPasskey)
})

test('who signed in long ago signs in again before adding the first one, and is led back', async () => {
  const { world } = await strictCity()
  const moderator = await world.staff('moderator')
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.setSystemTime(Date.now() + 11 * 60_000)
  const again = (await moderator.read(toPasskey)).hrefs.find((href) => href.startsWith('/sign-in?need=again'))
  expect((await moderator.read(again!)).form('/sign-in').sends('next')).toBe(toPasskey)
  await moderator.post('/sign-in', { email: 'moderator@haicheng.test', next: toPasskey })
  const [mail] = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'sign_in_code'))
  const led = await moderator.post('/sign-in/code', { code: String(mail!.facts.code) })
  expect(led.headers.location).toBe(toPasskey)
  expect((await addPasskey(moderator, authenticator(), { next: desk })).headers.location).toBe(desk)
})

test('whoever reads the mailbox of somebody with a passkey adds none, removes none and sees no desk', async () => {
  const { world, administrator, device } = await strictCity()
  const reader = await world.signedIn('administrator@haicheng.test')
  const door = await reader.read(toPasskey)
  expect(door.headings).toContain('Lost your passkeys?')
  expect(door.actions).not.toContain('/me/passkeys')
  const [own] = await world.db.reads.select().from(passkeys)
  for (const url of ['/me/passkeys/challenges', '/me/passkeys', `/me/passkeys/${own!.id}/removals`])
    expect([url, (await reader.post(url)).headers.location]).toEqual([
      url,
      '/sign-in?need=passkey&next=%2Fme%23passkeys',
    ])
  const [credential] = [authenticator().make({ challenge: 'x', rp: { id: 'localhost' }, user: { id: 'x' } })]
  expect((await reader.post('/me/passkeys', { credential })).statusCode).toBe(303)
  expect(await world.db.reads.select().from(passkeys)).toHaveLength(1)

  const last = await administrator.post(`/me/passkeys/${own!.id}/removals`)
  expect([last.statusCode, page(last).text.includes('Your last passkey stays')]).toEqual([422, true])
  await addPasskey(administrator, authenticator(), { name: 'Second' })
  expect((await administrator.post(`/me/passkeys/${own!.id}/removals`)).statusCode).toBe(303)
  expect((await signInWith(world.visitor(), device)).statusCode).toBe(422)
})

test('two who add a first passkey at once do not both get one: the second is asked for the first', async () => {
  const { world } = await strictCity()
  const [one, other] = [await world.staff('moderator'), await world.signedIn('moderator@haicheng.test')]
  const devices = [authenticator(), authenticator()]
  const made = [
    devices[0]!.make(await challengeFor(one, 'me/passkeys')),
    devices[1]!.make(await challengeFor(other, 'me/passkeys')),
  ]
  const answers = await Promise.all([
    one.post('/me/passkeys', { credential: made[0]!, next: desk }),
    other.post('/me/passkeys', { credential: made[1]!, next: desk }),
  ])
  expect(answers.map((a) => a.headers.location).sort()).toEqual(
    [desk, '/sign-in?need=passkey&next=%2Fme%23passkeys'].sort(),
  )
})

test('for a colleague who lost theirs an administrator allows one more, for a day, once', async () => {
  const { world, administrator } = await strictCity()
  const moderator = await world.staff('moderator')
  await addPasskey(moderator, authenticator())
  const allow = `${settings}/seats/${await seatOf(world, moderator.personId)}/passkeys`
  expect((await moderator.post(allow)).statusCode).toBe(403)
  const own = await seatOf(world, administrator.personId)
  const another = await world.staff('officer', world.agencies.environment, 'administrator.too@haicheng.test')
  await world.oneMailbox(administrator, another)
  for (const seat of ['nobody', own, await seatOf(world, another.personId)])
    expect((await administrator.post(`${settings}/seats/${seat}/passkeys`)).statusCode, seat).toBe(404)
  expect((await administrator.post(allow)).headers.location).toContain('/passkeys?done=1')
  const colleagues = (await administrator.read(`${settings}/passkeys`)).part('Colleagues')
  expect(colleagues.item('moderator@haicheng.test').text).toContain('may add a new one until')
  expect(await mailsOf(world, 'passkey_allowed')).toEqual(['moderator@haicheng.test'])

  const anew = await world.signedIn('moderator@haicheng.test')
  expect((await anew.read(toPasskey)).headings).toContain('Add a new passkey')
  const fresh = authenticator()
  expect((await addPasskey(anew, fresh, { next: desk })).headers.location).toBe(desk)
  expect(await mailsOf(world, 'passkey_of_colleague')).toHaveLength(2)
  expect(await world.db.reads.select().from(passkeyAllowances)).toEqual([])
  const third = await world.signedIn('moderator@haicheng.test')
  expect((await third.post('/me/passkeys/challenges')).headers.location).toContain('need=passkey')

  await administrator.post(allow)
  world.clock.now = new Date(world.clock.now.getTime() + 24 * 3_600_000)
  expect((await third.post('/me/passkeys/challenges')).headers.location, 'a day later').toContain('need=passkey')
})

test('where two governments ask for passkeys, one alone lets nobody in to the other', async () => {
  const { world, administrator } = await strictCity()
  const { db, clock } = world
  const moderator = await world.staff('moderator')
  await addPasskey(moderator, authenticator())
  const governmentId = await makeElsewhere(db)
  await giveSeat(db, { personId: moderator.personId!, governmentId, role: 'moderator', at: clock.now })
  await write(db, (tx) => changeStaffPasskeys(tx, governmentId, true))
  await administrator.post(`${settings}/seats/${await seatOf(world, moderator.personId)}/passkeys`)
  const anew = await world.signedIn('moderator@haicheng.test')
  expect((await anew.post('/me/passkeys/challenges')).headers.location).toContain('need=passkey')
  expect((await anew.read(toPasskey)).text).toContain('Ask an administrator of Elsewhere')
  expect((await findGovernment(db.reads, 'elsewhere'))!.staffPasskeys).toBe(true)
})

test('who added a passkey and removed it again has shown none: a seat given later stays closed to that session', async () => {
  const { world } = await strictCity()
  const { db, clock, government } = world
  const thief = await world.signedIn('mei@example.test')
  await addPasskey(thief, authenticator())
  const [own] = await db.reads.select().from(passkeys).where(eq(passkeys.personId, thief.personId!))
  expect((await thief.post(`/me/passkeys/${own!.id}/removals`)).headers.location).toContain('done=passkey_removed')
  const seat = { personId: thief.personId!, governmentId: government.id, at: clock.now }
  await giveSeat(db, { ...seat, role: 'administrator' })
  expect((await thief.get(desk)).headers.location).toBe(toPasskey)
  expect((await thief.read('/me')).text).not.toContain('with a passkey')
})

test('whoever has a passkey before the seat it opens is told of to administrators, from the link and after signing in', async () => {
  const { world } = await strictCity()
  const { db, clock, government } = world
  const invited = (email: string) => {
    const wanted = { governmentId: government.id, email, role: 'moderator' as const, agencyId: null, at: clock.now }
    return write(db, (tx) => invite(tx, wanted))
  }
  const one = await world.signedIn('one@example.test')
  await addPasskey(one, authenticator())
  expect((await one.post(`/invitation/${await invited(one.email)}`)).headers.location).toBe(desk)
  expect(await mailsOf(world, 'passkey_of_colleague')).toEqual(['administrator@haicheng.test'])

  const device = authenticator()
  await addPasskey(await world.signedIn('two@example.test'), device)
  const next = `/invitation/${await invited('two@example.test')}`
  expect((await signInWith(world.visitor(), device, { act: 'join', next })).headers.location).toBe(desk)
  expect(await mailsOf(world, 'passkey_of_colleague')).toHaveLength(2)

  const none = await world.signedIn('none@example.test')
  await none.post(`/invitation/${await invited(none.email)}`)
  expect(await mailsOf(world, 'passkey_of_colleague'), 'there is none yet').toHaveLength(2)
})
