// Whether our mail arrives. A provider that swallows mail takes each one and says nothing; but then fewer of its people press the
// button in it. So what is watched is the share that presses, domain by domain, against what is usual. Pure.

/** Newcomers who were sent a link, and those who pressed it. */
export type Pressed = { asked: number; pressed: number }
/** `lately`: of the last two days. `usually`: of the four weeks before. */
export type Arrival = { domain: string; lately: Pressed; usually: Pressed }

/** Days, the last of which is today. */
export const latelyDays = 2
export const usualDays = 28
/** A domain with fewer newcomers on a day is not named: it might be one person's. */
export const fewestNamed = 5
/** All those that are too small to be named. */
export const others = '*'

/** Fewer than this say nothing. */
const fewestLately = 20
const fewestUsually = 50
/** So much of what is expected must be missing. */
const missing = 0.5
/** How many standard deviations that must be, so that chance does not raise the alarm. */
const deviations = 4

/** From 0 to 1; null where nobody asked. */
export const shareOf = ({ asked, pressed }: Pressed): number | null => (asked ? pressed / asked : null)

/**
 * The share that is to be expected of a domain: its own of the weeks before; where it has too few, that of all domains lately.
 * Null where nobody can say.
 */
function expectedShare(one: Arrival, all: readonly Arrival[]): number | null {
  if (one.usually.asked >= fewestUsually) return shareOf(one.usually)
  const rest = all.filter(({ domain }) => domain !== one.domain).map(({ lately }) => lately)
  const asked = rest.reduce((sum, each) => sum + each.asked, 0)
  return asked >= fewestUsually ? rest.reduce((sum, each) => sum + each.pressed, 0) / asked : null
}

/** Whether far fewer press than usual, and not by chance. */
export function isFalling(one: Arrival, all: readonly Arrival[]): boolean {
  const expected = expectedShare(one, all)
  const { asked, pressed } = one.lately
  if (expected === null || asked < fewestLately || pressed >= expected * asked * (1 - missing)) return false
  const deviation = Math.sqrt(asked * expected * (1 - expected))
  return expected * asked - pressed > deviations * deviation
}

/** `expected`: null where a domain has no weeks of its own behind it, unless it falls: then what it is compared with. */
export type JudgedArrival = Arrival & { expected: number | null; falling: boolean }

/** What is shown of each domain: the falling ones first, then those with most newcomers. */
export const judged = (all: readonly Arrival[]): JudgedArrival[] =>
  all
    .map((one) => {
      const falling = isFalling(one, all)
      const isKnown = falling || one.usually.asked >= fewestUsually
      return { ...one, falling, expected: isKnown ? expectedShare(one, all) : null }
    })
    .sort((a, b) => Number(b.falling) - Number(a.falling) || b.lately.asked - a.lately.asked)
