// Writing a proposal: nothing that somebody typed is lost, whatever happens in between.
import { desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { proposalText } from '../../../src/domain/proposals/store.ts'
import { digestOf } from '../../../src/domain/record/entry.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { forAll } from '../../support/at-end.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

const begin = async (author: Visitor) =>
  String((await author.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')

test('a draft begun on one device goes on on another', async () => {
  const world = await testWorld()
  const phone = await world.signedIn('author@example.test')
  const draft = await begin(phone)
  await phone.post(`${draft}/problem`, { title: '公園的樹', problem: '一夜之間被剪光，沒有人知道為什麼。', later: '1' })
  const laptop = await world.signedIn('author@example.test')
  expect((await laptop.read('/haicheng/proposals/new')).link(/公園的樹/)).toBe(draft)
  expect((await laptop.get(draft)).headers.location, 'the topic is missing').toBe(`${draft}/place`)
  expect((await laptop.read(`${draft}/problem`)).field('problem').value).toContain('一夜之間被剪光')
})

test('the last step shows the proposal as it will be read, in its own language, and what is missing', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await begin(author)
  await author.post(`${draft}/problem`, { title: '公園的樹', problem: '第一段。\n\n第二段寫得更長一些。' })
  await author.post(`${draft}/benefit`, { benefit: '樹和人。', links: ['https://example.test/trees', '', ''] })
  const last = await author.read(`${draft}/check`)
  expect(last.text).toContain('第一段。 第二段寫得更長一些。')
  expect(last.langOf('第二段寫得更長一些。')).toBe('zh-Hant')
  expect(last.hrefs).toContain('https://example.test/trees')
  for (const field of ['place#topic', 'asks#asks-1', 'benefit#links-1'])
    expect(last.hrefs).toContain(`${draft}/${field}`)
  const refused = await author.post(`${draft}/submissions`)
  expect(refused.statusCode).toBe(422)
  expect(page(refused).hrefs).toContain(`${draft}/asks#asks-1`)
})

test('every step is a page, with advice at its fields and the way on and back', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await begin(author)
  for (const [i, step] of ['problem', 'place', 'asks', 'benefit', 'agencies'].entries()) {
    const answer = await author.get(`${draft}/${step}`)
    const shown = page(answer)
    expect([step, answer.statusCode]).toEqual([step, 200])
    expect(shown.text).toContain(`Step ${i + 1} of 6`)
    expect(shown.link('Back')).toMatch(/^\/haicheng\//)
    expect(shown.buttons).toContain('Save and continue')
    expect([step, shown.count('main form :is(.tips, .govuk-hint)') > 0]).toEqual([step, true])
  }
})

test('somebody else’s draft is not found', async () => {
  const world = await testWorld()
  const draft = await begin(await world.signedIn('author@example.test'))
  const other = await world.signedIn('other@example.test')
  expect((await other.get(`${draft}/problem`)).statusCode).toBe(404)
  expect((await other.post(`${draft}/problem`, { title: 'x', problem: 'y' })).statusCode).toBe(404)
})

test('a topic, a district or an agency that no form offers is refused, and the draft stays as it was', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await begin(author)
  const forged = [
    ['place', { topic: 'astrology', district: '', place: '' }, 'topic'],
    ['place', { topic: 'sea', district: 'outside', place: '' }, 'district'],
    ['agencies', { agencies: ['epb', 'ministry'], name: '潮間帶居民' }, 'agencies'],
    ['place', { topic: 'astrology', later: '1' }, 'topic'],
  ] as const
  for (const [step, form, field] of forged) {
    const sent = await author.post(`${draft}/${step}`, form as never)
    expect([sent.statusCode, Object.keys(page(sent).problems)]).toEqual([422, [field]])
  }
  expect((await author.get(`${draft}/check`)).body).not.toMatch(/astrology|ministry|潮間帶居民/)
  expect((await author.post(`${draft}/place`, { topic: 'sea', district: 'shibi' })).statusCode).toBe(303)
})

describe('a draft that was saved', () => {
  const shared = forAll(async () => {
    const author = await (await testWorld()).signedIn('author@example.test')
    const draft = await begin(author)
    await author.post(`${draft}/problem`, {
      title: '公園的樹',
      problem: '一夜之間被剪光，沒有人知道為什麼。',
      later: '1',
    })
    return { author, draft }
  })
  test.each(['x', '1.5', '3000000000', '1e400', ''])(
    'a revision that is none (%j) overwrites nothing, and what was typed stays',
    async (revision) => {
      const { author, draft } = shared()
      const sent = await author.post(`${draft}/problem`, {
        title: '別的題目',
        problem: '別的內文。',
        later: '1',
        revision,
      })
      expect(sent.statusCode).toBe(409)
      expect(page(sent).field('title').value).toBe('別的題目')
      expect((await author.read(`${draft}/problem`)).field('title').value).toBe('公園的樹')
    },
  )
})

test('a draft saved in another window while it is being sent: what is checked is what was sent, or nothing was', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  let inBetween = 0
  for (let round = 1; round <= 4; round++) {
    const draft = await begin(author)
    await author.post(`${draft}/problem`, { title: '步道裝路燈', problem: '晚上太暗了，看不到路。' })
    await author.post(`${draft}/place`, { topic: 'transport' })
    await author.post(`${draft}/asks`, { asks: '請沿步道加裝路燈。' })
    await author.post(`${draft}/benefit`, { benefit: '走路的人都安全，電費不高。' })
    await author.post(`${draft}/agencies`, { name: '常走路的人' })
    const [saved, sent] = await Promise.all([
      author.post(`${draft}/problem`, { title: '步道改種樹', problem: '換了一個主張，內容完全不同。' }),
      author.post(`${draft}/submissions`),
    ])
    if (sent.statusCode === 409) {
      inBetween += 1
      expect(page(sent).text).toContain('was not sent')
      expect(page(sent).text).toContain('步道改種樹')
      expect((await author.post(`${draft}/submissions`)).statusCode).toBe(303)
    } else expect(sent.statusCode).toBe(303)
    const [entry] = await world.db.reads.select().from(record).orderBy(desc(record.id)).limit(1)
    const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, entry!.proposalId!))
    const text = await proposalText(world.db.reads, row!.id)
    const full = [row!.title, text.problem, ...text.asks.map((ask) => ask.text), text.benefit].join('\n\n')
    expect(entry!.digest, `round ${round}: saved ${saved.statusCode}`).toBe(digestOf(full, text.salt))
  }
  const numbers = (await world.db.reads.select().from(proposals)).map((p) => p.number)
  expect(numbers.sort(), `${inBetween} were not sent at first`).toEqual(
    ['0001', '0002', '0003', '0004'].map((n) => `2026-${n}`),
  )
})

// The addresses that browsers, maps and telephones give people to paste.
const map =
  'https://www.maps.example/place/%E6%B5%B7%E6%BE%84/@25.0339639,121.5618571,17z/data=!3m1!4b1!4m6!3m5!1s0x3442abb6da9c9e1f:0x1206bcf082fd10a6!8m2!3d25.0339639!4d121.564432!16zL20vMDNoMnM?entry=ttu&g_ep=EgoyMDI0MTAwOS4wIKXMDSoASAFQAw%3D%3D'

test('evidence and place are taken as people paste them, shown short, and come back as typed', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.test')
  const draft = await begin(author)
  const links = [
    `${map}&${'x'.repeat(600)}`,
    `海堤步道 ${map}`,
    'www.example.test/a',
    ' <https://example.test/《甲》> ',
    '',
  ]
  expect((await author.post(`${draft}/place`, { topic: 'sea', place: `港東夜市 ${map}` })).statusCode).toBe(303)
  expect((await author.post(`${draft}/benefit`, { benefit: '樹和人。', links })).statusCode).toBe(303)
  const shown = (await author.get(`${draft}/check`)).body
  for (const href of [
    `${map.replaceAll('&', '&amp;')}&amp;xxx`,
    map.replaceAll('&', '&amp;'),
    'https://www.example.test/a',
    'https://example.test/《甲》',
  ])
    expect(shown).toContain(`href="${href}`)
  expect(shown).toContain('港東夜市 <a ')
  expect(shown).toContain('海堤步道 <a ')
  expect(shown).toContain('>www.maps.example/place/海澄/@25.0339639,121.5618571,17z/data=…<')
  const typed = (await author.get(`${draft}/benefit`)).body
  for (const link of links.filter(Boolean))
    expect(typed).toContain(`value="${link.trim().replaceAll('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}"`)
})

describe('evidence', () => {
  const shared = forAll(async () => {
    const author = await (await testWorld()).signedIn('author@example.test')
    return { author, draft: await begin(author) }
  })
  test.each([
    'not a link',
    'javascript:alert(1)',
    'https://',
    'https://a.test https://b.test',
    `https://a.test/${'x'.repeat(3000)}`,
  ])('evidence that is no single address (%s) is refused, and stays in its field', async (link) => {
    const { author, draft } = shared()
    const sent = await author.post(`${draft}/benefit`, { benefit: '樹和人。', links: ['', link] })
    expect(sent.statusCode).toBe(422)
    expect(Object.keys(page(sent).problems)).toEqual(['links-2'])
    expect(page(sent).field('links-2').value).toBe(link)
  })
})

describe('a title', () => {
  const author = forAll(async () => (await testWorld()).signedIn('author@example.test'))
  test.each(['🚲', '𠮷', '👩‍👩‍👧', 'e\u0301'])(
    'eighty times 「%s」 are a title, eighty-one are too long for one',
    async (one) => {
      const draft = await begin(author())
      const problem = '一夜之間被剪光，沒有人知道為什麼。'
      expect((await author().post(`${draft}/problem`, { title: `燈${one.repeat(80)}`, problem })).statusCode).toBe(422)
      expect((await author().post(`${draft}/problem`, { title: `燈${one.repeat(79)}`, problem })).statusCode).toBe(303)
      expect((await author().read(`${draft}/problem`)).field('title').value).toBe(
        `燈${one.repeat(79).normalize('NFC')}`,
      )
    },
  )
})
