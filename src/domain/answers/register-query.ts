// The filters of the register of commitments. Pure.
import { readPageNumber } from '../../lib/paging.ts'

export const states = ['open', 'kept', 'changed', 'dropped'] as const
export type State = (typeof states)[number]

export type RegisterQuery = {
  /** the code, as it stands in the address; agencyId is what it means */
  agency: string
  agencyId: string | null
  state: State | null
  late: boolean
  /** of the date it was promised for */
  year: string | null
  page: number
}
type Read = { ok: true; query: RegisterQuery } | { ok: false; wrong: 'agency' | 'state' | 'late' | 'year' | 'page' }

/** What was asked for, or the first parameter that cannot be meant. A form sends empty ones: they ask for nothing; of others the last counts. */
export function readRegisterQuery(typed: unknown, agencies: { id: string; code: string }[]): Read {
  const values = (typed ?? {}) as { [name: string]: unknown }
  const one = (name: string) => String([values[name] ?? ''].flat().filter(Boolean).at(-1) ?? '')
  const [code, state, late, year, page] = [one('agency'), one('state'), one('late'), one('year'), one('page')]
  const agency = agencies.find((a) => a.code === code)
  const known = states.find((s) => s === state)
  const number = page ? readPageNumber(page) : 1
  if (code && !agency) return { ok: false, wrong: 'agency' }
  if (state && !known) return { ok: false, wrong: 'state' }
  if (late && late !== '1') return { ok: false, wrong: 'late' }
  if (year && !/^[12]\d{3}$/.test(year)) return { ok: false, wrong: 'year' }
  if (number === null) return { ok: false, wrong: 'page' }
  return {
    ok: true,
    query: {
      agency: code,
      agencyId: agency?.id ?? null,
      state: known ?? null,
      late: late === '1',
      year: year || null,
      page: number,
    },
  }
}

/** The address of that list. What asks for nothing is left out. */
export function registerAddress(path: string, { agency, state, late, year, page }: RegisterQuery): string {
  const asked = {
    agency,
    state: state ?? '',
    late: late ? '1' : '',
    year: year ?? '',
    page: page > 1 ? String(page) : '',
  }
  const search = new URLSearchParams(Object.entries(asked).filter(([, value]) => value))
  return search.size ? `${path}?${search}` : path
}
