import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, firstOf, fits, graphemes, reaches } from '../../src/lib/graphemes.ts'

test.each(['🚲', '𠮷', '👩‍👩‍👧', '🇹🇼', 'e\u0301', '字'])('eighty times 「%s」 are eighty characters', (one) => {
  const eighty = one.repeat(80)
  expect([fits(eighty, 80), fits(eighty, 79), reaches(eighty, 80), reaches(eighty, 81)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(cut(eighty, 80)).toBe(eighty)
  expect(cut(eighty, 10)).toBe(`${one.repeat(9)}…`)
})

test('a heap of marks is no character that fits a title', () => {
  const heap = `a${'\u0301'.repeat(5000)}`
  expect([fits(heap, 80), cut(heap, 80), firstOf(`甲${heap}`, 80)]).toEqual([false, '…', '甲'])
})

const text = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('👩‍👩‍👧', '🇹🇼', '𠮷', '\u200d', '\u0301', '字'.repeat(300), '👨‍👩‍👧‍👦'.repeat(60)),
    fc.constantFrom('か\u3099', '字\ufe00', '1\ufe0f\u20e3', '®\ufe0f', 'e', '，', '\r\n', '한', 'ｶ\uff9e', '\u3030'),
  ),
)

test('a text is cut between characters, never inside one, and is never longer than asked', () => {
  const whole = new Intl.Segmenter('und', { granularity: 'grapheme' })
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 200 }), (pieces, max) => {
      const typed = pieces.join('')
      const characters = Array.from(whole.segment(typed), ({ segment }) => segment)
      expect([...graphemes(typed)]).toEqual(characters)
      const first = firstOf(typed, max)
      expect(typed.startsWith(first)).toBe(true)
      if (fits(typed, max)) expect(first).toBe(typed)
      expect(characters.slice(0, [...graphemes(first)].length).join('')).toBe(first)
      expect(fits(cut(typed, max), max)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('a hundred thousand joined emoji are counted in a moment', () => {
  const started = process.cpuUsage()
  expect([...graphemes('👩‍👩‍👧'.repeat(12_500))]).toHaveLength(12_500)
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
})
