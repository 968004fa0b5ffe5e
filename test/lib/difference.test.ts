// What changed between two texts: the pieces read forwards give the new text, without what was added the old one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference } from '../../src/lib/difference.ts'

/** Marked to read: taken out in brackets, put in in braces. */
const marked = (before: string, after: string) =>
  difference(before, after)
    ?.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[${text}]` : `{${text}}`))
    .join('')

test.each([
  ['照度不足。', '照度仍然不足。', '照度{仍然}不足。'],
  ['海提步道', '海堤步道', '海[提]{堤}步道'],
  ['twelve lamps', 'ten lamps', '[twelve]{ten} lamps'],
  ['12 盞', '10 盞', '[12]{10} 盞'],
  ['一樣', '一樣', '一樣'],
  ['一段文字', '', '[一段文字]'],
  ['完全不同的話', '另外一種說法', undefined],
])('"%s" to "%s"', (before, after, shown) => {
  expect(marked(before, after)).toBe(shown)
})

test('whatever the texts, nothing of them is lost on the way', () => {
  const text = fc.string({ unit: fc.constantFrom('路', '燈', 'a', 'b', ' ', '1', '。'), maxLength: 60 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = difference(before, after)
      if (!changes) return
      const without = (kind: string) => changes.flatMap((c) => (c.kind === kind ? [] : [c.text])).join('')
      expect([without('added'), without('removed')]).toEqual([before, after])
    }),
  )
})

test('an emoji or a letter with its mark changes whole', () => {
  expect(marked('一家人👩‍👩‍👧來了', '一家人👩‍👩‍👦來了')).toBe('一家人[👩‍👩‍👧]{👩‍👩‍👦}來了')
  expect(marked('𠮷野家在這裡', '𠮸野家在這裡')).toBe('[𠮷]{𠮸}野家在這裡')
})
