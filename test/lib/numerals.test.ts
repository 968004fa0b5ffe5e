// Numbers are found however they are written.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folded } from '../../src/lib/folded.ts'
import { otherNumerals } from '../../src/lib/numerals.ts'

test.each([
  ['十二年國教', '12年國教'],
  ['12年國教', '十二年國教'],
  ['三百', '300'],
  ['300元', '三百元'],
  ['200元', '两百元'],
  ['200元', '二百元'],
  ['十六歲騎機車', '16歲騎機車'],
  ['16歲', '十六歲'],
  ['二二八', '228'],
  ['228連假', '二二八連假'],
  ['九二一地震', '921地震'],
  ['五一勞動節', '51勞動節'],
  ['51勞動節', '五一勞動節'],
  ['一〇一大樓', '101大樓'],
  ['八小時', '8小時'],
  ['8小時', '八小時'],
  ['2年', '两年'],
  ['第三級', '第3級'],
  ['十歲', '10歲'],
  ['三千五百', '3500'],
  ['一千零五', '1005'],
  ['1005', '一千零五'],
])('%s is also looked for as %s', (typed, also) => {
  expect(otherNumerals(folded(typed))).toContain(folded(also))
})

test.each(['一例一休', '三四', '統一發票', '萬一', '十分', '千萬', '百貨', '2026-0001', '3.5', '12:30', 'covid19x'])(
  '%s is no number to be written in another way',
  (typed) => {
    expect(otherNumerals(folded(typed))).toEqual([])
  },
)

test('a number that is spelled is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 11, max: 9999 }), (n) => {
      expect(otherNumerals(`${n}`).flatMap((way) => otherNumerals(way))).toContain(`${n}`)
    }),
  )
})
