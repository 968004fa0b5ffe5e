// A government's own words for one thing.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('an administrator adds words that mean the same, and the search knows them at once', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '青年公宅抽籤' })
  const found = async () =>
    (await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent('社會住宅')}`)).json().meta.total
  expect(await found()).toBe(0)
  const administrator = await world.staff('administrator')
  const page = '/haicheng/desk/settings/synonyms'
  expect((await administrator.post(page, { synonyms: '公宅, 社會住宅\n孤單' })).statusCode).toBe(422)
  expect((await administrator.post(page, { synonyms: '公宅, 社會住宅' })).statusCode).toBe(303)
  expect(await found()).toBe(1)
  expect((await administrator.post(page, { synonyms: '' })).statusCode).toBe(303)
  expect(await found()).toBe(0)
})
