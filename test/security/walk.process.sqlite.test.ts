// Along every address there is: what comes from elsewhere is refused, what is asked wrongly is answered in words, and nothing that a
// stranger can put into a request ends up in a page that others are shown.
import { expect, test } from 'vitest'
import { page } from '../support/page.ts'
import { routesOf, testWorld } from '../support/world.ts'
import { makeCast } from './cast.ts'

test('a request from another site is refused on every route that changes something, whoever is signed in', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const administrator = await cast.as('administrator')
  // RFC 8058: mail programs post by themselves, without cookies; and so do logs that ask for a witness, and wallets
  const ofWallets = 'POST /:gov/verification/wallets/:id/presentations/:device'
  const ownWays = ['POST /unsubscribe/:token', 'POST /witness/add-checkpoint', ofWallets]
  const letIn: string[] = []
  for (const route of routesOf(world, 'POST').filter((one) => !ownWays.includes(one))) {
    const url = await cast.addressOf(route)
    const elsewhere: { [header: string]: string }[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': '', origin: 'http://localhost' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
    ]
    for (const from of elsewhere) {
      const { statusCode, body } = await administrator.post(url, {}, from)
      if (statusCode !== 403 || !page({ body }).text.includes('was not sent from a page of this site'))
        letIn.push(`${route} ${statusCode}`)
    }
  }
  expect(letIn).toEqual([])
})

test('every page and every error says how it may be used: no framing, no foreign script, no guessing of types', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const bare: string[] = []
  const asked = [
    ...(await Promise.all(routesOf(world, 'GET').map((route) => cast.addressOf(route)))),
    '/nowhere/at/all',
    '/haicheng/proposals/2026-99999',
    '/haicheng/proposals?page=x',
    '/%ff',
    '/api/v1/nowhere/proposals',
  ]
  for (const url of asked)
    for (const who of [world.visitor(), await cast.as('administrator')]) {
      const { headers } = await who.get(url)
      const policy = String(headers['content-security-policy'])
      if (
        !policy.includes("default-src 'none'") ||
        !policy.includes("frame-ancestors 'none'") ||
        policy.includes('unsafe') ||
        headers['x-frame-options'] === undefined ||
        headers['x-content-type-options'] !== 'nosniff' ||
        headers['referrer-policy'] !== 'same-origin' ||
        headers['x-powered-by'] !== undefined ||
        headers.server !== undefined
      )
        bare.push(url)
    }
  expect(bare).toEqual([])
})

test('neither the host nor a forwarding header of a stranger reaches a page, a link or a redirect', async () => {
  const world = await testWorld({ config: { origin: 'https://fuyi.example.tw' } })
  const cast = await makeCast(world)
  const evil = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'gopher',
    'x-forwarded-port': '666',
    'x-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-original-url': '/haicheng/desk',
    'x-rewrite-url': '/haicheng/desk',
    'x-http-method-override': 'DELETE',
  }
  for (const route of routesOf(world, 'GET')) {
    const url = await cast.addressOf(route)
    if (['/metrics', '/readyz'].includes(url)) continue
    const [poisoned, plain] = [await world.visitor().get(url, evil), await world.visitor().get(url)]
    expect([route, poisoned.statusCode], route).toEqual([route, plain.statusCode])
    expect(JSON.stringify(poisoned.headers) + poisoned.body, route).not.toMatch(/evil\.example|gopher/)
    expect(poisoned.body, route).toBe(plain.body)
  }
})

test('an address answers OPTIONS, and says which methods it takes when it is asked with another', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const ask = (method: 'OPTIONS' | 'PUT' | 'DELETE' | 'GET', url: string) =>
    world.app.inject({
      method,
      url,
      headers: { host: 'localhost', 'sec-fetch-site': 'same-origin', 'accept-language': 'en' },
    })
  for (const route of [...routesOf(world, 'GET'), ...routesOf(world, 'POST')]) {
    const url = await cast.addressOf(route)
    const options = await ask('OPTIONS', url)
    expect([route, options.statusCode, options.body]).toEqual([route, 204, ''])
    expect(String(options.headers.allow), route).toContain(route.split(' ')[0])
    expect([route, (await ask('DELETE', url)).statusCode]).toEqual([route, 405])
  }
  const reloaded = await ask('GET', '/haicheng/proposals/2026-0001/withdrawals')
  expect([reloaded.statusCode, reloaded.headers.allow]).toEqual([405, 'POST, OPTIONS'])
  expect(page(reloaded).text).toContain('does not take that action')
  expect(page(reloaded).hrefs).toContain('/haicheng')
  expect((await ask('PUT', '/nowhere/at/all/ever')).statusCode).toBe(404)
  const data = await ask('DELETE', '/api/v1/governments')
  expect([data.statusCode, data.json().error.status]).toEqual([405, 405])
})

test('HEAD gives what GET gives, without the page', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  for (const route of routesOf(world, 'GET')) {
    const url = await cast.addressOf(route)
    const [head, get] = await Promise.all(
      (['HEAD', 'GET'] as const).map((method) =>
        world.app.inject({ method, url, headers: { host: 'localhost', 'accept-language': 'en' } }),
      ),
    )
    expect([route, head!.statusCode, head!.body]).toEqual([route, get!.statusCode, ''])
    expect([route, head!.headers['content-type']]).toEqual([route, get!.headers['content-type']])
  }
})

test('what cannot be meant is 400, what is not there 404, what is too large 413, what is no form 415: in words, or in JSON', async () => {
  const world = await testWorld()
  const zh = { 'accept-language': 'zh-TW' }
  const of = async (url: string) => {
    const { statusCode, headers } = await world.visitor().get(url, zh)
    return { statusCode, type: String(headers['content-type']).split(';')[0] }
  }
  expect(await of('/%ff')).toMatchObject({ statusCode: 400, type: 'text/html' })
  expect((await world.visitor().read('/%ff', zh)).text).toContain('無法辨識')
  expect(await of('/haicheng/proposals/%E0%A4%A')).toMatchObject({ statusCode: 400, type: 'text/html' })
  expect(await of('/haicheng/proposals/2026-0001%00')).toMatchObject({ statusCode: 400 })
  expect(await of('/api/v1/haicheng/proposals/%ff')).toMatchObject({
    statusCode: 400,
    type: 'application/problem+json',
  })
  expect(await of('/api/v1/haicheng/proposals?stage=new')).toMatchObject({
    statusCode: 400,
    type: 'application/problem+json',
  })
  expect(await of(`/haicheng/proposals/${'9'.repeat(5000)}`)).toMatchObject({ statusCode: 404, type: 'text/html' })
  expect(await of('/nowhere/proposals/2026-0001.json')).toMatchObject({
    statusCode: 404,
    type: 'application/problem+json',
  })
  expect(await of('/api/nothing')).toMatchObject({ statusCode: 404, type: 'application/problem+json' })

  const send = (type: string, payload: string) =>
    world.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { host: 'localhost', 'sec-fetch-site': 'same-origin', 'content-type': type, ...zh },
      payload,
    })
  const large = await send('application/x-www-form-urlencoded', `email=${'a'.repeat(1_100_000)}`)
  expect([large.statusCode, page(large).text.includes('超過上限')]).toEqual([413, true])
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'x'])
    expect([type, (await send(type, '{"__proto__":{"admin":true}}')).statusCode]).toEqual([type, 415])
  expect(page(await send('application/json', '['.repeat(100_000))).text, 'never parsed').toContain('不接受這種格式')
})

test('static files end at their folder', async () => {
  const world = await testWorld()
  for (const url of [
    '/static/../package.json',
    '/static/..%2fpackage.json',
    '/static/%2e%2e/package.json',
    '/static/%2e%2e%2f%2e%2e%2fetc/passwd',
    '/static/..%5cpackage.json',
    '/static//etc/passwd',
    '/static/built/..;/..;/package.json',
    '/static/',
    '/static/built',
    '/static/.env',
  ]) {
    const { statusCode, body } = await world.visitor().get(url)
    expect([url, [400, 403, 404].includes(statusCode)]).toEqual([url, true])
    expect(body).not.toContain('better-sqlite3')
  }
})
