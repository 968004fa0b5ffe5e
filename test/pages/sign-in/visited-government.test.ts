// Whoever comes from a government's page stays in it while they sign in, on their own page, and when they sign out.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { governments } from '../../../src/schema/governments.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const contact = '研考會，電話 1999'
const from = (path: string) => ({ referer: `http://localhost${path}` })

async function city(): Promise<World> {
  const world = await alone()
  await makeElsewhere(world.db)
  return world
}

/** Without a neighbour. */
async function alone(): Promise<World> {
  const world = await testWorld()
  await write(world.db, (tx) =>
    tx
      .update(governments)
      .set({ contact: { 'zh-Hant': contact }, accent: { light: '#7a3b12', dark: '#e0b090' } })
      .where(eq(governments.id, world.government.id)),
  )
  return world
}

/** Its name, its help and notice on personal data, and whom to ask. */
function isOfCity(shown: ReturnType<typeof page>): void {
  expect(shown.text).toContain(contact)
  for (const href of ['/haicheng', '/haicheng/help', '/haicheng/privacy']) expect(shown.hrefs).toContain(href)
}

test('signing in is of the city that one came from: at every step, and when something is wrong', async () => {
  const world = await city()
  const citizen = world.visitor()
  const next = '/haicheng/proposals'
  const first = await citizen.get(`/sign-in?next=${encodeURIComponent(next)}`)
  isOfCity(page(first))
  expect(first.body).toContain('/haicheng/theme-')
  isOfCity(page(await citizen.post('/sign-in', { email: 'nonsense', next })))
  await citizen.post('/sign-in', { email: 'citizen@example.test', next })
  isOfCity(await citizen.read('/sign-in/code'))
  isOfCity(page(await citizen.post('/sign-in/code', { code: '000000' })))
  expect((await world.visitor().read('/sign-in')).hrefs, 'nobody came from anywhere').not.toContain('/haicheng/help')
})

test('my page is of the city it was opened from, and stays so after a press', async () => {
  const world = await city()
  const citizen = await world.signedIn('citizen@example.test')
  isOfCity(await citizen.read('/me', from('/haicheng/archive')))
  await citizen.post('/me/sessions', { end: 'none' }, from('/me'))
  isOfCity(await citizen.read('/me', from('/me')))
  expect((await citizen.read('/me', from('/nowhere'))).hrefs).toContain('/haicheng')
})

test('where there is but one city, it is that one whoever comes from wherever', async () => {
  const world = await alone()
  isOfCity(await world.visitor().read('/sign-in'))
  const citizen = await world.signedIn('citizen@example.test')
  isOfCity(await citizen.read('/me'))
  expect((await citizen.post('/sign-out', {}, from('/me'))).headers.location).toBe('/haicheng')
})

test('who comes from nowhere is in the city in which they have done something, if it is one alone', async () => {
  const world = await city()
  const proposalId = await givenCase(world, { number: '2026-0001' })
  const acts: [name: string, act: (who: Visitor) => Promise<unknown>][] = [
    ['proposes', (who) => who.post('/haicheng/proposals/drafts')],
    ['co-signs', (who) => who.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'shibi' })],
    ['follows a case', (who) => who.post('/haicheng/follows', { of: 'case:2026-0001' })],
    ['follows a list', (who) => who.post('/haicheng/follows', { of: 'agency:epb' })],
  ]
  expect(proposalId).toBeTruthy()
  for (const [name, act] of acts) {
    const citizen = await world.signedIn(`${name.replaceAll(' ', '-')}@example.test`)
    const beside = { cookie: `fuyi=${citizen.cookie('fuyi')}` } // another browser, which has been nowhere
    expect((await world.visitor().read('/me', beside)).hrefs, name).not.toContain('/haicheng/help')
    await act(citizen)
    isOfCity(await world.visitor().read('/me', beside))
    await citizen.post('/elsewhere/follows', { of: 'topic:other' })
    expect((await world.visitor().read('/me', beside)).hrefs, `${name}, and follows elsewhere`).not.toContain(
      '/haicheng/help',
    )
  }
  const officer = await world.staff('officer', world.agencies.environment)
  isOfCity(await officer.read('/me'))
})

test('another site names no city', async () => {
  const world = await city()
  const shown = await world.visitor().read('/sign-in', { referer: 'https://elsewhere.example/haicheng/proposals' })
  expect(shown.hrefs).not.toContain('/haicheng/help')
})

describe('signing out', () => {
  const world = forAll(async () => {
    const made = await city()
    await givenCase(made, { number: '2026-0001' })
    await givenCase(made, { number: '2026-0002', stage: 'checking', publishedAt: null })
    return made
  })
  test.each([
    ['/haicheng/proposals', '/haicheng/proposals'],
    ['/haicheng/proposals/2026-0001', '/haicheng/proposals/2026-0001'],
    ['/haicheng/proposals/2026-0002', '/haicheng'], // nobody else may see it
    ['/haicheng/proposals/2026-0001/letters', '/haicheng'],
    ['/haicheng/desk', '/haicheng'],
    ['/haicheng/nothing', '/haicheng'],
    ['/me', '/'],
  ])('who signs out on %s goes on at %s', async (path, after) => {
    const citizen = await world().signedIn('citizen@example.test')
    expect((await citizen.post('/sign-out', {}, from(path))).headers.location).toBe(after)
  })
})

test('who signs out on a page of their own goes to the city they were in', async () => {
  const world = await city()
  const citizen = await world.signedIn('citizen@example.test')
  await citizen.get('/me', from('/haicheng'))
  expect((await citizen.post('/sign-out', {}, from('/me'))).headers.location).toBe('/haicheng')
})
