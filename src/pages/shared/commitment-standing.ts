// How pages say where a commitment stands: both states, and the dates. Pure.
import { type CommitmentProgress, referenceOf, type Stood, standingOf } from '../../domain/answers/commitment.ts'

type Added = CommitmentProgress & {
  /** the name that stays with it; '' before it is published */
  reference: string
  /** when its agency said so last; null where nobody knows */
  saidAt: Date | null
  /** how often its date was changed */
  moves: number
}
/** What shared/commitment-standing.eta draws. */
export type CommitmentStanding = Stood & Added

/** `caseNumber` and `number` make its name. */
export function commitmentStanding(
  c: Stood,
  { caseNumber, number, moves }: { caseNumber: string | null; number: number | null; moves: number },
  at: Date,
  timeZone: string,
): Added {
  return {
    moves,
    ...standingOf(c, at, timeZone),
    saidAt: c.doneAt ?? (c.state === 'dropped' || c.state === 'changed' ? c.closedAt : null),
    reference: number === null ? '' : referenceOf(caseNumber, number),
  }
}
