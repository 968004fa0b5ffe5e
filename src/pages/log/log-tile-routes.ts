// A government's log as files that programs read (https://c2sp.org/tlog-tiles): the checkpoint, and tiles that never change.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { publicHalf, signingRows } from '../../domain/log/keys.ts'
import { headOf, tileOf } from '../../domain/log/store.ts'
import { vkeyOf } from '../../lib/signed-note.ts'
import { readTilePath } from '../../lib/tiles.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { originOf } from '../../platform/http/security.ts'

const zip = promisify(gzip)
const tileParams = z.looseObject({ '*': z.string() })

/** `/:gov/log/checkpoint`, `/:gov/log/policy`, `/:gov/log/tile/…`. */
export const logTileRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })

  app.get('/log/checkpoint', async (request, reply) => {
    const head = await headOf(db.reads, request.government.id)
    if (!head?.checkpoint) throw httpError(404)
    reply.header('cache-control', 'public, max-age=1')
    return reply.type('text/plain; charset=utf-8').send(head.checkpoint)
  })

  // https://c2sp.org/tlog-policy: which keys sign, for programs
  app.get('/log/policy', async (request, reply) => {
    const { government } = request
    const keys = await signingRows(db.reads, { governmentId: government.id, use: 'log' }, now())
    if (!keys.length) throw httpError(404)
    const address = `${originOf(request, config.origin)}/${government.slug}/log`
    const lines = keys.map((row) => `log ${vkeyOf(publicHalf(row))} ${address}\n`)
    reply.header('cache-control', 'public, max-age=60')
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('')}quorum none\n`)
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
