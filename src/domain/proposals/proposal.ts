// A case: its stages, who sees it, what is open. Pure.
import type { Stage } from '../../schema/values.ts'

/** Before publication only author and staff see a case. A withdrawal from there stays unseen too: see isPublic. */
export const unpublishedStages: readonly Stage[] = ['draft', 'checking', 'returned']
export const liveStages: readonly Stage[] = ['gathering', 'review']
export const archivedStages: readonly Stage[] = ['resolved', 'refused', 'expired', 'merged', 'withdrawn', 'last_seen']
export const publicStages: readonly Stage[] = [...liveStages, ...archivedStages]
export const cosignableStages: readonly Stage[] = ['gathering', 'review']
/** Its co-signatures stay as they are; those of a merged case may still move. */
export const isSettled = ({ stage }: { stage: Stage }): boolean => archivedStages.includes(stage) && stage !== 'merged'

/** Cases whose author may begin anew from their text. */
const endedWithout: readonly Stage[] = ['refused', 'expired', 'withdrawn']
/** Whether its author may begin a new draft from its text. */
export const mayBeginAnew = ({ stage }: { stage: Stage }): boolean => endedWithout.includes(stage)

/** From gathering on, and refused, everything is public; what was withdrawn before publication is not. */
export function isPublic(p: { stage: Stage; publishedAt: Date | null }): boolean {
  if (unpublishedStages.includes(p.stage)) return false
  return p.publishedAt !== null || p.stage === 'refused' || p.stage === 'merged'
}

/** A refusal is public, and stays so: its author's asking for reconsideration, or withdrawing, takes nothing back. */
export const wasRefused = (p: { stage: Stage; publishedAt: Date | null; reconsideredAt: Date | null }): boolean =>
  p.reconsideredAt !== null && p.publishedAt === null && p.stage !== 'draft'

/** A refusal that is looked at again, or sent back then. Of what lists hold nothing else is in these stages. */
const again: readonly Stage[] = ['checking', 'returned']

/** It was refused, its author asked once more, and staff have not decided yet. */
export const isLookedAtAgain = (p: { stage: Stage; publishedAt: Date | null; reconsideredAt: Date | null }): boolean =>
  wasRefused(p) && again.includes(p.stage)

/** What a list asks for where it is to hold these stages: refusals that are looked at again stand among the refused ones. */
export const listedAs = (listed: readonly Stage[]): Stage[] =>
  listed.includes('refused') ? [...listed, ...again] : [...listed]

/** Whether everybody finds something at its address: the case, or that it was not accepted and why. */
export const isThere = (p: { stage: Stage; publishedAt: Date | null; reconsideredAt: Date | null }): boolean =>
  isPublic(p) || wasRefused(p)

/** How often an author may write below one case, or to those who have it, per day: everybody reads it, or somebody is mailed. */
export const privateMessageLimit = (p: { id: string }, what: 'update' | 'letter') => ({
  what,
  who: p.id,
  most: what === 'update' ? 5 : 20,
  within: 86_400_000,
})
