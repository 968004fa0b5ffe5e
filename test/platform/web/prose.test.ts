import { expect, test } from 'vitest'
import { type Block, evidenceLine, proseOf } from '../../../src/platform/web/prose.ts'

const words = (line: { words: string }[]) => line.map((piece) => piece.words).join('')
const shape = (block: Block) => {
  if (block.kind === 'paragraph') return block.lines.map(words)
  if (block.kind === 'table') return [block.head?.map(words) ?? null, ...block.rows.map((row) => row.map(words))]
  return block.items.map(words)
}
const read = (text: string) => proseOf(text).map((block) => [block.kind, shape(block)])

test('paragraphs keep their lines', () => {
  expect(read('第一段\n第二行\n\n第二段')).toEqual([
    ['paragraph', ['第一段', '第二行']],
    ['paragraph', ['第二段']],
  ])
  expect([read(''), proseOf(null), proseOf(undefined)]).toEqual([[], [], []])
})

test('bullets and numbers that count on are lists, also right after a line of words', () => {
  expect(read('時程如下：\n• 8 月聯繫\n• 9 月回應')).toEqual([
    ['paragraph', ['時程如下：']],
    ['list', ['8 月聯繫', '9 月回應']],
  ])
  const [numbers] = proseOf('3. 丙\n4. 丁')
  expect([numbers!.kind, numbers!.kind === 'numbers' && numbers!.start, shape(numbers!)]).toEqual([
    'numbers',
    3,
    ['丙', '丁'],
  ])
})

test('numbers that do not count on, and a single one, stay as they were written', () => {
  expect(read('1. 甲\n1. 乙')).toEqual([['paragraph', ['1. 甲', '1. 乙']]])
  expect(read('2017. 那一年\n106. 也是')).toEqual([['paragraph', ['2017. 那一年', '106. 也是']]])
  expect(read('19. Social trends')).toEqual([['paragraph', ['19. Social trends']]])
})

test('rows of cells are a table; words in the first row are its head, figures are not', () => {
  expect(read('年度 | 幅度（%） | 年度\n80 | 13 | 84\n| | 107')).toEqual([
    [
      'table',
      [
        ['年度', '幅度（%）', '年度'],
        ['80', '13', '84'],
        ['', '', '107'],
      ],
    ],
  ])
  expect(read('80 | 13\n81 | 6')).toEqual([['table', [null, ['80', '13'], ['81', '6']]]])
  expect(read('a | b\n1 | 2 | 3')).toEqual([['paragraph', ['a | b', '1 | 2 | 3']]])
  expect(read('甲 | 乙')).toEqual([['paragraph', ['甲 | 乙']]])
})

test('an address is a link that people can read; its target is untouched', () => {
  const [block] = proseOf('見臺灣 (https://zh.wikipedia.org/wiki/%E5%8F%B0%E7%81%A3)，及 https://goo.gl/a。')
  expect(block!.kind === 'paragraph' && block!.lines[0]).toEqual([
    { words: '見臺灣 (', url: null },
    { words: 'zh.wikipedia.org/wiki/台灣', url: 'https://zh.wikipedia.org/wiki/%E5%8F%B0%E7%81%A3' },
    { words: ')，及 ', url: null },
    { words: 'goo.gl/a', url: 'https://goo.gl/a' },
    { words: '。', url: null },
  ])
})

test('an address is never shown as another: its host stays as it is, directions and spaces stay percent signs', () => {
  const shown = (url: string) => proseOf(url).flatMap((b) => (b.kind === 'paragraph' ? b.lines.map(words) : []))[0]
  expect(shown('https://evil.example/%E2%80%AEten.knab')).toBe('evil.example/%E2%80%AEten.knab')
  expect(shown('https://bank.example%2F.evil.example/a'), 'no host: no link').toBe(
    'https://bank.example%2F.evil.example/a',
  )
  expect(shown(`https://city.gov.example.${'x'.repeat(50)}.evil.example/a`)).toMatch(/^city\..*\.evil\.example…$/)
  expect(shown('https://hаicheng.gov.example/a'), 'a Cyrillic а').toBe('xn--hicheng-2fg.gov.example/a')
  const [lookAlike] = proseOf('https://city.gov.example⁄login.evil.example/')
  expect(lookAlike!.kind === 'paragraph' && lookAlike!.lines[0]).toEqual([
    { words: 'city.gov.example', url: 'https://city.gov.example' },
    { words: '⁄login.evil.example/', url: null },
  ])
  expect(shown('https://a.example/%zz')).toBe('a.example/%zz')
  expect(shown(`https://a.example/${'x'.repeat(500)}`)).toHaveLength(60)
})

test('a text of any length and kind keeps all its words, in their order', () => {
  const text = '• 甲\n1. 乙\n2. 丙\n| a |\n\n\n丁 | 戊\n己 | 庚\n辛'
  const all = proseOf(text)
    .map((block) => block.text)
    .join('\n')
  expect(all).toBe(text.replace(/\n+/g, '\n'))
})

test('an empty corner, and an empty last cell, are cells of their table', () => {
  expect(read('\t平日\t假日\n港東\t3\t5')).toEqual([['table', [null, ['', '平日', '假日'], ['港東', '3', '5']]]])
  expect(read('| 平日\n港東 | 3\n石鼻 |')).toEqual([['table', [null, ['', '平日'], ['港東', '3'], ['石鼻', '']]]])
})

test('a table pasted from Word or Excel is a table, whatever its cells lack', () => {
  expect(read('區\t件數\t備註\n港東\t3\t\n石鼻\t\t缺\n\t12')).toEqual([
    [
      'table',
      [
        ['區', '件數', '備註'],
        ['港東', '3', ''],
        ['石鼻', '', '缺'],
        ['', '12', ''],
      ],
    ],
  ])
  expect(read(`${'甲\t'.repeat(40)}乙\n${'丙\t'.repeat(40)}丁`)[0]![0]).toBe('table')
})

test('lines that begin with a tab, and one line of cells, are words', () => {
  expect(read('\t首行縮排\n\t第二段')).toEqual([['paragraph', ['\t首行縮排', '\t第二段']]])
  expect(read('姓名\t王小明')).toEqual([['paragraph', ['姓名\t王小明']]])
})

test('evidence is shown as its address, or as the words that somebody sent with it', () => {
  const url = 'https://maps.example/%E6%B5%B7/@25.03,121.56,17z'
  expect(evidenceLine({ url, label: url })).toEqual([{ words: 'maps.example/海/@25.03,121.56,17z', url }])
  expect(evidenceLine({ url, label: `海堤步道 ${url}` })).toEqual([
    { words: '海堤步道 ', url: null },
    { words: 'maps.example/海/@25.03,121.56,17z', url },
  ])
  expect(evidenceLine({ url: 'https://a.example', label: 'a.example' })).toEqual([
    { words: 'a.example', url: 'https://a.example' },
  ])
})
