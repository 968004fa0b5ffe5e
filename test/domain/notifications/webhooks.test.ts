// Webhooks: a program gets public news, signed, again and again until it takes them; it is never sent into a private network.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { asc, eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { expandMailings } from '../../../src/domain/notifications/mailings.ts'
import { deliverWebhooks } from '../../../src/domain/notifications/webhook-delivery.ts'
import { makeWebhook, sealedSecret, secretsOf, type Webhook } from '../../../src/domain/notifications/webhook-store.ts'
import { newId } from '../../../src/lib/id.ts'
import { newWebhookSecret, webhookHeaders } from '../../../src/lib/standard-webhook.ts'
import { write } from '../../../src/platform/db/write.ts'
import { postTo } from '../../../src/platform/http/outgoing-post.ts'
import { isPublicAddress } from '../../../src/platform/http/public-address.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { webhookDeliveries, webhooks } from '../../../src/schema/webhooks.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

const minute = 60_000
const anywhere = { protocols: ['http:'], mayReach: () => true }

type Got = { headers: IncomingHttpHeaders; body: string }

/** A program on this machine that answers with these codes, the last one from then on. */
async function program(...codes: number[]) {
  const got: Got[] = []
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (piece) => (body += piece))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      reply.writeHead(codes[Math.min(got.length, codes.length) - 1]!, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  onTestFinished(() => new Promise<void>((closed) => void server.close(() => closed())))
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

async function given(world: World, url: string, kind: Webhook['kind'] = 'government', target = '') {
  const owner = await world.signedIn('newsroom@example.test')
  const id = newId()
  const at = world.clock.now
  const wanted = { id, personId: owner.personId!, governmentId: world.government.id, kind, target, url, createdAt: at }
  const sealed = sealedSecret(world.deps.config.secret, id)
  expect((await write(world.db, (tx) => makeWebhook(tx, wanted, sealed))).ok).toBe(true)
  return { owner, id }
}

const hookIn = async ({ db }: World, id: string) =>
  (await db.reads.select().from(webhooks).where(eq(webhooks.id, id)))[0]!
const deliveries = ({ db }: World) =>
  db.reads.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.createdAt))

/** A commitment's agency writes: news of a public case. */
async function news(world: World, number: string) {
  const [p] = await world.db.reads.select().from(proposals).where(eq(proposals.number, number))
  const { tellFollowers } = await import('../../../src/domain/notifications/tell-case.ts')
  await write(world.db, (tx) => tellFollowers(tx, p!.id, 'extended', { at: world.clock.now }))
  await expandMailings(world.deps, world.clock.now)
}
const send = (world: World) => deliverWebhooks(world.deps, world.clock.now, undefined, anywhere)
const later = (world: World, ms: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + ms)
}

async function city() {
  const world = await testWorld()
  await givenCase(world, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    topicCode: 'education',
    ...answeredOn('2026-03-30'),
  })
  await givenCase(world, { number: '2026-0002', title: '公園的樹' })
  return world
}

test('news goes out once, signed so that its receiver can check it, and names nobody', async () => {
  const world = await city()
  const { got, url } = await program(204)
  const { id } = await given(world, url)
  await news(world, '2026-0001')
  await expandMailings(world.deps, world.clock.now)
  expect(await send(world)).toBe(1)
  expect(await send(world)).toBe(0)
  const [{ headers, body } = { headers: {}, body: '' }] = got
  expect(JSON.parse(body)).toMatchObject({
    type: 'case.extended',
    data: { government: 'haicheng', number: '2026-0001', title: '夜市停用一次性餐具', stage: 'resolved' },
  })
  expect(body).not.toContain('newsroom')
  const [secret] = secretsOf(await hookIn(world, id), world.deps.config.secret, world.clock.now)
  const key = Buffer.from(secret!.slice('whsec_'.length), 'base64')
  const told = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(told).digest('base64')}`)
  expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(world.clock.now.getTime() / 1000))
})

test('the example of the standard is signed as the standard says', () => {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const signed = webhookHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1614265330_000), '{"test": 2432232314}', [
    secret,
  ])
  expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  expect(Buffer.from(newWebhookSecret().slice(6), 'base64')).toHaveLength(24)
})

test('a topic, a case or the government: each hears of what is its own, and of nothing that is not public', async () => {
  const world = await city()
  const { got, url } = await program(200)
  await given(world, `${url}?topic`, 'topic', 'education')
  await given(world, `${url}?case`, 'case', '2026-0002')
  await news(world, '2026-0001')
  await send(world)
  expect(got).toHaveLength(1)
  await news(world, '2026-0002')
  await write(world.db, (tx) =>
    tx.update(proposals).set({ hiddenAt: world.clock.now, hiddenReason: 'x' }).where(eq(proposals.number, '2026-0002')),
  )
  await send(world)
  expect(got).toHaveLength(1)
  expect((await deliveries(world)).at(-1)).toMatchObject({ error: 'hidden', nextTryAt: null })
})

test('what fails is tried again later and later, with the same id; a redirect is not followed', async () => {
  const world = await city()
  const { got, url } = await program(302, 500, 200)
  await given(world, url)
  await news(world, '2026-0001')
  await send(world)
  await send(world)
  expect(got).toHaveLength(1)
  later(world, 5_000)
  await send(world)
  later(world, 4 * minute)
  await send(world)
  expect(got).toHaveLength(2)
  later(world, minute)
  expect(await send(world)).toBe(1)
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect((await deliveries(world))[0]).toMatchObject({ attempts: 3, status: 200 })
})

test('an address that fails for three days is paused, and whoever made it gets a mail; it goes on when they say so', async () => {
  const world = await city()
  const { got, url } = await program(...Array(10).fill(500), 200)
  const { id, owner } = await given(world, url)
  await news(world, '2026-0001')
  for (let hours = 0; hours < 80 && !(await hookIn(world, id)).pausedAt; hours++) {
    await send(world)
    later(world, 60 * minute)
  }
  const paused = await hookIn(world, id)
  expect(paused.pausedAt!.getTime() - paused.failingSince!.getTime()).toBeGreaterThanOrEqual(72 * 60 * minute)
  const mails = (await world.db.reads.select().from(outbox)).filter(({ kind }) => kind === 'webhook_paused')
  expect(mails.map(({ personId }) => personId)).toEqual([owner.personId])
  const before = got.length
  await news(world, '2026-0002')
  later(world, 24 * 60 * minute)
  await send(world)
  expect(got).toHaveLength(before)
  expect((await owner.post(`/me/webhooks/${id}/resumptions`)).statusCode).toBe(303)
  expect(await send(world)).toBe(2) // what was given up, and what came meanwhile
})

test('who says that they are gone is paused at once', async () => {
  const world = await city()
  const { url } = await program(410)
  const { id } = await given(world, url)
  await news(world, '2026-0001')
  await send(world)
  expect((await hookIn(world, id)).pausedAt).not.toBeNull()
})

test('no message goes into a private network, whatever names it', async () => {
  for (const inside of [
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ],
    ...['2001:db8::1', 'ff02::1', 'not an address', ''],
  ])
    expect([inside, isPublicAddress(inside)]).toEqual([inside, false])
  for (const outside of ['1.1.1.1', '203.69.66.102', '2606:4700:4700::1111'])
    expect([outside, isPublicAddress(outside)]).toEqual([outside, true])
  const { got, url } = await program(200)
  const { port } = new URL(url)
  const guarded = { protocols: ['http:', 'https:'], mayReach: isPublicAddress }
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])
    expect([host, await postTo(`http://${host}:${port}/`, 'x', {}, guarded)]).toEqual([host, { error: 'not_public' }])
  expect(await postTo(url, 'x', {})).toEqual({ error: 'no_address' }) // not HTTPS
  expect(await postTo('file:///etc/passwd', 'x', {}, guarded)).toEqual({ error: 'no_address' })
  expect(got).toEqual([])
})
