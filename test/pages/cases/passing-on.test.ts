// What is seen where the address of a page is passed on: a description, a card, and data for search engines.
import { load } from 'cheerio'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { answeredOn, due, type GivenCase, givenCase } from '../../support/cases.ts'
import { sourceSaying } from '../../support/join.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const title = '夜市停用一次性餐具，改用環保餐具'

async function given(more: Partial<GivenCase> = {}, origin: string | null = 'https://fuyi.example') {
  const world = await testWorld({ rules: { threshold: 5000 }, config: { origin } })
  const id = await givenCase(world, { number: '2026-0001', title, signed: { gangdong: 3482 }, ...more })
  return { world, id }
}

/** What the head of a page says, by name. */
async function headOf(world: World, path = at, language = 'zh-Hant') {
  const $ = load((await world.visitor().get(path, { 'accept-language': language })).body)
  return {
    named: (name: string) => $(`meta[name="${name}"], meta[property="${name}"]`).attr('content'),
    href: (rel: string, type?: string) => $(`link[rel="${rel}"]${type ? `[type="${type}"]` : ''}`).attr('href'),
    blocks: $('script[type="application/ld+json"]')
      .toArray()
      .map((block) => $(block).text()),
  }
}

test('a case tells its count, its days and its beginning, its one address, and where it is as data', async () => {
  const { world } = await given()
  const { named, href } = await headOf(world, `${at}?utm_source=line`)
  expect(named('description')).toMatch(/^附議 3,482 份，門檻 5,000 份。還有 \d+ 天。./)
  expect(named('og:title')).toBe(title)
  expect(href('canonical')).toBe(`https://fuyi.example${at}`)
  expect(href('alternate', 'application/json')).toBe(`https://fuyi.example${at}.json`)
  expect(named('og:image:alt')).toContain(title)
})

test('search engines read the case as data, and nothing in it ends the block', async () => {
  const { world } = await given({ title: '</script><script>alert(1)</script> & <!-- 夜市' })
  const { blocks } = await headOf(world)
  expect(blocks.length).toBe(1)
  expect(JSON.parse(blocks[0]!)).toMatchObject({
    '@context': 'https://schema.org',
    name: '</script><script>alert(1)</script> & <!-- 夜市',
    identifier: '2026-0001',
    interactionStatistic: { userInteractionCount: 3482 },
  })
})

test('the card is a picture of 1200 × 630 in the language of the page, and has another address once it says something else', async () => {
  const { world, id } = await given()
  const card = async (language: string) => (await headOf(world, at, language)).named('og:image')!
  const [chinese, english] = [await card('zh-Hant'), await card('en')]
  expect(chinese).toMatch(/^https:\/\/fuyi\.example\/haicheng\/proposals\/2026-0001\/card-zh-Hant\.png\?v=/)
  expect(english).toContain('card-en.png')
  const answer = await world.visitor().get(new URL(chinese).pathname + new URL(chinese).search)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png'])
  const png = answer.rawPayload
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 1200, 630])
  expect(png.length).toBeLessThan(120_000)
  await write(world.db, (tx) => tx.update(proposals).set({ count: 3483 }).where(eq(proposals.id, id)).returning())
  expect(await card('zh-Hant')).not.toBe(chinese)
})

test('many who ask for cards at one moment are answered or told to come again; the picture of a case is drawn once', async () => {
  const { world } = await given()
  for (let i = 2; i < 40; i++)
    await givenCase(world, { number: `2026-00${String(i).padStart(2, '0')}`, title: `第 ${i} 件` })
  const ask = (n: number) =>
    world.visitor().get(`/haicheng/proposals/2026-00${String(n).padStart(2, '0')}/card-en.png?v=${n}`)
  const all = await Promise.all(Array.from({ length: 39 }, (_, i) => ask(i + 1)))
  const statuses = all.map(({ statusCode }) => statusCode)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  expect(all.find(({ statusCode }) => statusCode === 503)!.headers['retry-after']).toBe('5')
  const same = await Promise.all(Array.from({ length: 20 }, () => ask(1)))
  expect(new Set(same.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
})

test('what is not for everybody has no card and no description of its own', async () => {
  const { world, id } = await given({}, null)
  const moderator = await world.staff('moderator')
  const hidden = await moderator.post(`${at}/decisions`, { decision: 'hide', words: '含個人資料' })
  expect(hidden.statusCode).toBe(303)
  expect((await world.visitor().get(`${at}/card-en.png`)).statusCode).toBe(410)
  expect((await moderator.get(at)).body).not.toContain('og:image')
  await write(world.db, (tx) =>
    tx.update(proposals).set({ hiddenAt: null, hiddenReason: null }).where(eq(proposals.id, id)).returning(),
  )
  for (const path of [`${at}/card-fr.png`, '/haicheng/proposals/2026-0099/card-en.png'])
    expect([path, (await world.visitor().get(path)).statusCode]).toEqual([path, 404])
})

test('front page and lists tell what they are, each at one address', async () => {
  const { world } = await given(due)
  const front = await headOf(world, '/haicheng')
  expect([front.href('canonical'), front.named('og:site_name')]).toEqual([
    'https://fuyi.example/haicheng',
    '海澄市附議',
  ])
  expect(front.named('description')).toContain('5,000')
  const list = await headOf(world, '/haicheng/proposals?sort=&topic=&q=%E5%A4%9C%E5%B8%82&lang=zh-Hant')
  expect(list.href('canonical')).toBe('https://fuyi.example/haicheng/proposals?q=%E5%A4%9C%E5%B8%82')
  expect(list.blocks[0]).toContain(`https://fuyi.example${at}`)
  const help = await headOf(world, '/haicheng/help')
  expect([help.href('canonical'), help.named('description')?.length]).toEqual([undefined, expect.any(Number)])
})

test('the title of a page that asks for something to be mended begins with that', async () => {
  const { world } = await given()
  const sent = (language: string) =>
    world.visitor().post(`${at}/cosignatures`, { email: 'x' }, { 'accept-language': language })
  expect(page(await sent('zh-Hant')).title).toMatch(/^錯誤：/)
  expect(page(await sent('en')).title).toMatch(/^Error: /)
  expect((await world.visitor().read(at)).title).not.toMatch(/^Error/)
  expect((await world.visitor().read('/sign-in')).title).not.toMatch(/^Error/)
  expect(page(await world.visitor().post('/sign-in', { email: 'x' })).title).toMatch(/^Error: /)
})

test('the address is passed on by plain links; what needs a script is hidden until there is one', async () => {
  const { world } = await given()
  const page = await world.visitor().read(at)
  const address = encodeURIComponent(`https://fuyi.example${at}`)
  expect(page.link('Send by LINE')).toContain(address)
  expect(page.link('Send by email')).toContain(address)
  expect(page.link('Print a poster')).toBe(`${at}/poster`)
  const { body } = await world.visitor().get(at)
  for (const way of ['share', 'copy'])
    expect(body).toMatch(new RegExp(`<li hidden><button[^>]* data-${way}="https://fuyi.example${at}"`))
})

test('the poster of a case from elsewhere says of which day its count is, and says once that it was answered', async () => {
  const seen = { source: sourceSaying('resolved'), seenOn: '2018-08-24' }
  const { world } = await given({ ...answeredOn('2018-08-24', 'answered'), ...seen }, null)
  const { text } = await world.visitor().read(`${at}/poster`)
  expect(text).toContain('On 24 Aug 2018: 3,482 of 5,000 co-signatures')
  expect(text).not.toContain('Answered: Answered')
})

test('the poster has the title, the asks, the last day and a QR code, and none is made of what is hidden', async () => {
  const { world } = await given({ asks: ['提供環保餐具', '設置清洗站'] }, null)
  const poster = await world.visitor().read(`${at}/poster`)
  for (const words of [title, '提供環保餐具', 'Co-sign by', '3,482 of 5,000 co-signatures', `localhost${at}`])
    expect(poster.text).toContain(words)
  expect((await world.visitor().get(`${at}/poster`)).body).toContain('aria-label="QR code with the address')
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'hide', words: '含個人資料' })
  expect((await world.visitor().get(`${at}/poster`)).statusCode).toBe(410)
})
