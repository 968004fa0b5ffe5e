// The words that were searched for, as they stand in a title.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spansIn } from '../../../src/domain/search/find-terms.ts'
import { passageOf, pieces, termsOf } from '../../../src/domain/search/highlight.ts'
import { parseQuery } from '../../../src/platform/db/search-query.ts'

/** What a search for it marks. */
const soughtBy = (typed: string) => termsOf(parseQuery(typed))

/** Marked with brackets, to read. */
const marked = (title: string, typed: string) =>
  pieces(title, soughtBy(typed))
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('')

test.each([
  ['夜市停用餐具', '餐具', '夜市停用[餐具]'],
  ['夜市停用餐具', '餐具 夜市', '[夜市]停用[餐具]'],
  ['夜市停用餐具', '夜 夜市', '[夜市]停用餐具'], // the longer one, whichever was typed first
  ['夜市，夜市', '夜市', '[夜市]，[夜市]'],
  ['臺北捷運夜間加班車', '台北捷运', '[臺北捷運]夜間加班車'],
  ['停用\ufe00餐 具', '停用餐具', '[停用\ufe00餐 具]'],
  ['ＵＢＥＲ 合法化', 'uber', '[ＵＢＥＲ] 合法化'],
  ['Cyclists on paths', 'path', 'Cyclists on [paths]'],
  ['Carpark for the car', 'car', 'Carpark for the [car]'],
  ['Night Market', 'market NIGHT', '[Night] [Market]'],
  ['夜市停用餐具', '「停用餐具」', '夜市[停用餐具]'],
  ['100% (maybe)', '(maybe) 100%', '[100]% ([maybe])'],
  ['a.b [x] {y}', '. [x] {y}', 'a.b [[x]] {[y]}'],
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
          pieces(title, soughtBy(typed))
            .map(({ text }) => text)
            .join(''),
        ).toBe(title)
      },
    ),
  )
})

test('a part of an emoji is not marked', () => {
  const found = pieces('👩‍👩‍👧 與 👩', ['👩']).map(({ text, found }) => (found ? `[${text}]` : text))
  expect(found.join('')).toBe('👩‍👩‍👧 與 [👩]')
})

test('what the title does not show is shown by the passage that has it', () => {
  const sections = [
    { kind: 'title', text: '夜市停用餐具' },
    { kind: 'ask', text: '請市府補助攤商。' },
    { kind: 'answer', text: `${'前言。'.repeat(40)}清洗中心明年啟用。` },
  ] as const
  const passage = (typed: string) => passageOf([...sections], soughtBy(typed))
  expect(passage('夜市')).toBeNull() // the title says it
  expect(passage('補助')!.kind).toBe('ask')
  const answer = passage('清洗中心')!
  expect(answer.kind).toBe('answer')
  expect(answer.pieces.find(({ found }) => found)!.text).toBe('清洗中心')
  expect(answer.pieces.map(({ text }) => text).join('').length).toBeLessThan(100)
})

const letters = fc.constantFrom(..."計计劃划画畫台臺週周Ｕuｕber　BER \n'＇.、[]^-𠮷發发髮1１")
const words = fc.string({ unit: letters, maxLength: 12 })

test('a word is found alike in a text that is read as it stands, and in one that has to be folded first', () => {
  fc.assert(
    fc.property(words, fc.array(words, { minLength: 1, maxLength: 4 }), (text, typed) => {
      const terms = soughtBy(typed.join(' '))
      const spansOf = (whole: string) => spansIn(whole, terms).map(([from, to]) => whole.slice(from, to))
      expect(spansOf(`${text}。`)).toEqual(spansOf(`${text}。☃`))
    }),
    { numRuns: 500 },
  )
})
