// What the proposer's page of letters shows, and the desk's list of them.
import type { ProposalRow, privateMessagesOf } from '../../domain/proposals/store.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { InPlace } from '../../platform/web/view.ts'

/** Private letters in the order they were written. `staff`: as staff read them. */
export type Letters = { letters: Awaited<ReturnType<typeof privateMessagesOf>>; staff: boolean }
export type LettersPage = InPlace &
  Letters & {
    proposal: ProposalRow
    self: string
    form: FormState
    keptMonths: number
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/letters': LettersPage
  }
}
