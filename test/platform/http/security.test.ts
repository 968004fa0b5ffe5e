import { describe, expect, test } from 'vitest'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

test('a form sent from another site changes nothing', async () => {
  const world = await testWorld()
  const send = (headers: { [name: string]: string }) =>
    world.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: 'email=a%40b.tw',
    })
  expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
  expect((await send({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403)
  expect((await send({ origin: 'https://evil.example' })).statusCode).toBe(403)
  expect((await send({})).statusCode).toBe(403)
  expect((await send({ origin: 'http://localhost' })).statusCode).toBe(303)
  expect((await send({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(303)
})

test('pages allow no inline script or style and no framing', async () => {
  const world = await testWorld()
  const { headers } = await world.visitor().get('/haicheng')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("style-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
})

test('what is not there is a page in words with a way on, in the visitor’s language', async () => {
  const world = await testWorld()
  const visitor = world.visitor()
  for (const url of ['/nowhere', '/haicheng/nothing', '/haicheng/proposals/2026-9999', '/haicheng/desk/2026-9999']) {
    const page = await visitor.get(url)
    expect([url, [404, 303].includes(page.statusCode)]).toEqual([url, true])
  }
  const missing = await visitor.read('/haicheng/proposals/2026-9999', { 'accept-language': 'zh-TW' })
  expect(missing.heading).toContain('找不到這一頁')
  expect(missing.hrefs).toContain('/haicheng')
})

test('the demonstration’s doors are shut in production and open in the demonstration', async () => {
  const real = await testWorld()
  expect((await real.visitor().post('/demo/sign-in', { role: 'administrator' })).statusCode).toBe(404)
  expect((await real.visitor().get('/demo/mail')).statusCode).toBe(404)
  expect((await real.visitor().read('/haicheng')).actions).not.toContain('/demo/sign-in')
})

test('one press in the demonstration leads staff to their desk from the first page, and leaves everybody else where they were', async () => {
  const demo = await testWorld({ config: { demonstration: true, origin: null } })
  await demo.staff('moderator', null, 'moderator@demo.example')
  await demo.signedIn('citizen@demo.example')
  const after = async (role: string, next: string) =>
    (await demo.visitor().post('/demo/sign-in', { role, next })).headers.location
  expect(await after('moderator', '/')).toBe('/haicheng/desk')
  expect(await after('moderator', '/haicheng/archive')).toBe('/haicheng/archive')
  expect(await after('citizen', '/')).toBe('/')
  expect(await after('citizen', 'https://evil.example')).toBe('/')
})

test('public pages may be shared by caches for a moment; a signed-in person’s never', async () => {
  const world = await testWorld()
  const open = await world.visitor().get('/haicheng')
  expect(open.headers['cache-control']).toContain('s-maxage=1')
  expect(open.headers.vary).toContain('Cookie')
  const again = await world.visitor().get('/haicheng', { 'if-none-match': String(open.headers.etag) })
  expect(again.statusCode).toBe(304)
  const person = await world.signedIn('wang@example.tw')
  expect((await person.get('/haicheng')).headers['cache-control']).toContain('private')
})

test('from a refused form the other language and the way to sign in lead to the page it stood on', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  const at = '/haicheng/proposals/2026-0001'
  const refused = await world.visitor().post(`${at}/cosignatures`, { email: '' })
  expect(refused.statusCode).toBe(422)
  expect(page(refused).hrefs).toContain(`${at}?lang=zh-Hant`)
  expect(page(refused).hrefs).toContain(`/sign-in?next=${encodeURIComponent(at)}`)
})

describe('an address that looks like another site', () => {
  const world = forAll(testWorld)
  test.each(['//evil.example/', '///evil.example/a', '/\\evil.example/'])(
    'an address like %s leads to no other site',
    async (url) => {
      const { hrefs, actions } = await world().visitor().read(url)
      expect([...hrefs, ...actions].filter((to) => /^[/\\]{2}/.test(to))).toEqual([])
      expect(hrefs.filter((to) => to.endsWith('?lang=zh-Hant'))).toHaveLength(1)
    },
  )
})
