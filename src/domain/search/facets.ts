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
 * `facts`: a line of each case; null where there is none. `agencies`: code by id. A search may find tens of thousands: the text is read
 * once from its beginning to its end, and nothing but the values is cut out of it.
 */
export function facetsFrom(facts: string | null, query: ListQuery, agencies: Map<string, string>): Facets {
  const chosen = columns.map((name) => new Set([query[name] ?? []].flat().map(String)))
  const narrowing = columns.flatMap((_, i) => (chosen[i]!.size ? [i] : []))
  const times = columns.map(() => new Map<string, Times>())
  const ofAgencies = new Map<string, Times>() // by the ids as they stand in the line
  const codesOf = (ids: string) => ids.split(' ').flatMap((id) => agencies.get(id) ?? [])
  const isTheirs = memo((ids) => !query.agency.length || codesOf(ids).some((code) => query.agency.includes(code)))
  const values = columns.map(() => '')
  const text = facts ?? ''
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next
    for (let i = 0; i < columns.length; i++) {
      const tab = text.indexOf('\t', at)
      values[i] = text.slice(at, tab)
      at = tab + 1
    }
    const ids = text.slice(at, end)
    at = end + 1
    let missed = -1 // the one filter that would leave it out
    let missing = 0
    for (const i of narrowing)
      if (!chosen[i]!.has(values[i]!)) {
        missed = i
        missing++
      }
    if (!missing) count(ofAgencies, ids)
    if (missing > 1 || !isTheirs(ids)) continue
    if (missing) count(times[missed]!, values[missed]!)
    else for (let i = 0; i < columns.length; i++) count(times[i]!, values[i]!)
  }
  const byAgency = new Map<string, Times>()
  for (const [ids, { n }] of ofAgencies) for (const code of codesOf(ids)) count(byAgency, code, n)
  const facets = Object.fromEntries(columns.map((name, i) => [name, asObject(times[i]!)]))
  return { ...(facets as Omit<Facets, 'agency'>), agency: asObject(byAgency) }
}

/** An object, so that counting on looks for the value once. */
type Times = { n: number }

function count(times: Map<string, Times>, value: string, more = 1): void {
  const known = times.get(value)
  if (known) known.n += more
  else times.set(value, { n: more })
}

function memo(make: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>()
  return (key) => {
    const answer = known.get(key) ?? make(key)
    known.set(key, answer)
    return answer
  }
}

/** Nothing, as the outcome of what is open, is no option. */
const asObject = (times: Map<string, Times>): { [value: string]: number } =>
  Object.fromEntries([...times].flatMap(([value, { n }]) => (value === '' ? [] : [[value, n]])))
