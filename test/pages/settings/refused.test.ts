// Only administrators get through, on every one of these routes: read from the route table, so that none is forgotten.
import { expect, test } from 'vitest'
import { settingChanges } from '../../../src/schema/settings.ts'
import { makeElsewhere } from '../../support/city.ts'
import { page } from '../../support/page.ts'
import { routesOf, testWorld } from '../../support/world.ts'

const filled = (url: string) =>
  url.replace(':gov', 'haicheng').replace(':code', 'epb').replace(':date', '2026-06-19').replace(':id', 'anything')

test('outsiders, citizens, moderators and officers are refused on every route of the settings', async () => {
  const world = await testWorld()
  const routes = (['GET', 'POST'] as const).flatMap((method) =>
    routesOf(world, method)
      .map((route) => ({ method, url: route.slice(method.length + 1) }))
      .filter(({ url }) => url.startsWith('/:gov/desk/settings')),
  )
  expect(routes.length).toBeGreaterThan(30)
  const people = {
    citizen: await world.signedIn('citizen@haicheng.test'),
    moderator: await world.staff('moderator'),
    officer: await world.staff('officer', world.agencies.environment),
  }
  const outsider = world.visitor()
  for (const { method, url } of routes) {
    const ask = (person: typeof outsider) => (method === 'GET' ? person.get(filled(url)) : person.post(filled(url)))
    const sentAway = await ask(outsider)
    expect([method, url, sentAway.statusCode]).toEqual([method, url, 303])
    expect(sentAway.headers.location).toMatch(/^\/sign-in/)
    for (const [who, person] of Object.entries(people)) {
      const refused = await ask(person)
      expect([who, method, url, refused.statusCode]).toEqual([who, method, url, 403])
      expect(page(refused).text).toContain('These pages are for administrators of this government')
    }
  }
  expect(await world.db.reads.select().from(settingChanges)).toEqual([])
})

test('the desk shows the way to the settings to administrators only', async () => {
  const world = await testWorld()
  const desk = async (role: 'administrator' | 'moderator') => (await world.staff(role)).read('/haicheng/desk')
  expect((await desk('administrator')).hrefs).toContain('/haicheng/desk/settings')
  expect((await desk('moderator')).hrefs).not.toContain('/haicheng/desk/settings')
})

test('an administrator of one government is nobody in another', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await makeElsewhere(world.db)
  expect((await administrator.get('/elsewhere/desk/settings')).statusCode).toBe(403)
})
