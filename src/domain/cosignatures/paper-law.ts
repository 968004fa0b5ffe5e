// What two people typed of a sheet, and a third where they differ. Pure.
import type { TypedLine } from '../../schema/paper.ts'

/** So many lines are on a sheet. */
export const linesOnSheet = 10

const isSame = (a: TypedLine, b: TypedLine): boolean => a?.key === b?.key && a?.district === b?.district

/** Lines, from 1, that two typed differently. */
export const differing = (first: readonly TypedLine[], second: readonly TypedLine[]): number[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, i) => i + 1).filter(
    (line) => !isSame(first[line - 1] ?? null, second[line - 1] ?? null),
  )

export type Settled = { lines: TypedLine[]; unread: number }

/** What two of three read. A line that each read in another way is nobody's, and is told as unread. */
export function settled(
  first: readonly TypedLine[],
  second: readonly TypedLine[],
  third: readonly TypedLine[],
): Settled {
  const apart = differing(first, second)
  let unread = 0
  const lines = first.map((line, i) => {
    if (!apart.includes(i + 1)) return line
    const decided = third[i] ?? null
    if (isSame(decided, line) || isSame(decided, second[i] ?? null)) return decided
    unread++
    return null
  })
  return { lines, unread }
}
