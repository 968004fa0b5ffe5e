// The filters of the register of commitments. Pure.
import { readPageNumber } from '../../lib/paging.ts'
import { isIgnored, type Query } from '../../platform/http/query.ts'

/** 'done': its agency says so, and nobody has checked it yet. Such a one is open too. */
export const states = ['open', 'done', 'kept', 'changed', 'dropped'] as const
export type State = (typeof states)[number]

export type RegisterQuery = {
  /** the code, as it stands in the address; agencyId is what it means */
  agency: string
  agencyId: string | null
  /** of the case; '' where nobody asks for one */
  topic: string
  state: State | null
  late: boolean
  /** its agency has said nothing for six months */
  silent: boolean
  /** nobody said how it will be seen that it is done */
  unverifiable: boolean
  /** of the date it was promised for */
  year: string | null
  page: number
}
export const marks = ['late', 'silent', 'unverifiable'] as const
export type Mark = (typeof marks)[number]
const parameters: readonly string[] = ['agency', 'topic', 'state', ...marks, 'year', 'page']
type Read =
  | { ok: true; query: RegisterQuery }
  | { ok: false; wrong: 'agency' | 'topic' | 'state' | Mark | 'year' | 'page' | 'unknown' }

/** Whether anything is left out. */
export const isNarrowed = ({ agencyId, topic, state, late, silent, unverifiable, year }: RegisterQuery): boolean =>
  [agencyId, topic, state, late, silent, unverifiable, year].some(Boolean)

/** What was asked for, or the first parameter that cannot be meant. A form sends empty ones: they ask for nothing; of others the last counts. */
export function readRegisterQuery(
  typed: Query,
  agencies: { id: string; code: string }[],
  topics: { code: string }[],
): Read {
  if (Object.keys(typed).some((name) => !parameters.includes(name) && !isIgnored(name)))
    return { ok: false, wrong: 'unknown' }
  const one = (name: string) => String([typed[name] ?? ''].flat().filter(Boolean).at(-1) ?? '')
  const [code, topic, state, year, page] = [one('agency'), one('topic'), one('state'), one('year'), one('page')]
  const agency = agencies.find((a) => a.code === code)
  const known = states.find((s) => s === state)
  const number = page ? readPageNumber(page) : 1
  if (code && !agency) return { ok: false, wrong: 'agency' }
  if (topic && !topics.some((t) => t.code === topic)) return { ok: false, wrong: 'topic' }
  if (state && !known) return { ok: false, wrong: 'state' }
  const mark = marks.find((name) => one(name) && one(name) !== '1')
  if (mark) return { ok: false, wrong: mark }
  if (year && !/^[12]\d{3}$/.test(year)) return { ok: false, wrong: 'year' }
  if (number === null) return { ok: false, wrong: 'page' }
  return {
    ok: true,
    query: {
      agency: code,
      agencyId: agency?.id ?? null,
      topic,
      state: known ?? null,
      ...{ late: one('late') === '1', silent: one('silent') === '1', unverifiable: one('unverifiable') === '1' },
      year: year || null,
      page: number,
    },
  }
}

/** The address of that list. What asks for nothing is left out. */
export function registerAddress(path: string, query: RegisterQuery): string {
  const { agency, topic, state, year, page } = query
  const asked = {
    agency,
    topic,
    state: state ?? '',
    ...Object.fromEntries(marks.map((mark) => [mark, query[mark] ? '1' : ''])),
    year: year ?? '',
    page: page > 1 ? String(page) : '',
  }
  const search = new URLSearchParams(Object.entries(asked).filter(([, value]) => value))
  return search.size ? `${path}?${search}` : path
}
