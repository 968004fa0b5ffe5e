// HEAD is answered by the route of GET.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('HEAD says what GET says, without the body: a page, a picture, data, a file, a redirect, what is not there', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  const addresses = [
    '/haicheng/proposals/2026-0001',
    '/haicheng/proposals/2026-0001.json',
    '/haicheng/proposals.csv',
    '/haicheng/proposals/feed',
    '/static/icon.svg',
    '/me',
    '/haicheng/proposals/2026-9999',
    '/nowhere',
    '/healthz',
  ]
  for (const url of addresses) {
    const [get, head] = await Promise.all(
      (['GET', 'HEAD'] as const).map((method) => world.app.inject({ method, url, headers: { host: 'localhost' } })),
    )
    expect([url, head!.statusCode, head!.body]).toEqual([url, get!.statusCode, ''])
    for (const name of ['content-type', 'content-length', 'etag', 'location', 'cache-control', 'vary'])
      expect([url, name, head!.headers[name]]).toEqual([url, name, get!.headers[name]])
  }
})

test('every address that takes GET takes HEAD', async () => {
  const { routeTable } = (await testWorld()).app
  const gets = [...routeTable].filter((route) => route.startsWith('GET '))
  expect(gets.length).toBeGreaterThan(150)
  expect(gets.filter((route) => !routeTable.has(route.replace('GET', 'HEAD')))).toEqual([])
})
