// A case that was hidden is gone within a minute, from every address and for everybody: what any cache may do with an answer is
// said in its headers, and what our own processes keep is shorter.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { overSockets, type Reply } from '../../support/sockets.ts'
import { routesOf, testWorld } from '../../support/world.ts'

/** In the texts of the cases that will be hidden, and nowhere else. */
const secret = '王大明住海濱路三號'
const minute = 60

/** s that a cache may show it without asking us: while it is fresh, and stale beyond that. */
function longestKept(header: string): number {
  if (/no-store|private/.test(header)) return 0
  const seconds = (name: string) => Number(new RegExp(`(?:^|[ ,])${name}=(\\d+)`).exec(header)?.[1] ?? 0)
  return (
    Math.max(seconds('s-maxage'), seconds('max-age')) +
    Math.max(seconds('stale-while-revalidate'), seconds('stale-if-error'))
  )
}

/** A title may be broken between its words. */
const tells = (body: string) => body.replaceAll('<wbr>', '').includes(secret)

test('every public address that showed a case shows nothing of it soon after it was hidden, also by another process', async () => {
  const world = await testWorld({ sharedFor: 1000, rules: { threshold: 100 } })
  const other = await buildApp({ ...world.deps, db: { ...world.db, close: async () => {} }, sharedFor: 1000 })
  onTestFinished(() => other.close())
  const [live, late, answered] = ['2026-0001', '2026-0002', '2026-0003'] as const
  const numbers = [live, late, answered]
  await givenCase(world, {
    number: live,
    title: `釣魚：${secret}甲`,
    problem: secret,
    asks: [secret],
    signed: { shibi: 3 },
  })
  await givenCase(world, {
    ...{ number: late, title: `釣魚：${secret}乙`, problem: secret, stage: 'review' },
    ...{ thresholdMetAt: new Date('2026-01-01'), answerDueBefore: new Date('2026-03-01') },
  })
  await givenCase(world, {
    ...{ number: answered, title: `釣魚：${secret}丙`, problem: secret, stage: 'resolved', decisions: ['adopted'] },
    ...{ answeredAt: new Date('2026-06-01'), answerDueBefore: new Date('2026-07-01') },
    promise: { what: secret, dueOn: '2026-12-31', state: 'open' },
  })
  const merged = '2026-0004'
  await givenCase(world, { number: merged, title: '併入的案件', stage: 'gathering' })
  const moderator = await world.staff('moderator')
  await moderator.post(`/haicheng/proposals/${merged}/decisions`, {
    decision: 'merge',
    target: live,
    words: '同一件事。',
  })

  const doors = [(await overSockets(world)).visitor(), (await overSockets({ app: other })).visitor()]
  const [first] = doors
  // every route that there is, and every address that a page or an answer names
  const waiting = routesOf(world, 'GET')
    .map((route) => route.slice('GET '.length).replace('(^\\d+-\\d+)', ''))
    .filter((path) => !path.includes('*'))
    .flatMap((path) => numbers.map((number) => path.replace(':gov', 'haicheng').replace(':number', number)))
    .concat(`/?q=${encodeURIComponent('釣魚')}`, `/haicheng/proposals?q=${encodeURIComponent('釣魚')}`)
  const seen = new Map<string, Reply>()
  while (waiting.length) {
    const path = waiting.shift()!.split('#')[0]!
    if (seen.has(path) || /[?&](lang|page)=|^\/static|^\/sign-in/.test(path)) continue
    const reply = await first!.get(path)
    seen.set(path, reply)
    if (String(reply.headers['content-type']).startsWith('text/html'))
      waiting.push(...page(reply).hrefs.filter((href) => href.startsWith('/')))
    else waiting.push(...[...reply.body.matchAll(/"http:\/\/localhost(\/[^"]*)"/g)].map(([, found]) => found!))
  }
  const showing = [...seen].filter(([, { body }]) => tells(body)).map(([path]) => path)
  const shown = (path: RegExp) => showing.filter((one) => path.test(one)).length
  for (const kind of [
    /^\/haicheng$/,
    /^\/haicheng\/proposals$/,
    /\/archive$/,
    /\/commitments$/,
    /\/commitments\/./,
    /\/agencies\/./,
    /2026-0001$/,
  ])
    expect([String(kind), shown(kind) > 0], showing.join(' ')).toEqual([String(kind), true])
  expect([shown(/^\/api\//) > 1, shown(/proposals\/[^/]*\.json$/), shown(/^\/\?q=/)]).toEqual([true, 3, 1])
  for (const path of showing) {
    const header = String(seen.get(path)!.headers['cache-control'])
    expect([path, header, longestKept(header) < minute]).toEqual([path, header, true])
  }

  for (const number of numbers)
    expect(
      (await moderator.post(`/haicheng/proposals/${number}/decisions`, { decision: 'hide', words: '個人資料。' }))
        .statusCode,
    ).toBe(303)
  for (const look of doors)
    for (const path of showing) {
      const tag = seen.get(path)!.headers.etag
      let left = await look.get(path, tag ? { 'if-none-match': tag } : {})
      for (const end = Date.now() + 10_000; (tells(left.body) || left.statusCode === 304) && Date.now() < end; ) {
        await sleep(100)
        left = await look.get(path, tag ? { 'if-none-match': tag } : {})
      }
      expect([path, left.statusCode === 304, tells(left.body)]).toEqual([path, false, false])
      expect([path, longestKept(String(left.headers['cache-control'])) < minute]).toEqual([path, true])
    }
})

test('the proxies’ examples keep nothing themselves', () => {
  for (const name of readdirSync('deploy').filter((one) => /conf|Caddyfile|\.yaml$/.test(one)))
    expect([
      name,
      /proxy_cache|fastcgi_cache|\bcache\s*\{|Surrogate|proxy_ignore_headers/.test(
        readFileSync(`deploy/${name}`, 'utf8'),
      ),
    ]).toEqual([name, false])
})
