// How many cases of a search there are of each stage, outcome, topic, agency, district and year: each counted without its own
// filter, so that one sees what choosing another would bring. Pure.
import type { ListQuery } from './list-query.ts'

export const facetNames = ['stage', 'outcome', 'topic', 'agency', 'district', 'year'] as const
export type FacetName = (typeof facetNames)[number]
/** By name of the filter, then by its value. */
export type Facets = { [name in FacetName]: { [value: string]: number } }

/** What one case has, in the order in which found-store.ts writes it, with tabs between. */
const columns = ['stage', 'outcome', 'topic', 'district', 'year'] as const

export type Facts = {
  /** a line of each case that has the agencies that were chosen; null where there is none */
  cases: string | null
  /** a line of each agency that has a case, whatever was chosen, with the agency's id before the rest */
  assigned: string | null
}

/** `agencies`: code by id. A search may find tens of thousands: each line is cut once, and nothing is made for it. */
export function facetsFrom({ cases, assigned }: Facts, query: ListQuery, agencies: Map<string, string>): Facets {
  const chosen = columns.map((name) => new Set([query[name] ?? []].flat().map(String)))
  /** Which column alone keeps a line out; -1 where none does, -2 where several do. */
  const missOf = (values: string[], from: number): number => {
    let miss = -1
    for (let i = 0; i < columns.length; i++)
      if (chosen[i]!.size && !chosen[i]!.has(values[from + i]!)) {
        if (miss >= 0) return -2
        miss = i
      }
    return miss
  }
  const times = columns.map(() => new Map<string, number>())
  for (const line of linesIn(cases)) {
    const values = line.split('\t')
    const miss = missOf(values, 0)
    if (miss === -2) continue
    for (let i = 0; i < columns.length; i++) if (miss < 0 || miss === i) countOne(times[i]!, values[i]!)
  }
  const byAgency = new Map<string, number>()
  for (const line of linesIn(assigned)) {
    const values = line.split('\t')
    if (missOf(values, 1) === -1) countOne(byAgency, values[0]!)
  }
  const byCode = [...byAgency].map(([id, count]) => [agencies.get(id) ?? '', count] as const)
  const facets = Object.fromEntries(columns.map((name, i) => [name, asObject(times[i]!)]))
  return { ...(facets as Omit<Facets, 'agency'>), agency: asObject(byCode) }
}

const linesIn = (lines: string | null): string[] => lines?.split('\n') ?? []
const countOne = (times: Map<string, number>, value: string) => times.set(value, (times.get(value) ?? 0) + 1)
/** Nothing, as the outcome of what is open, is no option. */
const asObject = (times: Iterable<readonly [string, number]>): { [value: string]: number } =>
  Object.fromEntries([...times].filter(([value]) => value !== ''))
