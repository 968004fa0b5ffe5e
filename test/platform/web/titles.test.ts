// Where headings break: the number of a case never does.
import { expect, test } from 'vitest'
import { titleOf, wordsOf } from '../../../src/platform/web/titles.ts'

test.each([
  ['提案 2026-0001 的海報', '<span class="nowrap">2026-0001</span>'],
  ['Poster of proposal 2026-0001', '<span class="nowrap">2026-0001</span>'],
  ['併入 114-0012', '<span class="nowrap">114-0012</span>'],
])('%s', (title, whole) => {
  for (const html of [titleOf(title), wordsOf(title)]) expect(html).toContain(whole)
})

test('a date and a plain hyphen are as they were', () => {
  expect(titleOf('Bus-stop 2026-06-18')).toBe('Bus-stop 2026-06-18')
})
