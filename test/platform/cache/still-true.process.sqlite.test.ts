// Pages that are kept because nothing they show has changed: whatever people do, and whatever day it becomes, two seconds later
// another process shows what a page drawn at that moment would show.
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { connect } from '../../../src/platform/db/connect.ts'
import { overSockets } from '../../support/sockets.ts'
import { wholeLife } from '../../support/whole-life.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

/** Another process on the file of a world, whose pages count as new for a second. */
async function otherProcess(world: World) {
  const db = await connect(`file:${world.db.file}`)
  const app = await buildApp({ ...world.deps, db, sharedFor: 1000 })
  onTestFinished(() => app.close())
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  return (await overSockets({ app })).visitor()
}

const gov = '/haicheng'
const openPages = [
  gov,
  `${gov}/proposals`,
  `${gov}/archive`,
  `${gov}/search?q=a`,
  `${gov}/proposals?topic=nature`,
  ...['2026-0001', '2026-0002', '2026-0003', '2026-0004'].flatMap((number) => [
    `${gov}/proposals/${number}`,
    `/api/v1/haicheng/proposals/${number}`,
  ]),
  '/api/v1/haicheng/proposals',
  `${gov}/agencies`,
  `${gov}/commitments`,
]

test('whatever is done in a city, two seconds later every open page is as if it were drawn now', async () => {
  const world = await testWorld()
  const reader = await otherProcess(world)
  let compared = 0
  async function compare(after: string) {
    for (const path of openPages) await reader.get(path) // drawn at once, perhaps of what was read a moment before
    vi.advanceTimersByTime(2100)
    for (const path of openPages) {
      const [kept, fresh] = [await reader.get(path), await world.visitor().get(path)]
      expect([after, path, kept.statusCode, kept.body]).toEqual([after, path, fresh.statusCode, fresh.body])
      compared++
    }
  }
  const watched = <V extends Visitor>(who: V): V => ({
    ...who,
    post: async (...args: Parameters<Visitor['post']>) => {
      const reply = await who.post(...args)
      await compare(`POST ${args[0]}`)
      return reply
    },
  })
  const life = await wholeLife(
    {
      ...world,
      visitor: (from) => watched(world.visitor(from)),
      signedIn: async (email) => watched(await world.signedIn(email)),
      staff: async (...seat) => watched(await world.staff(...seat)),
    },
    (field, most) => `a ${field} in words enough`.slice(0, most),
  )
  await compare('everything')
  for (const hours of [1, 23, 24 * 8, 24 * 30, 24 * 31, 24 * 200, 24 * 400]) {
    world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000)
    await compare(`${hours} hours`)
  }
  expect(life.at).toBe(`${gov}/proposals/2026-0001`)
  expect(compared).toBeGreaterThan(500)
})
