// Cases that can be signed, or that may be signed again: a merger and an answer can be taken back for a while, and then people sign as before. What
// keeps each of them to one co-signature (signed-subjects.ts, spent.ts) stays for as long.
import { and, gt, inArray, or, type SQL } from 'drizzle-orm'
import { dayMs } from '../../lib/durations.ts'
import { proposals } from '../../schema/proposals.ts'
import { cosignableStages } from '../proposals/proposal.ts'
import { graceMs } from './cosignature.ts'

/** Longer than either can be taken back. */
const takenBackMs = 2 * dayMs

/** Of a case as a row; and for two days after its closing date, since whoever began in time may confirm. */
export function maybeSignable(at: Date): SQL {
  const since = new Date(at.getTime() - takenBackMs)
  return and(
    gt(proposals.closesBefore, new Date(at.getTime() - 2 * graceMs)),
    or(
      inArray(proposals.stage, [...cosignableStages]),
      and(
        inArray(proposals.stage, ['merged', 'resolved']),
        or(gt(proposals.endedAt, since), gt(proposals.answeredAt, since)),
      ),
    ),
  )!
}
