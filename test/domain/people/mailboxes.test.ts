// One mailbox is one person, however its address is typed, and whatever was typed before addresses had one form.
import { asc, eq, isNotNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { acceptInvitation, invite } from '../../../src/domain/governments/commands.ts'
import { leave } from '../../../src/domain/notifications/leave.ts'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { countDoubles, doublesIn, dropRule, keepMailboxes, setRule } from '../../../src/domain/people/mailboxes.ts'
import { findOrCreatePerson, findPerson } from '../../../src/domain/people/store.ts'
import { newId } from '../../../src/lib/id.ts'
import { noRule } from '../../../src/lib/mailbox-rules.ts'
import type { Database } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { testDatabase } from '../../support/database.ts'
import { depsOf } from '../../support/deps.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = new Date('2026-06-18T09:00:00+08:00')
const path = '/haicheng/proposals/2026-0001'
const form = { district: 'gangdong', consent: '1', reason: '' }

const sent = ({ db }: World) => db.reads.select().from(outbox).orderBy(asc(outbox.createdAt), asc(outbox.id))
const lastMail = async (world: World) => (await sent(world)).at(-1)!
const everybody = (db: Database) =>
  db.reads.select().from(people).where(isNotNull(people.email)).orderBy(asc(people.id))

/** People as the version before left them: an address in lower case, and that as its key. */
const asBefore = (db: Database, emails: string[]) =>
  write(db, async (tx) => {
    const ids: string[] = []
    for (const [i, email] of emails.entries()) {
      const id = newId()
      ids.push(id)
      const createdAt = new Date(at.getTime() + i * 1000)
      await tx
        .insert(people)
        .values({ id, email, emailKey: email, doubleOf: null, displayName: null, language: 'zh-Hant', createdAt })
    }
    return ids
  })

/** Signs in by code with an address as typed. */
async function signIn(world: World, email: string) {
  const visitor = world.visitor()
  await visitor.post('/sign-in', { email })
  const { facts } = await lastMail(world)
  expect((await visitor.post('/sign-in/code', { code: String(facts.code) })).statusCode).toBe(303)
  return visitor
}

test('mail goes to the address as it was typed; every spelling of it signs in the same person', async () => {
  const world = await testWorld()
  await signIn(world, 'Wang.Ming+Fuyi@Gmail.com')
  expect((await lastMail(world)).address).toBe('Wang.Ming+Fuyi@gmail.com')
  for (const typed of ['wangming@gmail.com', 'mailto:wang.ming@googlemail.com', '王 <ＷＡＮＧＭＩＮＧ@gmail。com>'])
    await signIn(world, typed)
  expect(await everybody(world.db)).toMatchObject([
    { email: 'Wang.Ming+Fuyi@gmail.com', emailKey: 'wangming@gmail.com', doubleOf: null },
  ])
})

test('a newcomer counts once, by whichever spelling of the mailbox', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (const email of ['mei@例子.tw', 'Mei@xn--fsqu00a.tw', 'mei@例\ufe0f子。tw.']) {
    await world.visitor().post(`${path}/cosignatures`, { ...form, email })
    const { facts } = await lastMail(world)
    if (facts.token) await world.visitor().post(`${path}/cosignatures/${facts.token}`)
  }
  expect((await sent(world)).map((mail) => mail.kind)).toEqual([
    'confirm_cosignature',
    'already_cosigned',
    'already_cosigned',
  ])
  expect(await world.db.reads.select().from(cosignatures)).toHaveLength(1)
})

test('limits per address count the mailbox: no spelling brings more mails', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  for (let i = 0; i < 7; i++)
    await world.visitor().post(`${path}/cosignatures`, { ...form, email: `mei+${i}@gmail.com` })
  expect(await sent(world)).toHaveLength(5)
})

test('an invitation is taken up by whoever has the mailbox, however they type it', async () => {
  const world = await testWorld()
  const wanted = { governmentId: world.government.id, role: 'moderator' as const, agencyId: null, at }
  const token = await write(world.db, (tx) => invite(tx, { ...wanted, email: 'Chen@例子.tw' }))
  const stranger = { id: newId(), email: 'lin@xn--fsqu00a.tw' }
  expect(await write(world.db, (tx) => acceptInvitation(tx, token, stranger, at))).toBeNull()
  const chen = await world.signedIn('chen@xn--fsqu00a.tw')
  expect((await chen.post(`/invitation/${token}`)).headers.location).toBe('/haicheng/desk')
})

test('people from before get one form each; two of one mailbox stay two, lose nothing, and are reported', async () => {
  const db = await testDatabase()
  const emails = ['w.ang@gmail.com', 'wang@gmail.com', 'mei@例子.tw', 'a..b@broken.example', 'lin+x@outlook.com']
  const ids = await asBefore(db, emails)
  await keepMailboxes(db, true)
  const rows = await everybody(db)
  expect(rows.map(({ email, emailKey }) => [email, emailKey])).toEqual([
    ['w.ang@gmail.com', null],
    ['wang@gmail.com', 'wang@gmail.com'],
    ['mei@例子.tw', 'mei@xn--fsqu00a.tw'],
    ['a..b@broken.example', 'a..b@broken.example'],
    ['lin+x@outlook.com', 'lin@outlook.com'],
  ])
  expect(await doublesIn(db.reads)).toMatchObject([
    { mailbox: 'wang@gmail.com', accounts: [{ id: ids[1] }, { id: ids[0], email: 'w.ang@gmail.com' }] },
  ])
  expect(await countDoubles(db.reads)).toBe(1)
  expect(await keepMailboxes(db, true), 'nothing more to do').toBe(0)
  expect((await findPerson(db.reads, 'W.ang@gmail.com'))?.id, 'each opens with its own address').toBe(ids[0])
  expect((await findPerson(db.reads, 'wang+new@gmail.com'))?.id).toBe(ids[1])
})

test('accounts of one mailbox count once together, and leave a case’s mails together', async () => {
  const world = await testWorld({ rules: { threshold: 100 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const ids = await asBefore(world.db, ['w.ang@gmail.com', 'wang@gmail.com'])
  await keepMailboxes(world.db, true)
  const [one, other] = [await world.signedIn('w.ang@gmail.com'), await world.signedIn('wang@gmail.com')]
  expect([one.personId, other.personId]).toEqual(ids)
  for (const account of [one, other])
    expect((await account.post(`${path}/cosignatures`, { district: 'gangdong', wants: '1' })).statusCode).toBe(303)
  await world.visitor().post(`${path}/cosignatures`, { ...form, email: 'wang+2@gmail.com' })
  expect((await lastMail(world)).kind).toBe('already_cosigned')
  expect(await world.db.reads.select().from(cosignatures)).toMatchObject([{ personId: ids[0] }])
  await leave(depsOf(world.db, at), { purpose: 'unsubscribe', id: id, personId: ids[1]! }, at)
  expect((await world.db.reads.select().from(follows)).map(({ wanted }) => wanted)).toEqual([false])
})

test('a double gets the mailbox’s key when the other account is erased', async () => {
  const db = await testDatabase()
  const ids = await asBefore(db, ['w.ang@gmail.com', 'wang@gmail.com'])
  await keepMailboxes(db, true)
  await write(db, (tx) => erasePeople(tx, [ids[1]!]))
  expect((await findPerson(db.reads, 'wa.ng@gmail.com'))?.id).toBe(ids[0])
  expect(await countDoubles(db.reads)).toBe(0)
})

test('an operator’s rule puts everybody in their form anew, and taking it back does too', async () => {
  const db = await testDatabase()
  const make = (email: string) => write(db, (tx) => findOrCreatePerson(tx, email, 'zh-Hant', at))
  const [one, other] = [await make('wang+3a@school.example'), await make('wang@school.example')]
  expect(one.id).not.toBe(other.id)
  await write(db, (tx) => setRule(tx, 'school.example', { ...noRule, cut: '+' }))
  await keepMailboxes(db, true)
  expect(await countDoubles(db.reads)).toBe(1)
  expect((await make('WANG+4b@school.example')).id, 'who came with the plain address').toBe(other.id)
  await write(db, (tx) => dropRule(tx, 'school.example'))
  await keepMailboxes(db, true)
  expect(await countDoubles(db.reads)).toBe(0)
  expect((await findPerson(db.reads, 'wang+3a@school.example'))?.id).toBe(one.id)
})

test('who was made by the version before, while this one was being put in place, is found all the same', async () => {
  const db = await testDatabase()
  const id = newId()
  await write(db, (tx) =>
    tx.insert(people).values({ id, email: 'lin@example.test', displayName: null, language: 'en', createdAt: at }),
  )
  expect((await write(db, (tx) => findOrCreatePerson(tx, 'lin@example.test', 'en', at))).id).toBe(id)
  const [row] = await db.reads.select().from(people).where(eq(people.id, id))
  expect(row?.emailKey).toBe('lin@example.test')
})
