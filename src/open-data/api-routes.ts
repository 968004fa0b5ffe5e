// JSON for scripts: governments, lists of cases, one case. Read-only, open to every origin.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { and, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { numbersOf } from '../domain/figures/statistics.ts'
import { pausedUntil } from '../domain/governments/deadline.ts'
import { blackoutsOf, listGovernments } from '../domain/governments/store.ts'
import { isThere } from '../domain/proposals/proposal.ts'
import { loadCases } from '../domain/proposals/public-proposal.ts'
import { whileTrue } from '../domain/record/shown.ts'
import { listAddress, listParameters } from '../domain/search/list-query.ts'
import { searchCases } from '../domain/search/search.ts'
import { checkedQuery, pagesOf } from '../domain/search/validate-query.ts'
import { keptWhile } from '../platform/cache/cache.ts'
import type { Db } from '../platform/db/database.ts'
import type { Deps } from '../platform/http/deps.ts'
import { httpError } from '../platform/http/http-error.ts'
import { sendProblem } from '../platform/http/problem.ts'
import { originOf } from '../platform/http/security.ts'
import { proposals } from '../schema/proposals.ts'
import { governmentOr404, namesOf, noParameters } from './asked.ts'
import { type GovernmentJson, license } from './case-head.ts'
import { type CaseJson, caseJson } from './case-json.ts'
import { caseSchema, hiddenFacts } from './contract/case-schema.ts'
import { caseList, governmentList } from './contract/lists.ts'
import { problem } from './contract/values.ts'
import { formatAccepted, withEnding } from './datasets/formats.ts'
import { daysJson } from './government-json.ts'
import { hiddenJson } from './hidden-case-json.ts'
import { nameJson } from './name-json.ts'

const caseParams = z.looseObject({ gov: z.string(), number: z.string() })
const governmentParams = z.looseObject({ gov: z.string() })
/** A case that was withdrawn still shows itself; of one that was hidden the facts stay. */
const hiddenCase = problem.extend(hiddenFacts.shape).meta({ id: 'HiddenCase' })
const withdrawnOrHidden = z.union([caseSchema, hiddenCase])

export const apiRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const governments = { schema: { response: { 200: governmentList } }, config: { contract: { id: 'governments' } } }
  app.get('/api/v1/governments', governments, async (request) => {
    noParameters(request.query)
    const at = now()
    const [all, numbers] = await Promise.all([listGovernments(db.reads), numbersOf(db.reads, at)])
    const days = new Map(await Promise.all(all.map(async (g) => [g.id, await daysJson(db.reads, g, at)] as const)))
    for (const { until } of days.values())
      if (until) request.trueFor = Math.min(request.trueFor, until.getTime() - at.getTime())
    const origin = originOf(request, config.origin)
    return {
      data: all.map((g) => {
        const n = numbers.get(g.id)
        return {
          code: g.slug,
          url: `${origin}/${g.slug}`,
          name: nameJson(g.name),
          contact: g.contact && nameJson(g.contact),
          languages: g.languages,
          time_zone: g.timeZone,
          proposals_url: `${origin}/api/v1/${g.slug}/proposals`,
          counts: {
            gathering: n?.gathering ?? 0,
            review: n?.review ?? 0,
            overdue: n?.overdue ?? 0,
            resolved: n?.resolved ?? 0,
            ended: n?.ended ?? 0,
          },
          ...days.get(g.id)!.json,
          license,
        }
      }),
    }
  })

  const list = {
    schema: { params: governmentParams, response: { 200: caseList } },
    config: { contract: { id: 'cases', query: listParameters } },
  }
  app.get('/api/v1/:gov/proposals', list, async (request, reply) => {
    reply.header('vary', 'Accept')
    const format = formatAccepted(request.headers.accept)
    if (format !== 'json') return reply.redirect(withEnding(request.url, format), 303)
    const government = await governmentOr404(db.reads, request.params.gov)
    const at = now()
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const query = await checkedQuery(db.reads, government.id, request.query)
    const { exact, close } = await searchCases(db.reads, government.id, query, at)
    const { ids, total } = exact
    const pages = pagesOf(total, query)
    const origin = originOf(request, config.origin)
    const link = (page: number) => listAddress(`${origin}/api/v1/${government.slug}/proposals`, query, { page })
    return {
      data: await casesJson(db.reads, government, ids, origin, at),
      // where few cases say what was searched for: what the page shows under “close to what you wrote”; in no count
      close: await casesJson(db.reads, government, close, origin, at),
      meta: { total, page: query.page, per_page: query.per_page },
      links: {
        self: link(query.page),
        next: query.page < pages ? link(query.page + 1) : null,
        prev: query.page > 1 ? link(query.page - 1) : null,
        first: link(1),
        last: link(pages),
      },
      license,
    }
  })

  for (const [id, address] of [
    ['case', '/api/v1/:gov/proposals/:number'],
    ['case_beside_page', '/:gov/proposals/:number(^\\d+-\\d+).json'],
  ] as const) {
    const one = {
      schema: { params: caseParams, response: { 200: caseSchema, 410: withdrawnOrHidden } },
      config: { contract: { id } },
    }
    app.get(address, one, async (request, reply) => {
      noParameters(request.query)
      const government = await governmentOr404(db.reads, request.params.gov)
      const at = now()
      keptWhile(request, () => whileTrue(deps, government.id, at))
      return oneCase(db.reads, government, request.params.number, originOf(request, config.origin), at, request, reply)
    })
  }

  app.get('/api/*', async () => {
    throw httpError(404)
  })
}

type Place = GovernmentJson & { id: string }

async function oneCase(
  db: Db,
  government: Place,
  number: string,
  origin: string,
  at: Date,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const [found] = await db
    .select({
      id: proposals.id,
      stage: proposals.stage,
      publishedAt: proposals.publishedAt,
      reconsideredAt: proposals.reconsideredAt,
      hiddenAt: proposals.hiddenAt,
      hiddenReason: proposals.hiddenReason,
    })
    .from(proposals)
    .where(and(eq(proposals.governmentId, government.id), eq(proposals.number, number)))
  if (!found || !isThere(found)) throw httpError(404)
  if (found.hiddenAt) {
    const message = found.hiddenReason ?? request.t('errors.410.message')
    const [one] = await loadCases(db, [found.id], { at, timeZone: government.timeZone })
    const facts = hiddenJson(one!.row, one!.has, government, origin)
    return sendProblem(request, reply, { status: 410, detail: message }, facts)
  }
  const [json] = await casesJson(db, government, [found.id], origin, at)
  if (found.stage === 'withdrawn') reply.code(410) // as its page does
  return json
}

/** Cases in the order of the ids. */
async function casesJson(db: Db, government: Place, ids: string[], origin: string, at: Date): Promise<CaseJson[]> {
  const [pauses, cases, names] = await Promise.all([
    blackoutsOf(db, government.id),
    loadCases(db, ids, { at, timeZone: government.timeZone }),
    namesOf(db, government.id),
  ])
  const paused = pausedUntil(at, pauses, government.timeZone)
  return cases.map(({ row, has }) => caseJson(row, has, government, names, origin, paused))
}
