// What is a typo, which texts can have one, and how far all of a case's may go together.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  correctable,
  excerpts,
  lettersAllowed,
  mostLetters,
  wrongWith,
} from '../../../src/domain/moderation/correction.ts'

const day = (n: number) => new Date(Date.UTC(2026, 5, n))
const open = { stage: 'gathering' as const, submittedAt: day(1), publishedAt: day(1) }
const length = (text: string) => [...text].length

/** Staff try one correction after the other on one case; those that are none are refused. */
function correctAll(title: string, ask: string, tries: { field: string; after: string }[], share: number) {
  const now: { [field: string]: string } = { title, 'ask-1': ask }
  const made: { field: string; before: string; after: string; correctedAt: Date }[] = []
  for (const { field, after } of tries) {
    const text = { problem: '', benefit: '', asks: [{ number: 1, text: now['ask-1']! }] }
    const one = correctable({ ...open, title: now.title! }, text, made).find((t) => t.field === field)!
    if (wrongWith(one, after, share)) continue
    made.push({ field, before: now[field]!, after, correctedAt: day(2 + made.length) })
    now[field] = after
  }
  return now
}

test('however many steps it takes, no text moves further from what was published than one correction may', () => {
  const letters = (maxLength: number) =>
    fc.array(fc.constantFrom('海', '堤', '路', '燈', 'a'), { minLength: 1, maxLength }).map((l) => l.join(''))
  const change = fc.record({ field: fc.constantFrom('title', 'ask-1'), after: letters(45) })
  fc.assert(
    fc.property(letters(40), letters(40), fc.array(change, { maxLength: 12 }), (title, ask, tries) => {
      const end = correctAll(title, ask, tries, 0.1)
      for (const [before, after] of [
        [title, end.title!],
        [ask, end['ask-1']!],
      ] as const)
        expect(Math.abs(length(after) - length(before))).toBeLessThanOrEqual(lettersAllowed(before, 0.1))
    }),
  )
})

test('letter by letter a title is not turned into another', () => {
  const steps = ['拆堤步道夜間照明', '拆除步道夜間照明', '拆除全道夜間照明']
  const tries = steps.map((after) => ({ field: 'title', after }))
  expect(correctAll('海堤步道夜間照明', '裝設路燈', tries, 0.1).title).toBe('拆堤步道夜間照明')
})

test('one letter of a short title may be corrected, at most twelve of any text, none where the rules say none', () => {
  expect(
    ['海堤照明', '海'.repeat(8), '海'.repeat(40), '海'.repeat(2000)].map((text) => lettersAllowed(text, 0.1)),
  ).toEqual([...[1, 1, 4, mostLetters]])
  expect(lettersAllowed('海堤照明', 0)).toBe(0)
})

test('all texts of a case together stay within twelve letters, those that wait counted', () => {
  const long = '海'.repeat(200)
  const text = { problem: long, benefit: long, asks: [] }
  const waits = [{ field: 'problem', after: '路'.repeat(10) + '海'.repeat(190) }]
  const benefit = correctable({ ...open, title: '海' }, text, [], waits).find((t) => t.field === 'benefit')!
  expect(wrongWith(benefit, `路路${'海'.repeat(198)}`, 0.1)).toBeNull()
  expect(wrongWith(benefit, `路路路${'海'.repeat(197)}`, 0.1)).toBe('too_much_together')
})

test('taking the approval back and approving again gives nobody another twelve letters; a text its author sent anew does', () => {
  const made = [{ field: 'title', before: '海堤步道夜間照明', after: '拆堤步道夜間照明', correctedAt: day(2) }]
  const again = (submitted: number) =>
    correctable(
      { stage: 'gathering', submittedAt: day(submitted), publishedAt: day(4), title: '拆堤步道夜間照明' },
      { problem: '', benefit: '', asks: [] },
      made,
    )[0]!
  expect(wrongWith(again(1), '拆除步道夜間照明', 0.1)).toBe('too_much')
  expect(wrongWith(again(3), '拆除步道夜間照明', 0.1)).toBeNull()
})

test('a mail to many shows where two texts differ, not all of them', () => {
  const start = '甲'.repeat(100)
  expect(excerpts(`${start}海提乙`, `${start}海堤乙`)).toEqual({
    before: `…${'甲'.repeat(19)}海提乙`,
    after: `…${'甲'.repeat(19)}海堤乙`,
  })
  expect(excerpts('海提', '海堤')).toEqual({ before: '海提', after: '海堤' })
})

const text = {
  problem: '太暗。',
  benefit: '',
  asks: [
    { number: 1, text: '裝設路燈' },
    { number: 2, text: '' },
  ],
}

test('every text that everybody reads can be corrected, in the order of the page; before that its author does it', () => {
  expect(correctable({ ...open, title: '海提步道' }, text).map(({ field, ask }) => [field, ask])).toEqual([
    ['title', null],
    ['ask-1', 1],
    ['problem', null],
  ])
  expect(correctable({ stage: 'checking', submittedAt: day(1), publishedAt: null, title: '海提步道' }, text)).toEqual(
    [],
  )
})

/** The first correction of a text that nobody has corrected. */
const wrong = (before: string, after: string, max = 300) =>
  wrongWith({ field: 'problem', text: before, max, ask: null, original: before, elsewhere: 0 }, after, 0.3)

const long = '字'.repeat(60)
test.each([
  ['海提步道', '海堤步道', null],
  ['海提步道', '海提步道', 'unchanged'],
  ['海提步道', '', 'empty'],
  ['海', '。，', 'empty'],
  [long, `${long}${'多'.repeat(mostLetters)}`, null],
  [long, `${long}${'多'.repeat(mostLetters + 1)}`, 'too_much'],
  [long, '字'.repeat(60 - mostLetters), null],
  [long, '字'.repeat(60 - mostLetters - 1), 'too_much'],
  [`${'甲'.repeat(mostLetters)}${long}`, `${'乙'.repeat(mostLetters)}${long}`, null],
  ['𠮷'.repeat(40), '𠮷'.repeat(41), null],
  [long, '完全不同的另一段文字，說的是別的事情，也說得比較久', 'too_much'],
])('"%s" becoming "%s" is %s', (before, after, expected) => {
  expect(wrong(before, after)).toBe(expected)
})

test('a correction keeps to the longest that the field takes, counted as people count', () => {
  expect(wrong('𠮷'.repeat(80), '𠮷'.repeat(81), 80)).toBe('too_long')
  expect(wrong('𠮷'.repeat(79), '𠮷'.repeat(80), 80)).toBeNull()
})

test('two long texts without anything in common are no correction, and are not compared to their ends', () => {
  expect(wrong('甲乙丙丁'.repeat(1200), '戊己庚辛'.repeat(1200), 5000)).toBe('too_much')
})
