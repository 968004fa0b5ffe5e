// Sentences that readers stumble over: shown to whoever writes, never refused.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stumblesIn } from '../../src/lib/plain-words.ts'

const kinds = (text: string) => stumblesIn(text).map(({ kind, sentence }) => `${kind}: ${sentence}`)

test.each([
  ['照度不足，已量測三處。本案依規定辦理。路燈七月裝設。', ['empty: 本案依規定辦理。']],
  ['照度不足。錄案研議。', ['empty: 錄案研議。']],
  [
    'We measured three places. Thank you for your suggestion. Lamps come in July.',
    ['empty: Thank you for your suggestion.'],
  ],
  ['七月裝設路燈，俾利通行。', ['jargon: 七月裝設路燈，俾利通行。']],
  ['七月装设路灯，俾利通行。', ['jargon: 七月装设路灯，俾利通行。']],
  ['Lamps come in due course.', ['jargon: Lamps come in due course.']],
  ['The robust lamp of 3.5 m is 12 m away', ['jargon: The robust lamp of 3.5 m is 12 m away']],
  [`${'路燈與步道'.repeat(25)}。`, [`long: ${'路燈與步道'.repeat(25)}。`]],
])('%s', (text, found) => {
  expect(kinds(text)).toEqual(found)
})

test.each([
  '照度不足，已實地量測三處，低於標準的 5 勒克斯。七月裝設十二盞。',
  'We measured three places after dark. Two are below 5 lux. See https://haicheng.example/a.b for the table.',
  '不推動。',
])('a text that says something plainly is left alone: %s', (text) => {
  expect(stumblesIn(text)).toEqual([])
})

test('an office word comes with a plain one', () => {
  expect(stumblesIn('刻正招標。')).toEqual([{ kind: 'jargon', sentence: '刻正招標。', words: '刻正', instead: '正在' }])
})

test('what publishing refuses anyway is not said twice', () => {
  for (const text of ['', '編輯中', 'N/A', '依規定辦理']) expect(stumblesIn(text)).toEqual([])
})

test('every sentence that is shown stands in the text, and there are never more than were asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 1, max: 5 }), (text, most) => {
      const found = stumblesIn(`${text}。本案依規定辦理。賡續辦理`, most)
      expect(found.length).toBeLessThanOrEqual(most)
      for (const { sentence } of found) expect(`${text}。本案依規定辦理。賡續辦理`).toContain(sentence)
    }),
  )
})
