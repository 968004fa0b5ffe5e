import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fairShare, wholePercent } from '../../src/lib/share.ts'

test.each([
  [0, 0],
  [1 / 5000, 1],
  [0.004, 1],
  [0.5, 50],
  [4999 / 5000, 99],
  [1, 100],
  [1.004, 100],
  [1.2, 120],
])('%d is shown as %d %%', (share, shown) => expect(wholePercent(share)).toBe(shown))

test('below the whole it is never 100, above nothing never 0, and it never goes down as the share goes up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(2_000_000), (all, part) => {
      const shown = wholePercent(part / all)
      expect(shown >= 100).toBe(part >= all)
      expect(shown === 0).toBe(part === 0)
      expect(wholePercent((part + 1) / all)).toBeGreaterThanOrEqual(shown)
    }),
  )
})

test('under five there is no share', () => {
  expect([fairShare(1, 0), fairShare(4, 4), fairShare(5, 5), fairShare(4, 5)]).toEqual([null, null, 100, 80])
})
