// A message with elements around some of its words: those are markup, and whatever somebody typed is text.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { translator } from '../../../src/platform/i18n/i18n.ts'
import { marked } from '../../../src/platform/web/html.ts'

const t = translator('en')
const link = { number: { tag: 'a', href: '/x?a=1&b="2"' } } as const

test.each([
  ['named and given', { number: '2026-0001' }, link, 'Merged into <a href="/x?a=1&amp;b=&quot;2&quot;">2026-0001</a>'],
  ['not given: its words stay', { number: '2026-0001' }, {}, 'Merged into 2026-0001'],
  ['with what looks like one of its own', { number: '</number><b>' }, {}, 'Merged into &lt;/number&gt;&lt;b&gt;'],
])('an element that is %s', (_, params, slots, html) => {
  expect(marked(t, 'pages.row.merged_into', params, slots)).toBe(html)
})

test('whatever was typed makes no element and is read as it was typed', () => {
  const read = (html: string) =>
    html
      .replace(/^Merged into <a href="[^"<>]*">(.*)<\/a>$/s, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  const pieces = fc.oneof(fc.constantFrom('<b>', '</number>', '<number>', '&lt;', '{{number}}', '"'), fc.string())
  fc.assert(
    fc.property(fc.array(pieces), (typed) => {
      const number = typed.join('').replaceAll('\ue000', '')
      const html = marked(t, 'pages.row.merged_into', { number }, link)
      expect(html.match(/<\/?\w+/g)).toEqual(['<a', '</a'])
      expect(read(html)).toBe(number)
    }),
  )
})
