// What the pages around a newcomer's co-signature show.
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { InPlace } from '../../platform/web/view.ts'

export type MailboxPage = InPlace & { proposal: ProposalRow; email: string }
export type ConfirmPage = InPlace & { proposal: ProposalRow; token: string }
export type GonePage = InPlace & { proposal: ProposalRow }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/mailbox': MailboxPage
    'cases/confirm': ConfirmPage
    'cases/gone': GonePage
  }
}
