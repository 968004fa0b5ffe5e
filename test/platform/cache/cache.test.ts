// Who may keep what, and what people see of pages that are shared.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { pageStore } from '../../../src/platform/cache/kept-pages.ts'
import { givenCase } from '../../support/cases.ts'
import { inProcess, queriesOf } from '../../support/database.ts'
import { page } from '../../support/page.ts'
import { overSockets } from '../../support/sockets.ts'
import { routesOf, testWorld, type World } from '../../support/world.ts'

const forEverybody = 'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=50'
const number = '2026-0001'
const at = `/haicheng/proposals/${number}`

async function cityWithCase(sharedFor = 60_000): Promise<World> {
  const world = await testWorld({ sharedFor, rules: { threshold: 100 } })
  await givenCase(world, { number, title: '大坑步道假日接駁公車' })
  return world
}

/** The same, reached over sockets: only there do kept pages go out. */
async function openCity(sharedFor = 60_000) {
  const world = await cityWithCase(sharedFor)
  const doors = await overSockets(world)
  const pagesMade = async () => {
    const [, made] = /^fuyi_pages_total\{from="made"\} (\d+)/m.exec(await world.app.metrics.metrics()) ?? []
    return Number(made)
  }
  return { ...world, ...doors, pagesMade }
}

/** An address for a route, with what there is in the world. */
const pathsOf = (world: World, method: 'GET' | 'POST') =>
  routesOf(world, method).map((route) => route.slice(method.length + 1))
const addressOf = (path: string) =>
  path
    .replace('/:number(^\\d+-\\d+)', `/${number}`)
    .replace('/agencies/:code', '/agencies/epb')
    .replace(':gov', 'haicheng')
    .replace(':number', number)
    .replace(/:print|:token|:id|:step/g, 'x')

test.skipIf(inProcess)(
  'every page says who may keep it: open ones everybody for a moment, all others nobody',
  async () => {
    const world = await cityWithCase(0)
    const visitor = world.visitor()
    const administrator = await world.staff('administrator')
    const open: string[] = []
    for (const path of pathsOf(world, 'GET')) {
      if (path.includes('*')) continue
      const seen = await visitor.get(addressOf(path))
      const signedIn = await administrator.get(addressOf(path))
      const kept = seen.headers['cache-control']
      if (kept === forEverybody) open.push(path)
      expect([path, kept === forEverybody || kept === 'no-store']).toEqual([path, true])
      if (kept === forEverybody) {
        const vary = 'Cookie, Accept-Language, HX-Request, Accept-Encoding'
        // a whole table is given in what is accepted
        const byAccept = /^\/api\/v1\/:gov\/\w+$/.test(path) ? `${vary}, Accept` : vary
        expect([path, seen.headers.vary]).toEqual([path, byAccept])
        expect([path, seen.headers['set-cookie']]).toEqual([path, undefined])
        expect([path, signedIn.headers['cache-control']]).toEqual([path, 'private, no-cache'])
      } else expect([path, signedIn.headers['cache-control']]).toEqual([path, 'no-store'])
      expect([path, signedIn.headers.etag]).toEqual([path, undefined])
    }
    for (const path of ['/', '/:gov', '/:gov/proposals', '/:gov/archive', '/:gov/proposals/:number', '/:gov/agencies'])
      expect(open).toContain(path)
    for (const path of ['/me', '/sign-in', '/sign-in/code', '/:gov/desk', '/:gov/proposals/drafts/:id/:step'])
      expect(open).not.toContain(path)
  },
)

test.skipIf(inProcess)('what changes something is kept by nobody', async () => {
  const world = await cityWithCase()
  const person = await world.signedIn('a@example.test')
  for (const path of pathsOf(world, 'POST')) {
    const reply = await person.post(addressOf(path))
    expect([path, reply.headers['cache-control']]).toEqual([path, 'no-store'])
  }
})

test('fifty people who open a case at once cost what one costs', async () => {
  const alone = await openCity()
  const one = await queriesOf(() => alone.visitor().get(at))
  const world = await openCity()
  const bodies = new Set<string>()
  const all = await queriesOf(async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => world.visitor().get(at)))
    for (const reply of replies) {
      expect(reply.statusCode).toBe(200)
      bodies.add(reply.body)
    }
  })
  expect(one.length).toBeGreaterThan(5)
  expect(all.length).toBe(one.length)
  expect(bodies.size).toBe(1)
})

test('whoever knocks at the door, as often as they like, makes nobody’s page anew', async () => {
  const world = await cityWithCase()
  const reader = await world.signedIn('reader@example.test')
  vi.useFakeTimers({ toFake: ['performance'] }) // on a busy machine a page would be too old before it is asked for again
  onTestFinished(() => void vi.useRealTimers())
  await reader.get(at)
  const remembered = await queriesOf(() => reader.get(at))
  const knocks: [string, { [field: string]: string }][] = [
    ['/sign-in/challenges', {}],
    ['/sign-in/passkeys', { credential: 'x' }],
    ['/sign-in', { email: 'stranger@example.test' }],
    ['/sign-in/code', { email: 'stranger@example.test', code: '123456' }],
  ]
  for (const [door, form] of knocks) {
    await reader.get(at)
    await world.visitor().post(door, form)
    expect((await queriesOf(() => reader.get(at))).length, door).toBe(remembered.length)
  }
})

test('when many pages are due to be made anew, some go out once more as they were instead of all waiting', async () => {
  const world = await openCity(500)
  vi.useFakeTimers({ toFake: ['performance'] }) // the clock of the cache: on a busy machine the first page would be too old
  onTestFinished(() => void vi.useRealTimers())
  const six = [
    '/haicheng',
    '/haicheng/archive',
    '/haicheng/agencies',
    at,
    '/haicheng/proposals',
    '/haicheng/commitments',
  ]
  await world.atOnce(six)
  vi.advanceTimersByTime(520)
  const before = await world.pagesMade()
  expect(await world.atOnce(six)).toEqual(six.map(() => '200'))
  expect((await world.pagesMade()) - before).toBe(4)
})

test('after a page was made anew, others go out as they were for as long as that took', async () => {
  const world = await openCity(500)
  const visitor = world.visitor()
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  await visitor.get('/haicheng')
  await visitor.get('/haicheng/archive')
  vi.advanceTimersByTime(520)

  const { now } = world.clock
  // ms at each time that the next page asks what time it is: first whether it is as it was, then when it is made
  const takes = [0, 30]
  const get = () => {
    vi.advanceTimersByTime(takes.shift() ?? 0)
    return now
  }
  Object.defineProperty(world.clock, 'now', { get })
  const isMade = async (address: string) => {
    const before = await world.pagesMade()
    await visitor.get(address)
    return (await world.pagesMade()) > before
  }
  expect(await isMade('/haicheng')).toBe(true)
  expect(await isMade('/haicheng/archive')).toBe(false)
  vi.advanceTimersByTime(30)
  expect(await isMade('/haicheng/archive')).toBe(true)
})

test('who signs sees the new number at once, others within two seconds', async () => {
  const world = await openCity(1000)
  const reader = world.visitor()
  const seenBy = async (who: typeof reader) => page(await who.get(at)).part('Co-signatures').text
  expect(await seenBy(reader)).toContain('0 of 100')
  const person = await world.signedIn('a@example.test')
  const signer = world.visitor({ fuyi: person.cookie('fuyi') })
  await signer.post(`${at}/cosignatures`, { district: 'gangdong' })
  expect(await seenBy(signer)).toContain('1 of 100')
  await expect.poll(() => seenBy(reader), { timeout: 2000, interval: 50 }).toContain('1 of 100')
})

test('a page that is signed in is never shared, nor is one with a session that has ended', async () => {
  const world = await openCity()
  const { cookie } = await world.signedIn('a@example.test')
  const person = world.visitor({ fuyi: cookie('fuyi') })
  const maySignOut = async (who: typeof person) => page(await who.get('/haicheng')).actions.includes('/sign-out')
  expect(await maySignOut(person)).toBe(true)
  expect(await maySignOut(world.visitor())).toBe(false)
  const ended = await world.visitor({ fuyi: 'over' }).get('/haicheng')
  expect(ended.headers['cache-control']).toBe('private, no-cache')
  expect(await maySignOut(person)).toBe(true)
})

test('languages, and what scripts ask for, are kept apart', async () => {
  const world = await openCity()
  const visitor = world.visitor()
  const english = await visitor.get('/haicheng/proposals')
  const chinese = await visitor.get('/haicheng/proposals', { 'accept-language': 'zh-TW,zh;q=0.9' })
  const chosen = await visitor.get('/haicheng/proposals', { cookie: 'lang=zh-Hant' })
  expect([page(english).lang, page(chinese).lang]).toEqual(['en', 'zh-Hant'])
  expect(chosen.body).toBe(chinese.body)
  const part = await visitor.get('/haicheng/proposals', { 'hx-request': 'true' })
  expect(part.headers['hx-push-url']).toBe('/haicheng/proposals')
  expect((await visitor.get('/haicheng/proposals')).headers['hx-push-url']).toBeUndefined()
  const choosing = await visitor.get('/haicheng/proposals?lang=zh-Hant', { 'accept-language': 'en' })
  expect(choosing.headers['cache-control']).toBe('private, no-cache')
  expect(choosing.cookies.join()).toContain('lang=')
})

test('an address with its parameters in another order is the same page, and says nothing of where somebody came from', async () => {
  const world = await openCity()
  const visitor = world.visitor()
  const first = await visitor.get('/haicheng/proposals?fbclid=abc123&sort=closing&stage=gathering&topic=')
  expect(first.body).not.toContain('abc123')
  const queries = await queriesOf(async () => {
    const second = await visitor.get('/haicheng/proposals?stage=gathering&utm_source=mail&sort=closing')
    expect(second.body).toBe(first.body)
  })
  expect(queries).toEqual([])
  const other = await visitor.get('/haicheng/proposals?stage=review&sort=closing')
  expect(other.body).not.toBe(first.body)
})

test('cookies of other kinds change nothing on an open page', async () => {
  const world = await cityWithCase(0)
  const plain = await world.visitor().get(at)
  const marked = await world.visitor().get(at, { cookie: 'signing-in=somebody@example.test; browser=abc; _ga=1' })
  expect(marked.body).toBe(plain.body)
})

test('a browser that has the page is told so, whatever the encoding', async () => {
  const world = await openCity()
  const visitor = world.visitor()
  const plain = await visitor.get(at)
  const tags = new Set([plain.headers.etag])
  for (const [encoding, decompress] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const sent = await visitor.get(at, { 'accept-encoding': encoding })
    expect(sent.headers['content-encoding']).toBe(encoding)
    expect(sent.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
    expect(decompress(sent.rawPayload).toString()).toBe(plain.body)
    tags.add(sent.headers.etag)
    const again = await visitor.get(at, { 'accept-encoding': encoding, 'if-none-match': String(sent.headers.etag) })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', sent.headers.etag])
  }
  expect(tags.size).toBe(3)
  expect((await visitor.get(at, { 'if-none-match': '"another"' })).statusCode).toBe(200)
})

test('an encoding that is refused is not sent; small replies are left alone; one’s own pages are compressed too', async () => {
  const world = await cityWithCase()
  const visitor = world.visitor()
  const refusing = await visitor.get(at, { 'accept-encoding': 'br;q=0, gzip;q=0' })
  expect(refusing.headers['content-encoding']).toBeUndefined()
  const small = await visitor.get('/healthz', { 'accept-encoding': 'br' })
  expect(small.headers['content-encoding']).toBeUndefined()
  const person = await world.signedIn('a@example.test')
  const own = await person.get(at, { 'accept-encoding': 'gzip, deflate, br' })
  expect(own.headers['content-encoding']).toBe('br')
  expect(page({ body: brotliDecompressSync(own.rawPayload).toString() }).actions).toContain('/sign-out')
  expect(own.headers.vary).toContain('Accept-Encoding')
})

test('the first visitor gets a page at once, those after them as small as it gets, and both know it when they come again', async () => {
  const world = await openCity()
  const asking = { 'accept-encoding': 'br' }
  const first = await world.visitor().get(at, asking)
  let small = await world.visitor().get(at, asking)
  await vi.waitFor(async () => {
    small = await world.visitor().get(at, asking)
    expect(small.rawPayload.length).toBeLessThan(first.rawPayload.length)
  })
  expect(brotliDecompressSync(small.rawPayload)).toEqual(brotliDecompressSync(first.rawPayload))
  expect(small.headers.etag).not.toBe(first.headers.etag)
  for (const { headers } of [first, small]) {
    const again = await world.visitor().get(at, { ...asking, 'if-none-match': headers.etag! })
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
  }
  const plain = await world.visitor().get(at)
  expect(plain.body).toBe(brotliDecompressSync(small.rawPayload).toString())
})

test('what is not there is asked for each time: nobody waits for it, and nobody keeps it', async () => {
  const world = await openCity()
  const missing = '/haicheng/proposals/2026-0002'
  const replies = await Promise.all(Array.from({ length: 5 }, () => world.visitor().get(missing)))
  expect(replies.map((r) => [r.statusCode, r.headers['cache-control']])).toEqual(Array(5).fill([404, 'no-store']))
  await givenCase(world, { number: '2026-0002', title: '河堤夜間照明' })
  expect((await world.visitor().get(missing)).statusCode).toBe(200)
})

test('kept pages take no more room than they are given; the least used go first', () => {
  const pages = pageStore(30_000)
  const of = (bytes: number) => ({
    route: '',
    path: '',
    headers: {},
    type: '',
    body: Buffer.alloc(bytes - 2000), // and what is said about it
    tag: '',
    sent: new Map(),
    begunAt: 0,
    freshUntil: 0,
    endsAt: Number.POSITIVE_INFINITY,
    stillTrue: null,
  })
  for (let i = 0; i < 10; i++) pages.set(`p${i}`, of(3000))
  pages.get('p0')
  pages.set('p10', of(3000))
  expect(pages.calculatedSize).toBe(30_000)
  expect([pages.get('p0') !== undefined, pages.get('p1')]).toEqual([true, undefined])
  pages.set('p10', of(3600))
  expect(pages.calculatedSize).toBeLessThanOrEqual(30_000)
  pages.set('huge', of(3800))
  expect(pages.get('huge')).toBeUndefined()
  for (let i = 0; i < 11; i++) pages.get(`p${i}`)
  pages.set('new', of(3000))
  expect(pages.get('new'), 'kept though all the others are asked for').toBeDefined()
})

test('on a socket, where kept pages go out before Fastify sees the request, all get what they would get from it', async () => {
  const world = await testWorld({ sharedFor: 60_000, config: { logLevel: 'info' } })
  await givenCase(world, { number, title: '大坑步道假日接駁公車' })
  const lines = world.log
  const person = await world.signedIn('a@example.test')
  const origin = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const tag = String((await world.visitor().get(at)).headers.etag)
  const own = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']) // of a connection, not of a page

  const asked: [string, { [name: string]: string }][] = [
    [at, {}],
    [at, { 'if-none-match': tag }],
    [at, { cookie: 'lang=zh-Hant; _ga=1' }],
    [at, { cookie: `fuyi=${person.cookie('fuyi')}` }],
    [at, { cookie: 'acted=1' }],
    [at, { 'accept-encoding': 'br' }],
    [`${at}?fbclid=abc123`, {}],
    [`${at}?lang=en`, {}],
    ['/haicheng/proposals', { 'hx-request': 'true' }],
    ['/haicheng/proposals/2026-0009', {}],
    ['/api/v1/haicheng/proposals', {}],
  ]
  lines.length = 0
  for (const [address, more] of asked) {
    const headers = { 'accept-language': 'en', 'accept-encoding': 'identity', ...more }
    const fastify = [
      await world.app.inject({ url: address, headers }),
      await world.app.inject({ url: address, headers }),
    ]
    for (const { statusCode, headers: expected, body } of fastify) {
      const reply = await fetch(origin + address, { headers })
      expect([address, more, reply.status]).toEqual([address, more, statusCode])
      // the first one gets it compressed quickly, later ones as small as it gets
      const isSmaller = (name: string) => more['accept-encoding'] && ['content-length', 'etag'].includes(name)
      const told = Object.entries(expected).filter(([name]) => !own.has(name) && !isSmaller(name))
      for (const [name, value] of told) expect([name, reply.headers.get(name)]).toEqual([name, String(value)])
      if (!more['accept-encoding']) expect(await reply.text()).toBe(body)
    }
  }
  const answered = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
  expect(answered).toHaveLength(4 * asked.length)
  expect(new Set(answered.map(({ request }) => request)).size).toBe(4 * asked.length)
  expect(answered.filter(({ path, status }) => path === at && status === 304)).toHaveLength(4)
  const metrics = (await world.app.inject({ url: '/metrics' })).body
  const counted =
    /^fuyi_http_request_duration_seconds_count\{method="GET",route="\/:gov\/proposals\/:number",status="304"\} (\d+)/m
  expect(Number(counted.exec(metrics)![1])).toBeGreaterThanOrEqual(4)
})
