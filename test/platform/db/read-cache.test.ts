// What hardly ever changes is remembered for a moment, and never for longer than it is true for whoever changed it.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { addAgency } from '../../../src/domain/governments/commands.ts'
import { agenciesOf, findGovernment } from '../../../src/domain/governments/store.ts'
import { cached, sharedWithinSecond } from '../../../src/platform/db/read-cache.ts'
import { write } from '../../../src/platform/db/write.ts'
import { queriesOf } from '../../support/database.ts'
import { testWorld } from '../../support/world.ts'

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void

const agency = (code: string) => ({ code, name: { 'zh-Hant': code } })

test('a government is asked for once in a moment, and anew after any write', async () => {
  const { db, government, clock } = await testWorld()
  await findGovernment(db.reads, 'haicheng')
  const again = await queriesOf(async () =>
    expect((await findGovernment(db.reads, 'haicheng'))?.id).toBe(government.id),
  )
  expect(again).toEqual([])
  const before = (await agenciesOf(db.reads, government.id)).length
  await write(db, (tx) => addAgency(tx, government.id, agency('parks'), clock.now))
  expect(await agenciesOf(db.reads, government.id)).toHaveLength(before + 1)
})

test('whoever did something sees what was read after it, and shares that with those who did something before', async () => {
  const { db, clock } = await testWorld()
  let reads = 0
  const seen = (since: number) => sharedWithinSecond(db.reads, 'how often', clock.now, since, async () => ++reads)
  expect([await seen(0), await seen(0)]).toEqual([1, 1])
  await sleep(5)
  const acted = Date.now()
  await sleep(5)
  expect(await seen(acted)).toBe(2)
  if (engine === 'postgres') expect([await seen(acted), await seen(0)], 'clocks of machines differ').toEqual([3, 1])
  else expect([await seen(acted), await seen(acted - 3), await seen(0)]).toEqual([2, 2, 2])
  expect([await seen(Number.POSITIVE_INFINITY), await seen(Date.now() + 60_000)], 'its own').toEqual([reads - 1, reads])
})

test('a change that may be seen soon lets go of nothing', async () => {
  const { db, clock } = await testWorld()
  let reads = 0
  const seen = () => sharedWithinSecond(db.reads, 'how often', clock.now, 0, async () => ++reads)
  await seen()
  await write(db, async () => {}, { invalidate: 'later' })
  expect(await seen()).toBe(1)
  await write(db, async () => {})
  expect(await seen()).toBe(2)
})

test('a unit sees what it wrote, and nothing of it stays when it is undone', async () => {
  const { db, government, clock } = await testWorld()
  const before = (await agenciesOf(db.reads, government.id)).length
  const undone = write(db, async (tx) => {
    await addAgency(tx, government.id, agency('parks'), clock.now)
    expect(await agenciesOf(tx, government.id)).toHaveLength(before + 1)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await agenciesOf(db.reads, government.id)).toHaveLength(before)
})

test('what nobody asks for any more is let go, also where nobody writes', async () => {
  const { db } = await testWorld()
  const kept = new WeakRef(await cached(db.reads, 'first', async () => ({ large: 'x'.repeat(1000) })))
  await sleep(1100)
  await cached(db.reads, 'second', async () => null)
  await sleep(0)
  collect()
  expect(kept.deref()).toBeUndefined()
})
