import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressIn, linksIn, webAddress } from '../../src/lib/links.ts'

const found = (text: string) => linksIn(text).map(({ start, end }) => text.slice(start, end))

test.each([...'。，、；：？！）」』》〉】〕｝…—～・“”‘’＂｜　 \n"<>|`^{}\\'])(
  'an address ends before 「%s」',
  (sign) => {
    expect(found(`見 https://city.example/a/b?c=1${sign}後文`)).toEqual(['https://city.example/a/b?c=1'])
    expect(found(`見 https://city.example${sign}後文`)).toEqual(['https://city.example'])
  },
)

test.each([
  ['See https://a.example/b.', 'https://a.example/b'],
  ['https://a.example/b!', 'https://a.example/b'],
  ['https://a.example/b?', 'https://a.example/b'],
  ['https://a.example/b, then', 'https://a.example/b'],
  ['"https://a.example/b".', 'https://a.example/b'],
  ['**https://a.example/b**', 'https://a.example/b'],
  ['(https://a.example/b)', 'https://a.example/b'],
  ['(https://a.example)', 'https://a.example'],
  ['[文](https://a.example/b)後', 'https://a.example/b'],
  ['見(https://en.example/wiki/Foo_(bar))。', 'https://en.example/wiki/Foo_(bar)'],
  ['https://zh.example/wiki/中山_(臺北)，', 'https://zh.example/wiki/中山_(臺北)'],
  ['https://a.example/b(如附件)', 'https://a.example/b'],
  ['https://a.example/b(see below)', 'https://a.example/b'],
  ['https://a.example/b?x[]=1&y=2#!z', 'https://a.example/b?x[]=1&y=2#!z'],
  ['https://a.example請看', 'https://a.example'],
  ['https://a.example/x1請看', 'https://a.example/x1'],
  ['https://a.example/x1,請看', 'https://a.example/x1'],
  ['https://例子.臺灣/路?q=臺北。', 'https://例子.臺灣/路?q=臺北'],
  ['HTTPS://A.EXAMPLE/B', 'HTTPS://A.EXAMPLE/B'],
  ['https://a.example:8080/b:', 'https://a.example:8080/b'],
  [
    'https://maps.example/@25.03,121.56,17z/data=!3m1!4b1?entry=ttu',
    'https://maps.example/@25.03,121.56,17z/data=!3m1!4b1?entry=ttu',
  ],
])('in 「%s」 the address is 「%s」', (text, url) => {
  expect(found(text)).toEqual([url])
})

test('two addresses are two links; what is no address is none', () => {
  expect(found('https://a.example/b,https://c.example/d https://e.example')).toEqual([
    'https://a.example/b',
    'https://c.example/d',
    'https://e.example',
  ])
  for (const text of [
    'https://',
    'https://...',
    'https://請看',
    'javascript:alert(1)',
    'ftp://a.example/b',
    'http:/a.example',
    'data:text/html,x',
    'https://city.gov.tw@elsewhere.example/login',
    'https://city.gov.tw:443@elsewhere.example',
  ])
    expect(found(text)).toEqual([])
})

test('whatever the words are, links are in them, in order, and lead to http or https', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'https://',
      'http://',
      'a.example',
      '/b',
      '(',
      ')',
      '[',
      ']',
      '。',
      '字',
      '.',
      ',',
      '?',
      '#',
      '@',
      '%E5',
      '\u202e',
      '·',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      let from = 0
      for (const { start, end } of linksIn(text)) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeGreaterThan(start)
        const url = text.slice(start, end)
        expect(new URL(url).protocol).toMatch(/^https?:$/)
        expect(url).not.toMatch(/[\s<>"，。、；：？！（）「」《》\u202e]/)
        from = end
      }
    }),
    { numRuns: 2000 },
  )
})

const map =
  'https://www.maps.example/place/%E6%B5%B7%E6%BE%84/@25.0339639,121.5618571,17z/data=!3m1!4b1!4m6!3m5!1s0x3442abb6da9c9e1f:0x1206bcf082fd10a6!8m2?entry=ttu&g_ep=EgoyMDI0%3D%3D'

test.each([
  [map, map],
  [`${map}&${'x'.repeat(900)}`, `${map}&${'x'.repeat(900)}`],
  [' <https://a.example/b> ', 'https://a.example/b'],
  ['「https://a.example/b」', 'https://a.example/b'],
  ['www.a.example/b', 'https://www.a.example/b'],
  ['a.example', 'https://a.example'],
  ['//a.example/b', 'https://a.example/b'],
  ['Https://a.example', 'https://a.example'],
  ['ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ／ｂ', 'https://a.example/b'],
  ['https://a.example/《甲》', 'https://a.example/《甲》'],
])('a field that holds 「%s」 means %s', (typed, url) => {
  expect(webAddress(typed)).toBe(url)
})

test('among words about it, one address is the one that is meant; of two nobody knows', () => {
  expect(addressIn('海堤步道 https://maps.example/a')).toBe('https://maps.example/a')
  expect(addressIn('海堤 https://maps.example/a https://maps.example/b')).toBeNull()
})

test.each([
  '',
  '見附件',
  '附件.pdf',
  'report.pdf',
  'a@b.example',
  'https://city.gov.tw@elsewhere.example/',
  '3.5',
  'javascript:alert(1)',
  'https://',
  'https://a b.example',
  `https://a.example/${'x'.repeat(2000)}`,
])('a field that holds 「%s」 means no address', (typed) => {
  expect(webAddress(typed)).toBeNull()
})
