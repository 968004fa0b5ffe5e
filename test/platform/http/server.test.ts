// What the server under Fastify adds to Node's: two public methods of it that a version may change.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { AppServer, serverFactory } from '../../../src/platform/http/server.ts'

async function listening() {
  const app = Fastify({ serverFactory })
  onTestFinished(() => app.close())
  app.get('/', async () => 'from Fastify')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const server = app.server as AppServer
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const ask = async () => {
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [piece] = (await once(socket, 'data')) as [Buffer]
    return piece.toString()
  }
  return { server, socket, ask }
}

test('closing it leaves idle connections open where they are to be kept, and an answer is still sent on them', async () => {
  const { server, socket, ask } = await listening()
  expect(await ask()).toContain('from Fastify')
  server.keepsIdle = true
  server.close()
  expect(server.listening).toBe(false)
  expect(await ask()).toContain('from Fastify')
  server.keepsIdle = false
  const closed = once(socket, 'close')
  server.closeIdleConnections()
  await closed
})

test('closing it ends idle connections otherwise', async () => {
  const { server, socket, ask } = await listening()
  await ask()
  const closed = once(socket, 'close')
  server.close()
  await closed
})

test('whoever is first answers by itself, or hands on to Fastify', async () => {
  const { server, ask } = await listening()
  expect(server).toBeInstanceOf(AppServer)
  server.first = (_request, response) => void response.end('before Fastify')
  expect(await ask()).toContain('before Fastify')
  server.first = (_request, _response, next) => void setTimeout(next, 5)
  expect(await ask()).toContain('from Fastify')
})
