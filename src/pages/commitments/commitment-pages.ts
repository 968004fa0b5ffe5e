// What the pages of the register show.
import type { Lateness } from '../../domain/answers/answer.ts'
import type { RegisterQuery, State } from '../../domain/answers/register-query.ts'
import type { CommitmentRow, CommitmentUpdate } from '../../domain/answers/register-store.ts'
import type { AgencyRow } from '../../domain/governments/store.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { Pager } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'

/** Where a commitment stands. */
export type Standing = Pick<CommitmentRow, 'state' | 'dueOn' | 'closedAt'> & Lateness

/** `newest`: the beginning of the newest words on it. */
export type RegisterRow = CommitmentRow & Lateness & { newest: { words: string; writtenAt: Date } | null }

export type RegisterPage = InPlace &
  Pager & {
    rows: RegisterRow[]
    total: number
    /** address of the register */
    register: string
    query: RegisterQuery
    filtered: boolean
    states: readonly State[]
    agencies: AgencyRow[]
    years: string[]
  }

export type CommitmentPage = InPlace & {
  commitment: CommitmentRow & Lateness
  updates: CommitmentUpdate[]
  mayReport: boolean
  form: FormState
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'commitments/commitments': RegisterPage
    'commitments/commitment': CommitmentPage
  }
}
