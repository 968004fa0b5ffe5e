// Which typed words a page would lose.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unshownWords } from '../../../src/platform/web/unshown.ts'

const hour = '寫了一個小時的說明：\r\n照度「不足」，已量測三處 & 附圖。'

test('words that stand in the page, in a field or as text, are not shown twice; those that stand nowhere are', () => {
  const field = '<textarea>寫了一個小時的說明：\n照度「不足」，已量測三處 &amp; 附圖。</textarea>'
  expect(unshownWords(field, { words: hour })).toEqual([])
  expect(unshownWords('<h1>此頁無法顯示</h1>', { words: hour, again: [hour, '路燈科'] })).toEqual([hour, '路燈科'])
})

test('choices, dates, numbers and codes are no words', () => {
  const values = {
    decision: 'not_adopted',
    due: '2026-12-31',
    'text-revision': '3',
    wait: `kx2.${'a'.repeat(22)}`,
    no: '',
  }
  expect(unshownWords('', values)).toEqual([])
})

test('nothing that was typed is taken for something else that the page says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      expect(unshownWords('<p></p>', { words: `甲${typed}乙` })).toEqual([`甲${typed}乙`])
    }),
  )
})
