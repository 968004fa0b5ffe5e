// What the pages around a newcomer's co-signature show.
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Localised } from '../../lib/localised.ts'
import type { Values } from '../../platform/web/forms.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { VerifyFirst } from '../shared/verify-first.ts'

/** `typed`: the form as it was sent, to send it again; `again`: this was the second time, or a later one; `mostMails`: to one address for one case, in a day. */
export type MailboxPage = InPlace & {
  proposal: ProposalRow
  email: string
  typed: Values
  again: boolean
  mostMails: number
}
/**
 * `whose`: a hint at the address that the mail went to (hintOf): links are passed on. `said`: what the form said, which may have been filled in
 * by somebody else with this address; `district`: null where there are none.
 */
export type ConfirmPage = InPlace & {
  proposal: ProposalRow
  token: string
  whose: string
  said: { district: Localised | null; reason: string | null; wantsAnswer: boolean }
}
/** `whose`: the same. `waits`: it counts only once that is verified of its signer. `mine`: whoever looks has signed. */
export type CountedPage = InPlace & { proposal: ProposalRow; whose: string; waits: VerifyFirst | null; mine: boolean }
export type GonePage = InPlace & { proposal: ProposalRow }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/mailbox': MailboxPage
    'cases/confirm': ConfirmPage
    'cases/counted': CountedPage
    'cases/gone': GonePage
  }
}
