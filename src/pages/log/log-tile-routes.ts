// A government's log as files that programs read (https://c2sp.org/tlog-tiles): the checkpoint, and tiles that never change.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { headOf, tileOf } from '../../domain/log/store.ts'
import { readTilePath } from '../../lib/tiles.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'

const zip = promisify(gzip)
const tileParams = z.looseObject({ '*': z.string() })

/** `/:gov/log/checkpoint`, `/:gov/log/tile/…`. */
export const logTileRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })

  app.get('/log/checkpoint', async (request, reply) => {
    const head = await headOf(db.reads, request.government.id)
    if (!head?.checkpoint) throw httpError(404)
    reply.header('cache-control', 'public, max-age=1')
    return reply.type('text/plain; charset=utf-8').send(head.checkpoint)
  })

  app.get('/log/tile/*', { schema: { params: tileParams } }, async (request, reply) => {
    const name = readTilePath(request.params['*'])
    const tile = name && (await tileOf(db.reads, request.government.id, name))
    if (!tile) throw httpError(404)
    reply.header('cache-control', 'public, max-age=31536000, immutable').type('application/octet-stream')
    if (name.level !== 'entries') return reply.send(tile)
    reply.header('vary', 'Accept-Encoding')
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(tile)
    return reply.header('content-encoding', 'gzip').send(await zip(tile))
  })
}
