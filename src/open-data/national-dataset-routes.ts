// Figures of all governments in one file: a line for each, and for each of its years, agencies and topics.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { everyCase } from '../domain/figures/figure-query.ts'
import { type Scope, scopes } from '../domain/figures/figures.ts'
import { loadFacts } from '../domain/figures/load-figures.ts'
import { agenciesOf, listGovernments } from '../domain/governments/store.ts'
import type { Deps } from '../platform/http/deps.ts'
import { httpError } from '../platform/http/http-error.ts'
import { dataQuery } from '../platform/http/query-schemas.ts'
import { originOf } from '../platform/http/security.ts'
import { namesOf } from './asked.ts'
import { filesByTable } from './contract/lists.ts'
import { figureLines, figuresTable } from './datasets/figures-table.ts'
import { fileSender, inBoth } from './datasets/file.ts'
import { formats } from './datasets/formats.ts'

const parameters = z.object({ scope: z.enum(scopes).optional() })

/** `/api/v1/figures.csv` and the other formats. */
export const nationalDatasetRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const send = fileSender()
  const contract = {
    ...{ id: 'national_figures', path: '/api/v1/figures.{format}', choices: { format: formats } },
    ...{ query: parameters, files: filesByTable.get('figures')! },
  }
  for (const format of formats)
    app.get(
      `/api/v1/figures.${format}`,
      { schema: { querystring: dataQuery({ scope: z.unknown().optional() }) }, config: { contract } },
      async (request, reply) => {
        const scope = scopeIn(request.query.scope)
        const at = now()
        const governments = await listGovernments(db.reads)
        const all = { slug: 'all', name: inBoth('figures.national.publisher'), timeZone: 'UTC' }
        return send(request, reply, {
          ...{ table: figuresTable, format, at, origin: originOf(request, config.origin) },
          // the columns are the same everywhere
          ...{ government: all, name: 'figures', described: governments[0]?.slug ?? '' },
          lines: linesOf(governments),
        })

        async function* linesOf(of: typeof governments) {
          for (const government of of) {
            const [facts, agencies, { topics }] = await Promise.all([
              loadFacts(db.reads, government, at),
              agenciesOf(db.reads, government.id),
              namesOf(db.reads, government.id),
            ])
            yield figureLines(facts, everyCase, scope, government, { agencies, topics })
          }
        }
      },
    )
}

/** Throws 400 for what cannot be meant. */
function scopeIn(scope: unknown): Scope | null {
  const read = parameters.safeParse({ scope })
  if (!read.success) throw httpError(400, 'figures.wrong.scope')
  return read.data.scope ?? null
}
