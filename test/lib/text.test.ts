import fc from 'fast-check'
import { expect, test } from 'vitest'
import { typedLine, typedText } from '../../src/lib/text.ts'

test('what is typed stays as it was typed, tags and all', () => {
  for (const typed of [
    'a < b and c > d，x<y',
    '標題有 <title> 字樣',
    '第一段：<select> 欄位\n\n第二段 <br> 第三 <!-- 第四',
    '若 x<s 則 <font color=red 停',
    '<p>整段 <b>都</b> 是字</p> &amp; &lt;b&gt; &nbsp;',
    '<script>alert(1)</script>',
    '寄到 <wang@example.tw> 或 <http://example.tw/a>',
    '👩‍👩‍👧 می‌خواهم 𠮷',
    '　　首行縮排\n  - 項目',
    '年度\t件數\n106\t1,024',
    '○○區 ●●里 ■同意 □不同意',
  ])
    expect(typedText(typed)).toBe(typed.trim())
})

// Everything a reader sees: letters with their marks, numbers, punctuation and signs, and the joiners inside words and emoji.
const visible = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\u115f\u1160\u3164\uffa0\u2800]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Co}\u200c\u200d]/gu, '')
const bullets = (text: string) => text.replace(/[●•●◆◇▪▫◦‣⁃·∙‧・➢➤❖❑§Øo*–-]/g, '•')
const piece = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).map((typed) => typed.replace(/[\uf020-\uf0ff]/g, '')), // signs of symbol fonts are the last test's
  fc.constantFrom(
    '<title>',
    '<select',
    '</',
    '<!--',
    '<br>',
    '&lt;',
    '\t',
    '\n',
    '  ',
    '●',
    '• ',
    '1.\t',
    '👩‍👩‍👧',
    '𠮷',
    'e\u0301',
  ),
)

test('every sign that somebody typed comes back, in its place', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const typed = pieces.join('')
      expect(bullets(visible(typedText(typed)))).toBe(bullets(visible(typed)))
      expect(bullets(visible(typedLine(typed)))).toBe(bullets(visible(typed)))
    }),
    { numRuns: 3000 },
  )
})

test('what was tidied once stays as it is, without invisible signs, spaces at the end or heaps of empty lines', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const tidy = typedText(pieces.join(''))
      expect(typedText(tidy)).toBe(tidy)
      expect(tidy).not.toMatch(/[^\P{Cc}\n\t]|[\u202e\u00a0]|\n{3}| $/mu)
      expect(tidy).toBe(tidy.trim())
    }),
    { numRuns: 3000 },
  )
})

test('line ends, blanks and invisible characters are tidied', () => {
  expect(typedText('一\r\n二\n\n\n\n三  \r四\u2028五')).toBe('一\n二\n\n三\n四\n五')
  expect(typedText('正常\u202e反轉\u0000\u200b\ufeff\ud800')).toBe('正常反轉')
  expect(typedText('甲\u00a0乙')).toBe('甲 乙')
  expect(typedLine('甲\t乙\n丙')).toBe('甲 乙 丙')
  expect(typedLine('\u3164\u115f\u1160\uffa0\u2800\u061c\u2062'), 'what shows nothing is no name').toBe('')
  expect(typedText('e\u0301')).toBe('é')
})

test('a table keeps its tabs, also those of empty cells at the end of a row', () => {
  expect(typedText('區\t件數\t備註\r\n港東\t3\t\r\n石鼻\t\t \n\t\t\n')).toBe('區\t件數\t備註\n港東\t3\t\n石鼻\t\t')
})

test('the empty cells of a corner stay: without them every column stood over another one', () => {
  expect(typedText('\t平日\t假日\n港東\t3\t5\n')).toBe('\t平日\t假日\n港東\t3\t5')
  expect(typedText(' \n\t平日\n港東\t3')).toBe('\t平日\n港東\t3')
  expect(typedText('區\t件數\n港東\t\n')).toBe('區\t件數\n港東\t')
  expect(typedText('\t一行縮排\n第二行'), 'no table').toBe('一行縮排\n第二行')
  for (const nothing of ['\t', '\t\n\t', ' \t ']) expect(typedText(nothing)).toBe('')
  expect(typedLine('\t平日\n港東\t3')).toBe('平日 港東 3')
  for (const typed of ['\t甲\t乙\n丙\t1', '甲\t乙\n丙\t', '\t甲\n\t乙'])
    expect(typedText(typedText(typed)), 'once tidied it stays').toBe(typedText(typed))
})

test('a bullet of a symbol font, and a mark with a tab after it, are read as in any other list', () => {
  expect(typedText('\uf0b7 甲\n\uf0a7\t乙\n\uf06c丙\n  \uf0d8 丁\n● 戊\n●己\n•\t庚\no\t辛')).toBe(
    ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'].map((item) => `• ${item}`).join('\n'),
  )
  expect(typedText('1.\t甲\n2.\t乙\n（一）\t丙\n①\t丁\n□\t戊')).toBe('1. 甲\n2. 乙\n（一） 丙\n① 丁\n□ 戊')
  expect(typedText('步驟\uf0e0完成'), 'a sign inside words').toBe('步驟→完成')
  expect(typedText('○\t甲\t3\n●\t乙\t4'), 'a table of ticks').toBe('○\t甲\t3\n●\t乙\t4')
})
