// What is a typo, and which texts can have one.
import { expect, test } from 'vitest'
import { correctable, mostLetters, wrongWith } from '../../../src/domain/moderation/correction.ts'

const text = {
  problem: '太暗。',
  benefit: '',
  asks: [
    { number: 1, text: '裝設路燈' },
    { number: 2, text: '' },
  ],
}
const published = { stage: 'gathering', publishedAt: new Date(), title: '海提步道' } as const

test('every text that everybody reads can be corrected, in the order of the page; before that its author does it', () => {
  expect(correctable(published, text).map(({ field, ask }) => [field, ask])).toEqual([
    ['title', null],
    ['ask-1', 1],
    ['problem', null],
  ])
  expect(correctable({ ...published, stage: 'checking', publishedAt: null }, text)).toEqual([])
})

const long = '字'.repeat(60)
test.each([
  ['海提步道', '海堤步道', null],
  ['海提步道', '海提步道', 'unchanged'],
  ['海提步道', '', 'empty'],
  [long, `${long}${'多'.repeat(mostLetters)}`, null],
  [long, `${long}${'多'.repeat(mostLetters + 1)}`, 'too_much'],
  [long, '字'.repeat(60 - mostLetters), null],
  [long, '字'.repeat(60 - mostLetters - 1), 'too_much'],
  [`${'甲'.repeat(mostLetters)}${long}`, `${'乙'.repeat(mostLetters)}${long}`, null],
  ['𠮷'.repeat(40), '𠮷'.repeat(41), null],
  [long, '完全不同的另一段文字，說的是別的事情，也說得比較久', 'too_much'],
])('"%s" becoming "%s" is %s', (before, after, wrong) => {
  expect(wrongWith(before, after, 80)).toBe(wrong)
})

test('a correction keeps to the longest that the field takes, counted as people count', () => {
  expect(wrongWith('𠮷'.repeat(80), '𠮷'.repeat(81), 80)).toBe('too_long')
  expect(wrongWith('𠮷'.repeat(79), '𠮷'.repeat(80), 80)).toBeNull()
})

test('two long texts without anything in common are no correction, and are not compared to their ends', () => {
  expect(wrongWith('甲乙丙丁'.repeat(1200), '戊己庚辛'.repeat(1200), 5000)).toBe('too_much')
})
