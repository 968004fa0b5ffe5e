import { expect, test } from 'vitest'
import { isSlug } from '../../src/lib/slug.ts'

test.each(['taiwan', 'new-taipei', 'tn', 'a1', 'x'.repeat(31)])('「%s」 can be a government’s address', (word) => {
  expect(isSlug(word)).toBe(true)
})
test.each(['a', 'Taiwan', '1st', '-x', 'a b', 'a/b', 'a.b', '臺灣', '', 'x'.repeat(32), 'taipei\n'])(
  '「%s」 cannot',
  (word) => {
    expect(isSlug(word)).toBe(false)
  },
)
test.each(['sign-in', 'sign-out', 'me', 'api', 'static', 'demo', 'healthz', 'readyz', 'metrics', 'help', 'search'])(
  '/%s is ours',
  (word) => {
    expect(isSlug(word)).toBe(false)
  },
)
