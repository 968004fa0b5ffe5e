// What is known of how far the co-signatures of a case can be trusted: for its page and its JSON. Pure. What is not known is null,
// never 0: imported cases say nothing of it, and what came before it was watched is not told.
import { likelyRange } from '../../lib/likely-range.ts'
import { assuranceLevels, type EntryFacts, type EntryKind, paperLevel, type Stage } from '../../schema/values.ts'
import { cosignableStages } from './proposal.ts'

/** `on`: when it was last so many; null where it never happened. */
type LastCount = { count: number; on: Date | null }
export type AssuranceStatement = {
  /** since when it is known what was refused, held, released and found not to count */
  since: Date
  levels: { level: number; count: number }[]
  /** accepted, and not counted until their signers are verified; null where the case asks for no more than an address */
  unverified: number | null
  /** who is counted by an account of theirs is verified to be so old; null where the case asks for no age */
  leastAge: number | null
  refusedDoubles: number
  /** newcomers' forms for mailboxes that had signed, in tens; null while somebody can still sign */
  refusedForms: number | null
  held: LastCount
  released: LastCount
  /** counted since nobody decided otherwise in time */
  undecided: number
  /** of sheets of paper that were counted and taken back, and not counted again */
  paperTakenBack: number
  /** may be counted twice, by an address alone and on paper; null where nothing is counted from paper */
  maybeTwice: number | null
  invalidated: LastCount
  /** the last sample that staff looked into; null where there was none */
  sample: SampleTold | null
}
/** `low`, `high`: between which whole percent the true share lies, 95 times of 100 (lib/likely-range.ts). */
export type SampleTold = {
  confirmed: number
  notConfirmed: number
  drawn: number
  population: number
  on: Date
  low: number
  high: number
  treeSize: number
  root: string
  cutoff: string
}

type Entry = { kind: EntryKind; facts: EntryFacts; occurredAt: Date }
type Case = {
  publishedAt: Date | null
  seenOn: string | null
  stage: Stage
  rules: { rules: { levelToCount: number; ageToCount: number } } | null
}
type Parts = {
  timeline: readonly Entry[]
  byAssurance: { level: number; count: number }[]
  held: number
  invalid: number
  unverified: number
  doubles: number
  forms: number
  watchedSince: Date | null
  /** as another Fuyi told it of a case that came from its dump; null: it told nothing */
  statement?: AssuranceStatement | null
}

/** A number that grew with each form would tell whoever types an address whether it has signed. */
const tens = 10

/** Null for a case that nobody watched, or that is not public. */
export function assuranceStatement({ publishedAt, seenOn, stage, rules }: Case, has: Parts): AssuranceStatement | null {
  if (has.statement !== undefined) return has.statement
  if (!publishedAt || seenOn !== null || !has.watchedSince) return null
  const asked = rules?.rules ?? { levelToCount: 1, ageToCount: 0 }
  const of = (kind: EntryKind) => has.timeline.filter((entry) => entry.kind === kind)
  const last = (kind: EntryKind) => of(kind).at(-1)?.occurredAt ?? null
  const because = (reason: string, entries: readonly Entry[]) => entries.filter(({ facts }) => facts.reason === reason)
  const sum = (name: 'count' | 'change', entries: readonly Entry[]) =>
    entries.reduce((all, { facts }) => all + Number(facts[name] ?? 0), 0)
  const ofPaper = (what: string) => of('paper_counted').filter(({ facts }) => facts.what === what)
  const letGo = of('cosignatures_released')
  // A release that was undone took them out of the count again; what nobody decided in time was not looked at.
  const undone = sum('change', because('undone', of('cosignatures_held')))
  return {
    since: publishedAt > has.watchedSince ? publishedAt : has.watchedSince,
    levels: withAll(has.byAssurance),
    unverified: asked.levelToCount > 1 || asked.ageToCount > 0 ? has.unverified : null,
    leastAge: asked.ageToCount || null,
    refusedDoubles: has.doubles,
    refusedForms: cosignableStages.includes(stage) ? null : Math.floor(has.forms / tens) * tens,
    held: { count: has.held, on: last('cosignatures_held') },
    released: {
      count: sum('count', because('staff', letGo)) + undone,
      on: because('staff', letGo).at(-1)?.occurredAt ?? null,
    },
    undecided: sum('count', because('undecided', letGo)),
    paperTakenBack: -sum('change', [...ofPaper('taken_back'), ...ofPaper('restored')]) || 0,
    maybeTwice: twice(has.byAssurance),
    invalidated: { count: has.invalid, on: last('cosignatures_invalidated') },
    sample: sampleTold(of('sampled').findLast(({ facts }) => facts.what === 'told')),
  }
}

function sampleTold(entry: Entry | undefined): SampleTold | null {
  if (!entry) return null
  const { facts, occurredAt } = entry
  const n = (name: string) => Number(facts[name] ?? 0)
  const range = likelyRange(n('confirmed'), n('drawn')) ?? { low: 0, high: 100 }
  return {
    ...{ confirmed: n('confirmed'), notConfirmed: n('not_confirmed'), drawn: n('drawn'), population: n('population') },
    ...{ on: occurredAt, ...range, treeSize: n('tree_size') },
    ...{ root: String(facts.root ?? ''), cutoff: String(facts.cutoff ?? '') },
  }
}

/** Who signed online with an address alone is known by no more than that, and whoever signed on paper by what stands there. */
function twice(levels: Parts['byAssurance']): number | null {
  const of = (wanted: number) => levels.find(({ level }) => level === wanted)?.count ?? 0
  return of(paperLevel) > 0 ? Math.min(of(1), of(paperLevel)) : null
}

/** A level that nobody has is said too: that nobody is verified tells as much. Imported ones only where there are some. */
const withAll = (levels: { level: number; count: number }[]) =>
  assuranceLevels
    .map((level) => ({ level, count: levels.find((one) => one.level === level)?.count ?? 0 }))
    .filter(({ level, count }) => level > 0 || count > 0)
