// A newsroom makes a webhook, sees what it was sent, changes its secret and ends it; nobody else sees any of it.
import { expect, test } from 'vitest'
import { webhooks } from '../../../src/schema/webhooks.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

const url = 'https://newsroom.example/hook?a=1&b=2'

test('who is signed in makes one for an agency, sends a test, changes the secret, and removes it', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001' })
  expect((await world.visitor().get('/haicheng/webhooks')).headers.location).toContain('/sign-in')
  const owner = await world.signedIn('newsroom@example.test')
  const other = await world.signedIn('other@example.test')
  expect((await owner.read('/haicheng/webhooks?subject=agency:epb')).text).toContain('Environment Bureau')
  const made = await owner.post('/haicheng/webhooks', { of: 'agency:epb', url })
  expect(made.statusCode).toBe(303)
  const at = String(made.headers.location).split('?')[0]!
  const page = await owner.read(at)
  expect(page.text).toContain(url)
  const secret = () => owner.get(at).then(({ body }) => /whsec_[\w+/=]+/.exec(body)?.[0])
  const first = await secret()
  expect(first).toMatch(/^whsec_/)
  expect(JSON.stringify(await world.db.reads.select().from(webhooks))).not.toContain(first)
  for (const stranger of [other, world.visitor()]) expect((await stranger.get(at)).statusCode).not.toBe(200)
  expect((await other.post(`${at}/removals`)).statusCode).toBe(404)
  await owner.post(`${at}/rotations`)
  expect(await secret()).not.toBe(first)
  expect((await owner.read(at)).text).toContain('The secret of before signs too until')
  await owner.post(`${at}/tests`)
  await owner.post(`${at}/tests`)
  const told = await owner.get(at)
  expect(told.body.match(/<code>test<\/code>/g)).toHaveLength(1)
  const again = /action="([^"]+\/repeats)"/.exec(told.body)![1]!
  expect((await owner.post(again)).statusCode).toBe(303)
  expect((await owner.read('/me/webhooks')).text).toContain('newsroom.example')
  expect((await owner.post(`${at}/removals`)).statusCode).toBe(303)
  expect((await owner.get(at)).statusCode).toBe(404)
  expect(await world.db.reads.select().from(webhooks)).toEqual([])
})

test('an address that leads nowhere public comes back as typed; the same twice, and more than ten, are refused in words', async () => {
  const world = await testWorld()
  const owner = await world.signedIn('newsroom@example.test')
  for (const wrong of [
    'http://news.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://a:b@news.example/',
    'news',
    '',
  ]) {
    const reply = await owner.post('/haicheng/webhooks', { of: '', url: wrong })
    expect([wrong, reply.statusCode]).toEqual([wrong, 422])
    expect(reply.body).toContain('that everyone can reach')
  }
  for (let n = 0; n < 10; n++)
    expect((await owner.post('/haicheng/webhooks', { of: '', url: `https://news.example/${n}` })).statusCode).toBe(303)
  const same = await owner.post('/haicheng/webhooks', { of: '', url: 'https://news.example/3' })
  expect([same.statusCode, same.body.includes('You have this webhook already')]).toEqual([422, true])
  const more = await owner.post('/haicheng/webhooks', { of: '', url: 'https://news.example/11' })
  expect([more.statusCode, more.body.includes('Remove one first')]).toEqual([422, true])
  expect((await owner.post('/haicheng/webhooks', { of: 'agency:nobody', url })).statusCode).toBe(404)
})
