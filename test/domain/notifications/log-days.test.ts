// The checkpoint of a day, by mail: who follows the log by an address or signed in has it once, and stops it with one press.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { keepDays } from '../../../src/domain/log/collect.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { mailsOf } from '../../../src/domain/notifications/load-mail-data.ts'
import { mailLogDays } from '../../../src/domain/notifications/log-days.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { readNote, readVkey, signedBy } from '../../../src/lib/signed-note.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { testWorld } from '../../support/world.ts'

const day = 86_400_000

test('each day that is over is mailed once to who follows the log; one press stops it', async () => {
  const world = await testWorld()
  const { db, clock } = world
  await givenCase(world, { number: '2026-0001' })
  await numberEntries(world.deps)
  await takeIn(world.deps)
  await keepDays(world.deps)

  const visitor = world.visitor()
  expect((await visitor.read('/haicheng/log')).link('Each day’s checkpoint by email')).toBe(
    '/haicheng/follows?subject=log%3Adays',
  )
  const asked = await visitor.read('/haicheng/follows?subject=log%3Adays')
  expect([asked.text.includes('when the day is over'), asked.text.includes('Webhook')]).toEqual([true, false])
  await visitor.post('/haicheng/follows', { of: 'log:days', email: 'reader@example.test' })
  const [confirm] = await db.reads.select().from(outbox).where(eq(outbox.kind, 'confirm_follow'))
  const confirmed = await visitor.post(`/haicheng/follows/${String(confirm!.facts.token)}`)
  expect((await visitor.read(String(confirmed.headers.location))).text).toContain('when each day is over')
  const mei = await world.signedIn('mei@example.test')
  await mei.post('/haicheng/follows', { of: 'log:days' })
  expect((await mei.read('/me')).part('What I follow').text).toContain('The log of the record')
  expect((await mei.post('/haicheng/webhooks', { of: 'log:days', url: 'https://a.example/x' })).statusCode).toBe(404)
  expect((await visitor.get('/haicheng/follows?subject=log%3Aother')).statusCode).toBe(404)

  expect(await mailLogDays(world.deps, clock.now), 'the day is not over').toBe(0)
  clock.now = new Date(clock.now.getTime() + day)
  expect(await mailLogDays(world.deps, clock.now)).toBe(2)
  expect(await mailLogDays(world.deps, clock.now), 'once').toBe(0)
  const rows = (await db.reads.select().from(outbox).where(eq(outbox.kind, 'digest'))).sort((a, b) =>
    a.address < b.address ? -1 : 1,
  )
  expect(rows.map(({ address }) => address)).toEqual(['mei@example.test', 'reader@example.test'])
  const mails = await mailsOf(db.reads, rows, testConfig, 'https://fuyi.test')
  for (const row of rows) {
    const mail = mails.get(row.id)!
    expect(mail.subject).toBe(
      row.language === 'en' ? 'Haicheng City: checkpoint of 18 Jun 2026' : '海澄市：2026 年 6 月 18 日的檢查點',
    )
    expect(mail.text).toContain('https://fuyi.test/haicheng/log/days/2026-06-18')
    expect(Object.keys(mail.headers)).toContain('List-Unsubscribe')
    const policy = (await world.visitor().get('/haicheng/log/policy')).body
    const key = readVkey(/log (\S+)/.exec(policy)![1]!)!
    expect(signedBy(readNote(String(row.facts.note))!, key)?.good, 'what is mailed is signed').toBe(true)
    expect(mail.text.replace(/\s+/g, ' '), 'and is in the mail whole').toContain(
      String(row.facts.note).trim().replace(/\s+/g, ' '),
    )
  }
  const leave = /\/unsubscribe\/[^>\s]+/
    .exec(JSON.stringify(mails.get(rows[0]!.id)!.headers))![0]
    .replace(/[">].*$/, '')
  const left = await world.visitor().read(leave)
  expect(left.text).toContain('The log of the record: each day’s checkpoint')
  await world.visitor().post(leave, { press: '1' })
  await keepDays(world.deps)
  clock.now = new Date(clock.now.getTime() + day)
  expect(await mailLogDays(world.deps, clock.now)).toBe(1)
})
