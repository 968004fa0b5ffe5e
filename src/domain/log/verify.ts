// Whether what is shown of cases is what a log says. The same for whoever checks from outside, by JSON, and for the operator. Pure.

import { localDate } from '../../lib/calendar.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import type { ActorRole, EntryFacts, EntryKind } from '../../schema/values.ts'
import { loudKinds } from '../record/entry.ts'
import { holding } from '../record/revoked.ts'
import { stepAt } from '../record/told-by-day.ts'
import { toldFacts } from '../record/told-facts.ts'
import { changeOf, isCounted, isOfDay, type Leaf, opening } from './leaf.ts'

/** A case as its JSON shows it; of a hidden one less. Written in the names of the JSON. */
export type ShownCase = {
  number: string
  cosignatures: {
    count: number
    by_day?: { date: string; count: number }[]
    by_assurance?: { level: number; count: number }[]
  }
  timeline: {
    kind: string
    role: string
    agency?: { code: string } | null
    occurred_at: string
    facts?: EntryFacts
  }[]
}

/** What a log says of one case. */
export type LoggedCase = {
  number: string
  count: number
  byDay: Map<string, number>
  told: Leaf[]
  isOpened: boolean
}

/** The log's cases by their numbers. */
export function casesIn(leaves: readonly Leaf[]): Map<string, LoggedCase> {
  const cases = new Map<string, LoggedCase>()
  for (const leaf of leaves) {
    if (!leaf.case) continue
    const one = cases.get(leaf.case) ?? emptyCase(leaf.case)
    cases.set(leaf.case, one)
    const kind = leaf.kind as EntryKind
    one.count += changeOf(leaf)
    if (kind === 'cosigned') one.byDay.set(leaf.day!, (one.byDay.get(leaf.day!) ?? 0) + 1)
    if (!isCounted(kind)) one.told.push(leaf)
    if (opening.includes(kind)) one.isOpened = true
  }
  return cases
}

const emptyCase = (number: string): LoggedCase => ({
  ...{ number, count: 0, byDay: new Map(), told: [], isOpened: false },
})

/** What differs between a case in the log and as it is shown, in words. */
export function differences(
  logged: LoggedCase | undefined,
  shown: ShownCase | null,
  number: string,
  timeZone: string,
): string[] {
  if (!logged?.isOpened) return shown ? [`Case ${number} is shown, and the log knows nothing of it.`] : []
  if (!shown) return isNotPublicNow(logged) ? [] : [`Case ${number} is in the log, and is not shown.`]
  return [...countDifferences(logged, shown, timeZone), ...tellDifferences(logged, shown, timeZone)]
}

/**
 * What differs where a case was copied at some moment between two sizes of the log, while things went on: nothing, if what it shows
 * is what the log said after one of the lines between them. Its count and its steps are read one after the other, so each may fit
 * a moment of its own. `leaves`: all of the log.
 */
export function differencesWhile(
  { leaves, begun }: { leaves: readonly Leaf[]; begun: number },
  shown: ShownCase | null,
  number: string,
  timeZone: string,
): string[] {
  const own = leaves.flatMap((leaf, at) => (leaf.case === number ? [{ leaf, at }] : []))
  const before = own.filter(({ at }) => at < begun).length
  let [countFits, stepsFit] = [false, false]
  for (let n = own.length; n >= before && !(countFits && stepsFit); n--) {
    const logged = casesIn(own.slice(0, n).map(({ leaf }) => leaf)).get(number)
    if (!shown || !logged?.isOpened) {
      if (!differences(logged, shown, number, timeZone).length) return []
      continue
    }
    countFits ||= !countDifferences(logged, shown, timeZone).length
    stepsFit ||= !tellDifferences(logged, shown, timeZone).length
  }
  return countFits && stepsFit
    ? []
    : differences(casesIn(own.map(({ leaf }) => leaf)).get(number), shown, number, timeZone)
}

/** Its publishing was taken back, and it has not been published again. */
const isNotPublicNow = ({ told }: LoggedCase): boolean => {
  const last = told.findLast(({ kind }) => ['published', 'approval_taken_back', 'undone'].includes(kind))
  return last?.kind === 'approval_taken_back' || last?.kind === 'undone'
}

/** The last entry by which a case came from another Fuyi; how many steps and co-signatures it brought stands in its facts. */
const broughtBy = ({ told }: Pick<LoggedCase, 'told'>): { lines: number; count: number } | null => {
  const last = told.findLast(
    ({ kind, facts }) => /^(?:imported|source_corrected)$/.test(kind) && facts?.lines !== undefined,
  )
  return last ? { lines: Number(last.facts!.lines), count: Number(last.facts!.count) } : null
}

/** Days on which co-signatures came, online and from paper, as the log has them. */
function daysIn({ byDay, told }: LoggedCase, timeZone: string): Map<string, number> {
  const days = new Map(byDay)
  for (const { kind, occurred_at: at, facts } of told) {
    if (kind !== 'paper_counted' || !at) continue
    const day = typeof facts?.day === 'string' ? facts.day : localDate(new Date(at), timeZone) // of one that was taken back
    days.set(day, (days.get(day) ?? 0) + Number(facts?.change ?? 0))
  }
  return days
}

function countDifferences(logged: LoggedCase, { cosignatures: c }: ShownCase, timeZone: string): string[] {
  const { number, count } = logged
  const byDay = daysIn(logged, timeZone)
  const imported = broughtBy(logged)?.count ?? c.by_assurance?.find(({ level }) => level === 0)?.count ?? 0
  const found: string[] = []
  if (c.count - imported !== count)
    found.push(`Case ${number} shows ${c.count - imported} co-signatures; the log comes to ${count}.`)
  if (!c.by_day || imported) return found
  // one that was taken back, or is held, is not shown on its day any more, and no leaf says which day it was
  const areAllCounted = [...byDay.values()].reduce((a, b) => a + b, 0) === count
  const shown = new Map(c.by_day.map(({ date, count }) => [date, count]))
  for (const day of new Set([...byDay.keys(), ...shown.keys()])) {
    const [here, there] = [shown.get(day) ?? 0, byDay.get(day) ?? 0]
    if (areAllCounted ? here !== there : here > there)
      found.push(`Case ${number} shows ${here} co-signatures on ${day}; the log comes to ${there}.`)
  }
  return found
}

/** What a line of the timeline says: two that say the same are one. */
type Said = { kind: string; role: string; agency: string | null; at: string; facts: EntryFacts | null }

function tellDifferences({ number, told }: LoggedCase, shown: ShownCase, timeZone: string): string[] {
  const held = told.filter(({ kind }) => loudKinds.includes(kind as EntryKind)) as (Leaf & { kind: EntryKind })[]
  const withFacts = shown.timeline.every(({ facts }) => facts !== undefined)
  const day = (at: string) => localDate(new Date(at), timeZone)
  const logged = holding(held.map((leaf) => ({ ...leaf, id: leaf.id ?? '', facts: leaf.facts ?? {} }))).map(
    (leaf): Said => ({
      ...{ kind: leaf.kind, role: leaf.role as ActorRole, agency: withFacts ? (leaf.agency ?? null) : null },
      at: leaf.day ?? new Date(leaf.occurred_at!).toISOString(),
      facts: withFacts ? toldFacts(leaf.facts, timeZone) : null,
    }),
  )
  // steps that another Fuyi told stand before those that are in this log
  const there = shown.timeline.slice(broughtBy({ told })?.lines ?? 0).map(
    (one): Said => ({
      ...{ kind: one.kind, role: one.role, agency: withFacts ? (one.agency?.code ?? null) : null },
      at: isOfDay(one.kind, one.role)
        ? day(one.occurred_at)
        : stepAt(one.kind as EntryKind, new Date(one.occurred_at)).toISOString(),
      facts: withFacts ? one.facts! : null,
    }),
  )
  const onlyIn = (these: Said[], others: Said[]) => {
    const left = others.map(keyOf)
    return these.filter((one) => {
      const i = left.indexOf(keyOf(one))
      if (i >= 0) left.splice(i, 1)
      return i < 0
    })
  }
  const [missing, added] = [onlyIn(logged, there), onlyIn(there, logged)]
  return [
    ...missing.map((one) => {
      const other = added.find(({ kind }) => kind === one.kind)
      if (!other) return `Case ${number} does not show “${one.kind}” of ${one.at}, which is in the log.`
      const what = other.at === one.at ? 'says something else' : `is dated ${other.at}`
      return `Case ${number}: “${one.kind}” ${what}; the log says ${one.at} ${canonicalJson({ role: one.role, agency: one.agency, facts: one.facts ?? {} })}.`
    }),
    ...added
      .filter(({ kind }) => !missing.some((one) => one.kind === kind))
      .map((one) => `Case ${number} shows “${one.kind}” of ${one.at}, which is not in the log.`),
  ]
}

/** API moments are to the second where the log has milliseconds. */
const keyOf = ({ kind, role, agency, at, facts }: Said): string =>
  canonicalJson({ kind, role, agency, at: at.replace(/\.\d{3}Z$/, 'Z'), facts: facts && shortened(facts) })
const shortened = (facts: EntryFacts): EntryFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/\.\d{3}(?=[Z+-])/, '') : value,
    ]),
  )

/** Clocks of two machines may differ by so much. */
const tolerance = 10 * 60_000

/** Lines that were written down after others and say that they were before: since the log began this cannot be. */
export function datedBack(leaves: readonly Leaf[]): string[] {
  const through = leaves[0]?.brought_in_through ?? 0
  const found: string[] = []
  let [newest, last] = [Date.parse(leaves[0]?.begun_at ?? '') || 0, 0]
  for (const [i, leaf] of leaves.entries()) {
    if (leaf.entry === undefined) continue
    const waited = leaf.entry < last // its case was not public before
    last = Math.max(last, leaf.entry)
    if (!leaf.recorded_at || leaf.entry <= through || leaf.role === 'import') continue // an import takes its time
    const at = Date.parse(leaf.recorded_at)
    if (!waited && at < newest - tolerance)
      found.push(
        `Line ${i} (entry ${leaf.entry}, “${leaf.kind}”${leaf.case ? ` of case ${leaf.case}` : ''}) says it was written down on ${leaf.recorded_at}, and came after lines of ${new Date(newest).toISOString()}: it is dated back.`,
      )
    newest = Math.max(newest, at)
  }
  return [...found, ...twice(leaves)]
}

function twice(leaves: readonly Leaf[]): string[] {
  const met = new Set<number>()
  return leaves.flatMap(({ entry }, i) => {
    if (entry === undefined) return []
    if (met.has(entry)) return [`Line ${i} is entry ${entry}, which is in the log already.`]
    met.add(entry)
    return []
  })
}
