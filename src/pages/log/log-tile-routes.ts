// A government's log as files that programs read (https://c2sp.org/tlog-tiles): the checkpoint, and tiles that never change.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { checkpointOf, witnessedOf } from '../../domain/log/cosigned.ts'
import { keyListOf } from '../../domain/log/key-list.ts'
import { policyOf } from '../../domain/log/policy.ts'
import { tileOf } from '../../domain/log/store.ts'
import { readTilePath } from '../../lib/tiles.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { originOf } from '../../platform/http/security.ts'
import { sendTile } from './send-tile.ts'

const tileParams = z.looseObject({ '*': z.string() })

/** `/:gov/log/checkpoint`, `/:gov/log/witnessed`, `/:gov/log/policy`, `/:gov/log/keys`, `/:gov/log/tile/…`. */
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

  // the same keys, signed by each other: whoever knows one learns of the next
  app.get('/log/keys', async (request, reply) => {
    const keys = await keyListOf(db.reads, config, request.government.id, now())
    if (!keys) throw httpError(404)
    reply.header('cache-control', 'public, max-age=60')
    return reply.type('text/plain; charset=utf-8').send(keys)
  })

  app.get('/log/tile/*', { schema: { params: tileParams } }, async (request, reply) => {
    const name = readTilePath(request.params['*'])
    const tile = name && (await tileOf(db.reads, request.government.id, name))
    if (!tile) throw httpError(404)
    return sendTile(request, reply, name, tile)
  })
}
