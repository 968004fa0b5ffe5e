// What a government is and what its rules say. Pure.
import type { Localised } from '../../lib/localised.ts'
import type { Accent, Calendar, LevelRules, Limits, Rules, StaffRole, UnusualRules } from '../../schema/values.ts'

/** What makes co-signatures unusual, where a government says nothing else. The simulation (bench/integrity.ts) says what that holds. */
export const usualUnusual: UnusualRules = {
  holdsUnusual: true,
  seriesFrom: 10,
  seriesShare: 0.03,
  domainFrom: 25,
  blockFrom: 30,
  deviceFrom: 30,
  massFrom: 100,
  unknownShare: 0.15,
  loneShare: 0.9,
  decidedAlone: 50,
  moreDisposable: '',
  trustedDomains: '',
}

/** A confirmed address suffices for everything, at every age, unless a government says otherwise. */
export const usualLevels: LevelRules = {
  levelToPropose: 1,
  levelToCount: 1,
  verifiedMonths: 24,
  ageToPropose: 0,
  ageToCount: 0,
  sampleSize: 100,
}

/** Rules that came later. A version made before one of them was there has the usual value. */
const usualLater = {
  keptMonths: 6,
  forgottenMonths: 12,
  takeBackMinutes: 10,
  correctionShare: 0.1,
  elsewhereCounts: true,
  fourEyes: false,
  extensions: 1,
  overdueStep: 'reminder',
  overdueTo: '',
  ...usualUnusual,
  ...usualLevels,
} satisfies Partial<Rules>

/** Defaults of Taiwan's national platform. Known local variants: Taipei 1,500 in 45 days, Tainan 1,800 in 60 days. */
export const defaultRules: Rules = {
  threshold: 5000,
  cosigningDays: 60,
  checkingWorkingDays: 3,
  scheduleWorkingDays: 7,
  contactDays: 14,
  answerMonths: 2,
  extensionMonths: 2,
  earlyWarningShare: 0.2,
  cooldownMonths: 6,
  withdrawalAllowed: true,
  ...usualLater,
}

/** Rules as they are kept, and whole. */
export const completed = (kept: Rules): Rules => ({ ...usualLater, ...kept })

/** Until when what was published at `at` can be taken back. Nothing of it is mailed before. */
export const takeBackUntil = (at: Date, rules: Rules): Date => new Date(at.getTime() + rules.takeBackMinutes * 60_000)

export const defaultLimits: Limits = {
  cosigningPerPerson: 120,
  newcomersPerBlock: 1200,
  mailsPerAddress: 20,
  draftsPerPerson: 30,
  proposalsPerPerson: 10,
}

/** A government's limits: its own where it has set them. */
export const limitsOf = ({ limits }: { limits: Partial<Limits> | null }): Limits => ({ ...defaultLimits, ...limits })

/** A staff member's seat in one government. */
export type Seat = {
  role: StaffRole
  agencyId: string | null
  /** an officer of another government, to which cases of this one were handed over: only for those */
  guest?: boolean
}

export type Government = {
  id: string
  slug: string
  name: Localised
  languages: string[]
  timeZone: string
  country: string
  dates: Calendar
  accent: Accent | null
  /** the platform's administrators, as citizens see them, in each language */
  contact: Localised | null
  limits: Partial<Limits> | null
  /** of the search, a set on each line; null: the usual ones */
  synonyms: string | null
  /** whoever holds a seat signs in with a passkey to use it */
  staffPasskeys: boolean
  /** after so many minutes without use they sign in again */
  staffIdleMinutes: number
  createdAt: Date
}

/** Working, studying or otherwise outside the government's districts: always the last entry of the list. */
export const outsideDistrict = 'outside'
/** Where somebody is said to live in a government that has no districts to tell apart: nobody is asked. */
export const undivided = 'all'
/** `offered`: the districts that may be chosen. */
export const isUndivided = (offered: readonly { code: string }[]): boolean =>
  offered.every(({ code }) => code === outsideDistrict)

/** Whether an agency can be given cases on a local day: it exists already, and has not ended. */
export const isAssignable = (agency: { validFrom: string | null; validTo: string | null }, today: string): boolean =>
  (!agency.validFrom || agency.validFrom <= today) && (!agency.validTo || today <= agency.validTo)

type Lasting = {
  id: string
  coordinating: boolean
  validFrom: string | null
  validTo: string | null
  successorId: string | null
}

/** The first in the chain of successors that takes cases; else the coordinating one. Null where that is the agency itself. */
export function successorOf<A extends Lasting>(
  agency: Pick<Lasting, 'id' | 'successorId'>,
  all: readonly A[],
  today: string,
): A | null {
  let next = all.find((a) => a.id === agency.successorId)
  for (let steps = 0; next && steps < all.length; steps++) {
    if (isAssignable(next, today) && next.id !== agency.id) return next
    next = all.find((a) => a.id === next!.successorId)
  }
  return all.find((a) => a.coordinating && a.id !== agency.id) ?? null
}

export const seatMay = {
  /** on cases: whoever only checks commitments sees of a case what everybody sees */
  work: (seats: Seat[]) => seats.some((s) => !s.guest && s.role !== 'checker'),
  checkCommitments: (seats: Seat[]) => seats.some((s) => s.role === 'checker'),
  check: (seats: Seat[]) => seats.some((s) => s.role === 'moderator' || s.role === 'administrator'),
  answerFor: (seats: Seat[], agencyId: string | null) =>
    agencyId !== null && seats.some((s) => s.role === 'officer' && s.agencyId === agencyId),
  administer: (seats: Seat[]) => seats.some((s) => s.role === 'administrator'),
}

/** Fourteen days, in ms. */
export const invitationLasts = 14 * 86_400_000

/** As what somebody acts who may check: a moderator's own work, else an administrator's in their place. */
export const checkingRole = (seats: Seat[]): 'moderator' | 'administrator' =>
  seats.some((s) => s.role === 'moderator') ? 'moderator' : 'administrator'

/** Whether the reason a case was refused for keeps its text from the public. */
export const hidesText = (reasons: { code: string; hidesText: boolean }[], code: string | null): boolean =>
  code !== null && reasons.some((reason) => reason.code === code && reason.hidesText)
