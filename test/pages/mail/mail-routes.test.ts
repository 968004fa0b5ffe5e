import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { unsubscribeToken } from '../../../src/domain/notifications/sealed-links.ts'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { follows, outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { testConfig } from '../../support/deps.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

async function follower() {
  const world = await testWorld()
  const { db, clock } = world
  const proposalId = await givenCase(world, { number: '2026-0042' })
  const { personId } = await world.signedIn('signer@b.test')
  await write(db, (tx) =>
    tx.insert(follows).values({ proposalId, personId: personId!, wanted: true, since: clock.now }),
  )
  const wanted = async () => {
    const [row] = await db.reads
      .select()
      .from(follows)
      .where(and(eq(follows.proposalId, proposalId), eq(follows.personId, personId!)))
    return row!.wanted
  }
  const url = `/unsubscribe/${unsubscribeToken(testConfig.secret, proposalId, personId!)}`
  return { ...world, url, wanted }
}

test('opening the unsubscribe link changes nothing; the one button ends the messages about that case', async () => {
  const { visitor, url, wanted } = await follower()
  const reader = visitor()
  const opened = await reader.get(url)
  expect(opened.statusCode).toBe(200)
  expect(page(opened).text).toContain('夜市停用一次性餐具')
  expect(page(opened).buttons).toEqual(['Stop messages'])
  expect(await wanted()).toBe(true)

  const pressed = await reader.post(url, { press: '1' })
  expect(pressed.statusCode).toBe(303)
  expect(await wanted()).toBe(false)
  expect((await reader.read(pressed.headers.location!)).text).toContain('Messages stopped')
})

for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
  test(`a mail program ends them with one POST of its own, as ${type.split(';')[0]}`, async () => {
    const { app, url, wanted } = await follower()
    const response = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': type, 'sec-fetch-site': 'cross-site' },
      payload: type.startsWith('multipart')
        ? '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
        : 'List-Unsubscribe=One-Click',
    })
    expect(response.statusCode).toBe(200) // RFC 8058: no redirect
    expect(await wanted()).toBe(false)
  })

test('a made-up unsubscribe link is not found', async () => {
  const { visitor, url, wanted } = await follower()
  const forged = `${url.slice(0, -3)}AAA`
  expect((await visitor().get(forged)).statusCode).toBe(404)
  expect((await visitor().post(forged)).statusCode).toBe(404)
  expect(await wanted()).toBe(true)
})

test('in the demonstration sent mail can be read, its links clickable', async () => {
  const demo = await testWorld({ config: { demonstration: true, origin: null } })
  await write(demo.db, (tx) =>
    enqueueMail(tx, {
      kind: 'invitation',
      address: 'new@b.test',
      language: 'en',
      governmentId: demo.government.id,
      facts: { token: 'TOKEN', role: 'officer' },
      at: demo.clock.now,
    }),
  )
  const reader = demo.visitor()
  const path = (await reader.read('/demo/mail')).link(/^Haicheng City invites you/)
  expect(path).toMatch(/^\/demo\/mail\/[^/]+$/)
  expect((await reader.read(path!)).hrefs).toContain('http://localhost/invitation/TOKEN')
  expect((await reader.get('/demo/mail/nothing')).statusCode).toBe(404)
  // what can still be taken back has not gone out, and is not listed as if it had
  expect((await reader.read(path!)).text).not.toContain('Not sent before')
  const later = new Date(demo.clock.now.getTime() + 600_000)
  await write(demo.db, (tx) => tx.update(outbox).set({ nextTryAt: later }))
  for (const address of ['/demo/mail', path!]) expect((await reader.read(address)).text).toContain('Not sent before')
})

test('mail cannot be read in production', async () => {
  const { visitor } = await testWorld()
  expect((await visitor().get('/demo/mail')).statusCode).toBe(404)
})
