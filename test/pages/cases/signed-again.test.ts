// One mailbox is counted once, whatever its owner does with the account in between.
import { and, desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { dropSpent } from '../../../src/domain/cosignatures/spent.ts'
import { spentMailboxes } from '../../../src/schema/integrity.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { casePath, signAs, standing } from '../../support/signs.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const form = { district: 'gangdong', consent: '1', reason: '', wants: '1' }
const erase = (who: Visitor) => who.post('/me/data/erase', { cases: 'nameless', reasons: 'stay', sure: '1' })
async function gathering() {
  const world = await testWorld({ rules: { threshold: 5000 } })
  return { world, id: await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' }) }
}
const lastMail = async ({ db }: World, email: string) =>
  (
    await db.reads
      .select()
      .from(outbox)
      .where(eq(outbox.address, email))
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
  )[0]

test('who erases their account and signs again, with any spelling of the mailbox, is counted once', async () => {
  const { world, id } = await gathering()
  for (const email of ['m.ei@gmail.com', 'mei@gmail.com', 'mei+1@gmail.com', 'MEI@googlemail.com']) {
    const browser = await world.signedIn(email)
    await browser.post(`${casePath}/cosignatures`, { district: 'gangdong' })
    expect((await erase(browser)).statusCode).toBe(303)
  }
  expect(await standing(world, id)).toMatchObject({ count: 1, counted: 1, even: true })
  expect((await world.db.reads.select().from(people)).every(({ email }) => email === null)).toBe(true)
})

test('nor by a link that waits in a mail; and a form gets the mail that everybody gets who has signed', async () => {
  const { world, id } = await gathering()
  await signAs(world, 'mei@hinet.net')
  const first = world.visitor()
  const me = await world.signedIn('mei@hinet.net')
  await erase(me)
  await first.post(`${casePath}/cosignatures`, { ...form, email: 'mei@hinet.net' })
  const asked = and(eq(outbox.address, 'mei@hinet.net'), eq(outbox.kind, 'already_cosigned'))
  expect(await world.db.reads.select().from(outbox).where(asked)).toHaveLength(1)
  expect((await lastMail(world, 'mei@hinet.net'))!.kind).toBe('already_cosigned')
  expect(await standing(world, id)).toMatchObject({ count: 1, even: true })
})

test('nor after a change of the address; what is kept names nobody, and is gone when nobody can sign any more', async () => {
  const { world, id } = await gathering()
  const mei = await world.signedIn('mei@hinet.net')
  await mei.post(`${casePath}/cosignatures`, { district: 'gangdong' })
  await erase(mei)
  const kept = await world.db.reads.select().from(spentMailboxes)
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toMatch(/mei@|hinet/)
  await dropSpent(world, world.clock.now)
  expect(await world.db.reads.select().from(spentMailboxes), 'the case is open').toHaveLength(1)
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.id, id))
  await dropSpent(world, new Date(row!.closesBefore!.getTime() + 3 * 86_400_000))
  expect(await world.db.reads.select().from(spentMailboxes)).toEqual([])
})

test('nor where a merger is taken back: until then nobody forgets who has signed', async () => {
  const { world, id } = await gathering()
  await givenCase(world, { number: '2026-0002', title: '海堤步道加路燈' })
  const before = await world.signedIn('lin@hinet.net')
  await before.post(`${casePath}/cosignatures`, { district: 'gangdong' })
  await erase(before)
  const mei = await world.signedIn('mei@hinet.net')
  await mei.post(`${casePath}/cosignatures`, { district: 'gangdong' })
  const administrator = await world.staff('administrator')
  await administrator.post(`${casePath}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
  await erase(mei)
  world.clock.now = new Date(world.clock.now.getTime() + 12 * 3_600_000)
  await dropSpent(world, world.clock.now)
  const again = await world.staff('administrator')
  await again.post(`${casePath}/decisions`, { decision: 'undo', words: '訴求其實不同。' })
  expect(await standing(world, id)).toMatchObject({ stage: 'gathering', count: 2 })
  for (const email of ['lin@hinet.net', 'mei@hinet.net'])
    await (await world.signedIn(email)).post(`${casePath}/cosignatures`, { district: 'gangdong' })
  expect(await standing(world, id)).toMatchObject({ count: 2, even: true })
})
