import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageLinks, pageOf, readPageNumber } from '../../src/lib/paging.ts'

test('a list is cut into pages, and past the end there is none', () => {
  expect(pageOf(45, 3)).toEqual({ page: 3, perPage: 20, pages: 3, total: 45, offset: 40, first: 41, last: 45 })
  expect(pageOf(45, 4)).toBeNull()
  expect(pageOf(0)).toMatchObject({ pages: 1, first: 0, last: 0 })
  expect(pageOf(0, 2)).toBeNull()
  expect(pageOf(100, 1, 100)?.pages).toBe(1)
})

test.each(['0', '-1', '1.5', '01', ' 1', '1e3', '', 'x', '９', '1000001'])('「%s」 is no page number', (typed) => {
  expect(readPageNumber(typed)).toBeNull()
})
test('page numbers and page sizes are read as whole numbers', () => {
  expect(readPageNumber('7')).toBe(7)
  expect(readPageNumber('100', 100)).toBe(100)
  expect(readPageNumber('101', 100)).toBeNull()
})

test('the pager links the ends and the neighbours, and never hides a single page', () => {
  expect(pageLinks(1, 1)).toEqual([1])
  expect(pageLinks(5, 20)).toEqual([1, null, 4, 5, 6, null, 20])
  expect(pageLinks(4, 20)).toEqual([1, 2, 3, 4, 5, null, 20])
  expect(pageLinks(1, 3)).toEqual([1, 2, 3])
  expect(pageLinks(20, 20)).toEqual([1, null, 19, 20])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (page, pages) => {
      fc.pre(page <= pages)
      const links = pageLinks(page, pages)
      const numbers = links.filter((link) => link !== null)
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      for (const n of [1, page, pages]) expect(numbers).toContain(n)
      links.forEach((link, i) => {
        if (link === null) expect(links[i + 1]! - links[i - 1]!).toBeGreaterThan(2)
      })
    }),
  )
})
