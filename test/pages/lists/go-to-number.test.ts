// A number in a search leads to its case; whatever else has a digit in it costs nothing but the search.
import { expect, test } from 'vitest'
import { caseTyped } from '../../../src/pages/lists/go-to-number.ts'
import { countingReads } from '../../support/asked.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const path = '/haicheng/proposals/2026-0014'

test.each([
  ['#14', path, 2],
  ['0014', path, 2],
  ['2026-14', path, 1],
  ['115-0014', path, 1],
  ['14', null, 0],
  ['307 路公車', null, 0],
])('%s leads to %s, and the years of all cases are asked for only where one is missing', async (typed, to, asked) => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0014', title: '海堤照明' })
  const reads = countingReads(world.db.reads)
  expect([await caseTyped(reads.db, null, typed), reads.asked()]).toEqual([to, asked])
})
