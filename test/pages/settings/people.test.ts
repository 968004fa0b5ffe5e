// Who has a seat: invited by mail, taken up by the link, ended at the next request.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { agencies, invitations, staff } from '../../../src/schema/agencies.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { due, givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

const people = '/haicheng/desk/settings/people'
const invitation = { email: ' New@Haicheng.test ', role: 'officer', agency: 'epb' }
const tokens = async ({ db }: World) =>
  (await db.reads.select().from(outbox).where(eq(outbox.kind, 'invitation')).orderBy(outbox.createdAt)).map((m) =>
    String(m.facts.token),
  )
const invite = (world: World, form: { [field: string]: string } = invitation) =>
  world
    .staff('administrator')
    .then((administrator) =>
      administrator.post('/haicheng/desk/settings/invitations', form).then((sent) => ({ administrator, sent })),
    )

test('an administrator invites an officer: the mail’s link gives the seat, to that person only', async () => {
  const world = await testWorld()
  const { administrator, sent } = await invite(world)
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `${people}?done=1`])
  const [token] = await tokens(world)
  expect((await administrator.read(people)).text).toContain('New@haicheng.test')

  const stranger = await world.signedIn('stranger@haicheng.test')
  expect((await stranger.post(`/invitation/${token}`)).statusCode).toBe(410)
  const officer = await world.signedIn('new@haicheng.test')
  const { text } = await officer.read(`/invitation/${token}`)
  for (const words of ['Haicheng City invites you to be', 'Environment Bureau']) expect(text).toContain(words)
  expect((await officer.post(`/invitation/${token}`)).headers.location).toBe('/haicheng/desk')
  expect((await officer.get('/haicheng/desk')).statusCode).toBe(200)
  const seats = await administrator.read(people)
  expect(seats.item('new@haicheng.test').text).toContain('Environment Bureau')
  expect(seats.buttons.filter((words) => words.startsWith('Send again'))).toEqual([])
})

test('an invitation sent again has a new link, and the old one opens nothing', async () => {
  const world = await testWorld()
  const { administrator } = await invite(world)
  const [row] = await world.db.reads.select().from(invitations)
  world.clock.now = new Date(world.clock.now.getTime() + 20 * 86_400_000)
  expect((await administrator.read(people)).item('New@haicheng.test').text).toContain('ran out on')
  const again = await administrator.post(`/haicheng/desk/settings/invitations/${row!.id}/mails`)
  expect(again.statusCode).toBe(303)
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'invitation'))
  const drawn = [...(await mailsOf(world.db.reads, mails, testConfig, 'http://localhost')).values()]
  expect(
    drawn.map(({ text }) => text.includes('環境保護局')),
    'each says for which agency',
  ).toEqual([true, true])
  const [old, fresh] = await tokens(world)
  const officer = await world.signedIn('new@haicheng.test')
  expect((await officer.post(`/invitation/${old}`)).statusCode).toBe(410)
  expect((await officer.post(`/invitation/${fresh}`)).statusCode).toBe(303)
})

test('a revoked invitation gives no seat, and cannot be sent again', async () => {
  const world = await testWorld()
  const { administrator } = await invite(world)
  const [row] = await world.db.reads.select().from(invitations)
  const at = `/haicheng/desk/settings/invitations/${row!.id}`
  expect((await administrator.post(`${at}/revocations`)).statusCode).toBe(303)
  const [token] = await tokens(world)
  const officer = await world.signedIn('new@haicheng.test')
  expect((await officer.post(`/invitation/${token}`)).statusCode).toBe(410)
  expect((await administrator.post(`${at}/mails`)).statusCode).toBe(404)
  expect((await officer.get('/haicheng/desk')).statusCode).toBe(403)
})

test.each([
  [{ email: 'nonsense' }, 'email', 'Enter a complete email address'],
  [{ role: 'owner' }, 'role', 'Choose a role'],
  [{ agency: '' }, 'agency', 'Choose an agency'],
  [{ agency: 'nobody' }, 'agency', 'Choose an agency'],
  [{ email: 'administrator@haicheng.test', role: 'administrator' }, 'email', 'has that seat already'],
])('an invitation like %o comes back with what to mend', async (form, field, words) => {
  const world = await testWorld()
  const { sent } = await invite(world, { ...invitation, ...form })
  expect(sent.statusCode).toBe(422)
  expect(Object.keys(page(sent).problems)).toEqual([field])
  expect(page(sent).field(field).error).toContain(words)
  expect(await world.db.reads.select().from(invitations)).toEqual([])
  expect(await tokens(world)).toEqual([])
})

test('the settings say what a government still lacks, until somebody checks and every agency has an officer', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const lacking = async () => {
    const shown = await administrator.read('/haicheng/desk/settings')
    return shown.parts.includes('Still needed') ? shown.part('Still needed').items : []
  }
  const before = await lacking()
  expect(before.join()).toContain('Invite a moderator')
  expect(before.find((line) => line.includes('others are told of their cases: '))).toContain('Environment Bureau')
  expect(before.join()).not.toContain('Add districts')

  expect(before.join()).toContain('Invite a checker')

  await world.staff('moderator')
  await world.staff('checker')
  const [coordination] = await world.db.reads.select().from(agencies).where(eq(agencies.coordinating, true))
  for (const agency of [coordination!.id, world.agencies.environment])
    await world.staff('officer', agency, `${agency}@x.test`)
  expect(await lacking()).toEqual([expect.stringMatching(/others are told of their cases: Transport Bureau$/)])
  await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  expect(await lacking()).toEqual([])
})

test('the same person is not invited twice to the same seat', async () => {
  const world = await testWorld()
  await invite(world)
  const { sent } = await invite(world)
  expect(sent.statusCode).toBe(422)
  expect(await tokens(world)).toHaveLength(1)
})

test('a seat that is ended is gone at the next request', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const moderator = await world.staff('moderator')
  expect((await moderator.get('/haicheng/desk')).statusCode).toBe(200)
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, moderator.personId!))
  expect((await administrator.post(`/haicheng/desk/settings/seats/${seat!.id}/endings`)).statusCode).toBe(303)
  expect((await moderator.get('/haicheng/desk')).statusCode).toBe(403)
})

test('the last administrator’s seat never ends, not even by their own hand', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const second = await world.staff('administrator', null, 'second@haicheng.test')
  const seats = await world.db.reads.select().from(staff)
  const endings = (personId: string | null) =>
    `/haicheng/desk/settings/seats/${seats.find((s) => s.personId === personId)!.id}/endings`
  expect((await second.post(endings(second.personId))).headers.location).toBe('/haicheng')
  expect((await second.get('/haicheng/desk/settings')).statusCode).toBe(403)
  const last = await administrator.post(endings(administrator.personId))
  expect(last.statusCode).toBe(422)
  expect(page(last).text).toContain('This is the last administrator')
  expect((await administrator.get('/haicheng/desk/settings')).statusCode).toBe(200)
})

test('a seat of another government cannot be ended from here', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  expect((await administrator.post('/haicheng/desk/settings/seats/somewhere-else/endings')).statusCode).toBe(404)
})

test('with the last seat of somebody their other invitations end, and nobody else’s', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const officer = await world.staff('officer', world.agencies.environment, 'chen@gmail.com')
  const lead = await world.staff('moderator', null, 'lin@haicheng.test')
  for (const email of ['ch.en+desk@googlemail.com', 'lin@haicheng.test', 'new@haicheng.test'])
    await administrator.post('/haicheng/desk/settings/invitations', { email, role: 'administrator' })
  const [forChen, forLin, forNew] = await tokens(world)
  const seats = await world.db.reads.select().from(staff)
  const end = (personId: string | null) =>
    administrator.post(`/haicheng/desk/settings/seats/${seats.find((s) => s.personId === personId)!.id}/endings`)
  expect((await end(officer.personId)).statusCode).toBe(303)
  expect((await officer.post(`/invitation/${forChen}`)).statusCode).toBe(410)
  expect((await officer.get('/haicheng/desk')).statusCode).toBe(403)

  expect((await lead.post(`/invitation/${forLin}`)).headers.location).toBe('/haicheng/desk')
  const again = await world.signedIn('new@haicheng.test')
  expect((await again.get(`/invitation/${forNew}`)).statusCode).toBe(200)
})

test('an administrator who is let go has no way back that they opened themselves; what colleagues sent stands', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const leaving = await world.staff('administrator', null, 'chen@haicheng.test')
  const invite = (who: typeof leaving, email: string) => {
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    return who.post('/haicheng/desk/settings/invitations', { email, role: 'administrator' })
  }
  await invite(leaving, 'chen.elsewhere@example.test')
  await invite(administrator, 'new@haicheng.test')
  const [back, fair] = await tokens(world)
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, leaving.personId!))
  const row = (await administrator.read(people)).item('chen@haicheng.test')
  expect(row.text).toContain('Invitations that they sent')
  expect((await administrator.read(people)).item('administrator@haicheng.test').text).not.toContain('that they sent')
  await administrator.post(`/haicheng/desk/settings/seats/${seat!.id}/endings`)
  const accomplice = await world.signedIn('chen.elsewhere@example.test')
  expect((await accomplice.post(`/invitation/${back}`)).statusCode).toBe(410)
  expect((await accomplice.get('/haicheng/desk')).statusCode).toBe(403)
  const colleague = await world.signedIn('new@haicheng.test')
  expect((await colleague.post(`/invitation/${fair}`)).statusCode).toBe(303)
})

test('an invitation to another seat outlives a seat that ends while its holder keeps one', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const chen = await world.staff('officer', world.agencies.environment, 'chen@haicheng.test')
  await world.staff('moderator', null, 'chen@haicheng.test')
  await administrator.post('/haicheng/desk/settings/invitations', {
    email: 'chen@haicheng.test',
    role: 'administrator',
  })
  const [token] = await tokens(world)
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.role, 'officer'))
  await administrator.post(`/haicheng/desk/settings/seats/${seat!.id}/endings`)
  expect((await chen.post(`/invitation/${token}`)).headers.location).toBe('/haicheng/desk')
})

test('ending the seat of somebody who has cases says how many, and leads to the hand-over first', async () => {
  const world = await testWorld()
  for (const n of [1, 2]) await givenCase(world, { number: `2026-000${n}`, title: `第${n}件`, ...due })
  const administrator = await world.staff('administrator')
  const lin = await world.staff('officer', world.agencies.environment, 'lin@haicheng.test')
  const chen = await world.staff('officer', world.agencies.environment, 'chen@haicheng.test')
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, lin.personId!))
  const end = (form: { [field: string]: string } = {}) =>
    administrator.post(`/haicheng/desk/settings/seats/${seat!.id}/endings`, form)
  const take = (n: number) => lin.post(`/haicheng/proposals/2026-000${n}/officers`, { officer: lin.personId! })
  await take(1)
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
  const row = (await administrator.read(people)).item('lin@haicheng.test')
  expect(row.text).toContain('They have 1 open case. Without a hand-over nobody has it.')
  expect(row.sends('cases')).toBe('1')
  expect((await administrator.read(people)).item('chen@haicheng.test').text).not.toContain('open case')
  // one more came after the page was read
  await take(2)
  const refused = await end({ cases: '1' })
  expect([refused.statusCode, page(refused).problems.form]).toEqual([
    422,
    'This colleague still has 2 open cases. Hand them over first, or end the seat below all the same.',
  ])
  expect((await end()).statusCode).toBe(422)
  const handOver = await administrator.get(page(refused).link('Hand over the cases first')!)
  expect(page(handOver).field('from').value).toBe(lin.personId)
  const successors = { from: lin.personId!, to: chen.personId! }
  expect((await administrator.post('/haicheng/desk/workload/successors', successors)).statusCode).toBe(303)
  world.clock.now = new Date(world.clock.now.getTime() + 2000)
  expect((await end()).statusCode).toBe(303)
  expect((await lin.get('/haicheng/desk')).statusCode).toBe(403)
})

test('whoever knows how many cases are left ends the seat all the same', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '海堤照明', ...due })
  const administrator = await world.staff('administrator')
  const lin = await world.staff('officer', world.agencies.environment, 'lin@haicheng.test')
  await lin.post('/haicheng/proposals/2026-0001/officers', { officer: lin.personId! })
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, lin.personId!))
  const ended = await administrator.post(`/haicheng/desk/settings/seats/${seat!.id}/endings`, { cases: '1' })
  expect(ended.statusCode).toBe(303)
})
