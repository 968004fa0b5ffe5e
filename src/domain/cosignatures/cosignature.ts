// Who may co-sign, and when. Pure: time and facts come in as arguments.

import type { Rules, Stage } from '../../schema/values.ts'
import { outsideDistrict } from '../governments/government.ts'
import { cosignableStages } from '../proposals/proposal.ts'

export type Refusal = 'not_open' | 'closed' | 'paused' | 'already_signed' | 'elsewhere'

/** A co-signature begun before closing may be confirmed for a day after. */
export const graceMs = 24 * 3_600_000
/** What everybody has who signs: a confirmed address. */
export const lowestLevel = 1
export const pendingMs = 48 * 3_600_000
export const reasonMax = 500
export const mailsPerCaseAndDay = 5

type Case = { stage: Stage; closesBefore: Date | null; hiddenAt: Date | null }

/** Why nobody can co-sign this case at `at`; null when it is open. `begunAt`: when a newcomer first sent the form. */
export function refusalToCosign(proposal: Case, at: Date, paused: boolean, begunAt: Date = at): Refusal | null {
  if (proposal.hiddenAt || !proposal.closesBefore) return 'not_open'
  if (
    begunAt >= proposal.closesBefore ||
    at.getTime() >= proposal.closesBefore.getTime() + (begunAt < at ? graceMs : 0)
  )
    return 'closed'
  if (!cosignableStages.includes(proposal.stage)) return 'not_open'
  if (paused) return 'paused'
  return null
}

/** Whether a co-signature from there is counted: who lives elsewhere, and works or studies here, only where the rules say so. */
export const isCountedFrom = (districtCode: string, rules: Pick<Rules, 'elsewhereCounts'>): boolean =>
  rules.elsewhereCounts || districtCode !== outsideDistrict

type Asked = Pick<Rules, 'levelToCount' | 'ageToCount'>

/** Whether rules ask for more than a confirmed address before a co-signature counts. */
export const asksForMore = ({ levelToCount, ageToCount }: Asked): boolean => levelToCount > 1 || ageToCount > 0

/** Whether enough is verified of a signer for them to be counted. `ofAge`: so old as the case asks. */
export const isKnownEnough = (
  known: { assurance: number; ofAge: boolean },
  { levelToCount, ageToCount }: Asked,
): boolean => known.assurance >= levelToCount && (ageToCount === 0 || known.ofAge)

/** The number at which the agencies are warned, so that they are not surprised; null where the rules do not ask for it. */
export function earlyWarningAt(threshold: number | null, { earlyWarningShare }: Rules): number | null {
  if (threshold === null || earlyWarningShare <= 0) return null
  return Math.ceil(Number((threshold * earlyWarningShare).toFixed(6))) // 100 × 0.07 is a little more than 7 to a computer
}
