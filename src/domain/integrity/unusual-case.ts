// Why staff have to look at the co-signatures of a case. Pure.
import type { Stage } from '../../schema/values.ts'

/**
 * 'closed': it has closed, and those that are held decide about its threshold. 'met': it had its threshold, and counted some that were found
 * unusual afterwards. 'many': many were held within the hour. 'forgotten': how they came is soon gone. 'held': some are held.
 */
export const lookReasons = ['closed', 'met', 'many', 'forgotten', 'held'] as const
export type LookReason = (typeof lookReasons)[number]

/** What is known of one case. `counted`: of those found unusual; `lately`: held within the hour; `old`: held, and soon nothing is known of them. */
export type Apart = {
  stage: Stage
  held: number
  counted: number
  lately: number
  old: number
  decidedBefore: Date | null
}

/** `massFrom`: the rules' number from which an hour is looked at. The gravest first; empty where nobody has to look. */
export function whyLook({ stage, held, counted, lately, old, decidedBefore }: Apart, massFrom: number): LookReason[] {
  const why: { [reason in LookReason]: boolean } = {
    closed: decidedBefore !== null,
    met: stage === 'review' && counted > 0,
    many: lately >= massFrom,
    forgotten: old > 0,
    held: held > 0,
  }
  return lookReasons.filter((reason) => why[reason])
}

/** Which of them a mail is sent for; some that are held are daily work. */
export const isAlarm = (reason: LookReason): boolean => reason !== 'held'
