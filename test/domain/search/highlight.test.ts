// The words that were searched for, as they stand in a title.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pieces } from '../../../src/domain/search/highlight.ts'

/** Marked with brackets, to read. */
const marked = (title: string, typed: string) =>
  pieces(title, typed)
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('')

test.each([
  ['夜市停用餐具', '餐具', '夜市停用[餐具]'],
  ['夜市停用餐具', '餐具 夜市', '[夜市]停用[餐具]'],
  ['夜市停用餐具', '夜 夜市', '[夜市]停用餐具'], // the longer one, whichever was typed first
  ['夜市，夜市', '夜市', '[夜市]，[夜市]'],
  ['Night Market', 'market NIGHT', '[Night] [Market]'],
  ['夜市停用餐具', '「停用餐具」', '夜市[停用餐具]'],
  ['100% (maybe)', '(maybe) 100%', '[100%] [(maybe)]'],
  ['a.b a-b [x] {y}', '. - [x] {y}', 'a[.]b a[-]b [[x]] [{y}]'],
  ['夜市', '步道', '夜市'],
  ['夜市', '', '夜市'],
  ['夜市', ' 「」 ', '夜市'],
])('%s, searched for %s', (title, typed, shown) => {
  expect(marked(title, typed)).toBe(shown)
})

test('whatever is typed, the title stays what it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      (title, typed) => {
        expect(
          pieces(title, typed)
            .map(({ text }) => text)
            .join(''),
        ).toBe(title)
      },
    ),
  )
})

test('a part of an emoji is not marked', () => {
  expect(marked('👩‍👩‍👧 與 👩', '👩')).toBe('👩‍👩‍👧 與 [👩]')
})
