// The parameters of every list of cases: pages and JSON read the same ones, and refuse the same ones in words.
import { z } from 'zod'
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { isIgnored, type Query } from '../../platform/http/query.ts'
import { outcomes, type Stage } from '../../schema/values.ts'
import { agenciesOf, districtsOf, topicsOf } from '../governments/store.ts'
import { publicStages } from '../proposals/proposal.ts'

export const sorts = ['relevance', 'newest', 'most_signed', 'closing', 'answered', 'waiting'] as const
export type Sort = (typeof sorts)[number]

export const punctualities = ['in_time', 'late', 'overdue'] as const

const filled = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter((v) => v !== undefined && v !== '')

/** May be repeated: any of them. A form sends empty ones; they ask for nothing. */
const several = <T extends z.ZodType>(item: T) => z.preprocess(filled, z.array(item).max(50))
/** The last one counts, as in most software. */
const single = <T extends z.ZodType>(item: T) => z.preprocess((value) => filled(value).at(-1), item)
const code = z.string().min(1).max(60)
/** Typed in digits. `meta`: what it is to whoever reads the contract. */
const wholeNumber = (minimum: number, maximum?: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(maximum === undefined ? z.number().min(minimum) : z.number().min(minimum).max(maximum))
    .meta({ type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) })

/** In code units: what browsers and proxies still take in an address. The first 200 characters are searched for. */
const longestSearch = 2000

/** Of every list of cases; the contract of the data interface names them too. */
export const listParameters = z.object({
  q: single(z.string().max(longestSearch).optional()).transform((q) => q?.trim() ?? ''),
  stage: several(z.enum(publicStages as [Stage, ...Stage[]])),
  outcome: several(z.enum(outcomes)),
  topic: several(code),
  agency: several(code),
  district: several(code),
  answered: single(z.enum(punctualities).optional()),
  year: several(wholeNumber(1000, 9999)),
  sort: single(z.enum(sorts).optional()),
  page: single(wholeNumber(1).optional()).transform((page) => page ?? 1),
  per_page: single(wholeNumber(1, 100).optional()).transform((n) => n ?? 20),
})

export type ListQuery = z.infer<typeof listParameters>
export type ListParameter = keyof ListQuery

/** What nobody asked to narrow down. */
export const everything: ListQuery = readOrThrow({})

/** The parameters as typed in the address, or which of them cannot be understood: also one that no list has (`unknown`). */
export function readListQuery(
  typed: Query,
): { ok: true; query: ListQuery } | { ok: false; wrong: ListParameter | 'unknown' } {
  if (Object.keys(typed).some((name) => !Object.hasOwn(listParameters.shape, name) && !isIgnored(name)))
    return { ok: false, wrong: 'unknown' }
  const result = listParameters.safeParse(typed)
  if (result.success) return { ok: true, query: result.data }
  return { ok: false, wrong: result.error.issues[0]!.path[0] as ListParameter }
}

/** Codes that this government does not have: they cannot be meant, so they are refused like any unknown value. */
export function unknownCode(
  query: ListQuery,
  known: { topic: Iterable<string>; agency: Iterable<string>; district: Iterable<string> },
): ListParameter | null {
  for (const name of ['topic', 'agency', 'district'] as const) {
    const codes = new Set(known[name])
    if (query[name].some((c) => !codes.has(c))) return name
  }
  return null
}

/** What was asked for. Throws 400 for a value that is not understood, and for a code the government does not have. */
export async function checkedQuery(db: Db, governmentId: string | null, typed: Query): Promise<ListQuery> {
  const read = readListQuery(typed)
  if (!read.ok) throw httpError(400, `pages.list.wrong.${read.wrong}`)
  const { query } = read
  if (query.topic.length || query.agency.length || query.district.length) {
    const [topic, agency, district] = governmentId
      ? await Promise.all([topicsOf(db, governmentId), agenciesOf(db, governmentId), districtsOf(db, governmentId)])
      : [[], [], []] // codes mean something only within a government
    const codes = (rows: { code: string }[]) => rows.map((r) => r.code)
    const wrong = unknownCode(query, { topic: codes(topic), agency: codes(agency), district: codes(district) })
    if (wrong) throw httpError(400, `pages.list.wrong.${wrong}`)
  }
  return query
}

/** How many pages there are. Throws 404 for a page past the last. */
export function pagesOf(total: number, { page, per_page }: ListQuery): number {
  const pages = Math.max(1, Math.ceil(total / per_page))
  if (page > pages) throw httpError(404, 'pages.list.past_end')
  return pages
}

/** The address of the same list with some parameters changed; defaults are left out. Begins with `path`. */
export function listAddress(path: string, query: ListQuery, change: Partial<ListQuery> = {}): string {
  const asked = { ...query, ...change }
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(asked)) {
    if (Array.isArray(value)) for (const item of value) search.append(name, String(item))
    else if (value !== undefined && value !== '' && value !== everything[name as ListParameter])
      search.append(name, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

function readOrThrow(typed: unknown): ListQuery {
  return listParameters.parse(typed)
}
