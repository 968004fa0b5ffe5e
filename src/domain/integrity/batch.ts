// What staff may decide of many co-signatures at once, and when a second person has to agree. Pure.
import type { BatchState, DecidedState, Stage, UnusualRules } from '../../schema/values.ts'

/** From which state to which: what is counted is held or invalid, what is held is released or invalid, and each way back. */
const ways: readonly (readonly [DecidedState, DecidedState])[] = [
  ['counted', 'held'],
  ['counted', 'invalid'],
  ['held', 'counted'],
  ['held', 'invalid'],
  ['invalid', 'held'],
]

/** Whether staff may take a co-signature from one state to the other. */
export const mayMove = (from: DecidedState, to: DecidedState): boolean =>
  ways.some(([one, other]) => one === from && other === to)

/** What `n` of them change in the public count. */
export const changeOf = (n: number, from: DecidedState, to: DecidedState): number =>
  n * (Number(to === 'counted') - Number(from === 'counted')) || 0

export type Weighed = { stage: Stage; count: number; threshold: number | null }

/** Whether the case has its threshold after that many more (or fewer), and had it before. */
export function thresholdAfter({ stage, count, threshold }: Weighed, change: number): 'met' | 'missed' | null {
  if (threshold === null) return null
  if ((stage === 'gathering' || stage === 'expired') && change > 0 && count + change >= threshold) return 'met'
  return stage === 'review' && count + change < threshold ? 'missed' : null
}

/** Two people decide on more than the rules allow one in a day, and on whatever moves a case over its threshold, either way. */
export const needsSecond = (n: number, threshold: 'met' | 'missed' | null, rules: UnusualRules): boolean =>
  n > rules.decidedAlone || threshold !== null

/** What can be done with a batch as it stands. */
export const batchActs = ['confirm', 'drop', 'stop', 'undo'] as const
export type BatchAct = (typeof batchActs)[number]

type Standing = { state: BatchState; undoAskedById: string | null; askedById: string }

/** Whoever asked for it may drop it, and not confirm it; whoever asked to have it undone may drop that, and not undo it. */
export function mayAct(act: BatchAct, { state, undoAskedById, askedById }: Standing, personId: string): boolean {
  const isOver = state === 'done' || state === 'stopped'
  if (act === 'confirm') return state === 'waiting' && askedById !== personId
  if (act === 'drop') return state === 'waiting' || (isOver && undoAskedById !== null)
  if (act === 'stop') return state === 'running'
  return isOver && undoAskedById !== personId
}
