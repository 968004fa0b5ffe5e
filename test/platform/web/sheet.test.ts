// The squares of a sheet: so much of them is ink as there are co-signatures of those that are needed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sheetOf } from '../../../src/platform/web/sheet.ts'

const squaresIn = (path: string) => path.split('z').length - 1

test.each([
  ['nothing', 0, 0, 50],
  ['less than a pixel is not drawn', 0.001, 0, 50],
  ['half of them', 0.5, 25, 25],
  ['half a square is ink, and keeps its box', 0.51, 26, 25],
  ['all', 1, 50, 0],
  ['more than all', 3, 50, 0],
])('%s', (_, share, ink, boxes) => {
  const sheet = sheetOf(share, null)
  expect([squaresIn(sheet.ink), squaresIn(sheet.boxes)]).toEqual([ink, boxes])
})

test('fifty stand in two rows, twenty in one; every square is ink or a box, and one at most is both', () => {
  expect(sheetOf(0, 'shut')).toMatchObject({ width: 298, height: 25, look: 'shut' })
  expect(sheetOf(0, 'met', 20)).toMatchObject({ width: 238, height: 10, look: 'met' })
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.constantFrom(50, 20), (share, squares) => {
      const { ink, boxes } = sheetOf(share, null, squares as 50 | 20)
      expect([squares, squares + 1]).toContain(squaresIn(ink) + squaresIn(boxes))
      expect(squaresIn(boxes)).toBe(squares - Math.floor(Math.min(1, share) * squares))
    }),
  )
})
