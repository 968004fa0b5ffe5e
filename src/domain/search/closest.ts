// The cases closest to a text by the pairs of characters and the words that they share, the rare ones weighing more. Where a
// search finds little, and while somebody writes. The weights are whole numbers, so that both engines order alike.
import { and, type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { countDocuments, frequencies, isScored, scored, titleTokens } from '../../platform/db/search.ts'
import { type Unit, unitsOf } from '../../platform/db/search-units.ts'
import { often } from '../../platform/db/tokens.ts'
import { documentId } from './found-store.ts'
import { synonymsFor } from './read-search.ts'

type Weighed = Unit & { weight: number; times: number }

export type Wanted = {
  /** what was typed or written, the most important first: a later text weighs a third */
  texts: string[]
  /** what must be true of it in the search's table (found-store.ts): that everybody may see it too */
  where: SQL | undefined
  /** what a case has in its title or says more than once counts more than what it only names */
  mainly: boolean
  /** which share of the weight of the first text a case must hold */
  least: number
  /** and which share of what the closest one holds; 0 where nobody says */
  ofBest?: number
  most: number
  /** ids that are shown already: others are measured against them, and they are not given again */
  but?: ReadonlySet<string>
}

/**
 * `share`: of the weight of the first text, how much the case holds. What no case says is left out of it; `heard` is the share that is
 * left then. Where there are few cases, 「設置」 may be all that any of them knows of 「設置衝浪板架」.
 */
export type Close = { id: string; share: number; heard: number }

/** The closest cases, the closest first. */
export async function closest(db: Db, governmentId: string | null, wanted: Wanted): Promise<Close[]> {
  const { texts, where, mainly, least, ofBest = 0, most, but } = wanted
  const all = await unitsIn(db, governmentId, texts)
  const words = await weighed(db, worthAsking(all, mainly), mainly)
  // no case has any of the words: perhaps their characters
  const { units, unknown } = words.units.length ? words : await weighed(db, all, mainly)
  if (!units.length) return []
  const whole = units.reduce((sum, { weight, main, gap }) => sum + (main && !gap ? weight : 0), 0)
  const found = scored(units, Math.max(1, Math.round(whole * least)))
  const rows = await rowsOf<{ id: string; title: string; score: number | string }>(
    db,
    sql`select ${documentId} as id, d.title as title, h.score as score from ${found} where ${and(isScored, where)}
      order by h.score desc, ${documentId} desc limit ${candidates}`,
  )
  const ranked = rows
    .map(({ id, title, score }) => {
      const there = titleTokens(title)
      const inTitle = units.reduce((sum, unit) => sum + (isIn(there, unit) ? unit.weight : 0), 0)
      return {
        id,
        share: Number(score) / whole,
        score: Number(score) + (titleWeighs * inTitle) / Math.sqrt(1 + [...title].length),
      }
    })
    .sort((a, b) => b.score - a.score)
  const best = ranked[0]?.score ?? 0
  const heard = unknown ? pairsOf(units) / (pairsOf(units) + unknown) : 1
  return ranked
    .filter(({ id, score }) => score >= best * ofBest && !but?.has(id))
    .slice(0, most)
    .map(({ id, share }) => ({ id, share, heard }))
}

const candidates = 100
/** What is only named counts as this share of what a case is about. */
const named = 0.4
const mostUnits = 60
/** Against the text; a longer title holds more by chance. */
const titleWeighs = 6
/** Of all cases: a character by itself says something where no larger share has it, like 菸. Most are parts of many words. */
const rareCharacter = 0.15
/** Cases that are never many: where there are only some, each is a large share. */
const few = 20
/** Against a pair within a word. */
const acrossWords = 0.6
/** Against a pair: three characters of which one may be another. */
const withGap = 0.6
/** Rows that are looked through for one search: what comes in every second case says little. */
const mostRows = 15_000

type Found = Unit & { main: boolean }

async function unitsIn(db: Db, governmentId: string | null, texts: string[]): Promise<Found[]> {
  const synonyms = await synonymsFor(db, governmentId)
  const known = new Set<string>()
  return texts.flatMap((text, i) =>
    unitsOf(text, synonyms)
      .filter((unit) => {
        const key = JSON.stringify(unit.tokens)
        return !known.has(key) && known.add(key)
      })
      .map((unit) => ({ ...unit, main: i === 0 })),
  )
}

/** Who searches means the words; whoever writes may have written other words of the same characters. */
function worthAsking(units: Found[], mainly: boolean): Found[] {
  const chosen = units.filter(({ single, gap }) => (mainly ? !gap : !single))
  return chosen.length ? chosen : units
}

type Counted = Found & { times: number; more: boolean; round: number }

/** Those that any case has, as far as they were counted, the heaviest first; `more`: it comes more often than that, and weighs less. */
function known<U extends Counted>(units: U[], documents: number): (U & Weighed)[] {
  const isLong = units.some(({ single }) => !single)
  return units
    .map((unit) => ({ ...unit, weight: weightOf(unit, documents, unit.times) }))
    .filter(
      ({ times, single }) => times > 0 && (!single || !isLong || times <= Math.max(few, documents * rareCharacter)),
    )
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostUnits)
}

/** The heaviest that may be read, up to so many rows; the first two in any case. */
function worthReading<U extends Weighed>(chosen: U[]): U[] {
  let rows = 0
  return chosen.filter(({ times }, i) => {
    rows += times
    return i < 2 || rows <= mostRows
  })
}

/**
 * Most units of a text come in every second case, and are never read. So all are counted a little way, and only those further that
 * may be read then: what is chosen is the same as if each were counted to its end.
 */
export async function chosenUnits<U extends Found>(
  units: U[],
  documents: number,
  count: (units: U[], most: number | null) => Promise<number[]>,
): Promise<{ read: (U & Weighed)[]; unknown: (U & Weighed)[] }> {
  let counted: (U & Counted)[] = units.map((unit) => ({ ...unit, times: documents, round: 0, more: true }))
  for (let open = counted; open.length; open = reached(known(counted, documents))) {
    const round = Math.min(...open.map((unit) => unit.round))
    const most = countedTo[round] ?? null
    const further = units.filter(({ tokens }) => open.some((unit) => unit.tokens === tokens && unit.round === round))
    const found = await count(further, most)
    const of = new Map(further.map(({ tokens }, i) => [tokens, found[i]!]))
    counted = counted.map((unit) => {
      const times = of.get(unit.tokens)
      return times === undefined ? unit : { ...unit, times, round: round + 1, more: most !== null && times > most }
    })
  }
  const unknown = counted
    .filter(({ times }) => times === 0)
    .map((unit) => ({ ...unit, weight: weightOf(unit, documents, 0) }))
  return { read: worthReading(known(counted, documents)), unknown }
}

/** The weight of the words and pairs of the first text: characters by themselves stand in them as well. */
const pairsOf = (units: (Found & Weighed)[]): number =>
  units.reduce((sum, { weight, main, gap, single }) => sum + (main && !gap && !single ? weight : 0), 0)

/** `unknown`: the weight of what the first text says and no case does. */
async function weighed(
  db: Db,
  all: Found[],
  mainly: boolean,
): Promise<{ units: (Weighed & Found)[]; unknown: number }> {
  if (!all.length) return { units: [], unknown: 0 }
  const chosen = await chosenUnits(all, await countDocuments(db), (some, most) => frequencies(db, some, most))
  const unknown = pairsOf(chosen.unknown)
  const units = mainly
    ? chosen.read.flatMap((unit) => [
        { ...unit, weight: Math.round(unit.weight * (1 - named)), sought: unit.tokens.map((way) => way.map(often)) },
        { ...unit, weight: Math.round(unit.weight * named) },
      ])
    : chosen.read
  return { units, unknown }
}

/** Cases up to which units are counted, one round after the other; then to the end. */
const countedTo = [500, 4000, 16_000]

/** Of those that are not counted to their end, the ones that stand where something is still read. */
function reached<U extends Weighed & Counted>(chosen: U[]): U[] {
  let rows = 0
  return chosen.filter(({ times, more }, i) => {
    const isRead = i < 2 || rows <= mostRows
    rows += times
    return isRead && more
  })
}

/** Squared, so that one rare word says more than several common ones. */
const weightOf = ({ main, across, gap }: Found, documents: number, times: number): number =>
  Math.round(
    (main ? 30 : 10) * (across ? acrossWords : 1) * (gap ? withGap : 1) * Math.log(1 + documents / (times + 1)) ** 2,
  )

const isIn = (title: Set<string>, { tokens }: Unit): boolean =>
  tokens.some((way) => way.every((token) => title.has(token)))
