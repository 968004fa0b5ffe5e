import { expect, test } from 'vitest'
import { difference } from '../../src/lib/difference.ts'

const marked = (before: string, after: string) =>
  difference(before, after)
    ?.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('')

test('words change whole, Chinese sign by sign', () => {
  expect(marked('The pier is dark at night', 'The pier is closed at night')).toBe(
    'The pier is [-dark][+closed] at night',
  )
  expect(marked('海提步道夜間照明', '海堤步道夜間照明')).toBe('海[-提][+堤]步道夜間照明')
  expect(marked('甲乙', '丙丁'), 'another text').toBeUndefined()
})

test('an emoji or a letter with its mark changes whole', () => {
  expect(marked('一家人👩‍👩‍👧來了', '一家人👩‍👩‍👦來了')).toBe('一家人[-👩‍👩‍👧][+👩‍👩‍👦]來了')
  expect(marked('𠮷野家在這裡', '𠮸野家在這裡')).toBe('[-𠮷][+𠮸]野家在這裡')
})
