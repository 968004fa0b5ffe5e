// Where a commitment stands: its agency's word, what a checker found, and the dates. Pure.
import { daysBetween, localDate, monthsAgo } from '../../lib/calendar.ts'
import type { Verdict } from '../../schema/values.ts'

/** After so many months without a word of its agency a commitment is called silent. */
export const silentMonths = 6

export type Stood = {
  state: string
  dueOn: string
  closedAt: Date | null
  reportedAt: Date | null
  doneAt: Date | null
  verdict: Verdict | null
  checkedAt: Date | null
}

/** What its agency says of it. 'changed': an end of older times, when another commitment took its place. */
type AgencyWord = 'under_way' | 'done' | 'dropped' | 'changed'

export type CommitmentProgress = {
  agencySays: AgencyWord
  /** its agency says that it is done, and no checker has said otherwise since */
  awaitsCheck: boolean
  /** local days: by which it is late while it is open, or was late when it was done */
  late: number
  keptLate: number
  /** its agency has said nothing for six months */
  silent: boolean
}

/** A checker may look long after the work was done: whoever was late is told from the day on which the agency called it done. */
export function standingOf(c: Stood, at: Date, timeZone: string): CommitmentProgress {
  const after = (moment: Date) => Math.max(0, daysBetween(c.dueOn, localDate(moment, timeZone)))
  const awaitsCheck = isSaidDone(c)
  const underWay = c.state === 'open' && !awaitsCheck
  const doneAt = c.doneAt ?? c.closedAt
  return {
    agencySays: wordOf(c),
    awaitsCheck,
    late: underWay ? after(at) : 0,
    keptLate: c.state === 'kept' && doneAt ? after(doneAt) : 0,
    silent: underWay && c.reportedAt !== null && c.reportedAt < monthsAgo(at, silentMonths, timeZone),
  }
}

/** What its agency says of it. */
export function wordOf({ state, doneAt }: Pick<Stood, 'state' | 'doneAt'>): AgencyWord {
  if (state === 'dropped' || state === 'changed') return state
  return doneAt ? 'done' : 'under_way'
}

/** Its agency says that it is done, and whoever checked it last had not heard that yet. */
const isSaidDone = ({ state, doneAt, checkedAt }: Stood): boolean =>
  state === 'open' && doneAt !== null && (checkedAt === null || checkedAt <= doneAt)

/** The name that stays with it: the number of its case, and which of its commitments. */
export const referenceOf = (caseNumber: string | null, number: number | null): string => `${caseNumber}-${number}`

/** The two halves of such a name; null for anything else. */
export function readReference(reference: string): { caseNumber: string; number: number } | null {
  const [, caseNumber, number] = /^(\d{4}-\d{4,9})-([1-9]\d{0,3})$/.exec(reference) ?? []
  return caseNumber && number ? { caseNumber, number: Number(number) } : null
}

/** The public words that the record vouches for: what, and how it will be seen. Older ones had only the first. */
export const promisedWords = ({ what, measure }: { what: string; measure: string }): string =>
  measure ? `${what}\n${measure}` : what

export type CheckRefusal = 'own_agency' | 'same_person'

/** Why somebody who holds a checker's seat cannot check this one. `agencies`: of the officer's seats that they hold or held. */
export function refusalToCheck(
  { agencyId, promisedById }: { agencyId: string; promisedById: string | null },
  checker: { agencies: string[]; wroteOfIt: boolean },
): CheckRefusal | null {
  if (checker.agencies.includes(agencyId) || (promisedById !== null && checker.agencies.includes(promisedById)))
    return 'own_agency'
  return checker.wroteOfIt ? 'same_person' : null
}
