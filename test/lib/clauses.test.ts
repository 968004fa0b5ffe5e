import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clausesOf } from '../../src/lib/clauses.ts'

test.each([
  ['夜市停用一次性餐具，改用環保餐具', ['夜市停用一次性餐具，', '改用環保餐具']],
  ['建議「幼兒園」：改善（含周邊）停車問題', ['建議「幼兒園」：', '改善（含周邊）停車問題']],
  ['增設公車站！（附連署）', ['增設公車站！', '（附連署）']],
  ['Light the sea wall, and mend it', ['Light the sea wall, and mend it']],
])('%s is taken apart after its punctuation', (title, clauses) => {
  expect(clausesOf(title).map((words) => words.join(''))).toEqual(clauses)
})

test('words stay whole, brackets stay with theirs, and two single characters are one word', () => {
  expect(clausesOf('把海堤路燈調亮')[0]).toEqual(['把', '海堤', '路燈', '調亮'])
  expect(clausesOf('改善（含周邊）停車')[0]).toEqual(['改善', '（含', '周邊）', '停車'])
})

test('nothing of a title is lost or added, whatever it is', () => {
  const signs = fc.constantFrom(...'夜市停用，。（）「」：…的 ab1%🙂\n')
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: signs }), fc.string({ unit: 'grapheme' })), (title) => {
      expect(clausesOf(title).flat().join('')).toBe(title)
    }),
  )
})
