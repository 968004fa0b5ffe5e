import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { keptForms } from '../../../src/schema/kept-forms.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { sessions, signInCodes } from '../../../src/schema/sign-in.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

async function askForCode(world: World, browser: Visitor, email = 'wang@example.tw', next = '/me') {
  await browser.post('/sign-in', { email, next })
  const mails = await world.db.reads
    .select()
    .from(outbox)
    .where(eq(outbox.address, email))
    .orderBy(outbox.createdAt, outbox.id)
  return String(mails.at(-1)?.facts.code ?? '')
}

test('somebody without an account signs in by the code in their mail, and arrives where they were going', async () => {
  const world = await testWorld()
  const browser = world.visitor()
  const code = await askForCode(world, browser, 'wang@example.tw', '/haicheng')
  expect(code).toMatch(/^\d{6}$/)
  const answer = await browser.post('/sign-in/code', { code })
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toBe('/haicheng')
  expect((await browser.read('/me')).text).toContain('wang@example.tw')
})

test('the page says the same for a known and an unknown address', async () => {
  const world = await testWorld()
  await world.signedIn('known@example.tw')
  const pages = await Promise.all(
    ['known@example.tw', 'nobody@example.tw'].map(async (email) => {
      const browser = world.visitor()
      const { statusCode, headers } = await browser.post('/sign-in', { email })
      return {
        statusCode,
        to: headers.location,
        body: (await browser.get('/sign-in/code')).body.replaceAll(email, 'X'),
      }
    }),
  )
  expect(pages[0]).toEqual(pages[1])
})

test('a code works once, for ten minutes, five tries, and only in the browser that asked', async () => {
  const world = await testWorld()
  const [mine, thief] = [world.visitor(), world.visitor()]
  const code = await askForCode(world, mine)
  expect((await thief.post('/sign-in/code', { email: 'wang@example.tw', code })).statusCode).toBe(422)
  expect((await mine.post('/sign-in/code', { code })).statusCode).toBe(303)

  const again = world.visitor()
  const second = await askForCode(world, again)
  world.clock.now = new Date(world.clock.now.getTime() + 11 * 60_000)
  expect((await again.post('/sign-in/code', { code: second })).statusCode).toBe(422)

  const guesser = world.visitor()
  const third = await askForCode(world, guesser)
  for (let i = 0; i < 5; i++)
    expect((await guesser.post('/sign-in/code', { code: third === '000000' ? '111111' : '000000' })).statusCode).toBe(
      422,
    )
  expect((await guesser.post('/sign-in/code', { code: third })).statusCode).toBe(422)
})

test('neither a code nor a session lies in the database as it is', async () => {
  const world = await testWorld()
  const browser = world.visitor()
  const code = await askForCode(world, browser)
  const answer = await browser.post('/sign-in/code', { code })
  const cookie = answer.cookies.find((c) => c.name === 'fuyi')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(JSON.stringify(await world.db.reads.select().from(signInCodes))).not.toContain(code)
  expect(JSON.stringify(await world.db.reads.select().from(sessions))).not.toContain(cookie!.value)
})

test('a bad address comes back as typed, with the message beside it', async () => {
  const world = await testWorld()
  const sent = await world.visitor().post('/sign-in', { email: 'not an address' })
  expect(sent.statusCode).toBe(422)
  const { value, error } = page(sent).field('email')
  expect([value, error]).toEqual(['not an address', expect.stringContaining('Enter a complete email address')])
})

test('who has begun a proposal is told why to sign in', async () => {
  const world = await testWorld()
  const citizen = world.visitor()
  const asks = { asks: 'Light the path until ten at night.' }
  const sent = await citizen.post('/haicheng/proposals/new/asks', asks)
  expect((await citizen.read(String(sent.headers.location))).text).toContain('Sign in to continue with your proposal')
  expect((await citizen.read('/sign-in')).text).not.toContain('Sign in to continue with your proposal')
})

test('signing out everywhere ends the sessions of all browsers', async () => {
  const world = await testWorld()
  const [phone, desk] = [await world.signedIn('wang@example.tw'), await world.signedIn('wang@example.tw')]
  const out = await phone.post('/sign-out', { everywhere: '1' })
  expect((await phone.read(String(out.headers.location))).notice).toContain('You are signed out in every browser')
  expect((await desk.get('/me')).statusCode).toBe(303)
})

test('after signing in nobody is sent to another site', async () => {
  const world = await testWorld()
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example']) {
    const browser = world.visitor()
    const code = await askForCode(world, browser, `a${next.length}@example.tw`, next)
    expect((await browser.post('/sign-in/code', { code })).headers.location).toBe('/me')
  }
})

test('over https the session cookie is Secure and carries the __Host- prefix', async () => {
  const world = await testWorld({ config: { origin: 'https://fuyi.example.tw' } })
  const browser = world.visitor()
  const code = await askForCode(world, browser)
  const { cookies } = await browser.post('/sign-in/code', { code })
  expect(cookies.find((c) => c.name === '__Host-fuyi')).toMatchObject({ secure: true, httpOnly: true, path: '/' })
})

test('mail follows the language that somebody signs in with', async () => {
  const world = await testWorld()
  const known = await world.signedIn('wang@example.tw')
  const language = async () =>
    (await world.db.reads.select().from(people).where(eq(people.id, known.personId!)))[0]!.language
  expect(await language()).toBe('zh-Hant')
  const browser = world.visitor()
  await browser.post('/sign-in/code', { code: await askForCode(world, browser) })
  expect(await language()).toBe('en')
})

test('signing out leaves nothing in the browser but its language', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  await author.get('/haicheng?lang=zh-Hant')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  await author.post('/kept', { 'kept-path': draft, title: '只有我看的標題' })
  await author.post('/sign-in', { email: 'author@example.tw' })
  expect(await world.db.reads.select().from(keptForms)).toHaveLength(1)
  const out = await author.post('/sign-out')
  // not "cookies": browsers would take those of every site of the government's domain, and the language
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"')
  expect(await world.db.reads.select().from(keptForms)).toEqual([])
  for (const name of ['fuyi', 'kept', 'browser', 'signing-in']) expect([name, author.cookie(name)]).toEqual([name, ''])
  expect((await author.read('/haicheng')).lang).toBe('zh-Hant')
})
