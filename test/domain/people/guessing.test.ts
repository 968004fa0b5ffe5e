// Guessing codes: what it comes to, whom it does not hurt, and who hears of it.
import { expect, test } from 'vitest'
import { signInLimits } from '../../../src/domain/people/sign-in-limits.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'
import { codeFor, isAlarming, wrongFor } from '../../support/limits.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

test('whoever asks for codes day and night gets few that can be guessed; the owner of the address still signs in', async () => {
  const world = await testWorld()
  world.clock.now = new Date('2026-06-18T08:00:00+08:00') // a day of the counters begins
  const lengths: number[] = []
  for (let hour = 0; hour < 24; hour += 4) {
    for (let i = 0; i < signInLimits.mailsPerMailbox - 1; i++) {
      await world.visitor(`198.51.${i}.1`).post('/sign-in', { email: 'wang@example.test' })
      lengths.push((await codeFor(world, 'wang@example.test')).length)
    }
    if (hour % 8 === 0) {
      const owner = world.visitor('203.0.113.5')
      await owner.post('/sign-in', { email: 'wang@example.test' })
      const code = await codeFor(world, 'wang@example.test')
      const wrong = await owner.post('/sign-in/code', { code: code.slice(0, 8) })
      expect([wrong.statusCode, page(wrong).field('code').error]).toEqual([422, expect.stringContaining('all digits')])
      const typed = code.replace(/(.{5})/, '$1 ') // as people type ten digits
      expect((await owner.post('/sign-in/code', { code: typed })).statusCode).toBe(303)
    }
    world.clock.now = new Date(world.clock.now.getTime() + 4 * 3_600_000)
  }
  const most = signInLimits.shortCodesPerMailboxAndDay
  expect(lengths.slice(0, most)).toEqual(Array(most).fill(6))
  expect(new Set(lengths.slice(most))).toEqual(new Set([10]))
  expect(lengths.length).toBeGreaterThan(8 * most)

  await world.visitor().post('/sign-in', { email: 'wang@example.test' })
  expect(await codeFor(world, 'wang@example.test'), 'the next day').toMatch(/^\d{6}$/)
})

test('guesses by strangers lock nobody out of their own mailbox, and count nowhere', async () => {
  const world = await testWorld()
  const owner = world.visitor('203.0.113.5')
  await owner.post('/sign-in', { email: 'wang@example.test' })
  const code = await codeFor(world, 'wang@example.test')
  const before = (await world.db.reads.select().from(rateLimitCounters)).length
  for (let i = 0; i < 50; i++) {
    const guess = { email: 'wang@example.test', code: wrongFor(code) }
    expect((await world.visitor('203.0.113.6').post('/sign-in/code', guess)).statusCode).toBe(422)
  }
  expect((await world.db.reads.select().from(rateLimitCounters)).length).toBe(before)
  expect((await owner.post('/sign-in/code', { code })).statusCode).toBe(303)
})

test('after twenty wrong codes at a mailbox in an hour the next ones are long; a right one is never refused', async () => {
  const world = await testWorld()
  for (let stranger = 0; stranger < 4; stranger++) {
    const guesser = world.visitor(`198.51.${stranger}.1`)
    await guesser.post('/sign-in', { email: 'wang@example.test' })
    const code = await codeFor(world, 'wang@example.test')
    expect(code).toMatch(/^\d{6}$/)
    for (let i = 0; i < 5; i++)
      expect((await guesser.post('/sign-in/code', { code: wrongFor(code) })).statusCode).toBe(422)
    expect((await guesser.post('/sign-in/code', { code })).statusCode, 'five tries use a code up').toBe(422)
  }
  const owner = world.visitor('198.51.0.1')
  await owner.post('/sign-in', { email: 'WANG@example.test' })
  const long = await codeFor(world, 'WANG@example.test')
  expect(long).toMatch(/^\d{10}$/)
  expect((await owner.post('/sign-in/code', { code: long })).statusCode).toBe(303)
})

test('codes of staff have ten digits, and so has the code of whoever takes up an invitation', async () => {
  const world = await testWorld()
  await world.staff('moderator', null, 'chen@gmail.com')
  const length = async (email: string, form = {}) => {
    await world.visitor().post('/sign-in', { email, ...form })
    return (await codeFor(world, email)).length
  }
  expect(await length('ch.en+desk@gmail.com')).toBe(10)
  expect(await length('mei@example.test')).toBe(6)
  const next = `/invitation/${'x'.repeat(43)}`
  expect(await length('lin@example.test', { act: 'join', next })).toBe(10)
})

test('an alarm is raised for guesses at many mailboxes, in the numbers and by the doctor’s measure', async () => {
  const world = await testWorld()
  const metric = async (name: string) =>
    (await world.app.inject({ url: '/metrics' })).body.split('\n').find((line) => line.startsWith(`${name} `))
  expect(await metric('fuyi_codes_guessed_mailboxes')).toBe('fuyi_codes_guessed_mailboxes 0')
  for (let n = 0; n < 50; n++) {
    expect([n, await isAlarming(world)]).toEqual([n, false])
    const guesser = world.visitor(`198.51.${n}.1`)
    await guesser.post('/sign-in', { email: `v${n}@example.test` })
    const wrong = wrongFor(await codeFor(world, `v${n}@example.test`))
    for (let i = 0; i < 2; i++) await guesser.post('/sign-in/code', { code: wrong })
  }
  expect(await isAlarming(world)).toBe(true)
  expect(await metric('fuyi_codes_guessed_mailboxes')).toBe('fuyi_codes_guessed_mailboxes 50')
  world.clock.now = new Date('2026-06-19T08:00:00+08:00')
  expect(await isAlarming(world), 'a day back').toBe(true)
  world.clock.now = new Date('2026-06-19T10:00:00+08:00')
  expect(await isAlarming(world)).toBe(false)
})
