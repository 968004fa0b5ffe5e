// What stands beside each option of a filter: how many cases choosing it brings, whatever else is chosen.
import { expect, test } from 'vitest'
import { agenciesOf } from '../../../src/domain/governments/store.ts'
import { facetNames } from '../../../src/domain/search/facets.ts'
import { everything, type ListQuery } from '../../../src/domain/search/list-query.ts'
import { idsAndTotal } from '../../../src/domain/search/list-store.ts'
import { searchPage } from '../../../src/domain/search/search.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { assignments } from '../../../src/schema/assignments.ts'
import { answeredOn, due, givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

async function city() {
  const world = await testWorld()
  const { transport, environment } = world.agencies
  const both = await givenCase(world, {
    title: '夜市公車',
    lead: transport,
    topicCode: 'traffic',
    districtCode: 'shibi',
  })
  await write(world.db, (tx) =>
    tx.insert(assignments).values({
      id: newId(),
      proposalId: both,
      agencyId: environment,
      role: 'supporting',
      assignedAt: world.clock.now,
    }),
  )
  await givenCase(world, { title: '夜市停用餐具', topicCode: 'environment' })
  await givenCase(world, { title: '夜市照明', lead: transport, ...due, districtCode: 'shibi', number: '2025-0001' })
  await givenCase(world, { title: '夜市噪音', ...answeredOn('2026-03-30'), decisions: ['adopted'] })
  await givenCase(world, { title: '夜市垃圾', ...answeredOn('2026-04-13', 'not_adopted'), lead: transport })
  await givenCase(world, { title: '步道照明' })
  return world
}

test('each option says how many cases choosing it brings, also beside others that are chosen', async () => {
  const { db, government, clock } = await city()
  const codes = (await agenciesOf(db.reads, government.id)).map(({ code }) => code)
  const chosen: Partial<ListQuery>[] = [
    {},
    { stage: ['gathering', 'review'] },
    { district: ['shibi'] },
    { year: [2026], outcome: ['adopted'] },
    { stage: ['resolved'], sort: 'answered', per_page: 1 },
    { stage: ['gathering'], topic: ['environment'], sort: 'closing' },
    ...codes.map((code): Partial<ListQuery> => ({ agency: [code], stage: ['gathering'] })),
    { agency: codes, sort: 'most_signed' },
  ]
  for (const one of chosen) {
    const query = { ...everything, q: '夜市', ...one }
    const total = async (change: Partial<ListQuery>) =>
      (await idsAndTotal(db.reads, government.id, { ...query, ...change }, clock.now)).total
    const page = await searchPage(db.reads, government.id, query, clock.now)
    const listed = await idsAndTotal(db.reads, government.id, query, clock.now)
    expect([one, page.total, page.rows.map(({ id }) => id)]).toEqual([one, listed.total, listed.ids])
    let options = 0
    for (const name of facetNames)
      for (const [value, count] of Object.entries(page.facets![name])) {
        options++
        const change = { [name]: [name === 'year' ? Number(value) : value] }
        expect([one, name, value, count]).toEqual([one, name, value, await total(change)])
      }
    expect(options).toBeGreaterThan(0)
  }
})
