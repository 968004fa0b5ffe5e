// What a plain Fastify reply costs on this machine: bytes from memory, no log, no hook. Prints its port.
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'

const app = Fastify()
const bodies = new Map<number, Buffer>()
app.get<{ Params: { bytes: string } }>('/:bytes', async (request, reply) => {
  const bytes = Number(request.params.bytes)
  let body = bodies.get(bytes)
  if (!body) {
    body = Buffer.alloc(bytes, 'x')
    bodies.set(bytes, body)
  }
  return reply.type('text/html; charset=utf-8').send(body)
})
await app.listen({ port: 0, host: '127.0.0.1' })
console.log((app.server.address() as AddressInfo).port)
