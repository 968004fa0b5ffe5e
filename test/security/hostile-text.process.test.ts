// Text that is meant to hurt: what it costs is counted in work done, not in seconds on somebody's machine.
import { expect, test } from 'vitest'
import { readAddress } from '../../src/lib/email.ts'
import { isFiller } from '../../src/lib/filler.ts'
import { fits } from '../../src/lib/graphemes.ts'
import { htmlText } from '../../src/lib/html-text.ts'
import { linksIn, webAddress } from '../../src/lib/links.ts'
import { typedText } from '../../src/lib/text.ts'
import { searchTokens } from '../../src/platform/db/tokens.ts'
import { ownPath } from '../../src/platform/http/paths.ts'
import { proseOf } from '../../src/platform/web/prose.ts'

const shapes: { [name: string]: (n: number) => string } = {
  'open brackets': (n) => '<'.repeat(n),
  'open tags': (n) => '<b>'.repeat(n / 3),
  'open lists': (n) => '<ul><li>'.repeat(n / 8),
  'open comments': (n) => '<!--'.repeat(n / 4),
  'open styles': (n) => `${'<style>'.repeat(n / 7)}</style>`,
  'open quotes': (n) => '<p a="'.repeat(n / 6),
  'tags that end in blanks': (n) => '<p '.repeat(n / 3),
  'one tag that ends in blanks': (n) => `<p${' '.repeat(n)}`,
  'open quotations': (n) => '<blockquote>甲'.repeat(n / 13),
  'closed paragraphs': (n) => '</p>'.repeat(n / 4),
  'cells of a table': (n) => `<table><tr>${'<td>a'.repeat(n / 5)}`,
  attributes: (n) => `<p ${'a="'.repeat(n / 3)}`,
  'entities that never end': (n) => '<p>&'.repeat(n / 4),
  'office tags': (n) => '<o:p>'.repeat(n / 5),
  spaces: (n) => ' '.repeat(n),
  'spaces between words': (n) => `a${' '.repeat(n)}b`,
  'tabs between words': (n) => `●${'\t'.repeat(n)}b\t`,
  'tabs before a table': (n) => `${'\t'.repeat(n)}\na\tb\nc\td`,
  'tabs after a table': (n) => `a\tb\nc\td${'\t'.repeat(n)}\n`,
  'rows of a table': (n) => 'a\tb\n'.repeat(n / 4),
  'joined emoji': (n) => '👩‍👩‍👧'.repeat(n / 8),
  'beginnings of addresses': (n) => 'https://'.repeat(n / 8),
  'addresses without a space': (n) => 'https://a.tw/b'.repeat(n / 14),
  'brackets in addresses': (n) => `https://a.tw/${'('.repeat(n)}`,
  'full stops in addresses': (n) => `https://a.tw/${'.'.repeat(1000)}b `.repeat(n / 1015),
  'line breaks': (n) => '\r\n'.repeat(n / 2),
  'words that never end': (n) => 'a'.repeat(n),
  'numbers that never end': (n) => '1'.repeat(n),
  'dots in a number': (n) => `${'1.'.repeat(n / 2)}a`,
  'commas in a number': (n) => `1${',111'.repeat(n / 4)}a`,
  'letters and figures': (n) => 'a1'.repeat(n / 2),
  'hyphens in a word': (n) => 'a-'.repeat(n / 2),
  'numbers of something': (n) => '每1 天'.repeat(n / 4),
  'one character over and over': (n) => '餐'.repeat(n),
  'quotation marks': (n) => '"'.repeat(n),
  'marks upon marks': (n) => `a${'\u0301'.repeat(n)}`,
  'at signs': (n) => '@'.repeat(n),
  'dots in an address': (n) => `a@${'a.'.repeat(n / 2)}`,
  'promises of promises': (n) => '將於正式回應時說明'.repeat(n / 9),
  slashes: (n) => '/'.repeat(n),
  'columns of a table': (n) => `${'a | '.repeat(n / 12)}\n`.repeat(3),
}
const readers: { [name: string]: (text: string) => unknown } = {
  typedText,
  htmlText,
  linksIn,
  webAddress,
  proseOf: (text) => proseOf(typedText(text)),
  fits: (text) => fits(text, 20_000),
  searchTokens,
  readAddress,
  isFiller,
  ownPath,
}

/** Work of this process, in ms of its own CPU time: other people's programs do not count. The best of three: the collector of garbage may step in. */
function workOf(act: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const began = process.cpuUsage()
    act()
    const { user, system } = process.cpuUsage(began)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

test.each(Object.keys(readers))('%s does not take much more than twice the work for twice the text', (name) => {
  const read = readers[name]!
  const slow: string[] = []
  for (const [shape, make] of Object.entries(shapes)) {
    const [small, large] = [make(24_000), make(96_000)]
    read(small) // warmed up
    // four times the text: linear is 4, quadratic 16; a few ms are noise, and what is only slow by chance is not so three times
    let found = ''
    for (let i = 0; i < 3; i++) {
      const [a, b] = [workOf(() => read(small)), workOf(() => read(large))]
      found = b > 40 && b > a * 10 ? `${shape}: ${a.toFixed(1)} ms, then ${b.toFixed(1)} ms` : ''
      if (!found) break
    }
    if (found) slow.push(found)
  }
  expect(slow).toEqual([])
})

test('no line break or control character of an address, a name or a title reaches the head of a mail', () => {
  for (const typed of [
    'a@b.tw\r\nBcc: all@b.tw',
    'a@b.tw\nX: y',
    'a@b.tw\u0000',
    'a@b.tw\u2028c',
    '"a\r\n"@b.tw',
    'a@b.tw,c@d.tw',
    'a@b.tw c@d.tw',
  ])
    expect([typed, readAddress(typed)]).toEqual([typed, null])
})

test('where to go after signing in is a path of this site, whatever is typed', () => {
  for (const typed of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%0d%0aLocation:x\r\n',
    '/\t/evil.example',
    'javascript:alert(1)',
    '\\\\evil',
    '/a\\b',
    ['/a'],
    null,
    7,
  ])
    expect([typed, ownPath(typed, '/me')]).toEqual([typed, '/me'])
  expect(ownPath('/haicheng/proposals/2026-0001?done=x#cosign', '/me')).toBe(
    '/haicheng/proposals/2026-0001?done=x#cosign',
  )
})
