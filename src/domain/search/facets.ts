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

/** `agencies`: code by id. */
export function facetsFrom({ cases, assigned }: Facts, query: ListQuery, agencies: Map<string, string>): Facets {
  const facets: Facets = { stage: {}, outcome: {}, topic: {}, agency: {}, district: {}, year: {} }
  const add = (name: FacetName, value: string | undefined, count: number) => {
    if (value) facets[name][value] = (facets[name][value] ?? 0) + count
  }
  const chosen = columns.map((name) => [query[name] ?? []].flat().map(String))
  const missesOf = (values: string[]) =>
    chosen.flatMap((among, i) => (among.length && !among.includes(values[i]!) ? [i] : []))
  for (const [line, count] of counted(cases)) {
    const values = line.split('\t')
    const [miss, ...more] = missesOf(values)
    if (more.length) continue
    for (const [i, name] of columns.entries()) if (miss === undefined || miss === i) add(name, values[i], count)
  }
  for (const [line, count] of counted(assigned)) {
    const [agency, ...values] = line.split('\t')
    if (!missesOf(values).length) add('agency', agencies.get(agency!), count)
  }
  return facets
}

function counted(lines: string | null): Map<string, number> {
  const times = new Map<string, number>()
  if (lines !== null) for (const line of lines.split('\n')) times.set(line, (times.get(line) ?? 0) + 1)
  return times
}
