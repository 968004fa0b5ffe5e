// Figures are counted for some cases at a time: whatever the size of a part, each case is in one of them.
import { and, ne } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { isOfOrWith, partsOf } from '../../../src/domain/figures/parts.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { testWorld } from '../../support/world.ts'

test('each case is counted in one part, whatever its size', async () => {
  const world = await testWorld()
  await makeElsewhere(world.db)
  for (let n = 1; n <= 7; n++) await givenCase(world, { number: `202${n % 3}-000${n}`, title: `第${n}案` })
  const db = world.db.reads
  const [one] = await db.select({ id: proposals.governmentId }).from(proposals).limit(1)
  const numbers = async (part: ReturnType<typeof isOfOrWith>) =>
    (
      await db
        .select({ number: proposals.number })
        .from(proposals)
        .where(and(part, ne(proposals.stage, 'draft')))
    ).map(({ number }) => number!)
  const all = (await numbers(isOfOrWith(db, one!))).sort()
  expect(all).toHaveLength(7)
  for (const most of [1, 2, 3, 7, 8]) {
    const parts = await partsOf(db, one!, most)
    const found = await Promise.all(parts.map(({ cases }) => numbers(cases)))
    expect([most, found.flat().sort()]).toEqual([most, all])
    expect(found.every((some) => some.length <= most)).toBe(true)
  }
})
