// The contract of the data interface, for programs, and the same as a page for people.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { memoize } from '../lib/memoize.ts'
import type { Deps } from '../platform/http/deps.ts'
import { noQuery } from '../platform/http/query-schemas.ts'
import { originOf } from '../platform/http/security.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { render } from '../platform/web/view.ts'
import { openApi } from './contract/openapi.ts'
import { typesOf } from './contract/typescript.ts'
import { interfaceShown } from './contract-page.ts'

/** `/api/openapi.json`, `/api/types.d.ts`. The routes are all there when the first request comes, and never change after. */
export const contractRoutes: FastifyPluginAsyncZod<Deps> = async (app, { config }) => {
  const written = contractIn(app)
  const contract = { id: 'contract', files: { 'application/json': null } }
  app.get('/api/openapi.json', { schema: { querystring: noQuery }, config: { contract } }, async (request, reply) => {
    return reply.type('application/json; charset=utf-8').send(written(request, config.origin).text)
  })
  const types = { id: 'types', files: { 'application/typescript': null } }
  app.get(
    '/api/types.d.ts',
    { schema: { querystring: noQuery }, config: { contract: types } },
    async (request, reply) => {
      return reply.type('application/typescript; charset=utf-8').send(typesOf(written(request, config.origin).json))
    },
  )
}

/** `/:gov/data/api`. */
export const contractPageRoutes: FastifyPluginAsyncZod<Deps> = async (app, { config }) => {
  const written = contractIn(app)
  app.get('/data/api', async (request, reply) => {
    const { government, t } = request
    const { json } = written(request, config.origin)
    return render(request, reply, 'data/api', {
      title: t('api.title'),
      about: { path: `/${government.slug}/data/api` },
      ...interfaceShown(json, government, t),
    })
  })
}

/** By language and origin. */
function contractIn(app: { operations: Parameters<typeof openApi>[0] }) {
  const write = memoize(
    (key) => {
      const [language = '', origin = ''] = key.split(' ')
      const json = openApi(app.operations, translator(language), origin)
      return { json, text: `${JSON.stringify(json, null, 2)}\n` }
    },
    8,
    200,
  )
  return (request: FastifyRequest, origin: string | null) => write(`${request.language} ${originOf(request, origin)}`)
}
