import fc from 'fast-check'
import { expect, test } from 'vitest'
import { htmlText } from '../../src/lib/html-text.ts'

test('what an import has from Word or a web page becomes clean paragraphs', () => {
  expect(
    htmlText(
      '<p style="color:red">第一段&nbsp;文字</p>\n<p>第二段<script>alert(1)</script></p><ul><li>甲</li><li>乙</li></ul>',
    ),
  ).toBe('第一段 文字\n\n第二段\n\n• 甲\n• 乙')
  expect(htmlText('<!--[if mso]><o:p></o:p><![endif]--><p class=MsoNormal>內容<o:p></o:p></p>')).toBe('內容')
  expect(
    htmlText(
      '<style>p.MsoNormal{mso-style-parent:""}</style><xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml><p>甲<o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p><p>乙</p>',
    ),
  ).toBe('甲\n\n乙')
  expect(htmlText('<p><![if !supportLists]>1.&nbsp;&nbsp;&nbsp;&nbsp; <![endif]>第一點</p>')).toBe('1. 第一點')
  expect(htmlText('<h2>標題</h2>一行<br>二行<hr>三')).toBe('標題\n\n一行\n二行\n\n三')
  expect(htmlText('<div>甲</div><div>乙 &amp; &lt;丙&gt; &#128512;</div>')).toBe('甲\n乙 & <丙> 😀')
})

test('lists keep their marks, nested ones their indentation', () => {
  expect(htmlText('<ol start="3"><li>甲</li><li>乙<ul><li>子</li></ul></li></ol>')).toBe('3. 甲\n4. 乙\n   • 子')
  expect(htmlText('<ul><li><p>甲</p></li><li></li><li>乙</li></ul>')).toMatch(/^• 甲\n\n?• 乙$/)
})

test('a table of figures becomes rows, a table that lays out a page becomes paragraphs', () => {
  expect(
    htmlText(
      '<table><tbody><tr><th>年度</th><th>件數</th></tr><tr><td><p>106</p></td><td><p>1,024</p><p>件</p></td></tr><tr><td>&nbsp;</td></tr></tbody></table>',
    ),
  ).toBe('年度 | 件數\n106 | 1,024 件')
  expect(htmlText('<table><tr><td><p>前言</p><p>內文</p></td></tr></table>')).toBe('前言\n\n內文')
})

test('links keep their address, images their description, scripts nothing', () => {
  expect(htmlText('<p>見<a href="https://example.tw/x">報告</a>。</p>')).toBe('見報告 (https://example.tw/x)。')
  expect(htmlText('<p><a href="http://example.tw/">example.tw</a></p>')).toBe('example.tw')
  expect(htmlText('<p><a href="mailto:a@b.tw?subject=x">來信</a></p>')).toBe('來信 (a@b.tw)')
  expect(
    htmlText('<p><a href="javascript:alert(1)">按我</a><a href="file:///C:/x">檔</a><a href="#n">註</a></p>'),
  ).toBe('按我檔註')
  expect(htmlText('<p>如圖<img src="x.png" alt="示意圖"><img src="y.png" onerror=alert(1)></p>')).toBe('如圖[示意圖]')
  expect(htmlText('<p>影片</p><iframe src="//www.youtube.com/embed/a"></iframe>')).toBe(
    '影片\n\nhttps://www.youtube.com/embed/a',
  )
})

test('words in angle brackets that are no tags stay words', () => {
  for (const words of [
    'a < b and c > d，x<y',
    '以<R2online>為例，<封印者Closers>亦同',
    '依據<道路交通管理處罰條例>第44條，<<中藥師法>>',
    '寄到 <wang@example.tw> 或 <http://example.tw/a>',
    '若 x<s 則停，i<font 與 p<b and c> 同',
  ])
    expect(htmlText(`<p>${words}</p>`)).toBe(words)
  expect(htmlText('<b>以</b><R2online>為例，寄到 <wang@example.tw>')).toBe('以<R2online>為例，寄到 <wang@example.tw>')
  expect(htmlText('1 <3 & 2 &amp; 3')).toBe('1 <3 & 2 & 3')
})

test('somebody who writes about a tag loses neither the word nor what follows it', () => {
  for (const name of [
    'select',
    'title',
    'textarea',
    'script',
    'style',
    'iframe',
    'object',
    'button',
    'xml',
    'svg',
    'option',
    's',
    'input',
    'img',
  ])
    expect(htmlText(`<p>請加 <${name}> 欄位。</p><p>第二段。</p>`)).toBe(`請加 <${name}> 欄位。\n\n第二段。`)
  expect(htmlText('<p>把 <script> 改成 </script> 就好</p>')).toBe('把 <script> 改成 </script> 就好')
  expect(htmlText('&lt;title&gt; 標籤')).toBe('<title> 標籤')
})

test('an empty cell of a table of data keeps its place, a corner too', () => {
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  expect(htmlText(`<table>${row('', '平日')}${row('港東', '3')}${row('石鼻', '')}${row('', '')}</table>`)).toBe(
    '| 平日\n港東 | 3\n石鼻 |',
  )
  expect(htmlText(`<table>${row('', '前言')}${row('', '內文')}</table>`), 'a page that is laid out').toBe('前言\n內文')
})

test('what a browser shows of a form, a picture frame or a broken table is kept', () => {
  expect(htmlText('<p><select><option>甲</option><option>乙</option></select><button>丙</button></p>')).toBe(
    '甲\n乙\n丙',
  )
  expect(htmlText('<textarea>甲</textarea><iframe src="//maps.example/a">乙<p>丙</p>')).toBe(
    '甲\n\nhttps://maps.example/a\n\n乙\n\n丙',
  )
  expect(htmlText('<table>甲<tr>乙<td>丙</td><td>丁</td></tr></table>')).toBe('甲\n乙 | 丙 | 丁')
})

test('a quote or a bracket that nobody closes ends with its tag', () => {
  expect(htmlText('<p style="color:red>甲乙</p><p class="b">丙</p>')).toBe('甲乙\n\n丙')
  expect(htmlText('<p title=">甲</p><p title=">乙</p>')).toBe('甲\n\n乙')
  expect(htmlText('<div><p 甲</p>乙')).toBe('<p 甲\n\n乙')
  expect(htmlText('甲<p>乙<font color=red')).toBe('甲\n\n乙<font color=red')
  expect(htmlText('<p>甲<img alt="圖 > 表" src="a.png">乙</p>')).toBe('甲[圖 > 表]乙')
})

test('one bold word does not cost the writer’s line breaks', () => {
  expect(htmlText('第一段\n\n<b>第二</b>段\n第三行')).toBe('第一段\n\n第二段\n第三行')
})

test('bullets that Word drew in a font of signs are bullets', () => {
  expect(htmlText('<p>\uf0b7&nbsp;&nbsp; 甲</p><p>·&nbsp;&nbsp;&nbsp; 乙</p><p>\uf0a7 丙</p>')).toBe(
    '• 甲\n\n• 乙\n\n• 丙',
  )
})

test('an unfinished comment, style or script does not swallow what follows it', () => {
  expect(htmlText('<p>甲</p><!-- 乙')).toBe('甲\n\n<!-- 乙')
  expect(htmlText('甲<style> 乙 </style>丙<script src="a.js">丁')).toBe('甲<style> 乙 </style>丙丁')
  expect(htmlText('甲<style>p { color: red }</style>乙<script>if (a < b) run("</p>")</script>丙')).toBe('甲乙丙')
  expect(htmlText(`${'<div>'.repeat(3000)}甲`)).toBe('甲')
})

// Tags there are and tags there are not (comments, styles and scripts, which nobody sees, have their own test), opened, closed, with and without attributes, in any order.
const names =
  'p br div span b font s ul ol li table tr td th thead select option textarea title iframe object video svg button form input img a h2 pre blockquote center o:p foo details noscript'.split(
    ' ',
  )
const tag = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom('', ' class="b"', " id='c'", ' x=1', ' hidden', ' style="color:red', ' class=b"', ' b'),
  )
  .chain(([name, attributes]) =>
    fc.constantFrom(`<${name}${attributes}>`, `</${name}>`, `<${name}${attributes}/>`, `<${name}`),
  )
const letter = fc.constantFrom(...'甲乙丙丁戊己庚辛壬癸')

test('however broken the HTML is, every letter between its tags is kept, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(tag, letter, letter, fc.constantFrom(' ', '\n', '<', '>', '&nbsp;')), {
        maxLength: 60,
      }),
      (pieces) => {
        const letters = (text: string) => text.replace(/[^甲乙丙丁戊己庚辛壬癸]/g, '')
        const html = pieces.join('')
        expect(letters(htmlText(html))).toBe(letters(html))
      },
    ),
    { numRuns: 2000 },
  )
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
      const clean = htmlText(pieces.join(''))
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
  const before = process.cpuUsage()
  const clean = htmlText(text)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000) // about 50 ms of the processor; quadratic would take a minute
  expect(clean.length).toBeLessThanOrEqual(2 * text.length)
})
