// What passkeys are asked for, and who may change theirs. Pure.

/**
 * What stands between somebody and a change to their passkeys: signing in again, by code or passkey; or by passkey alone.
 * And between staff and their seat, where a co-signature's link signed them in: signing in.
 */
export type Need = PasskeyNeed | 'seat'
export type PasskeyNeed = 'again' | 'passkey'

/** A government that opens its desk to this person only with a passkey. */
export type Demand = {
  id: string
  slug: string
  name: { [language: string]: string }
  /** until when the person may add another passkey although they signed in by code: they lost theirs */
  allowedUntil: Date | null
}

export type SignInStanding = {
  /** signed in a moment ago */
  fresh: boolean
  byPasskey: boolean
  /** how many there are */
  passkeys: number
  demands: Demand[]
  at: Date
}

/** More would be an accident: each is one device, or one password manager for all of them. */
export const mostPasskeys = 20
export const longestName = 60

/** Those that have not let this person add another one after a code alone. */
export const notAllowing = ({ demands, at }: Pick<SignInStanding, 'demands' | 'at'>): Demand[] =>
  demands.filter(({ allowedUntil }) => !allowedUntil || allowedUntil <= at)

/**
 * Whoever reads somebody's mail can sign in by code. Where a desk asks for more than that, a code may add the first passkey
 * only, or another one when every government concerned has allowed it.
 */
export function needToAdd(standing: SignInStanding): PasskeyNeed | null {
  if (!standing.fresh) return 'again'
  if (standing.byPasskey || standing.passkeys === 0) return null
  return notAllowing(standing).length ? 'passkey' : null
}

/** What somebody must do before they may remove a passkey; null: nothing. */
export function needToRemove({ fresh, byPasskey, demands }: SignInStanding): PasskeyNeed | null {
  if (!fresh) return 'again'
  return demands.length && !byPasskey ? 'passkey' : null
}

/** The last one stays while a desk asks for it: removing it would make a code enough to add the next. */
export const mustStay = ({ passkeys, demands }: Pick<SignInStanding, 'passkeys' | 'demands'>): boolean =>
  passkeys <= 1 && demands.length > 0

/** Twenty-four hours, in ms: for somebody who lost theirs, and is at hand. */
export const allowanceLasts = 24 * 3_600_000
