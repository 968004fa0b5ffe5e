// Pages that are kept because nothing they show has changed: whatever people do, and whatever day it becomes, two seconds later
// another process shows what a page drawn at that moment would show.
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { connect } from '../../../src/platform/db/connect.ts'
import { givenCase } from '../../support/cases.ts'
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
  const reader = (await overSockets({ app })).visitor()
  const made = async () => Number(/^fuyi_pages_total\{from="made"\} (\d+)/m.exec(await app.metrics.metrics())?.[1])
  return { reader, made }
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
  const { reader } = await otherProcess(world)
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
}, 120_000)

test('a page is drawn once for as long as nothing it shows changes', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  await givenCase(world, { number: '2026-0001', title: '大坑步道假日接駁公車' })
  await givenCase(world, { number: '2026-0002', title: '河堤夜間照明', stage: 'expired' })
  const { reader, made } = await otherProcess(world)
  const [live, archived, list] = [`${gov}/proposals/2026-0001`, `${gov}/proposals/2026-0002`, `${gov}/archive`]
  const drawn = async (path: string) => {
    const before = await made()
    vi.advanceTimersByTime(2100)
    expect((await reader.get(path)).statusCode).toBe(200)
    return (await made()) - before
  }
  for (const path of [live, archived, list]) {
    await drawn(path)
    await drawn(path) // the first was begun too soon after the process looked for the first time
    expect([path, await drawn(path), await drawn(path), await drawn(path)]).toEqual([path, 0, 0, 0])
  }

  // one co-signature more: lists may show it, and the page of its case; a case that is over does not
  const signed = await (await world.signedIn('a@example.test')).post(`${live}/cosignatures`, { district: 'shibi' })
  expect(signed.statusCode).toBe(303)
  expect([await drawn(live), await drawn(list), await drawn(archived)]).toEqual([1, 1, 0])
  expect((await reader.get(live)).body).toContain('99 more')
}, 30_000)
