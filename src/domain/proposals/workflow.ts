// The law of a case's life, as data: from where to where, who may, what it requires, what the record says. Pure.
// Nothing else decides where a case may go. 'miss_threshold': fewer co-signatures are left than it needs; staff tell whom it concerns.

import type { ActorRole, Stage } from '../../schema/values.ts'
import type { ToldKind } from '../record/entry.ts'

const answerable = ['gathering', 'review', 'expired', 'last_seen'] as const

export type Act =
  | 'submit'
  | 'resubmit'
  | 'approve'
  | 'return'
  | 'refuse'
  | 'reconsider'
  | 'merge'
  | 'withdraw'
  | 'meet_threshold'
  | 'miss_threshold'
  | 'expire'
  | 'take_back_expiry'
  | 'lose_sight'
  | 'answer'
  | 'undo'
  | 'unmerge'
  | 'take_back_approval'
  | `reopen_${(typeof answerable)[number]}`
export type Requirement =
  | 'complete_text'
  | 'lead_agency'
  | 'words'
  | 'reason_code'
  | 'once'
  | 'target_case'
  | 'threshold'
  | 'closing_date_passed'
  | 'source_dates_passed'
  | 'complete_answer'
  | 'nothing_elsewhere'
  | 'within_a_day'
  | 'soon'
  | 'nobody_signed'

export type Transition = {
  act: Act
  from: readonly Stage[]
  to: Stage
  by: readonly ActorRole[]
  requires: readonly Requirement[]
  records: ToldKind
  /** nobody is mailed: what it takes back was not mailed either */
  quiet?: true
}

export const transitions: readonly Transition[] = [
  { act: 'submit', from: ['draft'], to: 'checking', by: ['author'], requires: ['complete_text'], records: 'submitted' },
  {
    ...{ act: 'resubmit', from: ['returned'], to: 'checking', by: ['author'], requires: ['complete_text'] },
    records: 'resubmitted',
  },
  {
    act: 'approve',
    from: ['checking'],
    to: 'gathering',
    by: ['moderator'],
    requires: ['lead_agency'],
    records: 'published',
  },
  { act: 'return', from: ['checking'], to: 'returned', by: ['moderator'], requires: ['words'], records: 'returned' },
  {
    act: 'refuse',
    from: ['checking'],
    to: 'refused',
    by: ['moderator'],
    requires: ['reason_code', 'words'],
    records: 'refused',
  },
  {
    ...{ act: 'reconsider', from: ['refused'], to: 'checking', by: ['author'], requires: ['once', 'words'] },
    records: 'reconsidered',
  },
  {
    act: 'merge',
    from: ['checking', 'gathering'],
    to: 'merged',
    by: ['moderator'],
    requires: ['target_case'],
    records: 'merged',
  },
  {
    act: 'withdraw',
    from: ['checking', 'returned', 'gathering'],
    to: 'withdrawn',
    by: ['author', 'system'], // the system: returned, and never sent again (domain/retention/forgotten.ts)
    requires: [],
    records: 'withdrawn',
  },
  {
    act: 'meet_threshold',
    from: ['gathering'],
    to: 'review',
    by: ['system'],
    requires: ['threshold'],
    records: 'threshold_met',
  },
  {
    ...{ act: 'miss_threshold', from: ['review'], to: 'gathering', by: ['system'], requires: [], records: 'undone' },
    quiet: true,
  },
  {
    act: 'expire',
    from: ['gathering'],
    to: 'expired',
    by: ['system'],
    requires: ['closing_date_passed'],
    records: 'expired',
  },
  // held co-signatures that a decision gave back may still meet the threshold
  {
    ...{ act: 'take_back_expiry', from: ['expired'], to: 'gathering', by: ['system'], requires: [], records: 'undone' },
    quiet: true,
  },
  // An imported case that goes on elsewhere: neither expired nor overdue, as far as anybody here knows.
  {
    act: 'lose_sight',
    from: ['gathering', 'review'],
    to: 'last_seen',
    by: ['system'],
    requires: ['source_dates_passed'],
    records: 'lost_sight',
  },
  // Before its duty begins, and after the threshold was missed, an agency may answer too: the long tail deserves answers.
  {
    act: 'answer',
    from: answerable,
    to: 'resolved',
    by: ['officer', 'administrator'],
    requires: ['complete_answer', 'nothing_elsewhere'],
    records: 'answered',
  },
  {
    act: 'undo',
    from: ['returned', 'refused', 'merged'],
    to: 'checking',
    by: ['administrator'],
    requires: ['within_a_day'],
    records: 'undone',
  },
  {
    act: 'unmerge',
    from: ['merged'],
    to: 'gathering',
    by: ['administrator'],
    requires: ['within_a_day'],
    records: 'undone',
  },
  // While what was published has not been mailed, whoever may publish takes it back.
  {
    act: 'take_back_approval',
    from: ['gathering'],
    to: 'checking',
    by: ['moderator'],
    requires: ['soon', 'nobody_signed'],
    records: 'approval_taken_back',
    quiet: true,
  },
  // An answer is taken back to where the case was.
  ...answerable.map(
    (to): Transition => ({
      act: `reopen_${to}`,
      from: ['resolved'],
      to,
      by: ['officer', 'administrator'],
      requires: ['soon'],
      records: 'answer_taken_back',
      quiet: true,
    }),
  ),
]

/** What takes the answer to a case back that was in `stage` before it. Throws where there was none to answer. */
export function reopening(stage: Stage): Act {
  const before = answerable.find((one) => one === stage)
  if (!before) throw new Error(`a case in ${stage} is not answered`)
  return `reopen_${before}`
}

/** The one line of the workflow for that act. */
export function transitionOf(act: Act): Transition {
  return transitions.find((t) => t.act === act)!
}

/** Whether this act leads on from a stage, as far as the stage alone decides. */
export const canTake = (act: Act, stage: Stage): boolean => transitionOf(act).from.includes(stage)

/** Whether the workflow asks for that before the act. */
export const requires = (act: Act, what: Requirement): boolean => transitionOf(act).requires.includes(what)

/** An administrator may do whatever a moderator may, and answer where an agency has nobody; nobody else stands in for anybody. */
export function mayTake(act: Act, role: ActorRole): boolean {
  const { by } = transitionOf(act)
  return by.includes(role) || (role === 'administrator' && by.includes('moderator'))
}

// Which agencies have a case, while it goes on: no stage changes, and each act is said with its public reason.

/** How somebody stands to a case: for its lead agency, for the coordinating one, or by their seat. */
export type RoutingStanding = 'lead' | 'coordinating' | 'moderator' | 'administrator'
export type RoutingAct = 'transfer' | 'add_part' | 'release_part' | 'date_part' | 'hand_over' | 'follow_hand_over'
type RoutingRule = {
  act: RoutingAct
  in: readonly Stage[]
  by: readonly RoutingStanding[]
  requires: readonly Requirement[]
  records: ToldKind
}

const underWay = ['gathering', 'review'] as const
const router = ['lead', 'coordinating', 'moderator', 'administrator'] as const

export const routing: readonly RoutingRule[] = [
  { act: 'transfer', in: underWay, by: router, requires: ['words', 'nothing_elsewhere'], records: 'transferred' },
  { act: 'add_part', in: underWay, by: router, requires: ['words'], records: 'assigned' },
  { act: 'release_part', in: [...underWay, 'resolved'], by: router, requires: ['words'], records: 'part_released' },
  { act: 'date_part', in: underWay, by: router, requires: ['words'], records: 'part_dated' },
  {
    act: 'hand_over',
    in: underWay,
    by: ['coordinating', 'moderator', 'administrator'],
    requires: ['words', 'nothing_elsewhere'],
    records: 'handed_over',
  },
  // What was handed over goes on elsewhere, whatever became of the case here.
  {
    act: 'follow_hand_over',
    in: ['gathering', 'review', 'expired', 'withdrawn', 'merged', 'last_seen'],
    by: router, // the lead too: its own date goes on meanwhile, and it is who the receiver writes to
    requires: [],
    records: 'hand_over_ended',
  },
]

/** Who may do that to an agency's part, in which stages, and what it requires. */
export const routingRule = (act: RoutingAct): RoutingRule => routing.find((rule) => rule.act === act)!

/** Whether somebody who stands so to a case may do this to it now. */
export function mayRoute(act: RoutingAct, stage: Stage, as: readonly RoutingStanding[]): boolean {
  const rule = routingRule(act)
  return rule.in.includes(stage) && as.some((standing) => rule.by.includes(standing))
}
