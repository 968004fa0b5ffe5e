// Co-signing as people meet it: a form, a mail, a button; or one press for those who are signed in.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { earlyWarningAt } from '../../../src/domain/cosignatures/cosignature.ts'
import { expireDue } from '../../../src/domain/cosignatures/expire-proposals.ts'
import { invite } from '../../../src/domain/governments/commands.ts'
import { currentRules } from '../../../src/domain/governments/store.ts'
import { rememberResidence } from '../../../src/domain/people/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatureCounts, cosignatures, pendingCosignatures } from '../../../src/schema/cosignatures.ts'
import { districts } from '../../../src/schema/lists.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { record } from '../../../src/schema/record.ts'
import { givenCase, givenPause } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const number = '2026-0001'
const at = `/haicheng/proposals/${number}`
const form = { email: 'Mei@Example.test', district: 'gangdong', consent: '1', reason: '我每天走這裡', wants: '1' }

async function gathering(rules = {}) {
  const world = await testWorld({ rules })
  return { world, id: await givenCase(world, { number, title: '海堤步道夜間照明' }) }
}
const mails = ({ db }: World) => db.reads.select().from(outbox).orderBy(desc(outbox.id))
const signed = ({ db }: World) => db.reads.select().from(cosignatures)
const caseNow = async ({ db }: World, id: string) =>
  (await db.reads.select().from(proposals).where(eq(proposals.id, id)))[0]!
const kinds = async ({ db }: World, id: string) =>
  (await db.reads.select().from(record).where(eq(record.proposalId, id))).map((r) => r.kind)

/** The link that the newest mail to confirm carries. */
async function linkOf(world: World): Promise<string> {
  const mail = (await mails(world)).find((m) => m.kind === 'confirm_cosignature')
  return `${at}/cosignatures/${(mail!.facts as { token: string }).token}`
}

test('a newcomer fills in the form, opens the link, presses the button, is counted and signed in', async () => {
  const { world, id } = await gathering()
  const mei = world.visitor()
  const sent = await mei.post(`${at}/cosignatures`, form)
  expect(sent.statusCode).toBe(200)
  expect((await caseNow(world, id)).count).toBe(0)

  const link = await linkOf(world)
  for (let i = 0; i < 3; i++) {
    const asked = await mei.get(link)
    expect(asked.statusCode).toBe(200)
    expect(page(asked).text, 'whose it is, for whoever it was passed on to').toContain('sent to M…@example.test')
    expect(page(asked).text).toContain('signs this browser in')
    expect(page(asked).text).toContain('海堤步道夜間照明')
    expect(page(asked).form(link).buttons).toHaveLength(1)
  }
  expect((await caseNow(world, id)).count, 'opening the link changes nothing').toBe(0)
  expect(await signed(world)).toEqual([])

  const pressed = await mei.post(link)
  expect(pressed.statusCode).toBe(303)
  expect(pressed.headers.location).toMatch(new RegExp(`^${at}`))
  expect((await caseNow(world, id)).count).toBe(1)
  expect((await mei.get('/me')).statusCode).toBe(200)
  expect(await kinds(world, id)).toContain('cosigned')

  const again = await mei.get(link)
  expect([again.statusCode, page(again).actions.includes(link)]).toEqual([200, false])
  expect(page(again).heading, 'their own page says that they have signed').toBe('You have co-signed this proposal')
  expect(page(again).link('海堤步道夜間照明')).toBe(at)
  const passedOn = page(await world.visitor().get(link))
  expect([passedOn.heading, passedOn.actions.includes(link)]).toEqual(['Your co-signature is confirmed', false])
  expect((await mei.post(link)).statusCode, 'a second press is harmless').toBe(303)
  expect((await caseNow(world, id)).count).toBe(1)
  // taken back, the link says no more that it counts
  expect((await mei.post(`${at}/withdrawals`)).statusCode).toBe(303)
  expect((await mei.get(link)).statusCode).toBe(410)
})

test('whoever is signed in stays so: the link counts for the address it was sent to, and changes nobody’s account', async () => {
  const { world, id } = await gathering()
  await world.visitor().post(`${at}/cosignatures`, form)
  const link = await linkOf(world)
  const lin = await world.signedIn('lin@example.test')
  const session = lin.cookie('fuyi')
  const pressed = await lin.post(link)
  expect([pressed.statusCode, pressed.headers.location]).toEqual([303, `${link}?done=counted`])
  const told = await lin.get(String(pressed.headers.location))
  expect(told.statusCode).toBe(200)
  expect(page(told).text).toContain('confirmed for M…@example.test')
  expect(page(told).text).toContain('still signed in as lin@example.test')
  expect(lin.cookie('fuyi')).toBe(session)
  expect((await lin.read('/me')).text).not.toContain('海堤步道夜間照明')
  expect([(await caseNow(world, id)).count, (await signed(world)).length]).toEqual([1, 1])
  expect((await lin.post(link)).headers.location, 'a second press').toBe(`${link}?done=counted`)
  expect((await caseNow(world, id)).count).toBe(1)
})

test('who is signed in as the signer stays in the session they have', async () => {
  const { world, id } = await gathering()
  await world.visitor().post(`${at}/cosignatures`, form)
  const mei = await world.signedIn('mei@example.test')
  const session = mei.cookie('fuyi')
  expect((await mei.post(await linkOf(world))).headers.location).toBe(`${at}?done=cosigned#cosign`)
  expect([mei.cookie('fuyi'), (await caseNow(world, id)).count]).toEqual([session, 1])
})

test('the link signs nobody in who holds a seat, here or in another government', async () => {
  const { world, id } = await gathering()
  await world.staff('moderator', null, 'mei@example.test')
  await world.visitor().post(`${at}/cosignatures`, form)
  const link = await linkOf(world)
  const browser = world.visitor()
  const pressed = await browser.post(link)
  expect(pressed.headers.location).toBe(`${link}?done=counted`)
  expect(pressed.cookies.filter(({ name }) => name === 'fuyi')).toEqual([])
  expect((await browser.read(String(pressed.headers.location))).text).toContain('does not sign you in')
  expect((await browser.get('/haicheng/desk')).headers.location).toContain('/sign-in')
  expect((await caseNow(world, id)).count).toBe(1)
})

test('a session from the link opens no seat that is given later, no invitation and no passkey, until one signs in', async () => {
  const { world } = await gathering()
  const mei = world.visitor()
  await mei.post(`${at}/cosignatures`, form)
  await mei.post(await linkOf(world))
  const wanted = { governmentId: world.government.id, role: 'moderator' as const, agencyId: null, at: world.clock.now }
  const token = await write(world.db, (tx) => invite(tx, { ...wanted, email: 'mei@example.test' }))
  const needed = `/sign-in?need=seat&next=${encodeURIComponent(`/invitation/${token}`)}`
  expect((await mei.get(`/invitation/${token}`)).headers.location).toBe(needed)
  expect((await mei.post(`/invitation/${token}`)).headers.location).toContain('need=seat')
  expect((await mei.post('/me/passkeys/challenges')).headers.location).toContain('need=again')

  const elsewhere = await world.signedIn('mei@example.test')
  expect((await elsewhere.post(`/invitation/${token}`)).headers.location).toBe('/haicheng/desk')
  const desk = await mei.get('/haicheng/desk')
  expect(desk.headers.location).toBe('/sign-in?need=seat&next=%2Fhaicheng%2Fdesk')
  expect((await mei.read(String(desk.headers.location))).text).toContain('Such a link can be passed on')
  expect((await mei.get('/me')).statusCode, 'all that citizens can do goes on').toBe(200)

  await mei.post('/sign-in', { email: 'mei@example.test', next: '/haicheng/desk', need: 'seat' })
  const [code] = (await mails(world)).filter((mail) => mail.kind === 'sign_in_code')
  expect((await mei.post('/sign-in/code', { code: String(code!.facts.code) })).headers.location).toBe('/haicheng/desk')
  expect((await mei.get('/haicheng/desk')).statusCode).toBe(200)
})

test('the pending row keeps only a hash of the token', async () => {
  const { world } = await gathering()
  await world.visitor().post(`${at}/cosignatures`, form)
  const token = (await linkOf(world)).split('/').at(-1)!
  expect(JSON.stringify(await world.db.reads.select().from(pendingCosignatures))).not.toContain(token)
})

test('who has signed already sees the same page as everybody; only their mail says so', async () => {
  const { world, id } = await gathering()
  const mei = world.visitor()
  await mei.post(`${at}/cosignatures`, form)
  await mei.post(await linkOf(world))
  const again = await world.visitor().post(`${at}/cosignatures`, form)
  const first = await world.visitor().post(`${at}/cosignatures`, { ...form, email: 'new@example.test' })
  expect([again.statusCode, first.statusCode]).toEqual([200, 200])
  expect(again.body.replaceAll('Mei@example.test', '')).toBe(first.body.replaceAll('new@example.test', ''))
  expect((await mails(world)).map((m) => m.kind)).toContain('already_cosigned')
  expect((await caseNow(world, id)).count).toBe(1)
})

test('an address gets at most five mails for a case and day', async () => {
  const { world } = await gathering()
  for (let i = 0; i < 7; i++) expect((await world.visitor().post(`${at}/cosignatures`, form)).statusCode).toBe(200)
  expect((await mails(world)).filter((m) => m.kind === 'confirm_cosignature')).toHaveLength(5)
})

test('a form with mistakes comes back with everything that was typed', async () => {
  const { world } = await gathering()
  const back = await world.visitor().post(`${at}/cosignatures`, { ...form, email: 'nobody', consent: [] })
  expect(back.statusCode).toBe(422)
  const typed = page(back)
  expect(Object.keys(typed.problems)).toEqual(['email', 'consent'])
  expect([typed.field('email').value, typed.field('reason').value]).toEqual(['nobody', '我每天走這裡'])
  expect([typed.field('district').value, typed.field('wants').values]).toEqual(['gangdong', ['1']])
  expect(await mails(world)).toEqual([])
})

test('a signed-in person is asked for the district once; pressing twice counts once', async () => {
  const { world, id } = await gathering()
  const ping = await world.signedIn('ping@example.test')
  expect((await ping.post(`${at}/cosignatures`)).statusCode).toBe(422)
  const both = await Promise.all([1, 2].map(() => ping.post(`${at}/cosignatures`, { district: 'shibi' })))
  expect(both.map((r) => r.statusCode)).toEqual([303, 303])
  expect((await caseNow(world, id)).count).toBe(1)
})

test('two buttons pressed at once for two people count two, and rows agree with the number', async () => {
  const { world, id } = await gathering()
  const links = []
  for (const email of ['a@example.test', 'b@example.test']) {
    await world.visitor().post(`${at}/cosignatures`, { ...form, email })
    links.push(await linkOf(world))
  }
  await Promise.all(links.map((link) => world.visitor().post(link)))
  const rows = await world.db.reads.select().from(cosignatureCounts)
  expect((await caseNow(world, id)).count).toBe(2)
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(2)
  expect(await signed(world)).toHaveLength(2)
})

test('the signature that reaches the threshold starts the agencies’ clock, once', async () => {
  const { world, id } = await gathering({ threshold: 3 })
  for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
    const person = await world.signedIn(`${name}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong' })
    expect((await caseNow(world, id)).stage).toBe(i < 2 ? 'gathering' : 'review')
  }
  const now = await caseNow(world, id)
  expect(now.count).toBe(4)
  expect(now.thresholdMetAt).toEqual(world.clock.now)
  expect(now.answerDueBefore).not.toBeNull()
  expect((await kinds(world, id)).filter((kind) => kind === 'threshold_met')).toHaveLength(1)
})

test('agencies are warned at exactly the share their rules name, however small, and once', async () => {
  const { world, id } = await gathering({ threshold: 100, earlyWarningShare: 0.07 })
  await world.staff('officer', world.agencies.environment)
  const { db, government } = world
  await write(db, (tx) => tx.update(proposals).set({ count: 5 }).where(eq(proposals.id, id)).returning())
  const warned: boolean[] = []
  for (const name of ['f', 'g', 'h']) {
    const person = await world.signedIn(`${name}@example.test`)
    await person.post(`${at}/cosignatures`, { district: 'gangdong' })
    warned.push((await kinds(world, id)).includes('early_warning'))
  }
  expect(warned).toEqual([false, true, true])
  expect((await kinds(world, id)).filter((kind) => kind === 'early_warning')).toHaveLength(1)
  expect((await mails(world)).filter((mail) => mail.kind === 'early_warning')).toHaveLength(1)
  expect(earlyWarningAt(100, (await currentRules(db.reads, government.id, world.clock.now)).rules)).toBe(7)
})

test('after closing nobody signs, but who began before may press for a day', async () => {
  const { world, id } = await gathering()
  world.clock.now = new Date('2026-07-31T23:50:00+08:00')
  await world.visitor().post(`${at}/cosignatures`, form)
  const link = await linkOf(world)
  await world.visitor().post(`${at}/cosignatures`, { ...form, email: 'late@example.test' })
  const tooLate = await linkOf(world)
  world.clock.now = new Date('2026-08-01T00:00:00+08:00')
  expect((await world.visitor().post(`${at}/cosignatures`, form)).statusCode).toBe(422)
  expect((await world.visitor().post(link)).statusCode).toBe(303)
  world.clock.now = new Date('2026-08-02T00:00:00+08:00')
  expect((await world.visitor().post(tooLate)).statusCode).toBe(422)
  expect((await caseNow(world, id)).count).toBe(1)
})

test('a co-signature can be taken back until the threshold', async () => {
  const { world, id } = await gathering({ withdrawalAllowed: true })
  const ping = await world.signedIn('ping@example.test')
  await ping.post(`${at}/cosignatures`, { district: 'shibi' })
  expect((await ping.post(`${at}/withdrawals`, { what: 'cosignature' })).statusCode).toBe(303)
  expect((await caseNow(world, id)).count).toBe(0)
  expect(await signed(world)).toEqual([])
  expect((await ping.post(`${at}/withdrawals`, { what: 'cosignature' })).statusCode).toBe(422)
})

test('after closing, and while an election pauses the clock, nobody takes a co-signature back', async () => {
  const { world, id } = await gathering({ withdrawalAllowed: true })
  const ping = await world.signedIn('ping@example.test')
  await ping.post(`${at}/cosignatures`, { district: 'shibi' })
  const offered = async () => (await ping.read(at)).actions.includes(`${at}/withdrawals`)
  expect(await offered()).toBe(true)
  const refused = async () => {
    expect(await offered()).toBe(false)
    expect((await ping.post(`${at}/withdrawals`, { what: 'cosignature' })).statusCode).toBe(422)
    expect((await caseNow(world, id)).count).toBe(1)
  }
  await givenPause(world, '2026-06-19', '2026-06-20')
  world.clock.now = new Date('2026-06-19T09:00:00+08:00')
  await refused()
  world.clock.now = new Date('2026-06-21T09:00:00+08:00')
  expect(await offered()).toBe(true)
  world.clock.now = (await caseNow(world, id)).closesBefore!
  await refused()
})

test('whose district was retired meanwhile is asked for another one, and can sign', async () => {
  const { world } = await gathering()
  const mei = await world.signedIn('mei@example.test')
  await write(world.db, async (tx) => {
    await rememberResidence(tx, mei.personId!, world.government.id, 'gangdong', world.clock.now)
    await tx.update(districts).set({ retiredAt: world.clock.now }).where(eq(districts.code, 'gangdong'))
  })
  expect((await mei.read(at)).fields).toContain('district')
  expect((await mei.post(`${at}/cosignatures`, {})).statusCode).toBe(422)
  expect((await mei.post(`${at}/cosignatures`, { district: 'shibi' })).statusCode).toBe(303)
  expect(await signed(world)).toMatchObject([{ districtCode: 'shibi' }])
  expect((await mei.read(at)).fields).not.toContain('district')
})

test('whoever sends the form after co-signing closed is told that it has, not to mend something', async () => {
  const { world } = await gathering()
  world.clock.now = new Date('2027-01-01T00:00:00+08:00')
  await expireDue(world, world.clock.now)
  const sent = await world.visitor().post(`${at}/cosignatures`, form)
  expect(sent.statusCode).toBe(422)
  const told = page(sent)
  expect(told.headings).toContain('That was not done')
  expect(told.problems.form).toContain('Co-signing has closed')
  expect(told.text).not.toContain('to fix')
})

test('the address of a sent form, opened again, leads to the case', async () => {
  const { world } = await gathering()
  const opened = await world.visitor().get(`${at}/cosignatures`)
  expect(opened.statusCode).toBe(405)
  expect(page(opened).link('Go to the page it belongs to')).toBe(at)
  const byBrowser = await world.visitor().get(`${at}/cosignatures?lang=en`, { accept: 'text/html,*/*;q=0.8' })
  expect([byBrowser.statusCode, byBrowser.headers.location]).toEqual([303, at])
})

const residentsOnly = { elsewhereCounts: false }

test('who may co-sign stands above the form, as the rules of the case say', async () => {
  const all = await gathering()
  expect((await all.world.visitor().read(at)).form(`${at}/cosignatures`).text).toContain(
    'if you live, work or study in',
  )
  const { world } = await gathering(residentsOnly)
  const words = (await world.visitor().read(at)).form(`${at}/cosignatures`).text
  expect(words).toContain('You can co-sign if you live in')
  expect(words).toContain('you can follow')
})

test('where only residents are counted, whoever lives elsewhere is told so, and offered to follow', async () => {
  const { world, id } = await gathering(residentsOnly)
  const sent = await world.visitor().post(`${at}/cosignatures`, { ...form, district: 'outside' })
  expect(sent.statusCode).toBe(422)
  const back = page(sent)
  expect(back.text).toContain('Only people who live in Haicheng City are counted. You can follow this proposal instead')
  expect(back.values).toContain('Mei@Example.test')
  // the same form, as it was typed, follows
  expect(back.buttons).toContain('Follow this proposal')
  const followed = await world.visitor().post('/haicheng/follows', {
    ...form,
    district: 'outside',
    of: back.form(`${at}/cosignatures`).sends('of')!,
  })
  expect(page(followed).text).toContain('Mei@example.test')
  expect((await mails(world)).map(({ kind }) => kind)).toEqual(['confirm_follow'])
  const neighbour = await world.signedIn('neighbour@example.tw')
  expect((await neighbour.post(`${at}/cosignatures`, { district: 'outside' })).statusCode).toBe(422)
  expect((await caseNow(world, id)).count).toBe(0)

  // known to live elsewhere from another case
  await write(world.db, (tx) =>
    rememberResidence(tx, neighbour.personId!, world.government.id, 'outside', world.clock.now),
  )
  const seen = await neighbour.read(at)
  expect(seen.text).toContain('You said that you live elsewhere')
  expect(seen.actions).not.toContain(`${at}/cosignatures`)
  expect((await neighbour.post(`${at}/cosignatures`)).statusCode).toBe(422)
  expect((await caseNow(world, id)).count).toBe(0)
})

test('where the rules count them, who works or studies here signs like everybody', async () => {
  const { world, id } = await gathering()
  const neighbour = await world.signedIn('neighbour@example.tw')
  expect((await neighbour.post(`${at}/cosignatures`, { district: 'outside' })).statusCode).toBe(303)
  expect((await caseNow(world, id)).count).toBe(1)
})

test('from the page that says to look at the email, a mistyped address is mended, with everything else as typed', async () => {
  const { world } = await gathering()
  const visitor = world.visitor()
  const mailbox = page(await visitor.post(`${at}/cosignatures`, form))
  const again = mailbox.form(`${at}/cosignatures`)
  expect(again.text).toContain('At most 5 emails a day')
  const typed = Object.fromEntries(
    ['district', 'reason', 'consent', 'wants', 'again'].map((name) => [name, again.sends(name)!]),
  )
  const sent = await visitor.post(`${at}/cosignatures`, { ...typed, email: 'mei@example.test.tw' })
  expect(page(sent).text).toContain('We sent another email to mei@example.test.tw')
  const [, mended] = await world.db.reads.select().from(pendingCosignatures).orderBy(pendingCosignatures.id)
  expect(mended).toMatchObject({
    email: 'mei@example.test.tw',
    districtCode: 'gangdong',
    reason: '我每天走這裡',
    wantsAnswer: true,
  })
  // typed badly once more: the form itself comes back, with what was typed
  const wrong = await visitor.post(`${at}/cosignatures`, { ...typed, email: 'mei@' })
  expect(wrong.statusCode).toBe(422)
  expect(page(wrong).form(`${at}/cosignatures`).values).toContain('mei@')
})

test('without scripts a form that comes back opens where its mistakes are said', async () => {
  const { world } = await gathering()
  const sent = await world.visitor().post(`${at}/cosignatures`, { email: 'x' })
  expect(sent.body).toContain(`action="${at}/cosignatures#mend"`)
  expect(sent.body).toContain('id="mend"')
})
