// Lists as a programmer's script asks for them: filters, orders, pages, and what it is told when it asks for nonsense.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { newId } from '../../src/lib/id.ts'
import { write } from '../../src/platform/db/write.ts'
import { topics } from '../../src/schema/lists.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { forAll } from '../support/at-end.ts'
import { answeredOn, due, givenCase } from '../support/cases.ts'
import { inProcess } from '../support/database.ts'
import { testWorld, type World } from '../support/world.ts'

const list = '/api/v1/haicheng/proposals'
const day = (date: string) => new Date(`${date}T00:00:00+08:00`)

async function ask(world: World, query = '') {
  const response = await world.visitor().get(`${list}${query}`)
  return { status: response.statusCode, headers: response.headers, json: response.json() }
}
const numbers = async (world: World, query: string) => {
  const { json } = await ask(world, query)
  return (json.data as { number: string }[]).map((c) => c.number)
}

/** Six cases, a different one for each question. */
async function sixCases(world: World) {
  await write(world.db, (tx) =>
    tx.insert(topics).values({
      id: newId(),
      governmentId: world.government.id,
      code: 'night-markets',
      name: { 'zh-Hant': '夜市', en: 'Night markets' },
      position: 90,
    }),
  )
  await givenCase(world, {
    number: '2025-0001',
    title: '夜市垃圾',
    ...answeredOn('2026-03-30'),
    decisions: ['adopted'],
  })
  await givenCase(world, {
    number: '2025-0002',
    title: '公園燈',
    ...answeredOn('2026-04-20', 'not_adopted'),
    lead: world.agencies.transport,
    topicCode: 'night-markets',
  })
  await givenCase(world, { number: '2026-0001', title: '公車站', ...due, districtCode: 'shibi', signed: { shibi: 30 } })
  await givenCase(world, {
    number: '2026-0002',
    title: '夜市廁所',
    publishedAt: day('2026-06-10'),
    closesBefore: day('2026-08-10'),
    districtCode: 'jiucheng',
    signed: { jiucheng: 9 },
  })
  await givenCase(world, {
    number: '2026-0003',
    title: '步道',
    publishedAt: day('2026-06-11'),
    closesBefore: day('2026-07-01'),
    topicCode: 'night-markets',
  })
  await givenCase(world, {
    number: '2026-0004',
    title: '舊案',
    stage: 'expired',
    outcome: 'expired',
    publishedAt: day('2026-01-01'),
    closesBefore: day('2026-03-01'),
    endedAt: day('2026-03-01'),
  })
}

test('each filter leaves what it names; repeated, any of them; several filters, all of them', async () => {
  const world = await testWorld()
  await sixCases(world)
  const found = async (query: string) => (await numbers(world, query)).sort()
  expect(await found('')).toHaveLength(6)
  expect(await found('?stage=resolved')).toEqual(['2025-0001', '2025-0002'])
  expect(await found('?stage=resolved&stage=review')).toEqual(['2025-0001', '2025-0002', '2026-0001'])
  expect(await found('?outcome=adopted&outcome=expired')).toEqual(['2025-0001', '2026-0004'])
  expect(await found('?topic=night-markets')).toEqual(['2025-0002', '2026-0003'])
  expect(await found('?agency=transport')).toEqual(['2025-0002'])
  expect(await found('?agency=transport&agency=epb')).toHaveLength(6)
  expect(await found('?district=shibi&district=jiucheng')).toEqual(['2026-0001', '2026-0002'])
  expect(await found('?year=2025')).toEqual(['2025-0001', '2025-0002'])
  expect(await found('?answered=in_time')).toEqual(['2025-0001'])
  expect(await found('?answered=late')).toEqual(['2025-0002'])
  expect(await found('?answered=overdue')).toEqual(['2026-0001'])
  expect(await found(`?q=${encodeURIComponent('夜')}`), 'the name of a topic too').toEqual([
    '2025-0001',
    '2025-0002',
    '2026-0002',
    '2026-0003',
  ])
  expect(await found(`?q=${encodeURIComponent('夜市')}&stage=gathering&year=2026`)).toEqual(['2026-0002', '2026-0003'])
  expect(await found('?stage=&topic=&q=&page=')).toHaveLength(6)
})

test('each order is what it says', async () => {
  const world = await testWorld()
  await sixCases(world)
  const first = async (sort: string, n: number) => (await numbers(world, `?sort=${sort}`)).slice(0, n)
  expect(await first('newest', 2)).toEqual(['2026-0003', '2026-0002'])
  expect(await first('most_signed', 2)).toEqual(['2026-0001', '2026-0002'])
  expect(await first('closing', 2)).toEqual(['2026-0003', '2026-0002'])
  expect(await first('answered', 3)).toEqual(['2025-0002', '2025-0001', '2026-0004'])
  expect(await first('waiting', 1)).toEqual(['2026-0001'])
  expect(await numbers(world, `?sort=relevance&q=${encodeURIComponent('夜市')}`), 'answered first').toEqual([
    '2025-0001',
    '2026-0002',
    '2025-0002',
    '2026-0003',
  ])
})

test('a script that follows `next` from the first page meets every case once, and `prev` leads back', async () => {
  const world = await testWorld()
  await sixCases(world)
  const follow = (url: string) => world.visitor().get(url.replace('http://localhost', ''))
  let page = (await ask(world, '?per_page=4&sort=newest')).json
  const { first, last } = page.links
  expect(page.meta).toEqual({ total: 6, page: 1, per_page: 4 })
  expect([page.links.prev, page.links.self === first]).toEqual([null, true])
  const met = page.data.map((c: { number: string }) => c.number)
  while (page.links.next) {
    page = (await follow(page.links.next)).json()
    met.push(...page.data.map((c: { number: string }) => c.number))
  }
  expect(new Set(met).size).toBe(6)
  expect(met).toHaveLength(6)
  expect([page.links.self, page.links.prev]).toEqual([last, first])
  expect(page.links.self).toMatch(/^http:\/\/localhost\/api\/v1\/haicheng\/proposals\?.*sort=newest/)
})

test('a page has 20 cases unless asked otherwise, and at most 100; an empty list is a page without any', async () => {
  const world = await testWorld()
  const empty = (await ask(world)).json
  expect([empty.data, empty.meta]).toEqual([[], { total: 0, page: 1, per_page: 20 }])
  expect([empty.links.next, empty.links.last]).toEqual([null, empty.links.first])
  expect((await ask(world, '?per_page=100')).status).toBe(200)
  expect((await ask(world, '?page=2')).status).toBe(404)
})

describe('what cannot be meant', () => {
  const world = forAll(testWorld)
  test.each([
    ['stage=draft'],
    ['stage=resolved&stage=open'],
    ['outcome=won'],
    ['topic=nothing'],
    ['agency=nobody'],
    ['district=atlantis'],
    ['answered=never'],
    ['year=26'],
    ['year=twenty'],
    ['sort=random'],
    ['page=0'],
    ['page=-1'],
    ['page=1.5'],
    ['per_page=0'],
    ['per_page=101'],
    ['per_page=all'],
  ])('?%s is refused with 400, in words that name the parameter', async (query) => {
    const { status, json, headers } = await ask(world(), `?${query}`)
    const [name] = query.split('=')
    expect([status, json.error.status]).toEqual([400, 400])
    expect(json.error.message).toContain(name)
    expect(headers['access-control-allow-origin']).toBe('*')
  })
})

test('any origin may read data and its errors; a script that sends an ETag back is told so before', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  for (const url of [
    '/api/v1/governments',
    list,
    `${list}/2026-0001`,
    '/haicheng/proposals/2026-0001.json',
    '/api/v1/nowhere/proposals',
    '/haicheng/proposals/typo.json',
    '/nowhere/proposals/2026-0001.json',
  ]) {
    const got = await world.visitor().get(url, { origin: 'https://elsewhere.example' })
    expect([url, got.headers['access-control-allow-origin']]).toEqual([url, '*'])
    expect(String(got.headers['content-type'])).toMatch(/^application\/(problem\+)?json/)
    expect(got.headers['access-control-allow-credentials'], 'never with cookies').toBeUndefined()
  }
  const asked = await world.app.inject({
    method: 'OPTIONS',
    url: list,
    headers: { origin: 'https://elsewhere.example', 'access-control-request-headers': 'if-none-match' },
  })
  expect(asked.statusCode).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': 'If-None-Match',
  })
  const put = await world.app.inject({ method: 'PUT', url: list, headers: { 'sec-fetch-site': 'same-origin' } })
  expect([put.statusCode, put.headers.allow, put.json().error.status]).toEqual([405, 'GET, HEAD, OPTIONS', 405])
  const posted = await world.app.inject({ method: 'POST', url: list, headers: { 'sec-fetch-site': 'cross-site' } })
  expect([posted.statusCode, posted.headers['access-control-allow-origin']]).toEqual([403, '*'])
  expect(posted.json().error.status).toBe(403)
  const page = await world.visitor().get('/haicheng/proposals')
  expect(page.headers['access-control-allow-origin'], 'pages are for people').toBeUndefined()
})

test('what a script has already is not sent again, until it changes; HEAD tells the same without the body', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  for (const url of ['/api/v1/governments', list, `${list}/2026-0001`, '/haicheng/proposals/2026-0001.json']) {
    const first = await world.visitor().get(url)
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^"/)
    const again = await world.visitor().get(url, { 'if-none-match': etag })
    expect([url, again.statusCode, again.body]).toEqual([url, 304, ''])
    expect(again.headers['access-control-allow-origin']).toBe('*')
    const head = await world.app.inject({
      method: 'HEAD',
      url,
      headers: { host: 'localhost', 'accept-language': 'en' },
    })
    expect([url, head.statusCode, head.body, head.headers.etag]).toEqual([url, 200, '', etag])
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(first.body)))
  }
  const before = await world.visitor().get(list)
  await givenCase(world, { number: '2026-0002', title: '步道' })
  const after = await world.visitor().get(list, { 'if-none-match': String(before.headers.etag) })
  expect(after.statusCode).toBe(200)
})

test('a script walks a whole list by its cursor: each case once, while others come, go and change their place in it', async () => {
  const world = await testWorld()
  await sixCases(world)
  const met: string[] = []
  let next: string | null = `${list}?cursor=*&per_page=2&fields=number,stage`
  for (let step = 0; next; step++) {
    const { data, links }: { data: { number: string }[]; links: { next: string | null } } = (
      await world.visitor().get(next.replace('http://localhost', ''))
    ).json()
    met.push(...data.map((c) => c.number))
    for (const one of data) expect(Object.keys(one)).toEqual(['number', 'stage'])
    if (step === 0)
      await write(world.db, async (tx) => {
        await tx.update(proposals).set({ count: 99 }).where(eq(proposals.number, '2025-0001')) // on pages, all would move
        await tx
          .update(proposals)
          .set({ hiddenAt: world.clock.now, hiddenReason: '個資' })
          .where(eq(proposals.number, '2026-0002'))
      })
    if (step === 1) await givenCase(world, { number: '2026-0005', title: '新案' })
    next = links.next
  }
  expect(met).toEqual(['2025-0001', '2025-0002', '2026-0001', '2026-0003', '2026-0004', '2026-0005'])
  expect(await numbers(world, '?cursor=*&topic=night-markets')).toEqual(['2025-0002', '2026-0003'])
  expect(await numbers(world, `?cursor=*&q=${encodeURIComponent('夜市')}&per_page=1`)).toEqual(['2025-0001'])
  expect(await numbers(world, `?cursor=2025-0001&q=${encodeURIComponent('夜市')}&per_page=1`)).toEqual(['2025-0002'])
  expect(await numbers(world, '?cursor=*&year=2026&agency=transport')).toEqual([])
  for (const wrong of ['?cursor=first', '?cursor=*&page=2', '?cursor=*&sort=newest', '?fields=colour']) {
    const { status, json } = await ask(world, wrong)
    expect([wrong, status]).toEqual([wrong, 400])
    expect(json.detail).toMatch(/parameter/)
  }
})

test('a script that needs little takes little: the fields it names, as the whole case has them', async () => {
  const world = await testWorld()
  await sixCases(world)
  const whole = (await ask(world, '?sort=newest')).json.data
  for (const fields of [['number', 'title'], ['number', 'timeline', 'answered_in_time'], Object.keys(whole[0])]) {
    const some = (await ask(world, `?sort=newest&fields=${fields.join(',')}`)).json.data
    const cut = whole.map((one: object) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => fields.includes(name))),
    )
    expect(some).toEqual(cut)
  }
  const one = await world.visitor().get(`${list}/2025-0001?fields=title,rules`)
  expect(Object.keys(one.json())).toEqual(['title', 'rules'])
  expect((await ask(world, '?fields=number&per_page=2')).json.links.next).toContain('fields=number')
})

test.skipIf(inProcess)('a script reads how often it may still ask, and nobody else is told of it', async () => {
  const world = await testWorld({ sharedFor: 1000 })
  await givenCase(world, { number: '2026-0001', title: '步道' })
  const asked = (remoteAddress: string, url = list) =>
    world.app.inject({ url, remoteAddress, headers: { host: 'localhost' } })
  world.clock.now = new Date('2026-06-18T09:00:20+08:00')
  const [first, second] = [await asked('203.0.113.7'), await asked('203.0.113.9', `${list}/2026-0001`)]
  expect(first.headers['ratelimit-policy']).toBe('"data";q=600;w=60')
  expect([first.headers.ratelimit, second.headers.ratelimit]).toEqual(['"data";r=599;t=40', '"data";r=598;t=40'])
  expect((await asked('198.51.100.7', '/api/v1/governments')).headers.ratelimit).toBe('"data";r=599;t=40')
  expect(first.headers['access-control-expose-headers']).toContain('RateLimit')
  const wrong = (await asked('203.0.113.7', `${list}?sort=sideways`)).json()
  expect(wrong).toMatchObject({ type: 'about:blank', status: 400, parameter: 'sort', instance: list })
})
