// On which day a source was last seen to say what a file says of a case. Files seldom tell: then it is the last day that they
// themselves know of, since they cannot be older than that. Pure.
import { lastDay, localDate } from '../lib/calendar.ts'
import type { KnownCounts } from './counts.ts'
import type { ImportedCase } from './imported-case.ts'

type Known = { c: ImportedCase; standing: KnownCounts }

/** The last local day of which a case itself tells something, today at the latest. */
export function lastKnownDay({ c, standing }: Known, today: string, timeZone: string): string {
  const moments = [c.submittedAt, c.publishedAt, c.thresholdMetAt, ...[...c.updates, ...c.answers].map(({ at }) => at)]
  const days = [
    ...moments.flatMap((moment) => (moment ? [localDate(moment, timeZone)] : [])),
    ...(standing.lastDay ? [standing.lastDay] : []),
    ...(c.stage === 'expired' ? [lastDay(c.closesBefore, timeZone)] : []),
  ]
  return (
    days
      .filter((day) => day <= today)
      .sort()
      .at(-1) ?? today
  )
}

/** Whether its own days say when it was seen: counts day by day, or what agencies wrote. Its publication alone says little. */
const tellsWhenSeen = ({ c, standing }: Known): boolean =>
  standing.lastDay !== null || c.updates.length + c.answers.length > 0

/**
 * `given`: the day on which the files were taken from the source, where somebody says so. Else each case is as of its own last
 * day, or of the last day of all files where it has none of its own.
 */
export function seenOn(
  known: Known,
  ownDay: string,
  { given, ofFiles }: { given: string | null; ofFiles: string },
): string {
  if (given) return given > ownDay ? given : ownDay
  return tellsWhenSeen(known) ? ownDay : ofFiles
}
