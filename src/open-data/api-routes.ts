// JSON for scripts: governments, lists of cases, one case. Read-only, open to every origin.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { and, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { numbersOf } from '../domain/figures/statistics.ts'
import { listGovernments } from '../domain/governments/store.ts'
import { isThere } from '../domain/proposals/proposal.ts'
import { loadCases } from '../domain/proposals/public-proposal.ts'
import { noSuchCase } from '../domain/proposals/taken-back.ts'
import { whileTrue } from '../domain/record/shown.ts'
import { keptWhile } from '../platform/cache/cache.ts'
import type { Db } from '../platform/db/database.ts'
import type { Deps } from '../platform/http/deps.ts'
import { httpError } from '../platform/http/http-error.ts'
import { sendProblem } from '../platform/http/problem.ts'
import { dataQuery, noQuery, wholeQuery } from '../platform/http/query-schemas.ts'
import { originOf } from '../platform/http/security.ts'
import { proposals } from '../schema/proposals.ts'
import { governmentOr404, namesOf } from './asked.ts'
import { license } from './case-head.ts'
import { caseFieldsJson, casesJson, type Field, fieldsParameter, type Place, readFields } from './cases-json.ts'
import { changesJson, readChanges } from './changes-json.ts'
import { casePart, caseSchema, hiddenFacts } from './contract/case-schema.ts'
import { changeList } from './contract/changes.ts'
import { caseList, casePartList, casePartWalk, caseWalk, governmentList } from './contract/lists.ts'
import { problem } from './contract/values.ts'
import { formatAccepted, withEnding } from './datasets/formats.ts'
import { daysJson } from './government-json.ts'
import { hiddenJson } from './hidden-case-json.ts'
import { listJson, listJsonParameters, readList } from './list-json.ts'
import { nameJson } from './name-json.ts'

const caseParams = z.looseObject({ gov: z.string(), number: z.string() })
const governmentParams = z.looseObject({ gov: z.string() })
/** A case that was withdrawn still shows itself; of one that was hidden the facts stay. */
const hiddenCase = problem.extend(hiddenFacts.shape).meta({ id: 'HiddenCase' })
const lists = z.union([caseList, casePartList, caseWalk, casePartWalk, changeList])
const withdrawnOrHidden = z.union([caseSchema, casePart, hiddenCase])

export const apiRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const governments = {
    schema: { querystring: noQuery, response: { 200: governmentList } },
    config: { contract: { id: 'governments' } },
  }
  app.get('/api/v1/governments', governments, async (request) => {
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
    schema: { params: governmentParams, querystring: wholeQuery, response: { 200: lists } },
    config: { contract: { id: 'cases', query: listJsonParameters, problems: [410] } },
  }
  app.get('/api/v1/:gov/proposals', list, async (request, reply) => {
    reply.header('vary', 'Accept')
    const format = formatAccepted(request.headers.accept)
    if (format !== 'json') return reply.redirect(withEnding(request.url, format), 303)
    const government = await governmentOr404(db.reads, request.params.gov)
    const at = now()
    const changes = await readChanges(db.reads, request.query)
    // not kept while it is true: steps are given later than what they tell of
    if (changes) return changesJson({ db: db.reads, government, origin: originOf(request, config.origin), at }, changes)
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const asked = await readList(db.reads, government.id, request.query)
    return listJson({ db: db.reads, government, origin: originOf(request, config.origin), at }, asked)
  })

  for (const [id, address] of [
    ['case', '/api/v1/:gov/proposals/:number'],
    ['case_beside_page', '/:gov/proposals/:number(^\\d+-\\d+).json'],
  ] as const) {
    const one = {
      schema: {
        ...{ params: caseParams, querystring: dataQuery({ fields: z.unknown().optional() }) },
        response: { 200: z.union([caseSchema, casePart]), 410: withdrawnOrHidden },
      },
      config: { contract: { id, query: fieldsParameter } },
    }
    app.get(address, one, async (request, reply) => {
      const { fields } = request.query
      const government = await governmentOr404(db.reads, request.params.gov)
      const at = now()
      keptWhile(request, () => whileTrue(deps, government.id, at))
      const asked = { number: request.params.number, fields: readFields(fields) }
      return oneCase(db.reads, government, asked, originOf(request, config.origin), at, request, reply)
    })
  }

  app.get('/api/*', async () => {
    throw httpError(404)
  })
}

async function oneCase(
  db: Db,
  government: Place,
  { number, fields }: { number: string; fields: readonly Field[] | null },
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
    })
    .from(proposals)
    .where(and(eq(proposals.governmentId, government.id), eq(proposals.number, number)))
  if (!found || !isThere(found)) throw await noSuchCase(db, government.id, number)
  if (found.hiddenAt) {
    const [[one], names] = await Promise.all([
      loadCases(db, [found.id], { at, timeZone: government.timeZone }),
      namesOf(db, government.id),
    ])
    const facts = hiddenJson(one!.row, one!.has, government, names, origin)
    const { reason, removed_by_author: removed } = facts.hidden
    const message = removed ? request.t('own.tombstone') : (reason ?? request.t('errors.410.message'))
    return sendProblem(request, reply, { status: 410, detail: message }, facts)
  }
  const [json] = fields
    ? await caseFieldsJson(db, government, [found.id], origin, at, fields)
    : await casesJson(db, government, [found.id], origin, at)
  if (found.stage === 'withdrawn') reply.code(410) // as its page does
  return json
}
