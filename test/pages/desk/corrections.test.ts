// A typo in a text that people have signed: a second person looks, and whoever signed hears of it.
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { write } from '../../../src/platform/db/write.ts'
import { corrections, pendingCorrections } from '../../../src/schema/moderation.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const title = '海提步道夜間照明'
const after = '海堤步道夜間照明'
const seenIn = (shown: { body: string }, field: string) =>
  page(shown)
    .forms(`${at}/corrections`)
    .find((form) => form.sends('field') === field)!
    .sends('seen')!
const idIn = (shown: { body: string }) => page(shown).sends('pending')!
const titleNow = async ({ db }: World) => (await db.reads.select().from(proposals))[0]!.title
const mails = async (world: World) => {
  await expandMailings(world.deps, world.clock.now)
  return world.db.reads.select().from(outbox).orderBy(asc(outbox.kind), asc(outbox.address))
}

async function signedCase() {
  const world = await testWorld({ rules: { threshold: 9 } })
  const author = await world.signedIn('author@example.tw')
  await givenCase(world, { number: '2026-0001', title, asks: ['裝設路燈'], authorId: author.personId })
  const signer = await world.signedIn('signer@example.tw')
  await signer.post(`${at}/cosignatures`, { district: 'shibi' })
  const one = await world.staff('moderator')
  const two = await world.staff('moderator', null, 'two@haicheng.test')
  const seen = seenIn(await one.get(desk), 'title')
  return { world, author, signer, one, two, seen }
}

test('a correction of what people signed waits for a second person, and is told to author and signers', async () => {
  const { world, author, signer, one, two, seen } = await signedCase()
  const asked = await one.post(`${at}/corrections`, { field: 'title', seen, after })
  expect([asked.statusCode, asked.headers.location]).toEqual([303, `${desk}?done=correction_waits`])
  expect([await titleNow(world), await mails(world)]).toEqual([title, []])
  expect(page(await world.visitor().get(at)).text).not.toContain(after)

  const own = await one.get(desk)
  expect(page(own).text).toContain('a colleague has to confirm it')
  expect(page(own).count('button[value="confirm"]')).toBe(0)
  const alone = await one.post(`${at}/corrections`, { pending: idIn(own), act: 'confirm' })
  expect([alone.statusCode, page(alone).text.includes('Someone other')]).toEqual([422, true])

  expect(page(await two.get('/haicheng/desk')).text).toMatch(/wait for a second person:.{0,20}2026-0001/)
  const confirmed = await two.post(`${at}/corrections`, { pending: idIn(await two.get(desk)), act: 'confirm' })
  expect(confirmed.statusCode).toBe(303)
  expect(await titleNow(world)).toBe(after)
  expect(await world.db.reads.select().from(corrections)).toMatchObject([{ field: 'title', before: title, after }])
  const told = await mails(world)
  expect(told.map((m) => [m.kind, m.address])).toEqual([
    ['text_corrected', author.email],
    ['text_corrected_signed', signer.email],
  ])
  expect(told[1]!.facts).toMatchObject({ before: title, after })
  expect((await two.post(`${at}/corrections`, { pending: idIn(own), act: 'confirm' })).statusCode).toBe(409)
})

test('another account of the same mailbox is no second person', async () => {
  const { world, one, two, seen } = await signedCase()
  await one.post(`${at}/corrections`, { field: 'title', seen, after })
  const pending = idIn(await two.get(desk))
  await world.oneMailbox(one, two)
  expect((await two.read(desk)).buttons, 'what cannot be pressed is not offered').not.toContain('Confirm')
  const refused = await two.post(`${at}/corrections`, { pending, act: 'confirm' })
  expect([refused.statusCode, page(refused).text.includes('Someone other')]).toEqual([422, true])
  expect(await titleNow(world)).toBe(title)
})

test('a colleague drops a correction; nothing is changed, nobody is told', async () => {
  const { world, one, two, seen } = await signedCase()
  await one.post(`${at}/corrections`, { field: 'title', seen, after })
  expect((await one.post(`${at}/corrections`, { field: 'title', seen, after })).statusCode).toBe(409)
  const pending = idIn(await two.get(desk))
  expect((await two.post(`${at}/corrections`, { pending, act: 'drop' })).statusCode).toBe(303)
  expect(await world.db.reads.select().from(pendingCorrections)).toEqual([])
  expect([await titleNow(world), await mails(world)]).toEqual([title, []])
})

test('an officer confirms nothing; what was changed meanwhile is not confirmed over', async () => {
  const { world, one, two, seen } = await signedCase()
  await one.post(`${at}/corrections`, { field: 'title', seen, after })
  const pending = idIn(await two.get(desk))
  const officer = await world.staff('officer', world.agencies.environment)
  expect((await officer.post(`${at}/corrections`, { pending, act: 'confirm' })).statusCode).toBe(403)
  await write(world.db, (tx) =>
    tx.update(proposals).set({ title: '另一個題目' }).where(eq(proposals.number, '2026-0001')),
  )
  expect((await two.post(`${at}/corrections`, { pending, act: 'confirm' })).statusCode).toBe(409)
  expect(await titleNow(world)).toBe('另一個題目')
})

test('one letter after the other: the second is measured from the title as it was published', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title })
  const moderator = await world.staff('moderator')
  const correct = async (after: string) =>
    moderator.post(`${at}/corrections`, {
      field: 'title',
      seen: seenIn(await moderator.get(desk), 'title'),
      after,
    })
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  expect((await correct(after)).statusCode).toBe(303)
  const second = await correct('海堤步道夜間拆明')
  expect([second.statusCode, page(second).text.includes('more than a typo')]).toEqual([422, true])
  expect((await correct(title)).statusCode).toBe(303) // back to what was published
})
