// Robots find what is worth finding and nothing else; and a case stands in somebody else's page as a card without a script.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { append } from '../../../src/domain/record/store.ts'
import { oembed } from '../../../src/pages/cases/oembed.ts'
import { write } from '../../../src/platform/db/write.ts'
import { givenCase } from '../../support/cases.ts'
import { routesOf, testWorld, type World } from '../../support/world.ts'

const taken = (world: World, url: string) => world.app.inject({ method: 'GET', url })

async function mapIn(world: World, url: string): Promise<{ loc: string; lastmod?: string }[]> {
  const { statusCode, headers, body } = await taken(world, url)
  expect([url, statusCode, headers['content-type']]).toEqual([url, 200, 'application/xml; charset=utf-8'])
  expect(XMLValidator.validate(body)).toBe(true)
  const read = new XMLParser({ isArray: (name) => name === 'url' || name === 'sitemap' }).parse(body)
  return read.urlset?.url ?? read.sitemapindex.sitemap
}

const pathOf = (address: string) => new URL(address).pathname

test('from robots.txt a robot comes to every page worth finding, and each answers and may be listed', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2025-0004' })
  await givenCase(world, { number: '2026-0001' })
  await givenCase(world, { number: '2026-0002', stage: 'checking', publishedAt: null })
  await givenCase(world, { number: '2026-0003', hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  const robots = (await taken(world, '/robots.txt')).body
  expect(robots).toContain('Disallow: /*/desk')
  const start = /Sitemap: (\S+)/.exec(robots)![1]!
  const maps = await mapIn(world, pathOf(start))
  const pages = (await Promise.all(maps.map(({ loc }) => mapIn(world, pathOf(loc))))).flat()
  const paths = pages.map(({ loc }) => pathOf(loc))
  expect(paths.filter((path) => path.includes('/proposals/'))).toEqual([
    '/haicheng/proposals/2025-0004',
    '/haicheng/proposals/2026-0001',
  ])
  expect(paths).toContain('/haicheng/agencies/epb')
  for (const path of paths) {
    const { statusCode, headers } = await taken(world, path)
    expect([path, statusCode, headers['x-robots-tag']]).toEqual([path, 200, undefined])
  }
  for (const none of ['/haicheng/sitemap-2019-1.xml', '/haicheng/sitemap-2026-2.xml', '/nowhere/sitemap-pages.xml'])
    expect([none, (await taken(world, none)).statusCode]).toEqual([none, 404])
})

test('a case’s last change is told, and a co-signature is none', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const proposalId = await givenCase(world, { number: '2026-0001' })
  const changed = async () => (await mapIn(world, '/haicheng/sitemap-2026-1.xml'))[0]!.lastmod
  const first = await changed()
  expect(first).toMatch(/^2026-0\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
  const signer = await world.signedIn('signer@example.test')
  const signed = await signer.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'gangdong' })
  expect(signed.statusCode).toBe(303)
  expect(await changed()).toBe(first)
  await write(world.db, (tx) =>
    append(tx, {
      ...{ governmentId: world.government.id, proposalId, kind: 'threshold_met', role: 'system' },
      occurredAt: world.clock.now,
    }),
  )
  expect(await changed()).toBe('2026-06-18T09:00:00+08:00')
})

test('nothing but pages that stay and lists without words may be listed', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  const robots = async (path: string) => (await taken(world, path)).headers['x-robots-tag']
  for (const path of [
    '/',
    '/haicheng',
    '/haicheng/archive?topic=education&page=1',
    '/haicheng/proposals/2026-0001',
    '/haicheng/help',
  ])
    expect([path, await robots(path)]).toEqual([path, undefined])
  for (const path of [
    '/haicheng/archive?q=夜市',
    '/haicheng/search?q=夜市',
    '/sign-in',
    '/haicheng/proposals/new',
    '/haicheng/proposals/2026-0001.json',
    '/haicheng/proposals/2026-0001/poster',
    '/api/v1/haicheng/proposals.csv',
    '/haicheng/feed.atom',
    '/haicheng/desk',
    '/haicheng/nothing-here',
  ])
    expect([path, await robots(path)]).toEqual([path, 'noindex'])
  const invented = await testWorld({ db: world.db, config: { demonstration: true } }).catch(() => null)
  expect(routesOf(world, 'GET').length).toBeGreaterThan(50)
  if (invented) expect((await taken(invented, '/robots.txt')).body).toContain('Disallow: /\n')
})

test('a case’s page leads to its card for other sites: a picture in a link, without a script', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '"夜市" <停用> 一次性餐具' })
  const page = await world.visitor().get('/haicheng/proposals/2026-0001')
  const discovered = /type="application\/json\+oembed" href="([^"]+)"/.exec(page.body)![1]!.replaceAll('&amp;', '&')
  const { pathname, search } = new URL(discovered)
  const found = await taken(world, pathname + search)
  expect(found.statusCode).toBe(200)
  expect(found.headers['access-control-allow-origin']).toBe('*')
  const card = found.json()
  expect(card).toMatchObject({
    version: '1.0',
    type: 'rich',
    width: 600,
    height: 315,
    title: expect.stringContaining('夜市'),
  })
  expect(card.html).not.toMatch(/script|iframe|<停用>/)
  const picture = await taken(world, pathOf(card.thumbnail_url))
  expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/png'])
  const small = await taken(world, `${pathname + search}&maxwidth=200&maxheight=500`)
  expect([small.json().width, small.json().height]).toEqual([200, 105])
})

test('nothing but a case that everybody may see has a card', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0002', stage: 'checking', publishedAt: null })
  await givenCase(world, { number: '2026-0003', hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  const status = async (url: string, more = '') =>
    (await taken(world, `/oembed?url=${encodeURIComponent(url)}${more}`)).statusCode
  const here = 'http://localhost/haicheng/proposals'
  expect(await status(`${here}/2026-0002`)).toBe(404)
  expect(await status(`${here}/2026-0003`)).toBe(410)
  expect(await status('http://elsewhere.example/haicheng/proposals/2026-0003')).toBe(404)
  expect(await status('http://localhost/haicheng')).toBe(404)
  expect(await status('not an address')).toBe(404)
  expect(await status(`${here}/2026-0003`, '&format=xml')).toBe(501)
  expect(await status(`${here}/2026-0003`, '&maxwidth=wide')).toBe(400)
  expect((await taken(world, '/oembed')).statusCode).toBe(400)
  // a site that embeds reads JSON, also of what cannot be shown
  for (const asked of [
    '',
    `?url=${encodeURIComponent(`${here}/2026-0099`)}`,
    `?url=${encodeURIComponent(`${here}/2026-0003`)}`,
  ]) {
    const { headers, json } = await taken(world, `/oembed${asked}`)
    expect([headers['content-type'], headers['access-control-allow-origin']]).toEqual([
      ...['application/problem+json; charset=utf-8', '*'],
    ])
    expect(json().status).toBeGreaterThanOrEqual(400)
  }
})

test('a card fits into whatever room there is, and keeps its shape', () => {
  const of = {
    title: 'a',
    words: 'b',
    url: 'http://x/y?a=1&b="',
    picture: 'http://x/p.png',
    provider: 'c',
    origin: 'http://x',
  }
  for (const [most, size] of [
    [{}, [600, 315]],
    [{ width: 1000 }, [600, 315]],
    [{ width: 300 }, [300, 158]],
    [{ height: 63 }, [120, 63]],
    [{ width: 100, height: 10 }, [19, 10]],
  ] as const) {
    const { width, height, html } = oembed(of, most)
    expect([width, height]).toEqual(size)
    expect(html).toContain('a=1&#38;b=&#34;')
  }
})
