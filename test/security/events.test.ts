// What whoever guards the platform reads in the log: each thing that matters once, by account, and nobody's address.
import { readFileSync } from 'node:fs'
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { loadedYears } from '../../src/domain/governments/store.ts'
import { commandEvents, securityEvents } from '../../src/platform/http/security-events.ts'
import { invitations, staff } from '../../src/schema/agencies.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { linkedAccounts, passkeys } from '../../src/schema/sign-in.ts'
import { addPasskey, authenticator, challengeFor } from '../support/authenticator.ts'
import { cameBack } from '../support/came-back.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld, type World } from '../support/world.ts'

type Event = { event: string; account: string | null; request: string; [fact: string]: unknown }

/** A world whose log is kept as quiet as operators may want it, and the security events that it still tells. */
async function watched() {
  const world = await testWorld({ config: { logLevel: 'warn' }, rules: { ageToCount: 16 } })
  const lines = world.log
  const told = () =>
    lines.map((line) => JSON.parse(line) as Event & { channel?: string }).filter((line) => line.channel === 'security')
  /** Those that `act` brings about. */
  const during = async (act: () => Promise<unknown>) => {
    const before = told().length
    await act()
    await new Promise(setImmediate) // some are told when the answer has gone
    return told().slice(before)
  }
  return { world, lines, told, during }
}

const factOf = async ({ db }: World, kind: 'sign_in_code' | 'invitation' | 'confirm_address', fact: string) => {
  const [mail] = await db.reads.select().from(outbox).where(eq(outbox.kind, kind)).orderBy(desc(outbox.id))
  return String(mail!.facts[fact])
}

test('every kind of event is told, with the account and the request’s id, and without anything personal', async () => {
  const { world, lines, told, during } = await watched()
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const settings = '/haicheng/desk/settings'
  const email = 'mei.private@example.test'
  const mei = world.visitor('203.0.113.77')

  await mei.post('/sign-in', { email })
  const code = await factOf(world, 'sign_in_code', 'code')
  expect(
    await during(() => mei.post('/sign-in/code', { code: code === '000001' ? '000002' : '000001' })),
  ).toMatchObject([{ event: 'sign_in_failed', account: null }])
  const [signedIn] = await during(() => mei.post('/sign-in/code', { code }))
  expect(signedIn).toMatchObject({ event: 'signed_in', method: 'POST', path: '/sign-in/code' })
  const account = signedIn!.account!
  expect(account).toMatch(/^[0-9a-f-]{36}$/)
  expect(signedIn!.request).toMatch(/^[0-9a-f]{12}-\d+$/)

  expect(await during(() => mei.get('/haicheng/desk'))).toMatchObject([{ event: 'refused', account }])
  expect(await during(() => mei.post('/me', {}, { 'sec-fetch-site': 'cross-site' }))).toMatchObject([
    { event: 'cross_site_refused', account: null },
  ])

  const administrator = await world.staff('administrator')
  const by = administrator.personId
  expect(
    await during(() => administrator.post(`${settings}/invitations`, { email, role: 'moderator', agency: '' })),
  ).toMatchObject([{ event: 'role_invited', account: by, role: 'moderator' }])
  const token = await factOf(world, 'invitation', 'token')
  expect(await during(() => mei.post(`/invitation/${token}`))).toMatchObject([
    { event: 'role_given', account, role: 'moderator' },
  ])
  const officer = await world.staff('officer', world.agencies.environment)
  const [officers] = await world.db.reads.select().from(staff).where(eq(staff.personId, officer.personId!))
  expect(
    await during(() => administrator.post(`${settings}/seats/${officers!.id}/approvals`, { may: '1' })),
  ).toMatchObject([{ event: 'approver_set', account: by }])
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, account))
  expect(await during(() => administrator.post(`${settings}/seats/${seat!.id}/endings`))).toMatchObject([
    { event: 'role_taken', account: by, whose: account, role: 'moderator' },
  ])
  await administrator.post(`${settings}/invitations`, { email, role: 'moderator', agency: '' })
  const [open] = await world.db.reads.select().from(invitations).orderBy(desc(invitations.id))
  expect(await during(() => administrator.post(`${settings}/invitations/${open!.id}/revocations`))).toMatchObject([
    { event: 'invitation_revoked', account: by },
  ])
  const year = { year: String((await loadedYears(world.db.reads, world.government.id)).at(-1)! + 1), empty: '1' }
  const topic = { code: 'harbour', 'name-zh-Hant': '港區', 'name-en': 'Harbour' }
  expect(await during(() => administrator.post(`${settings}/topics`, topic))).toMatchObject([
    { event: 'settings_changed', account: by, area: 'topics' },
  ])
  expect(await during(() => administrator.post(`${settings}/topics`, topic)), 'nothing was changed').toEqual([])
  expect(await during(() => administrator.post(`${settings}/holiday-years`, year))).toMatchObject([
    { event: 'settings_changed', area: 'holiday-years' },
  ])

  const device = authenticator()
  expect(await during(() => addPasskey(administrator, device))).toMatchObject([
    { event: 'passkey_added', account: by },
    { event: 'signed_in', account: by, by: 'passkey' },
  ])
  const copy = device.sign(await challengeFor(administrator, 'sign-in'), { counter: 5 })
  expect(await during(() => administrator.post('/sign-in/passkeys', { credential: copy }))).toMatchObject([
    { event: 'signed_in', account: by, by: 'passkey' },
  ])
  const copied = device.sign(await challengeFor(administrator, 'sign-in'), { counter: 5 })
  expect(await during(() => administrator.post('/sign-in/passkeys', { credential: copied }))).toMatchObject([
    { event: 'sign_in_failed', account: by, by: 'passkey', reason: 'copied' },
  ])
  await administrator.post(`${settings}/passkeys`, { required: '1' })
  const byCode = await world.signedIn('administrator@haicheng.test')
  expect(await during(() => byCode.post(`${settings}/passkeys`)), 'sent to show a passkey: nothing changed').toEqual([])
  const moderator = await world.staff('moderator')
  expect((await during(() => addPasskey(moderator, authenticator())))[0]).toMatchObject({
    event: 'passkey_added',
    account: moderator.personId,
    desks: ['haicheng'],
  })
  const [held] = await world.db.reads.select().from(staff).where(eq(staff.personId, moderator.personId!))
  expect(await during(() => administrator.post(`${settings}/seats/${held!.id}/passkeys`))).toMatchObject([
    { event: 'passkey_allowed', account: by, whose: moderator.personId },
  ])
  await administrator.post(`${settings}/passkeys`)
  const [passkey] = await world.db.reads.select().from(passkeys).where(eq(passkeys.personId, by!))
  expect(await during(() => administrator.post(`/me/passkeys/${passkey!.id}/removals`))).toMatchObject([
    { event: 'passkey_removed', account: by },
  ])

  await mei.post('/haicheng/verification/visits')
  const shown = /\d{4} \d{4}/.exec((await mei.read('/haicheng/verification')).text)![0]
  const document = {
    code: shown,
    id_number: 'A223456781',
    birth_date: '1990-01-31',
    seen: '1',
    resident: '1',
    age_16: '1',
  }
  const [colleague, second] = [await world.staff('moderator'), await world.staff('officer', world.agencies.transport)]
  expect(await during(() => colleague.post('/haicheng/desk/counter', document)), 'one alone verifies nobody').toEqual(
    [],
  )
  expect(await during(() => second.post('/haicheng/desk/counter', document))).toMatchObject([
    { event: 'residence_verified', account: second.personId, by: 'counter', whose: account },
    { event: 'age_verified', account: second.personId, by: 'counter', whose: account },
  ])

  const office = { name: 'Register office', fields: ['id_number'], open: '1' }
  await administrator.post(`${settings}/register`, office)
  await mei.post('/haicheng/verification/register', { id_number: 'A223456781' })
  await administrator.post(`${settings}/register/files`)
  const other = await world.staff('administrator', null, 'other@haicheng.test')
  await other.post(`${settings}/register/files/1`, { step: 'send' })
  expect(await during(() => other.get(`${settings}/register/files/1/lines.csv`))).toMatchObject([
    { event: 'register_file_taken', account: other.personId },
  ])

  const back = cameBack(world, 'mei@service.test')
  const cookie = `fuyi=${mei.cookie('fuyi')}; ${back.name}=${back.value}`
  expect(await during(() => mei.post('/sign-in/connect', {}, { cookie }))).toMatchObject([
    { event: 'account_linked', account },
  ])
  const [linked] = await world.db.reads.select().from(linkedAccounts)
  expect(await during(() => mei.post(`/me/services/${linked!.id}/removals`))).toMatchObject([
    { event: 'account_unlinked', account },
  ])

  await mei.post('/me/address', { email: 'mei@another.test' })
  const link = await factOf(world, 'confirm_address', 'token')
  expect(await during(() => mei.post(`/me/address/${link}`))).toMatchObject([{ event: 'address_changed', account }])
  const phone = await world.signedIn('mei@another.test')
  const end = (await mei.read('/me')).sends('end')!
  expect(await during(() => mei.post('/me/sessions', { end }))).toMatchObject([{ event: 'session_ended', account }])
  expect(await during(() => mei.post('/me/sessions', { end })), 'ended once').toEqual([])
  expect(await during(() => mei.post('/me/calendars'))).toMatchObject([{ event: 'calendar_made', account }])
  expect(await during(() => mei.post('/me/calendars/removals'))).toMatchObject([{ event: 'calendar_ended', account }])
  const hook = { of: '', url: 'https://newsroom.example/hook' }
  expect(await during(() => mei.post('/haicheng/webhooks', hook))).toMatchObject([{ event: 'webhook_made', account }])
  const own = /href="(\/me\/webhooks\/[^"?]+)"/.exec((await mei.get('/me/webhooks')).body)![1]!
  expect(await during(() => mei.post(`${own}/rotations`))).toMatchObject([{ event: 'webhook_rotated', account }])
  expect(await during(() => mei.post(`${own}/removals`))).toMatchObject([{ event: 'webhook_removed', account }])
  const leaving = await world.signedIn('leaving@example.test')
  expect(await during(() => leaving.post('/me/data/erase', { sure: '1' }))).toMatchObject([
    { event: 'account_erased', account: leaving.personId },
  ])
  expect(await during(() => mei.post('/sign-out', { everywhere: '1' }))).toMatchObject([
    { event: 'signed_out_everywhere', account },
  ])
  expect(await during(() => administrator.post('/sign-out'))).toMatchObject([{ event: 'signed_out', account: by }])
  expect(await during(() => phone.post('/sign-out')), 'was not signed in any more').toEqual([])

  const limited = await during(async () => {
    for (let i = 0; i < 7; i++) await world.visitor('198.51.100.7').post('/sign-in', { email })
  })
  expect(limited).toMatchObject([{ event: 'sign_in_limited', account: null, limits: ['mail-here'] }])

  const guessed = await during(async () => {
    for (let i = 0; i < 50; i++) {
      const guesser = world.visitor(`203.0.113.${i}`)
      await guesser.post('/sign-in', { email: `somebody${i}@example.test` })
      await guesser.post('/sign-in/code', { code: '12345678' }) // too short to be looked at
      for (const wrong of ['0000000000', '1111111111']) await guesser.post('/sign-in/code', { code: wrong })
    }
  })
  const alarms = guessed.filter(({ event }) => event === 'codes_guessed')
  expect(alarms).toMatchObject([{ account: null, mailboxes: 50 }])

  expect([...new Set(told().map(({ event }) => event))].sort()).toEqual([...securityEvents].sort())
  for (const secret of [
    device.keys[0]!.id,
    'Phone',
    'mei.private',
    'haicheng.test',
    '203.0.113',
    '198.51.100',
    token,
    code,
    end,
    'Mei',
    'A223456781',
  ])
    expect(lines.join(''), secret).not.toContain(secret)
})

test('a wrong code for somebody known names their account; codes that are asked for without end say that they were stopped', async () => {
  const { world, during } = await watched()
  const { personId } = await world.signedIn('wang@example.tw')
  const guesser = world.visitor('203.0.113.79')
  const guesses = await during(async () => {
    for (let mails = 0; mails < 7; mails++) {
      await guesser.post('/sign-in', { email: 'wang@example.tw' })
      for (let i = 0; i < 5; i++) await guesser.post('/sign-in/code', { code: '000000' })
    }
  })
  expect(guesses[0]).toMatchObject({ event: 'sign_in_failed', account: personId })
  const stopped = guesses.filter(({ event }) => event === 'sign_in_limited')
  expect(stopped).toMatchObject([{ limits: ['mail-browser', 'mail-here'] }])
})

test('operators can read about every event', () => {
  const guide = readFileSync('deploy/README.md', 'utf8')
  expect([...securityEvents, ...commandEvents].filter((event) => !guide.includes(`\`${event}\``))).toEqual([])
})
