// Logs of others that are kept here, as files that programs read (https://c2sp.org/tlog-mirror, its monitoring prefix).
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { fileIn, tileIn } from '../../domain/log/mirror-folder.ts'
import { mirrorAt } from '../../domain/log/mirrors.ts'
import { readTilePath } from '../../lib/tiles.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { sendTile } from './send-tile.ts'

const hashParams = z.looseObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const tileParams = hashParams.extend({ '*': z.string() })

/** `/mirror/:hash/checkpoint`, `/mirror/:hash/policy`, `/mirror/:hash/tile/…`. */
export const mirrorRoutes: FastifyPluginAsyncZod<Deps> = async (app, { config }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })

  for (const name of ['checkpoint', 'policy'] as const)
    app.get(`/mirror/:hash/${name}`, { schema: { params: hashParams } }, async (request, reply) => {
      const folder = mirrorAt(config.mirrorsFolder, request.params.hash)
      const found = folder && (await fileIn(folder, name))
      if (!found) throw httpError(404)
      reply.header('cache-control', 'public, max-age=10')
      return reply.type('text/plain; charset=utf-8').send(found)
    })

  // its name is read and written anew: no other path than that of a tile is ever opened
  app.get('/mirror/:hash/tile/*', { schema: { params: tileParams } }, async (request, reply) => {
    const folder = mirrorAt(config.mirrorsFolder, request.params.hash)
    const name = folder === null ? null : readTilePath(request.params['*'])
    const tile = name && (await tileIn(folder!, name))
    if (!tile) throw httpError(404)
    return sendTile(request, reply, name, tile)
  })
}
