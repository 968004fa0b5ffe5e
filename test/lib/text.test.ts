import { expect, test } from 'vitest'
import { normaliseEmail } from '../../src/lib/email.ts'
import { cleanText, isFiller } from '../../src/lib/text.ts'

test('what somebody pastes from Word or a web page becomes clean paragraphs', () => {
  expect(
    cleanText(
      '<p style="color:red">第一段&nbsp;文字</p>\n<p>第二段<script>alert(1)</script></p><ul><li>甲</li><li>乙</li></ul>',
    ),
  ).toBe('第一段 文字\n\n第二段\n\n• 甲\n• 乙')
  expect(cleanText('<!--[if mso]><o:p></o:p><![endif]--><p class=MsoNormal>內容<o:p></o:p></p>')).toBe('內容')
  expect(cleanText('<h2>標題</h2><p>見<a href="https://example.tw/x">報告</a></p>')).toBe(
    '標題\n\n見報告 (https://example.tw/x)',
  )
})

test('text that only looks like markup stays as typed', () => {
  expect(cleanText('a < b and c > d，x<y')).toBe('a < b and c > d，x<y')
  expect(cleanText('一\r\n二\n\n\n\n三  ')).toBe('一\n二\n\n三')
  expect(cleanText('正常\u202e反轉\u0000')).toBe('正常反轉')
})

test('a hundred thousand characters of hostile markup are cleaned in a moment', () => {
  expect(cleanText('<div>'.repeat(20_000)).length).toBeLessThan(100)
  expect(cleanText(`<p>${'<'.repeat(100_000)}`).length).toBeLessThan(100_100)
})

test.each(['', '(編輯中)', '（編輯中）', 'N/A', 'n.a.', '無', '無。', '－－', '…', '  '])(
  '「%s」 is filler, not an answer',
  (text) => {
    expect(isFiller(text)).toBe(true)
  },
)
test.each(['無法採納，理由如下', '同意參採', 'No, because of the budget'])('「%s」 is an answer', (text) => {
  expect(isFiller(text)).toBe(false)
})

test('an address is one person however it is typed, and never a mail header', () => {
  expect(normaliseEmail('  Wang＠Example.TW '.replace('＠', '@'))).toBe('wang@example.tw')
  for (const bad of ['a', 'a@b', 'a@b.c\r\nBcc: x@y.z', 'a b@c.d', '<a@b.c>', `${'x'.repeat(300)}@b.cc`])
    expect(normaliseEmail(bad)).toBeNull()
})
