// When mail that comes back is no longer sent. Pure.
import type { MessageKind } from '../../schema/values.ts'
import { type WhyReturned, whyReturned } from './why-returned.ts'

/**
 * So many in a row: where there is no such mailbox, the second says the same as the first; a full one may be emptied, and what was tried
 * in vain for days (4.…) may be a server that is away.
 */
const mostReturned: { [why in WhyReturned]: number } = { no_mailbox: 2, no_domain: 2, full: 5, refused: 5, other: 5 }

/** `times`: mails in a row that came back for good; `bounce`: status and words of the last one. */
export const stopsMail = (times: number, bounce: string): boolean =>
  times >= (/^4\./.test(bounce) ? mostReturned.other : mostReturned[whyReturned(bounce)])

/** Somebody waits for these at a screen, and whoever uses one shows that it arrived. */
const alwaysSent: readonly MessageKind[] = ['sign_in_code', 'confirm_cosignature', 'confirm_follow', 'confirm_address']

/** What somebody asks for at their screen, also where mail came back before. */
export const isAlwaysSent = (kind: MessageKind): boolean => alwaysSent.includes(kind)

/** What a message that is not sent says as its last error; the mail server's words follow, so that its reason is known. */
export const stoppedError = (bounce: string): string => `stopped: ${bounce}`
