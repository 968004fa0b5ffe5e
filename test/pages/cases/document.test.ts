// A case as a document: its versions stay at their addresses, any day can be seen again, and a citation says nothing that is untrue.
import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publishedTexts, textBefore } from '../../../src/domain/proposals/published-versions.ts'
import { bibtex, type Cited, cslJson, ris, wikipedia } from '../../../src/pages/cases/citation.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals, proposalTexts, textVersions } from '../../../src/schema/proposals.ts'
import { answeredOn, due, givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const day = (date: string) => new Date(`${date}T10:00:00+08:00`)

/** A case whose text was sent twice, published, and corrected once. */
async function corrected(): Promise<World> {
  const world = await testWorld()
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    problem: '垃圾太多。',
    ...answeredOn('2026-03-30'),
    decisions: ['partly'],
  })
  const kept = { proposalId: id, title: '夜市停用一次姓餐具', problem: '垃圾太多。', benefit: '', asks: ['請改善。'] }
  await write(world.db, (tx) =>
    tx.insert(textVersions).values([
      { ...kept, revision: 1, title: '退回前的標題', keptAt: day('2026-01-02') },
      { ...kept, revision: 2, keptAt: day('2026-01-08') },
      { ...kept, revision: 3, title: '夜市停用一次性餐具', keptAt: day('2026-01-20') },
    ]),
  )
  return world
}

test('every text that was public is at its own address, with what changed; what was sent before is at none', async () => {
  const world = await corrected()
  const visitor = world.visitor()
  const list = await visitor.read(`${at}/versions`)
  expect(list.text).toContain('Version 2')
  expect(list.text).not.toContain('Version 3')
  expect(list.text).not.toContain('退回前的標題')
  expect((await visitor.read(`${at}/versions/text-1`)).text).toContain('夜市停用一次姓餐具')
  const second = await visitor.get(`${at}/versions/text-2`)
  expect(second.body).toMatch(/<del>.*姓.*<\/del>/s)
  expect(second.body).toMatch(/<ins>.*性.*<\/ins>/s)
  expect((await visitor.read(`${at}/versions/answer-1`)).text).toContain('已經研究過。')
  for (const gone of ['text-3', 'text-0', 'answer-2', 'words-1', 'text-01'])
    expect((await visitor.get(`${at}/versions/${gone}`)).statusCode, gone).toBe(404)
})

test('the same texts stand in its JSON and in the table of texts', async () => {
  const visitor = (await corrected()).visitor()
  const told = (await visitor.get(`${at}.json`)).json().versions
  expect(told).toMatchObject([
    { version: 1, title: '夜市停用一次姓餐具', until: '2026-01-20T10:00:00+08:00' },
    { version: 2, title: '夜市停用一次性餐具', from: '2026-01-20T10:00:00+08:00', until: null },
  ])
  const { body } = await visitor.get('/api/v1/haicheng/versions.ndjson?stage=resolved')
  const lines = body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  expect(lines.map((line) => [line.text_version, line.title])).toEqual(
    told.map((one: { version: number; title: string }) => [one.version, one.title]),
  )
  expect((await visitor.get(new URL(lines[0].url).pathname)).statusCode).toBe(200)
})

test('a case is seen as of any day: the text and the answers that were public when it ended', async () => {
  const world = await corrected()
  const visitor = world.visitor()
  const before = await visitor.read(`${at}/as-of/2026-01-15`)
  expect(before.text).toContain('夜市停用一次姓餐具')
  expect(before.text).not.toContain('已經研究過。')
  const after = await visitor.read(`${at}/as-of/2026-03-30`)
  expect(after.text).toContain('夜市停用一次性餐具')
  expect(after.text).toContain('已經研究過。')
  expect((await visitor.get(`${at}/as-of/2026-01-09`)).statusCode, 'not public yet').toBe(404)
  expect((await visitor.get(`${at}/as-of/2027-01-01`)).statusCode, 'to come').toBe(404)
  expect((await visitor.get(`${at}/as-of/2026-02-31`)).statusCode).toBe(400)
  expect((await visitor.get(`${at}/versions?day=2026-03-30`)).headers.location).toBe(`${at}/as-of/2026-03-30`)
})

test('of a hidden case no version is shown, its address says why, and its citation neither title nor author', async () => {
  const world = await corrected()
  await write(world.db, (tx) =>
    tx
      .update(proposals)
      .set({ hiddenAt: world.clock.now, hiddenReason: '含有個人資料。' })
      .where(eq(proposals.number, '2026-0001')),
  )
  const visitor = world.visitor()
  for (const path of ['', '/versions', '/versions/text-1', '/versions/answer-1', '/as-of/2026-03-30', '/cite']) {
    const { statusCode, body } = await visitor.get(at + path)
    expect([path, statusCode]).toEqual([path, 410])
    expect(body, path).toContain('含有個人資料。')
    expect(body, path).not.toContain('餐具')
  }
  for (const format of ['bib', 'ris', 'csl']) {
    const { statusCode, body } = await visitor.get(`${at}/cite.${format}`)
    expect(statusCode).toBe(200)
    expect(body).toContain(`http://localhost${at}`)
    expect(body).toContain('text hidden')
    for (const secret of ['餐具', '潮間帶', 'versions']) expect(body).not.toContain(secret)
  }
})

test('what was refused, merged or withdrawn is cited as that', async () => {
  const world = await testWorld()
  const target = await givenCase(world, { number: '2026-0002' })
  await givenCase(world, { number: '2026-0003', stage: 'merged', mergedIntoId: target })
  await givenCase(world, { number: '2026-0004', stage: 'refused', publishedAt: null })
  await givenCase(world, { number: '2026-0005', stage: 'withdrawn' })
  await givenCase(world, { number: '2026-0006', stage: 'checking', publishedAt: null })
  const cited = async (number: string) => (await world.visitor().get(`/haicheng/proposals/${number}/cite.csl`)).body
  expect(await cited('2026-0003')).toContain('merged into')
  expect(await cited('2026-0004')).toContain('not accepted')
  expect(await cited('2026-0005')).toContain('withdrawn')
  expect((await world.visitor().get('/haicheng/proposals/2026-0005/cite')).statusCode).toBe(410)
  expect((await world.visitor().get('/haicheng/proposals/2026-0006/cite')).statusCode).toBe(404)
  expect((await world.visitor().get('/haicheng/proposals/2026-0006/versions')).statusCode).toBe(404)
})

test('the page to cite from has five sentences, the day of the version and of reading, and one address for ever', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', ...due })
  const { text } = await world.visitor().read(`${at}/cite`)
  expect(text).toContain('version of 10 Jan 2026')
  expect(text).toContain('read on 18 Jun 2026')
  expect(text).toContain('The answer was due on 1 Apr 2026; it has not come, and is 78 days overdue.')
  expect(text).toContain('{{cite web |author=')
})

test('five sentences say what is known at each stage, and nothing more', async () => {
  const world = await testWorld()
  const target = await givenCase(world, { number: '2026-0100' })
  const told: [Parameters<typeof givenCase>[1], string[]][] = [
    [
      { stage: 'gathering', signed: { shibi: 2 } },
      [
        'It has 2 co-signatures of the 3 that it needs',
        'no answer is owed yet',
        'Whoever is eligible can co-sign it now.',
      ],
    ],
    [
      { ...due, answerDueBefore: new Date('2026-07-02T00:00:00+08:00') },
      ['met its threshold of 3 on 1 Feb 2026', 'The answer is due on 1 Jul 2026.', 'Co-signing has closed.'],
    ],
    [
      {
        ...due,
        answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
        extendedAt: new Date('2026-03-20T10:00:00+08:00'),
      },
      ['The due date was extended to 1 Jul 2026'],
    ],
    [due, ['The answer was due on 1 Apr 2026', '78 days overdue']],
    [
      { ...answeredOn('2026-03-30'), decisions: ['adopted'] },
      ['by the day on which the answer was due', 'decided as follows: 1 adopted; the answer lists no commitments.'],
    ],
    [
      {
        ...answeredOn('2026-04-20'),
        decisions: ['not_adopted'],
        promise: { what: '加裝', dueOn: '2026-09-01', state: 'kept' },
      },
      ['19 days after the answer was due', 'the answer lists 1 commitment', '1 was found complete'],
    ],
    [{ ...answeredOn('2026-03-30', 'answered') }, ['The answer is in prose']],
    [
      { stage: 'expired', count: 1, closesBefore: new Date('2026-05-02T00:00:00+08:00') },
      [
        'Co-signing closed on 1 May 2026 with 1 co-signature, below the threshold of 3.',
        'It was not answered.',
        'an agency may still answer',
      ],
    ],
    [
      {
        stage: 'resolved',
        answeredAt: new Date('2026-06-10T10:00:00+08:00'),
        thresholdMetAt: null,
        decisions: ['adopted'],
      },
      ['although it had not met its threshold'],
    ],
    [
      { stage: 'refused', publishedAt: null },
      [
        'never open for co-signing',
        'The public record names no lead agency.',
        'It was not accepted',
        'no agency owes it an answer',
      ],
    ],
    [{ stage: 'merged', mergedIntoId: target }, ['What becomes of it is told by that proposal.']],
    [{ stage: 'withdrawn' }, ['It was withdrawn on', 'Its number and its record stay public.']],
  ]
  for (const [i, [given, sentences]] of told.entries()) {
    const number = `2026-00${10 + i}`
    await givenCase(world, { number, ...given })
    const { body } = await world.visitor().get(`/haicheng/proposals/${number}/cite`)
    const list = /<ol>(.*?)<\/ol>/s.exec(body)![1]!.replaceAll('\u00a0', ' ')
    expect(list.match(/<li>/g), number).toHaveLength(5)
    for (const sentence of sentences) expect(list).toContain(sentence)
    expect(list).not.toMatch(/document\.|\{\{|undefined|null/)
    const chinese = (await world.visitor().get(`/haicheng/proposals/${number}/cite?lang=zh-Hant`)).body
    const said = /<ol>(.*?)<\/ol>/s.exec(chinese)![1]!
    expect(said.match(/<li>[^<]+。<\/li>/g), number).toHaveLength(5)
    expect(said).not.toMatch(/document\.|\{\{|undefined|null/)
  }
})

// Citations as other programs read them

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
const hard = fc
  .array(
    fc.constantFrom(
      '\\',
      '{',
      '}',
      '$',
      '&',
      '#',
      '%',
      '_',
      '~',
      '^',
      '|',
      '[[',
      ']]',
      "''",
      '``',
      '--',
      '<!--',
      '\n',
      '\r\nTY  - BOOK',
      ',',
      '"',
      '臺灣',
      '“',
      'é',
      '=',
      '@misc{',
      '}}',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((signs) => signs.join(' '))
const someWords = fc
  .oneof(words, hard, fc.constantFrom('夜市停用一次性餐具', 'A 50 % rise & more_or_less'))
  .filter((text) => /[\p{L}\p{N}]/u.test(text))
const cited: fc.Arbitrary<Cited> = fc.record({
  title: someWords,
  author: fc.option(someWords),
  government: someWords,
  site: someWords,
  number: fc.constant('2026-0001'),
  id: fc.constant('https://fuyi.example/haicheng/proposals/2026-0001'),
  url: fc.constant('https://fuyi.example/haicheng/proposals/2026-0001/versions/text-2'),
  issued: fc.option(fc.constantFrom('2026-03-01', '2025-12-31')),
  accessed: fc.constant('2026-06-18'),
  note: fc.option(someWords),
  language: fc.constantFrom('zh-TW', 'en'),
})
const plain = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

test('BibTeX is one record whatever is written in it, and reads back to the same words', () => {
  fc.assert(
    fc.property(cited, (c) => {
      const [read, ...more] = new Cite(bibtex(c), { forceType: '@bibtex/text' }).data
      expect(more).toEqual([])
      expect(read).toMatchObject({ URL: c.url })
      expect(plain(String(read?.title))).toBe(plain(c.title))
    }),
  )
})

test('RIS is one record whatever is written in it, and reads back to the same words', () => {
  fc.assert(
    fc.property(cited, (c) => {
      const text = ris(c)
      expect(
        text
          .split('\r\n')
          .filter(Boolean)
          .every((line) => /^[A-Z][A-Z0-9] {2}- /.test(line)),
      ).toBe(true)
      expect(text.match(/^TY {2}- /gm)).toHaveLength(1)
      const [read, ...more] = new Cite(text, { forceType: '@ris/file' }).data
      expect(more).toEqual([])
      expect(read).toMatchObject({ URL: c.url, title: plain(c.title) })
      if (c.author) expect(read?.author).toHaveLength(1)
    }),
  )
})

test('CSL-JSON is what the library of citations reads, and a template of Wikipedia ends where it ends', () => {
  fc.assert(
    fc.property(cited, (c) => {
      const [read] = new Cite(cslJson(c)).data
      expect(read).toMatchObject({
        type: 'webpage',
        URL: c.url,
        title: plain(c.title),
        'container-title': plain(c.site),
      })
      for (const edition of ['en', 'zh'] as const) {
        const template = wikipedia(c, edition)
        const inside = template.slice(2, -2).replaceAll('{{!}}', '')
        expect(inside).not.toMatch(/[{}[\]<>\n]|''/)
        expect(inside.split('|').length).toBe(9 - Number(!c.author) - Number(!c.issued) + 1)
      }
    }),
  )
})

test.each([
  ['nothing was kept: what stands is the first', [], '甲', ['甲'], ['2026-01-10']],
  ['kept when it was sent', [['2026-01-02', '甲']], '甲', ['甲'], ['2026-01-10']],
  [
    'sent twice, then published',
    [
      ['2026-01-02', '甲'],
      ['2026-01-08', '乙'],
    ],
    '乙',
    ['乙'],
    ['2026-01-10'],
  ],
  [
    'corrected after',
    [
      ['2026-01-08', '甲'],
      ['2026-01-20', '乙'],
    ],
    '乙',
    ['甲', '乙'],
    ['2026-01-10', '2026-01-20'],
  ],
  [
    'kept at its first correction alone',
    [
      ['2026-01-20', '甲'],
      ['2026-01-20', '乙'],
    ],
    '乙',
    ['甲', '乙'],
    ['2026-01-10', '2026-01-20'],
  ],
  ['changed without being kept', [['2026-01-08', '甲']], '乙', ['甲', '乙'], ['2026-01-10', '2026-02-01']],
] as [string, [string, string][], string, string[], string[]][])(
  'published texts: %s',
  (_, kept, now, titles, days) => {
    const text = { problem: '', benefit: '', asks: [] }
    const rows = kept.map(([date, title], i) => ({ ...text, title, revision: i + 1, keptAt: day(date) }))
    const found = publishedTexts(rows, { ...text, title: now }, day('2026-01-10'), day('2026-02-01'))
    expect(found.map(({ title }) => title)).toEqual(titles)
    expect(found.map(({ from }) => from)).toEqual(days.map(day))
    expect(found.map(({ until }) => until)).toEqual([...days.slice(1).map(day), null])
    expect(textBefore(found, day('2026-01-09'))).toBeNull()
    expect(textBefore(found, day('2027-01-01'))?.title).toBe(now)
  },
)

test('the texts that a correction leaves behind are what the pages of versions show', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次姓餐具' })
  const moderator = await world.staff('moderator')
  const typo = { field: 'title', text: '夜市停用一次性餐具' }
  expect((await moderator.post('/haicheng/desk/2026-0001/corrections', typo)).statusCode).toBeLessThan(500)
  const texts = await world.db.reads.select().from(textVersions)
  const [now] = await world.db.reads.select().from(proposalTexts)
  expect(now).toBeTruthy()
  const { text } = await world.visitor().read(`${at}/versions`)
  expect(text.includes('Version 2')).toBe(texts.length > 1)
})
