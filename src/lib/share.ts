// Shares as whole percentages that never say more than is true.

/** 0 to 100. Never 100 while something is missing, nor 0 where there is something: 4,999 of 5,000 is 99 %, 1 of 5,000 is 1 %. */
export function wholePercent(share: number): number {
  if (share <= 0) return 0
  if (share === 1) return 100
  const rounded = Math.round(share * 100)
  return share < 1 ? Math.min(99, Math.max(1, rounded)) : Math.max(100, Math.floor(share * 100))
}

/** Under so many a share says nothing: the numbers themselves are shown. */
export const leastForShare = 5

/** A share in percent, or null where there are too few to speak of one. */
export const fairShare = (part: number, all: number): number | null =>
  all >= leastForShare ? wholePercent(part / all) : null
