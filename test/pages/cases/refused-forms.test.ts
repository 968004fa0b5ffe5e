// Forms for addresses that have signed are counted, and the number tells nobody who has.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { refusedForms } from '../../../src/schema/integrity.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { casePath, signAs, watched } from '../../support/signs.ts'
import { testWorld, type World } from '../../support/world.ts'

const form = { district: 'gangdong', consent: '1', reason: '', wants: '1' }
const ask = (world: World, email: string) => world.visitor().post(`${casePath}/cosignatures`, { ...form, email })
const kept = async ({ db }: World) => (await db.reads.select().from(refusedForms)).map(({ count }) => count)
const told = async (world: World) => (await world.visitor().get(`/api/v1${casePath}`)).json().cosignatures.assurance

test('each mailbox is counted once, however often it is typed; nothing public changes while somebody can sign', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await watched(world)
  for (let i = 0; i < 11; i++) await signAs(world, `person${'abcdefghijk'[i]}@hinet.net`)
  const before = await told(world)
  expect(before.refused_forms).toBeNull()
  for (let i = 0; i < 11; i++) await ask(world, `person${'abcdefghijk'[i]}@hinet.net`)
  await ask(world, 'persona@hinet.net')
  await ask(world, 'nobody@hinet.net')
  expect(await kept(world)).toEqual([11])
  expect(await told(world)).toEqual(before)
  const { text } = await world.visitor().read(`${casePath}?lang=en`)
  expect(text).toContain('a rounded number is published when the case is closed')
  const over = { stage: 'withdrawn', outcome: 'withdrawn', endedAt: world.clock.now } as const
  await write(world.db, (tx) => tx.update(proposals).set(over).where(eq(proposals.id, id)))
  expect((await told(world)).refused_forms).toBe(10)
})

test('whoever has signed and whoever has not leave as many rows', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await ask(world, 'mei@hinet.net')
  expect(await kept(world), 'a row of none').toEqual([0])
})
