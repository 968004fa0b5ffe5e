// When somebody is asked to sign in again. Sessions go by the machine's clock, so the tests set that.
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test, vi } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { testWorld } from '../../support/world.ts'

const hour = 3_600_000
const day = 24 * hour

/** The machine's clock, put forward by so many ms. */
function clock() {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  return (ms: number) => vi.setSystemTime(Date.now() + ms)
}

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
  forward(12 * hour - 1000)
  expect((await moderator.get('/haicheng/desk')).statusCode).toBe(200)
  forward(1000)
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

test('a session that is over is not among mine any more', async () => {
  const forward = clock()
  const world = await testWorld()
  await world.staff('moderator')
  const other = async () => {
    const again = await world.signedIn('moderator@haicheng.test')
    return (await again.read('/me')).forms('/me/sessions').length
  }
  expect(await other()).toBe(1)
  forward(12 * hour)
  expect(await other()).toBe(0)
})
