// Giving another address: who may, and how often. Pure.
import { dayMs, hourMs } from '../../lib/durations.ts'
import type { PasskeyNeed, SignInStanding } from './passkey.ts'
import type { Limit } from './sign-in-limits.ts'

/** How long the link in the mail to the new address works, in ms. */
export const addressLinkLasts = 48 * hourMs

/** Mails to new addresses that one person can set off. */
export const addressMails = (personId: string): Limit => ({
  what: 'new-address',
  who: personId,
  most: 5,
  within: dayMs,
})

/**
 * Whoever reads the mail of an address signs in with it, so a change asks for as much as the removal of a passkey. A citizen whose
 * mail comes back cannot read a code: they need not sign in again, unless a link passed on opened their session.
 */
export function needToChangeAddress(
  { fresh, byPasskey, demands }: SignInStanding,
  { stopped, byLink, holdsSeat }: { stopped: boolean; byLink: boolean; holdsSeat: boolean },
): PasskeyNeed | null {
  const cannot = stopped && !byLink && !holdsSeat
  if (!fresh && !cannot) return 'again'
  return demands.length && !byPasskey ? 'passkey' : null
}
