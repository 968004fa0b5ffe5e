// What somebody came for is done as soon as they have signed in.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { invite } from '../../../src/domain/governments/commands.ts'
import { rememberResidence } from '../../../src/domain/people/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { sessions, signInCodes } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const email = 'mei@example.test'

/** Follows the page they were sent to, asks for a code there, and types it in. Where that leads. */
async function signIn(world: World, browser: Visitor, signInPage: string, address = email): Promise<string> {
  const form = (await browser.read(signInPage)).form('/sign-in')
  await browser.post('/sign-in', { email: address, next: form.sends('next')!, act: form.sends('act')! })
  const answer = await browser.post('/sign-in/code', { code: await codeFor(world, address) })
  expect(answer.statusCode).toBe(303)
  return String(answer.headers.location)
}

async function codeFor(world: World, address: string): Promise<string> {
  const [mail] = await world.db.reads
    .select()
    .from(outbox)
    .where(eq(outbox.address, address))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
  return String(mail!.facts.code)
}

test('who wanted to co-sign has co-signed when they come back', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const { personId } = await world.signedIn(email)
  await write(world.db, (tx) => rememberResidence(tx, personId!, world.government.id, 'gangdong', world.clock.now))
  const browser = world.visitor()
  const next = encodeURIComponent('/haicheng/proposals/2026-0001')
  expect(await signIn(world, browser, `/sign-in?act=cosign&next=${next}`)).toContain('done=cosigned')
  expect((await browser.read('/haicheng/proposals/2026-0001')).text).toContain('You have co-signed')
})

test('who pressed “start” before signing in finds their draft begun', async () => {
  const world = await testWorld()
  const browser = world.visitor()
  const sent = await browser.post('/haicheng/proposals/drafts')
  expect(sent.headers.location).toContain('/sign-in?act=propose')
  const led = await signIn(world, browser, String(sent.headers.location))
  expect(led).toMatch(/^\/haicheng\/proposals\/drafts\/[\w-]{36}\/problem$/)
  expect((await browser.get(led)).statusCode).toBe(200)
})

test('an invitation is taken up by signing in with the address it was sent to, and by no other', async () => {
  const world = await testWorld()
  await makeElsewhere(world.db) // where there is but one government, every page is of it
  const wanted = { governmentId: world.government.id, role: 'moderator' as const, agencyId: null, at: world.clock.now }
  const token = await write(world.db, (tx) => invite(tx, { ...wanted, email }))

  const stranger = world.visitor()
  const sent = await stranger.get(`/invitation/${token}`)
  expect(sent.headers.location).toContain('/sign-in?act=join')
  expect(await signIn(world, stranger, String(sent.headers.location), 'stranger@example.test')).toBe(
    `/invitation/${token}`,
  )
  expect((await stranger.get('/haicheng/desk')).statusCode).toBe(403)
  const refused = await stranger.get(`/invitation/${token}`)
  expect(refused.statusCode).toBe(410)
  expect(page(refused).text).toContain('was not sent to stranger@example.test')
  expect(refused.body).not.toContain('Haicheng City')

  const invited = world.visitor()
  const again = await invited.get(`/invitation/${token}`)
  expect(await signIn(world, invited, String(again.headers.location))).toBe('/haicheng/desk')
  expect((await invited.get('/haicheng/desk')).statusCode).toBe(200)
  const used = await invited.get(`/invitation/${token}`)
  expect([used.statusCode, page(used).buttons.includes('Accept the invitation')]).toEqual([200, false])
  expect(page(used).hrefs).toContain('/haicheng/desk')
})

test('an act that does not fit its address is no act', async () => {
  const world = await testWorld()
  for (const [act, next] of [
    ['cosign', '/haicheng/archive'],
    ['join', '/haicheng/proposals/new'],
    ['propose', '//evil.example/proposals/new'],
    ['__proto__', '/haicheng/proposals/new'],
    ['toString', '/haicheng'],
  ] as const) {
    await world.visitor().post('/sign-in', { email, act, next })
  }
  expect((await world.db.reads.select().from(signInCodes)).map((code) => code.act)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})

test('three codes of a browser work at a time; a fourth ends the oldest', async () => {
  const world = await testWorld()
  const browser = world.visitor()
  const codes: string[] = []
  for (let i = 0; i < 4; i++) {
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    await browser.post('/sign-in', { email })
    codes.push(await codeFor(world, email))
  }
  const kept = await world.db.reads.select().from(signInCodes)
  expect(kept).toHaveLength(3)
  if (!codes.slice(1).includes(codes[0]!))
    expect((await browser.post('/sign-in/code', { code: codes[0]! })).statusCode).toBe(422)
  expect((await browser.post('/sign-in/code', { code: codes[1]! })).statusCode).toBe(303)
})

test('a session that was there before signing in is not the one after it', async () => {
  const world = await testWorld()
  const browser = world.visitor()
  await browser.post('/sign-in', { email })
  const planted = await browser.post(
    '/sign-in/code',
    { code: await codeFor(world, email) },
    { cookie: `fuyi=planted; browser=${browser.cookie('browser')}; signing-in=${encodeURIComponent(email)}` },
  )
  expect(planted.statusCode).toBe(303)
  expect(planted.cookies.find((cookie) => cookie.name === 'fuyi')!.value).not.toBe('planted')
  const thief = await world.app.inject({ url: '/me', headers: { host: 'localhost', cookie: 'fuyi=planted' } })
  expect(thief.statusCode).toBe(303)
})

test('what lies in a stolen database opens no session', async () => {
  const world = await testWorld()
  await world.signedIn(email)
  const [row] = await world.db.reads.select().from(sessions)
  for (const stolen of [row!.hash, row!.id]) {
    const answer = await world.app.inject({ url: '/me', headers: { host: 'localhost', cookie: `fuyi=${stolen}` } })
    expect(answer.statusCode).toBe(303)
  }
})

test('my page ends one session, only one of mine, and that browser is signed out', async () => {
  const world = await testWorld()
  const [phone, desk] = [await world.signedIn(email), await world.signedIn(email)]
  const stranger = await world.signedIn('stranger@example.test')
  const other = (await phone.read('/me')).sends('end')!
  await stranger.post('/me/sessions', { end: other })
  expect((await desk.get('/me')).statusCode, 'not a stranger’s to end').toBe(200)
  expect((await phone.post('/me/sessions', { end: other })).statusCode).toBe(303)
  expect((await desk.get('/me')).statusCode).toBe(303)
  expect((await phone.get('/me')).statusCode).toBe(200)
})

test('over https every cookie of ours is Secure, and those with a secret or an address are bound to this host', async () => {
  const world = await testWorld({ config: { origin: 'https://fuyi.example.tw' } })
  const asked = await world.visitor().post('/sign-in', { email })
  const chosen = await world.visitor().get('/haicheng?lang=en')
  const harmless = ['acted', 'lang'] // that something was sent a moment ago; which language was chosen
  const named = [...asked.cookies, ...chosen.cookies].map((cookie) => cookie.name)
  expect(named).toEqual(expect.arrayContaining(['__Host-browser', '__Host-signing-in']))
  expect(named.filter((name) => !name.startsWith('__Host-') && !harmless.includes(name))).toEqual([])
  for (const cookie of [...asked.cookies, ...chosen.cookies])
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
  expect(chosen.headers['cache-control'], 'nobody else gets this cookie').not.toContain('public')
})

test('known and unknown addresses get the same answer, to the last header', async () => {
  const world = await testWorld()
  await world.signedIn('known@example.test')
  const answers = await Promise.all(
    ['known@example.test', 'fresh@example.test'].map(async (address) => {
      const { statusCode, headers, body } = await world.visitor().post('/sign-in', { email: address })
      const { date: _, 'set-cookie': cookies, ...rest } = headers
      const named = [cookies ?? []].flat().map((cookie) => cookie.replace(/=[^;]*/, '='))
      return { statusCode, rest, named, body: body.replaceAll(address, 'X') }
    }),
  )
  expect(answers[0]).toEqual(answers[1])
})
