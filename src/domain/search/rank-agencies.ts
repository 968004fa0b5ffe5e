// Which agencies a case may belong to, and why: whom the author named, whose name stands in the text, who has cases like it, who
// answered on its topic. A suggestion to whoever decides, and nothing more. Pure.
import { foldedRuns } from '../../lib/folded.ts'
import type { Localised } from '../../lib/localised.ts'

/** `names`: of the agency and of its units, each as it is written in every language. */
export type Candidate = { code: string; names: Localised[] }

export type RankingFacts = {
  /** codes that the author named */
  byAuthor: readonly string[]
  /** title, asks and text */
  text: string
  /** cases like this one, the most alike first, with the agency that leads them; `plain`: perhaps the same matter, else some of its words */
  alike: readonly { number: string; lead: string; plain: boolean }[]
  /** how many cases on its topic each agency answered, by code */
  onTopic: ReadonlyMap<string, number>
}

export type Reason =
  | { kind: 'author' }
  | { kind: 'named'; words: string }
  | { kind: 'alike' | 'words'; number: string; more: number }
  | { kind: 'topic'; count: number }

export type Suggestion = { code: string; reasons: Reason[] }

const most = 3
/** A name of one character stands in every text. */
const shortest = 2
const weights = { author: 4, named: 3, alike: 1, topic: 2 }
/** Where only shared words speak for an agency, it is left out if another has this many times as much: any two long texts share some. */
const farBehind = 5
/** The nearest case says most. */
const weightAt = (place: number): number => 1 / (1 + place / 4)

/** At most three, the likeliest first; only those for which something speaks. Of equals the one that comes first in `candidates`. */
export function rankAgencies(candidates: readonly Candidate[], known: RankingFacts): Suggestion[] {
  const text = foldedRuns(known.text)
  const names = namesOfOne(candidates)
  const answered = [...known.onTopic.values()].reduce((sum, n) => sum + n, 0)
  return candidates
    .map(({ code }) => {
      const reasons: Reason[] = []
      let score = 0
      if (known.byAuthor.includes(code)) {
        reasons.push({ kind: 'author' })
        score += weights.author
      }
      const named = (names.get(code) ?? []).filter(({ folded }) => isIn(text, folded)).sort(longestFirst)[0]
      if (named) {
        reasons.push({ kind: 'named', words: named.words })
        score += weights.named
      }
      const alike = known.alike.flatMap((one, place) => (one.lead === code ? [{ ...one, place }] : []))
      if (alike.length) {
        const plain = alike.filter((one) => one.plain)
        const told = plain.length ? plain : alike
        reasons.push({ kind: plain.length ? 'alike' : 'words', number: told[0]!.number, more: told.length - 1 })
        score += weights.alike * alike.reduce((sum, { place }) => sum + weightAt(place), 0)
      }
      const count = known.onTopic.get(code) ?? 0
      if (count) {
        reasons.push({ kind: 'topic', count })
        score += weights.topic * (count / answered)
      }
      return { code, reasons, score }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .filter(({ score, reasons }, _, [first]) => !onlyWords(reasons) || score * farBehind > first!.score)
    .slice(0, most)
    .map(({ code, reasons }) => ({ code, reasons }))
}

const onlyWords = (reasons: Reason[]): boolean => reasons.every(({ kind }) => kind === 'words')

type Name = { words: string; folded: string }
const longestFirst = (a: Name, b: Name): number => b.folded.length - a.folded.length

/** What only one agency is called: a unit that several have tells none of them. */
function namesOfOne(candidates: readonly Candidate[]): Map<string, Name[]> {
  const whose = new Map<string, Set<string>>()
  const all = candidates.map(({ code, names }) => {
    const own = names
      .flatMap((name) => Object.values(name))
      .map((words) => ({ words, folded: foldedRuns(words) }))
      .filter(({ folded }) => [...folded].length >= shortest)
    for (const { folded } of own) whose.set(folded, (whose.get(folded) ?? new Set()).add(code))
    return [code, own] as const
  })
  return new Map(all.map(([code, own]) => [code, own.filter(({ folded }) => whose.get(folded)!.size === 1)]))
}

/** Latin words as whole words: "Art" is not in "part". */
function isIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!(isLatin(text[at - 1]) && isLatin(name[0])) && !(isLatin(text[at + name.length]) && isLatin(name.at(-1))))
      return true
  return false
}

const isLatin = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character)
