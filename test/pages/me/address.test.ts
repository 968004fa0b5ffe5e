// Somebody changes the address of their account: a mail to the new one, a press, a notice to the old one. Everything else stays, and
// nobody counts twice.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { needToChangeAddress } from '../../../src/domain/people/address-change.ts'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { dropExpired } from '../../../src/domain/people/jobs.ts'
import { mailboxIn } from '../../../src/domain/people/mailboxes.ts'
import { findPerson } from '../../../src/domain/people/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { outbox, returnedMail } from '../../../src/schema/notifications.ts'
import { formerMailboxes, pendingAddresses, people } from '../../../src/schema/people.ts'
import { sessions } from '../../../src/schema/sign-in.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const mails = ({ db }: World) => db.reads.select().from(outbox).orderBy(desc(outbox.createdAt), desc(outbox.id))
const signers = async ({ db }: World) => (await db.reads.select().from(cosignatures)).map(({ personId }) => personId)
const later = (world: World, ms = 60_000) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}

async function city() {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const mei = await world.signedIn('mei@old.test')
  await mei.post(`${at}/cosignatures`, { district: 'gangdong', wants: '1' })
  return { world, mei }
}
/** Asks for a mail to an address, and gives the path of its link. */
async function linkTo(world: World, who: Visitor, email: string): Promise<string> {
  later(world)
  expect((await who.post('/me/address', { email })).headers.location).toBe('/me/address?done=sent')
  const [mail] = await mails(world)
  expect([mail!.kind, mail!.address, mail!.personId]).toEqual(['confirm_address', email, null])
  return `/me/address/${String(mail!.facts.token)}`
}
async function change(world: World, who: Visitor, email: string): Promise<void> {
  const pressed = await who.post(await linkTo(world, who, email))
  expect(pressed.headers.location).toBe('/me?done=address_changed')
}
async function newcomerSigns(world: World, email: string) {
  later(world)
  const newcomer = world.visitor()
  await newcomer.post(`${at}/cosignatures`, { email, district: 'gangdong', consent: '1' })
  const [mail] = await mails(world)
  return { newcomer, pressed: await newcomer.post(`${at}/cosignatures/${String(mail!.facts.token)}`) }
}

test('a new address is confirmed by its mail; sessions, co-signatures and follows stay, and the old one is told', async () => {
  const { world, mei } = await city()
  const phone = await world.signedIn('mei@old.test')
  expect((await mei.read('/me')).link('Change your email address')).toBe('/me/address')
  const wrong = await mei.post('/me/address', { email: 'mei@new' })
  expect([wrong.statusCode, page(wrong).field('email').value]).toEqual([422, 'mei@new'])
  expect(page(await mei.post('/me/address', { email: 'mei@old.test' })).problems.email).toContain('have already')

  const link = await linkTo(world, mei, 'Mei@new.test')
  expect((await mei.read('/me/address')).text).toContain('Waiting for Mei@new.test')
  const [kept] = await world.db.reads.select().from(pendingAddresses)
  expect(link).not.toContain(kept!.tokenHash)
  const opened = await mei.read(link)
  expect([opened.text.includes('Mei@new.test'), opened.buttons.includes('Use the new address')]).toEqual([true, true])
  expect((await findPerson(world.db.reads, 'mei@old.test'))!.id, 'opening changes nothing').toBe(mei.personId)

  later(world)
  expect((await mei.post(link)).headers.location).toBe('/me?done=address_changed')
  const mine = await mei.read('/me?done=address_changed')
  expect([mine.notice, mine.text]).toEqual([
    expect.stringContaining('Your email address was changed'),
    expect.stringContaining('Mei@new.test'),
  ])
  expect((await phone.read('/me')).text, 'nobody is signed out').toContain('Mei@new.test')
  expect(mine.text).toContain('海堤步道夜間照明')
  expect((await findPerson(world.db.reads, 'mei@NEW.test'))!.id).toBe(mei.personId)
  expect(await findPerson(world.db.reads, 'mei@old.test')).toBe(null)
  const [told] = await mails(world)
  expect([told!.kind, told!.address, told!.facts]).toEqual(['address_changed', 'mei@old.test', {}])
  expect((await mei.get(link)).statusCode, 'the link works once').toBe(410)
  expect((await mei.post(link)).statusCode).toBe(410)
  expect(await signers(world)).toEqual([mei.personId])
})

test('with the old mailbox nobody counts again where the account has co-signed: neither by a link nor by a press', async () => {
  const { world, mei } = await city()
  await change(world, mei, 'mei@new.test')
  const { newcomer, pressed } = await newcomerSigns(world, 'mei@old.test')
  expect(pressed.statusCode).toBe(303)
  expect(await signers(world)).toEqual([mei.personId])
  await newcomer.post(`${at}/cosignatures`, { district: 'gangdong' })
  expect(await signers(world)).toEqual([mei.personId])
  await newcomerSigns(world, 'mei@new.test')
  expect((await mails(world))[0]!.kind, 'the new one is the account').toBe('already_cosigned')

  // On through a third mailbox: whoever has the second one now comes after the account as well.
  await change(world, mei, 'mei@third.test')
  await newcomerSigns(world, 'mei@new.test')
  expect(await signers(world)).toEqual([mei.personId])
  // In another case they are whoever they say.
  await givenCase(world, { number: '2026-0002', title: '夜市' })
  await newcomer.post('/haicheng/proposals/2026-0002/cosignatures', { district: 'gangdong' })
  expect(await signers(world)).toHaveLength(2)
})

test('an address of another account stays there; only its mailbox is told, and the page says the same', async () => {
  const { world, mei } = await city()
  const lin = await world.signedIn('lin@example.tw')
  later(world)
  const free = await mei.post('/me/address', { email: 'free@example.tw' })
  const taken = await mei.post('/me/address', { email: 'Lin@Example.tw' })
  expect([taken.statusCode, taken.headers.location]).toEqual([free.statusCode, free.headers.location])
  const [mail] = (await mails(world)).filter(({ kind }) => kind === 'address_taken')
  expect([mail!.address, mail!.facts]).toEqual(['Lin@example.tw', {}])

  // It got an account between the mail and the press.
  const link = await linkTo(world, mei, 'soon@example.tw')
  await world.signedIn('soon@example.tw')
  expect((await mei.get(link)).statusCode).toBe(410)
  const pressed = await mei.post(link)
  expect([pressed.statusCode, page(pressed).text]).toEqual([410, expect.stringContaining('has an account already')])
  expect((await findPerson(world.db.reads, 'mei@old.test'))!.id).toBe(mei.personId)
  expect((await findPerson(world.db.reads, 'lin@example.tw'))!.id).toBe(lin.personId)
})

test('the link is of use to its person alone, a newer one replaces it, and a press withdraws it', async () => {
  const { world, mei } = await city()
  const lin = await world.signedIn('lin@example.tw')
  const first = await linkTo(world, mei, 'mei@new.test')
  expect((await lin.get(first)).statusCode).toBe(403)
  expect((await lin.post(first)).statusCode).toBe(403)
  expect((await world.visitor().post(first)).headers.location).toMatch(/^\/sign-in/)
  const second = await linkTo(world, mei, 'mei@newer.test')
  expect((await mei.get(first)).statusCode).toBe(410)
  expect((await mei.post('/me/address/withdrawals')).headers.location).toBe('/me?done=address_kept')
  expect((await mei.post(second)).statusCode).toBe(410)
  const third = await linkTo(world, mei, 'mei@newest.test')
  later(world, 48 * 3_600_000)
  expect((await mei.post(third)).statusCode).toBe(410)
  await dropExpired(world.deps, world.clock.now)
  expect(await world.db.reads.select().from(pendingAddresses)).toEqual([])
})

test('what waits for them goes to the new address, and mail that was stopped goes again', async () => {
  const { world, mei } = await city()
  const back = { times: 2, bounce: '5.1.1 User unknown', returnedAt: world.clock.now, stoppedAt: world.clock.now }
  await write(world.db, (tx) => tx.insert(returnedMail).values({ personId: mei.personId!, ...back }))
  const officer = await world.staff('officer', world.agencies.environment)
  await givenCase(world, { number: '2026-0003', title: '公園', authorId: mei.personId, stage: 'review' })
  await officer.post('/haicheng/proposals/2026-0003/notes', { kind: 'to_proposer', words: '請補充。' })
  expect((await mei.read('/me')).link('change it')).toBe('/me/address')
  await change(world, mei, 'mei@new.test')
  expect(await world.db.reads.select().from(returnedMail)).toEqual([])
  const [letter] = (await mails(world)).filter(({ kind }) => kind === 'reach_proposer')
  expect(letter!.address).toBe('mei@new.test')
})

test('somebody can have a few such mails a day, and is told when they had them', async () => {
  const { world, mei } = await city()
  for (let i = 0; i < 5; i++) await linkTo(world, mei, `mei${i}@new.test`)
  const more = await mei.post('/me/address', { email: 'mei6@new.test' })
  expect([more.statusCode, page(more).field('email').value]).toEqual([429, 'mei6@new.test'])
})

test('another spelling of one’s own mailbox is only written differently', async () => {
  const { world, mei } = await city()
  await change(world, mei, 'Mei@old.test')
  const found = (await findPerson(world.db.reads, 'mei@old.test'))!
  expect([found.id, found.email]).toEqual([mei.personId, 'Mei@old.test'])
  expect(await world.db.reads.select().from(formerMailboxes)).toEqual([])
})

test.each(['first', 'other'] as const)(
  'of two accounts of one mailbox the %s leaves: each has a mailbox of its own, and counts once',
  async (who) => {
    const { world, mei } = await city()
    const double = await world.signedIn('mei2@old.test')
    await world.oneMailbox(mei, double)
    const [leaves, stays] = who === 'first' ? [mei, double] : [double, mei]
    await change(world, leaves, 'mei@new.test')
    const rows = await world.db.reads.select().from(people)
    const keyOf = ({ personId }: Visitor) => rows.find(({ id }) => id === personId)!.emailKey
    expect(keyOf(leaves)).toBe('mei@new.test')
    expect(keyOf(stays)).toBe(await mailboxIn(world.db.reads, stays.email))
    for (const one of [leaves, stays]) await one.post(`${at}/cosignatures`, { district: 'gangdong' })
    expect(await signers(world)).toEqual([mei.personId])
  },
)

test('who signed in long ago shows once more that it is them, and what they typed is not taken', async () => {
  const { world, mei } = await city()
  await write(world.db, (tx) =>
    tx
      .update(sessions)
      .set({ createdAt: new Date(Date.now() - 3_600_000) })
      .where(eq(sessions.personId, mei.personId!)),
  )
  const shown = await mei.read('/me/address')
  expect([shown.buttons.includes('Send the link'), shown.text]).toEqual([
    false,
    expect.stringContaining('sign in again'),
  ])
  expect((await mei.post('/me/address', { email: 'mei@new.test' })).headers.location).toMatch(/^\/sign-in\?need=again/)
  expect((await mails(world)).filter(({ kind }) => kind === 'confirm_address')).toEqual([])
})

test('whoever is erased leaves no address behind, of before or to come', async () => {
  const { world, mei } = await city()
  await change(world, mei, 'mei@new.test')
  await linkTo(world, mei, 'mei@newer.test')
  await write(world.db, (tx) => erasePeople(tx, [mei.personId!]))
  expect(await world.db.reads.select().from(pendingAddresses)).toEqual([])
  expect(await world.db.reads.select().from(formerMailboxes)).toEqual([])
})

const standing = { fresh: true, byPasskey: false, passkeys: 0, demands: [], at: new Date() }
const desk = [{ id: 'g', slug: 'haicheng', name: {}, allowedUntil: null }]
const plain = { stopped: false, byLink: false, holdsSeat: false }
test.each([
  ['signed in a moment ago', {}, {}, null],
  ['signed in long ago', { fresh: false }, {}, 'again'],
  ['long ago, and no mail arrives that could hold a code', { fresh: false }, { stopped: true }, null],
  ['the same on the staff', { fresh: false }, { stopped: true, holdsSeat: true }, 'again'],
  ['the same by a link that may have been passed on', { fresh: false }, { stopped: true, byLink: true }, 'again'],
  ['by code where a desk asks for a passkey', { demands: desk }, { holdsSeat: true }, 'passkey'],
  ['by passkey', { demands: desk, byPasskey: true }, { holdsSeat: true }, null],
] as const)('%s', (_who, more, how, need) => {
  expect(
    needToChangeAddress(
      { ...standing, ...more, demands: [...('demands' in more ? more.demands : [])] },
      { ...plain, ...how },
    ),
  ).toBe(need)
})

test('three mailboxes never count for more than three people, however accounts move among them and are erased', async () => {
  const { world, mei } = await city()
  await change(world, mei, 'mei@second.test')
  const between = await world.signedIn('mei@old.test')
  await change(world, between, 'mei@third.test')
  await between.post('/me/data/erase', { sure: '1' })
  // whoever left the mailbox first is remembered still
  await newcomerSigns(world, 'mei@old.test')
  expect(await signers(world)).toEqual([mei.personId])
  await mei.post('/me/data/erase', { sure: '1' })
  await newcomerSigns(world, 'mei@old.test')
  await newcomerSigns(world, 'mei@second.test')
  expect(await signers(world)).toEqual([mei.personId])
})
