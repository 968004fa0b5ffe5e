// A case is found by the names of its topic, district and agency: by the new one, once it was renamed.
import { expect, test } from 'vitest'
import { reindex } from '../../../src/domain/search/reindex.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test.each([
  ['topics', 'topics/environment', {}],
  ['districts', 'districts/shibi', {}],
  ['agencies', 'agencies/epb', { validFrom: '', validTo: '', successor: '' }],
])('whoever renames one of the %s need not think of the search', async (_, page, more) => {
  const world = await testWorld()
  const where = { topicCode: 'environment', districtCode: 'shibi', lead: world.agencies.environment }
  await givenCase(world, { number: '2026-0001', title: '步道太暗', ...where })
  const run = () => reindex(world.db) // what its job does
  await run()
  const found = async () =>
    (await world.visitor().read(`/haicheng/search?q=${encodeURIComponent('Zymurgix')}`)).items.includes('2026-0001')
  expect(await found()).toBe(false)
  const administrator = await world.staff('administrator')
  const renamed = { 'name-zh-Hant': 'Zymurgix', 'name-en': 'Blue', ...more }
  expect((await administrator.post(`/haicheng/desk/settings/${page}`, renamed)).statusCode).toBe(303)
  await run()
  expect(await found()).toBe(true)
})

test('a search that finds nothing offers no filter that would only say 0', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '步道太暗', topicCode: 'environment' })
  const read = (q: string) => world.visitor().read(`/haicheng/search?q=${encodeURIComponent(q)}`)
  expect((await read('步道')).text).toContain('(1)')
  expect((await read('沒有這種東西')).text).not.toContain('(0)')
})
