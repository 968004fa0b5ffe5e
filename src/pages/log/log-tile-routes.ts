// A government's log as files that programs read (https://c2sp.org/tlog-tiles): the checkpoint, and tiles that never change.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { checkpointOf, witnessedOf } from '../../domain/log/cosigned.ts'
import { policyOf } from '../../domain/log/policy.ts'
import { tileOf } from '../../domain/log/store.ts'
import { readTilePath } from '../../lib/tiles.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { originOf } from '../../platform/http/security.ts'

const zip = promisify(gzip)
const tileParams = z.looseObject({ '*': z.string() })

/** `/:gov/log/checkpoint`, `/:gov/log/witnessed`, `/:gov/log/policy`, `/:gov/log/tile/…`. */
export const logTileRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })

  app.get('/log/checkpoint', async (request, reply) => {
    const checkpoint = await checkpointOf(db.reads, request.government.id)
    if (!checkpoint) throw httpError(404)
    reply.header('cache-control', 'public, max-age=1')
    return reply.type('text/plain; charset=utf-8').send(checkpoint)
  })

  // witnesses sign once a minute at most: the newest that one has signed
  app.get('/log/witnessed', async (request, reply) => {
    const witnessed = await witnessedOf(db.reads, request.government.id)
    if (!witnessed) throw httpError(404)
    reply.header('cache-control', 'public, max-age=10')
    return reply.type('text/plain; charset=utf-8').send(witnessed.text)
  })

  // https://c2sp.org/tlog-policy: which keys sign, for programs
  app.get('/log/policy', async (request, reply) => {
    const { government } = request
    const address = `${originOf(request, config.origin)}/${government.slug}/log`
    const policy = await policyOf(db.reads, government.id, address, now())
    if (!policy) throw httpError(404)
    reply.header('cache-control', 'public, max-age=60')
    return reply.type('text/plain; charset=utf-8').send(policy)
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
