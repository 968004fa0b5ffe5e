// Whether the draft of an answer may go out: who may release it, and what of its case has changed since it was read. Pure.
import type { DraftContent, Stage } from '../../schema/values.ts'

/** Why somebody may not release; null where they may. `same`: they wrote it, or asked for its release. */
export function refusalToRelease({ approves, same }: { approves: boolean; same: boolean }) {
  if (same) return 'same_person' as const
  return approves ? null : ('no_approver' as const)
}

/** What was read when the hour was set. */
export type Read = { revision: number; textRevision: number; stage: Stage; agencyId: string }
/** What there is now. `revision`: of the draft; `leadId`: the agency that has the case; `today`: the government's. */
export type Now = {
  revision: number
  textRevision: number
  stage: Stage
  leadId: string | null
  hidden: boolean
  /** handed over to another government, and not back */
  elsewhere: boolean
  commitments: DraftContent['commitments']
  today: string
}

/** What stops a publication that was set for an hour; null where nothing does. The words lie under answers.release.stopped. */
export function stoppedBy(read: Read, now: Now) {
  if (now.revision !== read.revision) return 'draft' as const
  if (now.stage !== read.stage) return 'stage' as const
  if (now.textRevision !== read.textRevision) return 'text' as const
  if (now.leadId !== read.agencyId) return 'lead' as const
  if (now.hidden) return 'hidden' as const
  if (now.elsewhere) return 'elsewhere' as const
  return now.commitments.some(({ dueOn }) => dueOn < now.today) ? ('dates' as const) : null
}

/** How far ahead an hour may be set. */
export const furthestDays = 90
