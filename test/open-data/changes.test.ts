// A mirror keeps a copy of everything public by asking what changed. It is killed at random, asks again from what it had written down,
// and has the same as the interface at the end, byte for byte.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { giveSteps, markNewDay } from '../../src/domain/record/changes.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { write } from '../../src/platform/db/write.ts'
import { caseChanges, changeSteps } from '../../src/schema/case-changes.ts'
import { topics } from '../../src/schema/lists.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { givenCase, givenCases } from '../support/cases.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type Visitor, type World } from '../support/world.ts'

const list = '/api/v1/haicheng/proposals'
type Change = { number: string; change: 'changed' | 'hidden' | 'gone'; case: object | null; hidden: object | null }

/** The jobs of a second and a half. */
async function aMoment(world: World) {
  await numberEntries(world.deps)
  await markNewDay(world.deps, world.clock.now)
  await giveSteps(world.deps, world.clock.now)
}
/** Until nothing waits any more. */
async function quiet(world: World) {
  for (let i = 0; i < 3; i++) await aMoment(world)
}

/** What a mirror wrote down: it survives, whatever happens to the mirror. */
type Kept = { next: string; cases: Map<string, { text: string; hidden: boolean }> }

/** Reads until there is no more, or until it dies: between two cases, or before it wrote down how far it came. */
async function follow(world: World, kept: Kept, dies: () => boolean): Promise<void> {
  for (let more = true; more; ) {
    const response = await world.visitor().get(kept.next.replace('http://localhost', ''))
    expect(response.statusCode).toBe(200)
    const { data, meta, links } = response.json() as {
      data: Change[]
      meta: { more: boolean }
      links: { next: string }
    }
    for (const one of data) {
      if (dies()) return
      if (one.change === 'gone') kept.cases.delete(one.number)
      else kept.cases.set(one.number, { text: JSON.stringify(one.case ?? one.hidden), hidden: one.change === 'hidden' })
    }
    if (dies()) return
    kept.next = links.next
    more = meta.more
  }
}

/** What the interface says of each case that a copy should have. */
async function expectSame(world: World, kept: Kept) {
  const all = await world.db.reads.select().from(proposals)
  const there = new Map<string, { text: string; hidden: boolean }>()
  for (const { number } of all.filter((row) => row.number)) {
    const { statusCode, body } = await world.visitor().get(`${list}/${number}`)
    if (statusCode === 404) continue
    const json = JSON.parse(body)
    const hidden = statusCode === 410 && 'hidden' in json
    for (const name of ['type', 'title', 'status', 'detail', 'instance', 'error']) if (hidden) delete json[name]
    there.set(number!, { text: JSON.stringify(json), hidden })
  }
  expect(Object.fromEntries(kept.cases)).toEqual(Object.fromEntries(there))
  return there.size
}

test('a mirror that is killed at random misses nothing that is done in a city, nor what a day or a new name changes', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2025-0009', title: '公園飲水臺', signed: { gangdong: 9 } })
  const kept: Kept = { next: `${list}?since=0`, cases: new Map() }
  let seed = 7
  const chance = (share: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648 < share
  }
  const dies = () => chance(0.15)
  const watched = <V extends Visitor>(who: V): V => ({
    ...who,
    post: async (...args: Parameters<Visitor['post']>) => {
      const reply = await who.post(...args)
      await aMoment(world)
      await follow(world, kept, dies)
      return reply
    },
  })
  await wholeLife(
    {
      ...world,
      visitor: (from) => watched(world.visitor(from)),
      signedIn: async (email) => watched(await world.signedIn(email)),
      staff: async (...seat) => watched(await world.staff(...seat)),
    },
    (field, most) => `a ${field} in words enough`.slice(0, most),
  )
  await quiet(world)
  await follow(world, kept, () => false)
  expect(await expectSame(world, kept)).toBeGreaterThan(3)

  world.clock.now = new Date(world.clock.now.getTime() + 25 * 3_600_000) // districts are told a day late
  await quiet(world)
  await follow(world, kept, () => false)
  await expectSame(world, kept)

  await write(world.db, async (tx) => {
    await tx.update(topics).set({ name: { 'zh-Hant': '新名', en: 'New name' } })
    await tx.update(proposals).set({ authorName: null }).where(eq(proposals.number, '2026-0001'))
  })
  await quiet(world)
  await follow(world, kept, () => false)
  await expectSame(world, kept)

  const idle = await world.visitor().get(kept.next.replace('http://localhost', ''))
  expect(idle.json()).toMatchObject({ data: [], meta: { more: false }, links: { next: kept.next } })
})

test('many changes come in pieces, each case once; what nobody could ever read is not told of', async () => {
  const world = await testWorld()
  await givenCases(
    world,
    Array.from({ length: 130 }, (_, i) => ({ number: `2026-${String(i + 1).padStart(4, '0')}`, title: `夜市 ${i}` })),
  )
  await givenCase(world, { number: '2026-0900', title: '檢核中', stage: 'checking', publishedAt: null })
  await quiet(world)
  const met: string[] = []
  let next = `${list}?since=0&fields=number`
  let pieces = 0
  for (let more = true; more; pieces++) {
    const { data, meta, links } = (await world.visitor().get(next.replace('http://localhost', ''))).json()
    met.push(...data.map((one: Change) => one.number))
    more = meta.more
    next = links.next
  }
  expect(pieces).toBeGreaterThan(1)
  expect([met.length, new Set(met).size, met.includes('2026-0900')]).toEqual([130, 130, false])
})

test('a mark is told of only when no cache remembers what was before, and a change on its way is told of later', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  const told = async () => (await world.visitor().get(`${list}?since=0`)).json().data.length
  await numberEntries(world.deps)
  await giveSteps(world.deps, world.clock.now)
  expect(await told()).toBe(0)
  await giveSteps(world.deps, world.clock.now)
  expect(await told()).toBe(1)
  await write(world.db, (tx) => tx.update(caseChanges).set({ step: null, seen: false }))
  expect(await told()).toBe(0)
})

test('what a new day changes is told of once, also where the platform is started again that day', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '公園', publishedAt: world.clock.now })
  await quiet(world)
  const steps = async () => (await world.db.reads.select().from(caseChanges)).map(({ step }) => step)
  const before = await steps()
  await markNewDay({ db: { ...world.db } }, world.clock.now) // as a new process does
  await quiet(world)
  expect(await steps()).toEqual(before)
  world.clock.now = new Date(world.clock.now.getTime() + 24 * 3_600_000)
  await markNewDay({ db: { ...world.db } }, world.clock.now)
  expect(await steps()).toEqual([null])
})

test('a mirror that was told of steps which were lost with their database is told to begin again', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  await quiet(world)
  const { links } = (await world.visitor().get(`${list}?since=now`)).json()
  const ahead = links.next.replace('http://localhost', '')
  expect((await world.visitor().get(ahead)).statusCode).toBe(200)
  await write(world.db, (tx) => tx.update(changeSteps).set({ tag: 'ffffffff' })) // another database gave the same numbers
  const lost = await world.visitor().get(ahead)
  expect([lost.statusCode, lost.json().detail]).toEqual([410, expect.stringContaining('since=0')])
  for (const wrong of ['?since=5', '?since=yesterday', '?since=0&stage=review', '?since=0&page=2'])
    expect([wrong, (await world.visitor().get(`${list}${wrong}`)).statusCode]).toEqual([wrong, 400])
})
