import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLine, cleanText } from '../../src/lib/text.ts'

test('what somebody pastes from Word or a web page becomes clean paragraphs', () => {
  expect(
    cleanText(
      '<p style="color:red">第一段&nbsp;文字</p>\n<p>第二段<script>alert(1)</script></p><ul><li>甲</li><li>乙</li></ul>',
    ),
  ).toBe('第一段 文字\n\n第二段\n\n• 甲\n• 乙')
  expect(cleanText('<!--[if mso]><o:p></o:p><![endif]--><p class=MsoNormal>內容<o:p></o:p></p>')).toBe('內容')
  expect(
    cleanText(
      '<style>p.MsoNormal{mso-style-parent:""}</style><xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml><p>甲<o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p><p>乙</p>',
    ),
  ).toBe('甲\n\n乙')
  expect(cleanText('<p><![if !supportLists]>1.&nbsp;&nbsp;&nbsp;&nbsp; <![endif]>第一點</p>')).toBe('1. 第一點')
  expect(cleanText('<h2>標題</h2>一行<br>二行<hr>三')).toBe('標題\n\n一行\n二行\n\n三')
  expect(cleanText('<div>甲</div><div>乙 &amp; &lt;丙&gt; &#128512;</div>')).toBe('甲\n乙 & <丙> 😀')
})

test('lists keep their marks, nested ones their indentation', () => {
  expect(cleanText('<ol start="3"><li>甲</li><li>乙<ul><li>子</li></ul></li></ol>')).toBe('3. 甲\n4. 乙\n   • 子')
  expect(cleanText('<ul><li><p>甲</p></li><li></li><li>乙</li></ul>')).toMatch(/^• 甲\n\n?• 乙$/)
})

test('a table of figures becomes rows, a table that lays out a page becomes paragraphs', () => {
  expect(
    cleanText(
      '<table><tbody><tr><th>年度</th><th>件數</th></tr><tr><td><p>106</p></td><td><p>1,024</p><p>件</p></td></tr><tr><td>&nbsp;</td></tr></tbody></table>',
    ),
  ).toBe('年度 | 件數\n106 | 1,024 件')
  expect(cleanText('<table><tr><td><p>前言</p><p>內文</p></td></tr></table>')).toBe('前言\n\n內文')
})

test('links keep their address, images their description, scripts nothing', () => {
  expect(cleanText('<p>見<a href="https://example.tw/x">報告</a>。</p>')).toBe('見報告 (https://example.tw/x)。')
  expect(cleanText('<p><a href="http://example.tw/">example.tw</a></p>')).toBe('example.tw')
  expect(cleanText('<p><a href="mailto:a@b.tw?subject=x">來信</a></p>')).toBe('來信 (a@b.tw)')
  expect(
    cleanText('<p><a href="javascript:alert(1)">按我</a><a href="file:///C:/x">檔</a><a href="#n">註</a></p>'),
  ).toBe('按我檔註')
  expect(cleanText('<p>如圖<img src="x.png" alt="示意圖"><img src="y.png" onerror=alert(1)></p>')).toBe('如圖[示意圖]')
  expect(cleanText('<p>影片</p><iframe src="//www.youtube.com/embed/a"></iframe>')).toBe(
    '影片\n\nhttps://www.youtube.com/embed/a',
  )
})

test('text without tags stays as typed', () => {
  for (const typed of [
    'a < b and c > d，x<y',
    '以<R2online>為例，<封印者Closers>亦同',
    '依據<道路交通管理處罰條例>第44條',
    '寄到 <wang@example.tw> 或 <http://example.tw/a>',
    '1 <3 & 2 &amp; 3',
    '👩‍👩‍👧 می‌خواهم',
    '　　首行縮排\n  - 項目',
  ])
    expect(cleanText(typed)).toBe(typed.trim())
  expect(cleanText('<b>以</b><R2online>為例，寄到 <wang@example.tw>')).toBe('以<R2online>為例，寄到 <wang@example.tw>')
})

test('one bold word does not cost the writer’s line breaks', () => {
  expect(cleanText('第一段\n\n<b>第二</b>段\n第三行')).toBe('第一段\n\n第二段\n第三行')
})

test('line ends, blanks and invisible characters are tidied', () => {
  expect(cleanText('一\r\n二\n\n\n\n三  \r四\u2028五')).toBe('一\n二\n\n三\n四\n五')
  expect(cleanText('正常\u202e反轉\u0000\u200b\ufeff\ud800')).toBe('正常反轉')
  expect(cleanText('甲\u00a0乙\t丙')).toBe('甲 乙 丙')
  expect(cleanLine('\u3164\u115f\u1160\uffa0\u2800\u061c\u2062'), 'what shows nothing is no name').toBe('')
  expect(cleanText('e\u0301')).toBe('é')
  expect(cleanLine(' 標題\n<b>第二行</b> ')).toBe('標題 第二行')
})

test('an unfinished comment or tag does not swallow what follows it', () => {
  expect(cleanText('<p>甲</p><!-- 乙')).toBe('甲\n\n<!-- 乙')
  expect(cleanText(`${'<div>'.repeat(3000)}甲`)).toBe('甲')
})

test('whatever is pasted, nothing invisible and no heap of blank lines is left', () => {
  const piece = fc.constantFrom(
    ...[
      '<p>',
      '</p>',
      '<br>',
      '<ul>',
      '<li>',
      '</ul>',
      '<table>',
      '<tr>',
      '<td>',
      '</table>',
      '<a href="http://x.tw/">',
      '</a>',
    ],
    ...[
      '<b>',
      '</b>',
      '<!--',
      '-->',
      '<o:p>',
      '<style>',
      '</style>',
      '&nbsp;',
      '&amp;',
      '甲',
      'b ',
      '\n',
      ' ',
      '\u00a0',
      '\r\n',
    ],
    ...['<', '>', '<foo>', '<img alt="圖">', '\u202e', '\u0007', '<blockquote>', '<pre>', '</pre>'],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const clean = cleanText(pieces.join(''))
      expect(clean).not.toMatch(/[^\P{Cc}\n]|\u202e|\u00a0|\n{3}|[ \t]$/mu)
      expect(clean).toBe(clean.trim())
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['<div>', ''],
  ['<span>甲', ''],
  ['<ul><li>', ''],
  ['<blockquote>甲', ''],
  ['</p>', ''],
  ['<!--', '<p>'],
  ['<', '<p>'],
  ['a="', '<p '],
  ['&', '<p>'],
  ['\u00a0', '<p>'],
  ['<td>a', '<table><tr>'],
  ['<x:y>', '<p>'],
])('a hundred thousand characters of 「%s」 are cleaned in a moment', (piece, start) => {
  const text = start + piece.repeat(100_000 / piece.length)
  const started = performance.now()
  const clean = cleanText(text)
  expect(performance.now() - started).toBeLessThan(1000) // about 50 ms on a quiet machine; quadratic would take a minute
  expect(clean.length).toBeLessThanOrEqual(2 * text.length)
})
