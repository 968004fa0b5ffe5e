// A thousand people behind one address, all of them welcome.
import { expect, test } from 'vitest'
import { signInLimits } from '../../../src/domain/people/sign-in-limits.ts'
import {
  type Answer,
  aCase,
  codeFor,
  isAlarming,
  newcomer,
  path,
  seconds,
  setLimits,
  ticketOf,
  wrongFor,
} from '../../support/limits.ts'
import { testWorld } from '../../support/world.ts'

test('a school behind one address co-signs and signs in within one afternoon', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const id = await aCase(world)
  await setLimits(world, { newcomersPerBlock: 300 })
  const people = 1000
  const waitedFor: string[] = []
  /** Presses again after the seconds that the page says, as people do. */
  const sent = async (post: (wait: string) => Promise<Answer>) => {
    let answer = await post('')
    for (let again = 0; answer.statusCode === 429 && again < 3; again++) {
      waitedFor.push(String(answer.headers['retry-after']))
      seconds(world, Number(answer.headers['retry-after']))
      answer = await post(ticketOf(answer))
    }
    return answer
  }
  world.clock.now = new Date('2026-06-18T13:00:00+08:00')
  for (let n = 0; n < people; n++) {
    if (n % 250 === 0) world.clock.now = new Date(Date.parse('2026-06-18T13:00:00+08:00') + (n / 250) * 3_600_000)
    const pupil = world.visitor('203.0.113.9')
    const asked = await sent((wait) => pupil.post(`${path}/cosignatures`, { ...newcomer(n), wait }))
    expect([n, asked.statusCode]).toEqual([n, 200])
  }
  expect(waitedFor, '250 in an hour are within the share').toEqual([])

  // And at once, in one lesson: those beyond the share wait some seconds.
  world.clock.now = new Date('2026-06-19T13:00:30+08:00')
  for (let n = 0; n < people; n++) {
    if (n % 100 === 0) world.clock.now = new Date('2026-06-19T13:00:30+08:00')
    const pupil = world.visitor('203.0.113.9')
    const email = `n${n}@example.test`
    const asked = await sent((wait) => pupil.post('/sign-in', { email, wait }))
    expect([n, asked.statusCode]).toEqual([n, 303])
    const code = await codeFor(world, email)
    if (n % 20 === 0) expect((await pupil.post('/sign-in/code', { code: wrongFor(code) })).statusCode).toBe(422)
    expect([n, (await pupil.post('/sign-in/code', { code })).statusCode]).toEqual([n, 303])
  }
  expect(new Set(waitedFor)).toEqual(new Set(['15']))
  expect(waitedFor).toHaveLength(people - signInLimits.mailsPerBlock)
  expect(await isAlarming(world), 'fifty who mistype among a thousand are no alarm').toBe(false)
  expect(id).toBeTruthy()
})
