// This deployment as a witness, for programs (https://c2sp.org/tlog-witness). Nobody signs in: a checkpoint is signed by its log.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addCheckpoint, witnessedCheckpoint } from '../../domain/log/witness.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'

const hashParams = z.looseObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const mostOfBody = 65_536 // bytes: 63 hashes and a checkpoint of some lines are 4 kB

/** `POST /witness/add-checkpoint`, `/witness/:hash/checkpoint`. */
export const witnessRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    '*',
    { parseAs: 'string', bodyLimit: mostOfBody },
    async (_request: FastifyRequest, body: string) => body,
  )

  app.post('/witness/add-checkpoint', async (request, reply) => {
    const answer = await addCheckpoint(deps, typeof request.body === 'string' ? request.body : '')
    reply.header('cache-control', 'no-store').code(answer.status)
    if (answer.status === 409) return reply.type('text/x.tlog.size').send(`${answer.size}\n`)
    return reply.type('text/plain; charset=utf-8').send(answer.status === 200 ? answer.line : '')
  })

  app.get('/witness/:hash/checkpoint', { schema: { params: hashParams } }, async (request, reply) => {
    const checkpoint = await witnessedCheckpoint(deps.db.reads, request.params.hash)
    if (!checkpoint) throw httpError(404)
    reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=10')
    return reply.type('text/plain; charset=utf-8').send(checkpoint)
  })
}
