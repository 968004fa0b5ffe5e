// Everything public as tables: whole lists, one case, and the co-signatures of a case, in each format.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { archivedStages, isThere, liveStages } from '../domain/proposals/proposal.ts'
import { loadCases } from '../domain/proposals/public-proposal.ts'
import { findProposal } from '../domain/proposals/store.ts'
import { noSuchCase } from '../domain/proposals/taken-back.ts'
import { localDate } from '../lib/calendar.ts'
import type { Deps } from '../platform/http/deps.ts'
import { httpError } from '../platform/http/http-error.ts'
import type { Query } from '../platform/http/query.ts'
import { noQuery, wholeQuery } from '../platform/http/query-schemas.ts'
import { originOf } from '../platform/http/security.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { governmentOr404, namesOf } from './asked.ts'
import { licenseUrl } from './case-head.ts'
import { filesByTable } from './contract/lists.ts'
import { meaningOf } from './data-page.ts'
import { proposals, type Taking } from './datasets/case-tables.ts'
import { csvwOf } from './datasets/csvw.ts'
import { type Dataset, datasets, linesOf, parametersOf, readQuery } from './datasets/datasets.ts'
import { attributionOf, fileSender, inBoth, nameOf } from './datasets/file.ts'
import { type Format, formatAccepted, formats, withEnding } from './datasets/formats.ts'
import { seriesLines, seriesTable } from './datasets/series-table.ts'
import { type Columns, type Table, tableNames } from './datasets/table.ts'

const governmentParams = z.looseObject({ gov: z.string() })
const caseParams = z.looseObject({ gov: z.string(), number: z.string() })
const number = ':number(^\\d+-\\d+)'

export const datasetRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const send = fileSender()

  for (const dataset of datasets) {
    const { name } = dataset.table
    const base = `/api/v1/:gov/${name}`
    const told = { query: parametersOf(dataset), files: filesByTable.get(name)! }
    const schema = { params: governmentParams, querystring: wholeQuery }
    const inFormats = {
      ...told,
      id: `table_${name}`,
      path: `/api/v1/{gov}/${name}.{format}`,
      choices: { format: formats },
    }
    for (const format of formats)
      app.get(`${base}.${format}`, { schema, config: { contract: inFormats } }, (request, reply) =>
        whole(dataset, format, request, reply),
      )
    const accepted = { ...told, id: `table_${name}_accepted` }
    if (name !== 'proposals')
      app.get(base, { schema, config: { contract: accepted } }, (request, reply) =>
        whole(dataset, formatAccepted(request.headers.accept), request, reply.header('vary', 'Accept')),
      )
  }

  const columns = {
    ...{ id: 'columns', path: '/api/v1/{gov}/{table}.csv-metadata.json', choices: { table: tableNames } },
    files: { 'application/csvm+json': null },
  }
  for (const table of [...datasets.map((dataset) => dataset.table), seriesTable])
    app.get(
      `/api/v1/:gov/${table.name}.csv-metadata.json`,
      { schema: { params: governmentParams, querystring: noQuery }, config: { contract: columns } },
      async (request, reply) => {
        reply.type('application/csvm+json; charset=utf-8')
        return described(table, await governmentOr404(db.reads, request.params.gov))
      },
    )

  for (const [beside, root] of [
    ['', '/api/v1'],
    ['_beside_page', ''],
  ] as const)
    for (const format of formats) {
      const base = `${root}/:gov/proposals/${number}`
      const path = `${root}/{gov}/proposals/{number}`
      const schema = { params: caseParams, querystring: noQuery }
      const one = {
        id: `case_file${beside}`,
        path: `${path}.{format}`,
        choices: { format: ['csv', 'ndjson', 'parquet'] },
      }
      const { 'application/json': _, ...files } = filesByTable.get('proposals')!
      const config = { contract: { ...one, files, problems: [410] } }
      if (format !== 'json') app.get(`${base}.${format}`, { schema, config }, oneCase(format))
      const counts = {
        id: `cosignatures${beside}`,
        path: `${path}/cosignatures.{format}`,
        choices: { format: formats },
      }
      const told = { contract: { ...counts, files: filesByTable.get('cosignatures')!, problems: [410] } }
      app.get(`${base}/cosignatures.${format}`, { schema, config: told }, series(format))
    }

  const pages = ['proposals', 'archive', 'search', 'agencies', 'commitments']
  const ofPages = {
    ...{ id: 'page_as_table', path: '/{gov}/{list}.{format}', choices: { list: pages, format: formats } },
    redirects: true,
  }
  for (const [page, name, stages] of [
    ['proposals', 'proposals', liveStages],
    ['archive', 'proposals', archivedStages],
    ['search', 'proposals', []],
    ['agencies', 'agencies', []],
    ['commitments', 'commitments', []],
  ] as const)
    for (const format of formats)
      app.get(
        `/:gov/${page}.${format}`,
        { schema: { params: governmentParams, querystring: wholeQuery }, config: { contract: ofPages } },
        async (request, reply) => {
          const { slug } = await governmentOr404(db.reads, request.params.gov)
          return reply.redirect(tableOfPage(withEnding(`/api/v1/${slug}/${name}`, format), request.url, stages), 302)
        },
      )

  async function takingOf(gov: string, request: FastifyRequest): Promise<Taking> {
    const government = await governmentOr404(db.reads, gov)
    const names = await namesOf(db.reads, government.id)
    return { db: db.reads, government, names, origin: originOf(request, config.origin), at: now() }
  }

  async function whole(dataset: Dataset, format: Format, request: Asked<'gov'>, reply: FastifyReply) {
    const taking = await takingOf(request.params.gov, request)
    const query = await readQuery(db.reads, dataset, taking.government.id, request.query)
    const { table } = dataset
    const lines = linesOf(dataset, taking, query)
    return send(request, reply, { ...taking, table, format, name: `${taking.government.slug}-${table.name}`, lines })
  }

  /** A case that everybody finds. Throws 404, and 410 for one that is hidden. */
  async function found(taking: Taking, number: string) {
    const proposal = await findProposal(taking.db, taking.government.id, number)
    if (proposal?.hiddenAt) throw httpError(410)
    if (!proposal || !isThere(proposal)) throw await noSuchCase(taking.db, taking.government.id, number)
    return proposal
  }

  function oneCase(format: Format) {
    return async (request: Asked<'gov' | 'number'>, reply: FastifyReply) => {
      const taking = await takingOf(request.params.gov, request)
      const { id } = await found(taking, request.params.number)
      const name = `${taking.government.slug}-${request.params.number}`
      const lines = once(() => proposals.rows(taking, [id]))
      return send(request, reply, { ...taking, table: proposals.table, format, name, lines })
    }
  }

  function series(format: Format) {
    return async (request: Asked<'gov' | 'number'>, reply: FastifyReply) => {
      const taking = await takingOf(request.params.gov, request)
      const { government, at, names } = taking
      const { id, number } = await found(taking, request.params.number)
      const lines = once(async () => {
        const [loaded] = await loadCases(taking.db, [id], { at, timeZone: government.timeZone })
        const of = { government: government.slug, number: number! }
        return loaded ? seriesLines(loaded.has, of, names.districts, localDate(at, government.timeZone)) : []
      })
      const name = `${government.slug}-${number}-cosignatures`
      return send(request, reply, { ...taking, table: seriesTable, format, name, lines })
    }
  }

  function described(table: Table<Columns>, government: Taking['government']) {
    const title = inBoth(`data.tables.${table.name}.title`)
    return csvwOf(table, {
      url: `${table.name}.csv`,
      title,
      description: inBoth(`data.tables.${table.name}.words`),
      attribution: attributionOf(government, title, localDate(now(), government.timeZone).slice(0, 4)),
      publisher: nameOf(government),
      licenseUrl,
      meaning: (column) => ({
        'zh-Hant': meaningOf(column, translator('zh-Hant')),
        en: meaningOf(column, translator('en')),
      }),
    })
  }
}

type Asked<P extends string> = FastifyRequest & { params: { [name in P]: string }; query: Query }

async function* once<T>(load: () => Promise<T>) {
  yield await load()
}

/** The table of a page's list, with the page's filters; which page of it, and in which order, means nothing to a whole table. */
function tableOfPage(address: string, asked: string, stages: readonly string[]): string {
  const query = new URLSearchParams(asked.split('?')[1] ?? '')
  for (const name of ['page', 'per_page', 'sort']) query.delete(name)
  if (!query.getAll('stage').some(Boolean)) for (const stage of stages) query.append('stage', stage)
  return query.size ? `${address}?${query}` : address
}
