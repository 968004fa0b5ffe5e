// The catalogue of all that can be taken, and where programs find it: /catalog.jsonld, per government, /.well-known/api-catalog.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { listGovernments } from '../domain/governments/store.ts'
import type { Deps } from '../platform/http/deps.ts'
import { noQuery } from '../platform/http/query-schemas.ts'
import { originOf } from '../platform/http/security.ts'
import { catalogueOfAll, governmentCatalogue } from './catalogue/catalogue.ts'
import { allWords, registered, tellCatalogue } from './catalogue/tell-catalogue.ts'

const jsonLd = 'application/ld+json; charset=utf-8'

export const catalogueRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config, now }) => {
  app.get('/catalog.jsonld', { schema: { querystring: noQuery } }, async (request, reply) => {
    const origin = originOf(request, config.origin)
    const governments = await listGovernments(db.reads)
    const at = now()
    const all = await Promise.all(governments.map((one) => tellCatalogue(db.reads, one, config, origin, at)))
    return reply.type(jsonLd).send(catalogueOfAll(all, allWords(), origin))
  })

  /** RFC 9727: which interfaces there are, what describes them for programs, and what for people. */
  app.get('/.well-known/api-catalog', { schema: { querystring: noQuery } }, async (request, reply) => {
    const origin = originOf(request, config.origin)
    const catalogue = { href: `${origin}/catalog.jsonld`, type: 'application/ld+json' }
    reply.header('access-control-allow-origin', '*').header('link', `<${catalogue.href}>; rel="describedby"`)
    reply.type('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
    return {
      linkset: (await listGovernments(db.reads)).map(({ slug }) => ({
        anchor: `${origin}/api/v1/${slug}/proposals`,
        'service-desc': [{ href: `${origin}/api/openapi.json`, type: 'application/json' }],
        'service-doc': [{ href: `${origin}/${slug}/data/api`, type: 'text/html' }],
        'service-meta': [
          { href: `${origin}/${slug}/catalog.jsonld`, type: 'application/ld+json' },
          ...(config.dumps ? [{ href: `${origin}/dumps/index.json`, type: 'application/json' }] : []),
        ],
        describedby: [catalogue],
        license: [{ href: 'https://data.gov.tw/license' }],
      })),
    }
  })
}

/** Below a government's name. */
export const governmentCatalogueRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config, now }) => {
  app.get('/catalog.jsonld', { schema: { querystring: noQuery } }, async (request, reply) => {
    const told = await tellCatalogue(db.reads, request.government, config, originOf(request, config.origin), now())
    return reply.type(jsonLd).send(governmentCatalogue(told))
  })

  app.get('/data/data.gov.tw', { schema: { querystring: noQuery } }, async (request, reply) => {
    reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*')
    return registered(request.government, originOf(request, config.origin), now())
  })
}
