// What happened before somebody began to follow is no news to them: they read it on the page where they did.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { startMailing, tellFollowers } from '../../../src/domain/notifications/tell-case.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const minutes = 60_000
const later = (world: World, ms: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}
const toldTo = async ({ db }: World, personId: string) =>
  (await db.reads.select().from(outbox).where(eq(outbox.personId, personId))).map(({ kind }) => kind)

test('who signs a new case before its mails go out hears of it by no mail, and of what comes after', async () => {
  const world = await testWorld({ rules: { takeBackMinutes: 10, threshold: 50 } })
  const id = await givenCase(world, {
    number: '2026-0001',
    title: '海堤步道夜間照明',
    topicCode: 'transport',
    stage: 'checking',
    publishedAt: null,
    closesBefore: null,
  })
  const topic = { of: 'topic:transport', from: 'page' }
  const [signer, both, follower] = [
    await world.signedIn('a@example.tw'),
    await world.signedIn('b@example.tw'),
    await world.signedIn('c@example.tw'),
  ]
  for (const who of [both, follower]) expect((await who.post('/haicheng/follows', topic)).statusCode).toBe(303)
  const moderator = await world.staff('moderator')
  later(world, minutes)
  await moderator.post(`${at}/decisions`, { decision: 'approve', lead: 'epb', words: '' })
  later(world, minutes)
  for (const who of [signer, both])
    expect((await who.post(`${at}/cosignatures`, { district: 'shibi', wants: '1' })).statusCode).toBe(303)
  later(world, 10 * minutes)
  await expandMailings(world.deps, world.clock.now)
  expect([await toldTo(world, signer.personId!), await toldTo(world, both.personId!)]).toEqual([[], []])
  expect(await toldTo(world, follower.personId!)).toEqual(['case_news'])
  await write(world.db, (tx) => tellFollowers(tx, id, 'overdue', { at: world.clock.now }))
  await expandMailings(world.deps, world.clock.now)
  expect([await toldTo(world, signer.personId!), await toldTo(world, both.personId!)]).toEqual([
    ['case_news'],
    ['case_news'],
  ])
})

test('who signs a text that was corrected is not told that what they signed was corrected', async () => {
  const world = await testWorld({ rules: { threshold: 50 } })
  const proposalId = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const [before, after] = [await world.signedIn('a@example.tw'), await world.signedIn('b@example.tw')]
  await before.post(`${at}/cosignatures`, { district: 'shibi' })
  later(world, minutes)
  const corrected = world.clock.now
  await write(world.db, (tx) =>
    startMailing(tx, {
      kind: 'text_corrected_signed',
      governmentId: world.government.id,
      proposalId,
      facts: {},
      at: corrected,
    }),
  )
  later(world, minutes)
  await after.post(`${at}/cosignatures`, { district: 'shibi' })
  await expandMailings(world.deps, world.clock.now)
  expect(await toldTo(world, before.personId!)).toEqual(['text_corrected_signed'])
  expect(await toldTo(world, after.personId!)).toEqual([])
})
