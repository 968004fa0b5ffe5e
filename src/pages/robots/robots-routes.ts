// What robots ask for first: robots.txt, and the sitemaps that name every page worth finding.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { agenciesOf, listGovernments } from '../../domain/governments/store.ts'
import { listedYears } from '../../domain/search/list-batches.ts'
import { inOneMap, mappedCases } from '../../domain/search/site-map-store.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { originOf } from '../../platform/http/security.ts'
import { robotsTxt, siteMapIndex, urlSet } from './sitemap.ts'

const xmlType = 'application/xml; charset=utf-8'
const mapParams = z.looseObject({ map: z.string() })
/** A government's pages that are neither lists' pages nor cases. */
const fixed = [
  ...[
    '',
    '/proposals',
    '/archive',
    '/agencies',
    '/commitments',
    '/figures',
    '/data',
    '/data/api',
    '/privacy',
    '/accessibility',
  ],
  ...['/sitemap', '/log', '/help', '/help/deadlines', '/help/changes'],
]

export const robotsRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config }) => {
  app.get('/robots.txt', async (request, reply) =>
    reply.type('text/plain; charset=utf-8').send(robotsTxt(originOf(request, config.origin), config.demonstration)),
  )

  app.get('/sitemap.xml', async (request, reply) => {
    const origin = originOf(request, config.origin)
    const maps: string[] = []
    for (const { id, slug } of await listGovernments(db.reads)) {
      maps.push(`${origin}/${slug}/sitemap-pages.xml`)
      for (const { year, cases } of await listedYears(db.reads, id))
        for (let part = 1; part <= Math.ceil(cases / inOneMap); part++)
          maps.push(`${origin}/${slug}/sitemap-${year}-${part}.xml`)
    }
    return reply.type(xmlType).send(siteMapIndex(maps.map((url) => ({ url, changed: null }))))
  })
}

/** Below a government's name. */
export const governmentMapRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config }) => {
  app.get('/sitemap-pages.xml', async (request, reply) => {
    const { government } = request
    const base = `${originOf(request, config.origin)}/${government.slug}`
    const agencies = await agenciesOf(db.reads, government.id)
    const pages = [...fixed, ...agencies.map(({ code }) => `/agencies/${encodeURIComponent(code)}`)]
    return reply.type(xmlType).send(urlSet(pages.map((page) => ({ url: base + page, changed: null }))))
  })

  app.get('/sitemap-:map.xml', { schema: { params: mapParams } }, async (request, reply) => {
    const { government, params } = request
    const [, year, part] = /^(\d{4})-([1-9]\d{0,4})$/.exec(params.map) ?? []
    const cases = year ? await mappedCases(db.reads, government.id, Number(year), Number(part)) : []
    if (!cases.length) throw httpError(404)
    const base = `${originOf(request, config.origin)}/${government.slug}/proposals`
    const urls = cases.map(({ number, changedAt }) => ({
      url: `${base}/${number}`,
      changed: changedAt && isoWithOffset(changedAt, government.timeZone),
    }))
    return reply.type(xmlType).send(urlSet(urls))
  })
}
