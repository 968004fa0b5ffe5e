// How many co-signatures of a case come from mail domains that nobody had used here before, beside other cases. Pure. Nothing is held by
// it: a case about one trade brings its firms' own domains, and bought ones look the same. It says to staff where a sample is worth its work.

export type NewDomains = { n: number; unknown: number }
/** Shares from 0 to 1; `usual`: the middle one of other cases. `isFar`: staff are told that it stands out. */
export type NewDomainsSaid = { n: number; share: number; usual: number; isFar: boolean }

/** Cases with fewer say nothing of what is usual. */
const fewestUsual = 100
const fewestCases = 3
/** From so many on, twice the usual share and so much more is no chance (measured: bench/README.md). */
const fewestFar = 200
const farTimes = 2
const farMore = 0.05

const shareOf = ({ n, unknown }: NewDomains) => unknown / n

/** Null where there is nothing to compare. */
export function besideOthers(own: NewDomains, others: readonly NewDomains[]): NewDomainsSaid | null {
  const shares = others
    .filter(({ n }) => n >= fewestUsual)
    .map(shareOf)
    .sort((a, b) => a - b)
  if (!own.n || shares.length < fewestCases) return null
  const usual = shares[Math.floor(shares.length / 2)]!
  const share = shareOf(own)
  const isFar = own.n >= fewestFar && share >= farTimes * usual && share - usual >= farMore
  return { n: own.n, share, usual, isFar }
}
