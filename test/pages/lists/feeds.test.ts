// Feeds: what a feed reader shows. They are read by a parser that is not ours, which refuses what is no Atom.

import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { feedAs } from '../../../src/platform/web/feed.ts'
import { givenCase, givenCases } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const english = { 'accept-language': 'en' }

async function atom(world: World, url: string) {
  const answer = await world.app.inject({ method: 'GET', url, headers: english })
  expect([url, answer.statusCode]).toEqual([url, 200])
  expect(answer.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  return strict(answer.body)
}

/** RFC 4287, 4.1: one id, title and updated of the feed and of each entry, dates by RFC 3339, an author, an alternate or content. */
function strict(body: string) {
  expect(XMLValidator.validate(body)).toBe(true)
  const feed = parseAtomFeed(body)
  const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
  expect(feed.id).toMatch(/^https?:\/\//)
  expect(feed.updated).toMatch(date)
  expect(feed.authors?.[0]?.name).toBeTruthy()
  const entries = feed.entries ?? []
  expect(new Set(entries.map(({ id }) => id)).size, 'no two entries have one id').toBe(entries.length)
  for (const entry of entries) {
    expect(entry.id).toMatch(/^https?:\/\//)
    expect(entry.updated).toMatch(date)
    expect(entry.title).toBeTruthy()
    expect(entry.links?.some(({ rel, href }) => rel === 'alternate' && href)).toBe(true)
  }
  return feed
}

const links = (feed: { links?: { rel?: string; href?: string }[] }) =>
  Object.fromEntries((feed.links ?? []).map(({ rel, href }) => [rel, href]))

test('a new case, one that is overdue and a promise each arrive in a feed reader', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市 <停用> & "一次性"', signed: { gangdong: 6 } })
  await givenCase(world, {
    number: '2026-0002',
    title: '游泳池',
    stage: 'review',
    topicCode: 'education',
    thresholdMetAt: new Date('2026-02-01T10:00:00+08:00'),
    answerDueBefore: new Date('2026-04-02T00:00:00+08:00'),
  })
  await givenCase(world, {
    number: '2025-0003',
    stage: 'resolved',
    outcome: 'adopted',
    answeredAt: new Date('2026-05-01T10:00:00+08:00'),
    promise: { what: '加裝路燈', dueOn: '2026-09-30', state: 'open' },
  })
  const all = await atom(world, '/haicheng/feed.atom')
  expect(all.entries).toHaveLength(3)
  expect(all.entries?.map(({ title }) => title?.value)).toContain('夜市 <停用> & "一次性"')
  expect(links(all)).toMatchObject({
    self: 'http://localhost/haicheng/feed.atom',
    alternate: 'http://localhost/haicheng/search',
  })
  const overdue = await atom(world, '/haicheng/proposals.atom?answered=overdue')
  expect(overdue.entries).toMatchObject([
    { title: { value: '游泳池' }, summary: { value: expect.stringContaining('overdue') } },
  ])
  expect((await atom(world, '/haicheng/search.atom?topic=education')).entries).toHaveLength(1)
  expect((await atom(world, '/haicheng/search.atom?agency=epb')).entries).toHaveLength(3)
  expect((await atom(world, `/haicheng/search.atom?q=${encodeURIComponent('游泳池')}`)).entries).toHaveLength(1)
  expect((await atom(world, '/haicheng/archive.atom')).entries).toHaveLength(1)
  expect((await atom(world, '/haicheng/commitments.atom?state=open')).entries).toMatchObject([
    { title: { value: '加裝路燈' }, id: 'http://localhost/haicheng/commitments/2025-0003-1' },
  ])
  const one = await atom(world, '/haicheng/proposals/2025-0003/timeline.atom')
  expect(one.entries?.length).toBeGreaterThan(0)
  expect(one.entries?.every(({ title }) => title?.value && !/[<>]|case\.entry/.test(title.value))).toBe(true)
  const json = await world.app.inject({ method: 'GET', url: '/haicheng/feed.feed.json' })
  expect(json.headers['access-control-allow-origin']).toBe('*')
  expect(parseJsonFeed(json.json()).items).toHaveLength(3)
})

test('a long list has pages, each leading to the next', async () => {
  const world = await testWorld()
  await givenCases(
    world,
    Array.from({ length: 45 }, (_, i) => ({ number: `2026-${String(i + 1).padStart(4, '0')}`, title: `案 ${i}` })),
  )
  const seen = new Set<string>()
  let url: string | undefined = '/haicheng/proposals.atom'
  let pages = 0
  while (url) {
    const feed = await atom(world, url)
    for (const { id } of feed.entries ?? []) seen.add(id!)
    const to = links(feed)
    expect(to.first).toBe('http://localhost/haicheng/proposals.atom')
    url = to.next?.replace('http://localhost', '')
    pages++
  }
  expect([seen.size, pages]).toEqual([45, 3])
  expect((await world.app.inject({ method: 'GET', url: '/haicheng/proposals.atom?page=4' })).statusCode).toBe(404)
})

test('a page leads a feed reader to its feed', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  for (const [page, feed] of [
    ['/haicheng', '/haicheng/feed.atom'],
    ['/haicheng/proposals?topic=education', '/haicheng/proposals.atom?topic=education'],
    ['/haicheng/proposals/2026-0001', '/haicheng/proposals/2026-0001/timeline.atom'],
    ['/haicheng/commitments', '/haicheng/commitments.atom'],
    ['/haicheng/agencies/epb', '/haicheng/search.atom?agency=epb'],
  ] as const) {
    const { body } = await world.app.inject({ method: 'GET', url: page })
    expect(body).toContain(`type="application/atom+xml"`)
    expect(body).toContain(`href="http://localhost${feed}"`)
    await atom(world, feed)
  }
})

test('what is hidden, and what was never published, is in no feed; what cannot be meant is refused', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '藏起來', hiddenAt: world.clock.now, hiddenReason: '誹謗' })
  await givenCase(world, { number: '2026-0002', title: '還沒公開', stage: 'checking', publishedAt: null })
  for (const list of ['feed', 'search', 'proposals'])
    expect((await atom(world, `/haicheng/${list}.atom`)).entries ?? []).toEqual([])
  const status = async (url: string) => (await world.app.inject({ method: 'GET', url })).statusCode
  expect(await status('/haicheng/proposals/2026-0001/timeline.atom')).toBe(410)
  expect(await status('/haicheng/proposals/2026-0002/timeline.atom')).toBe(404)
  expect(await status('/haicheng/proposals.atom?colour=red')).toBe(400)
  expect(await status('/haicheng/proposals/2026-0001/timeline.atom?colour=red')).toBe(400)
})

test('whatever people write, the feed stays one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const made = feedAs('atom', {
        ...{ title: text, subtitle: text, language: 'en', page: 'https://x.test/', author: `a${text}`, rights: text },
        ...{ at: () => 'https://x.test/feed.atom', number: 1, pages: 1, since: new Date(0) },
        entries: [
          {
            ...{ id: 'https://x.test/1', page: 'https://x.test/1', title: `t${text}`, summary: text },
            ...{ published: null, updated: new Date(0), categories: [{ code: text, name: text }] },
          },
        ],
      })
      strict(made)
    }),
  )
})
