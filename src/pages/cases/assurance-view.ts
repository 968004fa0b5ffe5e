// How the co-signatures of a case were checked, as its page says it: line by line, or in one where nothing happened. Pure.
import { type AssuranceStatement, assuranceStatement } from '../../domain/proposals/assurance-statement.ts'
import { leastForShare } from '../../lib/share.ts'
import { paperLevel } from '../../schema/values.ts'
/** How co-signatures were checked. What came on paper is told as a share too, where there are enough for one. `quiet`: nothing happened. */
export function assuranceOf(
  p: Parameters<typeof assuranceStatement>[0] & { count: number | null },
  has: Parameters<typeof assuranceStatement>[1],
) {
  const told = assuranceStatement(p, has)
  const all = p.count ?? 0
  const few = all < leastForShare
  const levels = told?.levels.map(({ level, count }) => ({
    ...{ level, count, share: few ? null : count / all },
    words: level === paperLevel && few ? `level_${level}_number` : `level_${level}`,
  }))
  if (!told || !levels) return null
  const words = { released: wordsOf('released', told.released), invalidated: wordsOf('invalidated', told.invalidated) }
  return { ...told, levels, words, quiet: hasNothingToTell(told) }
}

/** Of decisions that were undone, or taken back by later ones, nothing stands: their day is not that of a number. */
const wordsOf = (what: 'released' | 'invalidated', { count, on }: AssuranceStatement['released']): string => {
  if (!on) return what
  return count ? `${what}_on` : `${what}_before`
}

/** Whether each of its numbers is 0 but those of who signed how. */
const hasNothingToTell = (a: AssuranceStatement): boolean =>
  [a.refusedDoubles, a.refusedForms, a.undecided, a.paperTakenBack, a.maybeTwice, a.unverified].every((n) => !n) &&
  [a.held, a.released, a.invalidated].every(({ count, on }) => count === 0 && on === null) &&
  a.leastAge === null &&
  a.sample === null
