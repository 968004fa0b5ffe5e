// How many cases of a search there are of each stage, outcome, topic, agency, district and year: each counted without its own
// filter, so that one sees what choosing another would bring. Pure.
import type { ListQuery } from './list-query.ts'

export const facetNames = ['stage', 'outcome', 'topic', 'agency', 'district', 'year'] as const
export type FacetName = (typeof facetNames)[number]
/** By name of the filter, then by its value. */
export type Facets = { [name in FacetName]: { [value: string]: number } }

/** What the facts of one case say (the view search_facts), in this order and with tabs between; then its agencies' ids. */
const columns = ['stage', 'outcome', 'topic', 'district', 'year'] as const

/**
 * `facts`: a line of each case; null where there is none. `agencies`: code by id. A search may find tens of thousands, of which many
 * have the same line: each different one is cut once.
 */
export function facetsFrom(facts: string | null, query: ListQuery, agencies: Map<string, string>): Facets {
  const chosen = columns.map((name) => new Set([query[name] ?? []].flat().map(String)))
  const theirs = new Set(query.agency)
  const times = columns.map(() => new Map<string, number>())
  const byAgency = new Map<string, number>()
  for (const [line, n] of timesOfEach(facts?.split('\n') ?? [])) {
    const values = line.split('\t')
    const codes = (values[columns.length] ?? '').split(' ').flatMap((id) => agencies.get(id) ?? [])
    const misses = columns.map((_, i) => chosen[i]!.size > 0 && !chosen[i]!.has(values[i]!))
    const missing = misses.filter(Boolean).length
    const isTheirs = !theirs.size || codes.some((code) => theirs.has(code))
    if (isTheirs && missing < 2)
      for (let i = 0; i < columns.length; i++) if (!missing || misses[i]) count(times[i]!, values[i]!, n)
    if (!missing) for (const code of codes) count(byAgency, code, n)
  }
  const facets = Object.fromEntries(columns.map((name, i) => [name, asObject(times[i]!)]))
  return { ...(facets as Omit<Facets, 'agency'>), agency: asObject(byAgency) }
}

function timesOfEach(lines: string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const line of lines) count(times, line, 1)
  return times
}

const count = (times: Map<string, number>, value: string, n: number) => times.set(value, (times.get(value) ?? 0) + n)
/** Nothing, as the outcome of what is open, is no option. */
const asObject = (times: Map<string, number>): { [value: string]: number } =>
  Object.fromEntries([...times].filter(([value]) => value !== ''))
