// Every table that is open to take, with the parameters that narrow it: those of the page that shows the same list.
import { z } from 'zod'
import { isNarrowed, type RegisterQuery, readRegisterQuery, states } from '../../domain/answers/register-query.ts'
import { casesInRegister } from '../../domain/answers/register-store.ts'
import { agencyFigures } from '../../domain/figures/agency-figures.ts'
import { everyCase, type FigureQuery, figureParameters, readFigureQuery } from '../../domain/figures/figure-query.ts'
import { loadFacts } from '../../domain/figures/load-figures.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
import { idBatches, inBatches } from '../../domain/search/list-batches.ts'
import { checkedQuery, type ListQuery, listParameters } from '../../domain/search/list-query.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { type Query as Asked, isIgnored } from '../../platform/http/query.ts'
import { agenciesTable, agencyLines } from './agencies-table.ts'
import { assignments, type CaseTable, decisions, extensions, proposals, type Taking, transfers } from './case-tables.ts'
import { commitmentLines, commitmentsTable } from './commitments-table.ts'
import { mentions, versions } from './document-tables.ts'
import { figureLines, figuresTable } from './figures-table.ts'
import { seriesTable } from './series-table.ts'
import type { AnyRow, Columns, Table, TableName } from './table.ts'

/** `narrowed`: by what its parameters are read. */
export type Dataset = { table: Table<Columns>; narrowed: 'cases' | 'commitments' | 'figures' | 'nothing' }
type Query = { cases: ListQuery | null; commitments: RegisterQuery | null; figures?: FigureQuery }

const ofCases: readonly CaseTable[] = [
  ...[proposals, assignments, decisions, transfers, extensions],
  ...[versions, mentions],
]

/** Those of a whole government. */
export const datasets: readonly Dataset[] = [
  ...ofCases.map(({ table }): Dataset => ({ table, narrowed: 'cases' })),
  { table: commitmentsTable, narrowed: 'commitments' },
  { table: agenciesTable, narrowed: 'nothing' },
  { table: figuresTable, narrowed: 'figures' },
]

export const tablesByName = new Map<TableName, Table<Columns>>(
  [...datasets.map(({ table }) => table), seriesTable].map((table) => [table.name, table]),
)

/** What pages of a list are asked for by; the whole list has none of it, and always the order of its key. */
const ofPages = ['page', 'per_page', 'sort', 'fields']

const registerParameters = z.object({
  agency: z.string(),
  topic: z.string(),
  state: z.enum(states),
  year: z.string().regex(/^[12]\d{3}$/),
  ...{ late: z.literal('1'), silent: z.literal('1'), unverifiable: z.literal('1') },
})

/** What narrows a table: what pages are asked for by is left out. */
export function parametersOf({ narrowed }: Dataset) {
  if (narrowed === 'cases') return listParameters.omit({ page: true, per_page: true, sort: true })
  if (narrowed === 'figures') return figureParameters
  return narrowed === 'commitments' ? registerParameters : z.object({})
}

/** Throws 400 for a parameter that the table does not take, and for a value that cannot be meant. */
export async function readQuery(db: Db, { narrowed }: Dataset, governmentId: string, typed: Asked): Promise<Query> {
  const names = Object.keys(typed).filter((name) => !isIgnored(name))
  if (names.some((name) => ofPages.includes(name))) throw httpError(400, 'data.error.whole_list')
  if (narrowed === 'cases') return { cases: await checkedQuery(db, governmentId, typed), commitments: null }
  const known = async () => Promise.all([agenciesOf(db, governmentId), topicsOf(db, governmentId)])
  if (narrowed === 'figures') {
    const read = readFigureQuery(typed, ...(await known()))
    if (!read.ok)
      throw httpError(400, read.wrong === 'unknown' ? 'errors.unknown_parameter' : `figures.wrong.${read.wrong}`)
    return { cases: null, commitments: null, figures: read.query }
  }
  const takes = narrowed === 'commitments' ? registerParameters.shape : {}
  if (names.some((name) => !Object.hasOwn(takes, name))) throw httpError(400, 'errors.unknown_parameter')
  if (narrowed === 'nothing') return { cases: null, commitments: null }
  const read = readRegisterQuery(typed, ...(await known()))
  if (!read.ok) throw httpError(400, `answers.register.wrong.${read.wrong}`)
  return { cases: null, commitments: read.query }
}

/** All lines of a table, some at a time. */
export async function* linesOf({ table }: Dataset, taking: Taking, query: Query): AsyncGenerator<AnyRow[]> {
  const { db, government, at, origin } = taking
  if (table.name === 'agencies') return yield agencyLines(await agencyFigures(db, government, at), government, origin)
  if (table.name === 'figures') return yield await figuresIn(taking, query.figures ?? { slice: everyCase, scope: null })
  const cases = query.cases ?? (await checkedQuery(db, government.id, {}))
  const one = ofCases.find((found) => found.table === table)
  const few = query.commitments && isNarrowed(query.commitments) ? query.commitments : null
  for await (const ids of few ? ofRegister(taking, few) : idBatches(db, government.id, cases, at))
    yield one ? await one.rows(taking, ids) : await commitmentLines(taking, ids, query.commitments!)
}

/** What filters of the register leave is found by its commitments: of 100,000 cases a year's promises are in 1,200. */
async function* ofRegister({ db, government, at }: Taking, query: RegisterQuery) {
  const { id, timeZone } = government
  yield* inBatches(await casesInRegister(db, id, query, { today: localDate(at, timeZone), at, timeZone }))
}

async function figuresIn({ db, government, names, at }: Taking, { slice, scope }: FigureQuery): Promise<AnyRow[]> {
  const [facts, agencies] = await Promise.all([loadFacts(db, government, at), agenciesOf(db, government.id)])
  return figureLines(facts, slice, scope, government, { agencies, topics: names.topics })
}
