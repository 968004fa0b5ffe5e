// The log of a whole journey, at its most talkative, searched for everything that would tell about the person.
import { desc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { outbox } from '../../src/schema/notifications.ts'
import { givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

test('no address, code, token, cookie, name, reason, search or visitor’s IP stands in the log', async () => {
  const world = await testWorld({ config: { logLevel: 'trace' } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const factsOf = async (kind: string) => {
    const mail = eq(outbox.kind, kind as 'sign_in_code')
    const [row] = await world.db.reads.select().from(outbox).where(mail).orderBy(desc(outbox.id))
    return row!.facts
  }
  const email = 'mei.private@example.test'
  const path = '/haicheng/proposals/2026-0001'
  const mei = world.visitor('203.0.113.77')
  await mei.get('/haicheng/proposals?q=searchedfor')
  await mei.post(`${path}/cosignatures`, { email, district: 'gangdong', consent: '1', reason: 'myprivatereason' })
  const { token } = await factsOf('confirm_cosignature')
  await mei.get(`${path}/cosignatures/${token}`)
  await mei.post(`${path}/cosignatures/${token}`)
  const first = mei.cookie('fuyi')
  await mei.post('/sign-out')
  await mei.post('/sign-in', { email, next: '/haicheng?secretquery=1' })
  const { code } = await factsOf('sign_in_code')
  await mei.post('/sign-in/code', { code: '000001' === code ? '000002' : '000001' })
  await mei.post('/sign-in/code', { code: String(code) })
  await mei.get('/me')
  await mei.get(`/nowhere/${email}`)
  await mei.get(`/unsubscribe/${'x'.repeat(64)}?who=${email}`)
  await mei.post('/sign-in', { email }, { 'sec-fetch-site': 'cross-site' })

  const log = world.log.join('')
  expect(world.log.length).toBeGreaterThan(10)
  expect(log).toContain('/sign-in/code')
  const secrets = [email, 'mei.private', String(token), first, mei.cookie('fuyi'), mei.cookie('browser'), `"${code}"`]
  for (const secret of [...secrets, 'searchedfor', 'myprivatereason', 'secretquery', '203.0.113', 'xxxxxxxx'])
    if (secret) expect(log, secret).not.toContain(secret)
})
