// What stands in the log: enough to find a fault, nothing about a person.
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { write } from '../../../src/platform/db/write.ts'
import { logging } from '../../../src/platform/http/request-log.ts'
import { requestMetrics } from '../../../src/platform/http/request-metrics.ts'
import { people } from '../../../src/schema/people.ts'
import { testDatabase } from '../../support/database.ts'

async function logged(trustProxy: string | false) {
  const lines: string[] = []
  const logTo = { write: (line: string) => void lines.push(line.trim()) }
  const app = Fastify({ ...logging({ config: { logLevel: 'info', trustProxy }, logTo }), trustProxy })
  await app.register(requestMetrics)
  onTestFinished(() => app.close())
  return { app, lines, all: () => lines.join('\n'), last: () => JSON.parse(lines.at(-1)!) }
}

test('an answer is one line with its id, without address, query or the secrets in a path', async () => {
  const { app, lines, all, last } = await logged(false)
  app.get('/cosignatures/:token', async () => 'ok')
  const secret = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6'
  await app.inject({
    url: `/cosignatures/${secret}?q=wang@example.tw`,
    headers: { cookie: 'fuyi=stolen', 'x-request-id': 'forged-by-a-visitor' },
    remoteAddress: '203.0.113.9',
  })
  expect(lines).toHaveLength(1)
  expect(last()).toMatchObject({ method: 'GET', path: '/cosignatures/…', status: 200, msg: 'answered' })
  expect(last().request).toMatch(/^[0-9a-f]{12}-\d+$/)
  for (const secretThing of [secret, 'wang', 'stolen', '203.0.113.9', 'forged'])
    expect(all()).not.toContain(secretThing)
})

test('the id of a trusted proxy is kept, so that both logs can be read together', async () => {
  const { app, last } = await logged('127.0.0.1')
  app.get('/', async () => 'ok')
  await app.inject({ url: '/', headers: { 'x-request-id': '4f5d1c3e9a7b' } })
  expect(last().request).toBe('4f5d1c3e9a7b')
  await app.inject({ url: '/', headers: { 'x-request-id': 'two\nlines' } })
  expect(last().request).toMatch(/^[0-9a-f]{12}-\d+$/)
})

test('an error of the database is told without the values it was about', async () => {
  const { app, all } = await logged(false)
  const db = await testDatabase()
  const wang = {
    id: 'one',
    email: 'wang@example.tw',
    language: 'en',
    createdAt: new Date(),
  } as typeof people.$inferInsert
  app.get('/', async (request) => {
    await write(db, async (tx) => {
      await tx.insert(people).values(wang).returning()
      await tx
        .insert(people)
        .values({ ...wang, id: 'two' })
        .returning()
    }).catch((err) => request.log.error({ err }, 'request failed'))
    return 'ok'
  })
  await app.inject({ url: '/' })
  expect(all()).toContain('request failed')
  expect(all(), 'the place is kept').toMatch(/"stack":" +at /)
  expect(all()).not.toContain('wang')
})
