import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pieces } from '../../../src/domain/search/highlight.ts'

const marked = (title: string, typed: string) =>
  pieces(title, typed)
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('')

test('what was searched for is marked, whatever its case', () => {
  expect(marked('海堤步道 Lighting', '步道 light')).toBe('海堤[步道] [Light]ing')
  expect(marked('海堤步道', '「 」')).toBe('海堤步道')
  expect(marked('a.b (c)', '. (')).toBe('a[.]b [(]c)')
})

test('a part of an emoji is not marked, and no letter is lost', () => {
  expect(marked('👩‍👩‍👧 與 👩', '👩')).toBe('👩‍👩‍👧 與 [👩]')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (title, typed) => {
      expect(
        pieces(title, typed)
          .map(({ text }) => text)
          .join(''),
      ).toBe(title)
    }),
  )
})
