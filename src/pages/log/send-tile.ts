// A tile as an answer: it never changes, and bundles go packed to whoever takes them.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TileName } from '../../lib/tiles.ts'

const zip = promisify(gzip)

export async function sendTile(request: FastifyRequest, reply: FastifyReply, name: TileName, tile: Buffer) {
  reply.header('cache-control', 'public, max-age=31536000, immutable').type('application/octet-stream')
  if (name.level !== 'entries') return reply.send(tile)
  reply.header('vary', 'Accept-Encoding')
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(tile)
  return reply.header('content-encoding', 'gzip').send(await zip(tile))
}
