// What the pages of the register show.
import type { CheckRefusal } from '../../domain/answers/commitment.ts'
import type { Mark, RegisterQuery, State } from '../../domain/answers/register-query.ts'
import type { CommitmentRow, CommitmentUpdate } from '../../domain/answers/register-store.ts'
import type { AgencyRow, topicsOf } from '../../domain/governments/store.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { Pager } from '../../platform/web/parts.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { Verdict } from '../../schema/values.ts'
import type { CommitmentStanding } from '../shared/commitment-standing.ts'
import type { Take } from '../shared/taken.ts'

type Shown = CommitmentRow & CommitmentStanding

/** `newest`: the beginning of the newest words on it. */
export type RegisterRow = Shown & { newest: { words: string; writtenAt: Date } | null }

export type RegisterPage = InPlace &
  Pager & {
    rows: RegisterRow[]
    take: Take
    total: number
    /** address of the register */
    register: string
    query: RegisterQuery
    filtered: boolean
    states: readonly State[]
    marks: readonly Mark[]
    agencies: AgencyRow[]
    /** those that cases with commitments have */
    topics: Awaited<ReturnType<typeof topicsOf>>
    years: string[]
    /** whoever looks checks commitments: the address of those that wait for it */
    toCheck: string | null
  }

export type CommitmentPage = InPlace & {
  commitment: Shown
  /** its permanent address */
  self: string
  /** the date that was promised at first; null where it was never changed */
  firstDueOn: string | null
  updates: CommitmentUpdate[]
  /** the newest of them; '' where there is none */
  seen: string
  mayReport: boolean
  form: FormState
  /** null: nobody who checks, or it has ended */
  checking: { refusal: CheckRefusal | null; form: FormState; verdicts: readonly Verdict[] } | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'commitments/commitments': RegisterPage
    'commitments/commitment': CommitmentPage
  }
}
