// How many co-signatures of a case are known. Of a case whose source counts nobody, none is not known to be none. Pure.

/** Null: its source gives no count, and nobody has co-signed here. */
export const toldCount = (p: { count: number; countUnsaid: boolean }): number | null =>
  p.countUnsaid && p.count === 0 ? null : p.count

type Levels<Count> = { level: number; count: Count }[]

/** Co-signatures by how sure it is who signed; of those that a source does not count, that they are not known. */
export const toldLevels = (has: { byAssurance: Levels<number>; countUnsaid: boolean }): Levels<number | null> =>
  has.countUnsaid ? [{ level: 0, count: null }, ...has.byAssurance.filter(({ level }) => level > 0)] : has.byAssurance

type Counted = { count: number | null; countUnsaid: boolean; threshold: number | null; seenOn: string | null }

/** Below its threshold for all that is known: of a case that counts nobody at its source that is not known. */
export const isBelowThreshold = ({ count, countUnsaid, threshold, seenOn }: Counted): boolean =>
  seenOn === null || (!countUnsaid && count !== null && count < (threshold ?? 0))
