// When somebody is asked to sign in again. Sessions go by the machine's clock, so the tests set that.
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { changeStaffIdle } from '../../../src/domain/governments/changes.ts'
import { addGovernment, addSeat, invite } from '../../../src/domain/governments/commands.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { sessions } from '../../../src/schema/sign-in.ts'
import { testWorld, type World } from '../../support/world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The machine's clock, put forward by so many ms. */
function clock() {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  return (ms: number) => vi.setSystemTime(Date.now() + ms)
}

/** Use is written down beside the page, and on a server nothing else waits for it: so this waits until it is there. */
const keptAsUsed = ({ db }: World) =>
  expect
    .poll(async () => (await db.reads.select().from(sessions)).map(({ usedAt }) => usedAt?.getTime()), {
      timeout: 20_000,
    })
    .toContain(Date.now())

test('who comes every few days signs in again after a month, who stays away after two weeks', async () => {
  const forward = clock()
  const world = await testWorld()
  const [daily, gone] = [await world.signedIn('daily@example.tw'), await world.signedIn('gone@example.tw')]
  for (let days = 0; days < 28; days += 4) {
    forward(4 * day)
    expect((await daily.get('/me')).statusCode, `after ${days + 4} days`).toBe(200)
    await write(world.db, async () => {}) // renewing goes on beside the page; what is written after it is after it
  }
  expect((await gone.get('/me')).statusCode).toBe(303)
  forward(2 * day)
  const over = await daily.get('/me')
  expect([over.statusCode, over.headers.location]).toEqual([303, '/sign-in?next=%2Fme'])
})

test('staff sign in each working day, and lead a citizen’s life again when their seat has ended', async () => {
  const forward = clock()
  const world = await testWorld()
  const moderator = await world.staff('moderator')
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    forward(20 * minute)
    expect((await moderator.get('/haicheng/desk')).statusCode, `after ${minutes + 20} minutes`).toBe(200)
    await keptAsUsed(world)
  }
  forward(20 * minute)
  expect((await moderator.get('/haicheng/desk')).headers.location).toBe('/sign-in?next=%2Fhaicheng%2Fdesk')
  const press = await moderator.post('/haicheng/desk/settings/topics', {})
  expect(press.headers.location, 'what changes something is closed as well').toContain('/sign-in')

  const former = await world.staff('officer', world.agencies.environment, 'former@haicheng.test')
  await write(world.db, (tx) =>
    tx.update(staff).set({ endedAt: new Date() }).where(eq(staff.personId, former.personId!)),
  )
  forward(13 * hour)
  expect((await former.get('/me')).statusCode).toBe(200)
})

test('staff who leave their desk are signed out after half an hour, and every page says when', async () => {
  const forward = clock()
  const world = await testWorld()
  const [moderator, citizen] = [await world.staff('moderator'), await world.signedIn('mei@example.test')]
  vi.setSystemTime(new Date('2026-06-18T09:00:00+08:00'))
  await write(world.db, (tx) => tx.update(sessions).set({ createdAt: new Date(), expiresAt: new Date('2026-07-01') }))
  for (const path of ['/haicheng/desk', '/haicheng', '/me'])
    expect((await moderator.read(path)).text, path).toContain('you will be signed out at 09:30')
  expect((await citizen.read('/me')).text).not.toContain('signed out at')
  forward(29 * minute)
  expect((await moderator.get('/me/session')).json()).toEqual({ until: '2026-06-18T01:59:00.000Z' })
  await keptAsUsed(world)
  forward(29 * minute)
  expect((await moderator.read('/haicheng/desk')).text).toContain('signed out at 10:28')
  await keptAsUsed(world)
  forward(30 * minute)
  const late = await moderator.get('/haicheng/desk')
  expect(late.headers.location).toBe('/sign-in?next=%2Fhaicheng%2Fdesk')
  expect(late.cookies).toMatchObject([{ name: 'fuyi', value: '' }])
  expect((await citizen.get('/me')).statusCode, 'citizens stay').toBe(200)
})

test('a government sets how long; of two governments the shorter one counts', async () => {
  const forward = clock()
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  const settings = '/haicheng/desk/settings'
  expect((await administrator.read(`${settings}/passkeys`)).field('minutes').value).toBe('30')
  for (const minutes of ['4', '721', 'x', '30'])
    expect([minutes, (await administrator.post(`${settings}/sessions`, { minutes })).statusCode]).toEqual([
      minutes,
      422,
    ])
  expect((await administrator.post(`${settings}/sessions`, { minutes: '60' })).statusCode).toBe(303)
  forward(59 * minute)
  expect((await administrator.get('/haicheng/desk')).statusCode).toBe(200)
  await keptAsUsed(world)

  const at = new Date()
  const wanted = { slug: 'nanzhou', name: { en: 'Nanzhou' }, languages: ['en'], timeZone: 'Asia/Taipei', country: 'TW' }
  await write(world.db, async (tx) => {
    const governmentId = await addGovernment(tx, wanted, at)
    await changeStaffIdle(tx, governmentId, 10)
    await addSeat(tx, {
      personId: administrator.personId!,
      governmentId,
      role: 'moderator',
      agencyId: null,
      name: '',
      at,
    })
  })
  forward(10 * minute)
  expect((await administrator.get('/haicheng/desk')).headers.location).toContain('/sign-in')
})

test('who is given a seat in the middle of what they do goes on with it', async () => {
  const forward = clock()
  const world = await testWorld()
  const chen = await world.signedIn('chen@haicheng.test')
  forward(5 * hour)
  const wanted = { governmentId: world.government.id, role: 'moderator' as const, agencyId: null, at: world.clock.now }
  const token = await write(world.db, (tx) => invite(tx, { ...wanted, email: 'chen@haicheng.test' }))
  expect((await chen.post(`/invitation/${token}`)).headers.location).toBe('/haicheng/desk')
  expect((await chen.get('/haicheng/desk')).statusCode).toBe(200)
})

test('a session that is over is not among mine any more', async () => {
  const forward = clock()
  const world = await testWorld()
  await world.staff('moderator')
  const other = async () => {
    const again = await world.signedIn('moderator@haicheng.test')
    return (await again.read('/me')).forms('/me/sessions').length
  }
  expect(await other()).toBe(1)
  forward(30 * minute)
  expect(await other()).toBe(0)
})
