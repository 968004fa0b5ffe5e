// Reasons of co-signers as their pages show them.
import type { Reason } from '../../domain/cosignatures/reason-store.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { Pager } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'

/** A removal that came back. */
export type FailedRemoval = { key: string; form: FormState }

/** `removing`: the address below which a reason can be removed; null where this visitor cannot. */
export type ReasonList = { reasons: Reason[]; removing: string | null; failed: FailedRemoval | null }

/** One reason of the list, by its key. */
export type Removal = { key: string; removing: string; failed: FailedRemoval | null }

export type ReasonsPage = InPlace &
  ReasonList &
  Pager & { proposal: ProposalRow; self: string; total: number; form: FormState }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/reasons': ReasonsPage
  }
}
