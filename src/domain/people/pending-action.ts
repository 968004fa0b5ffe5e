// What can wait for its person to sign in. Each act is named in the address of the sign-in page and read from where that leads to,
// so that a link carries no more than `?act=cosign&next=/haicheng/proposals/2026-0042`.

import type { PendingAction } from '../../schema/values.ts'
import type { Need } from './passkey.ts'

export type ActionOf<Kind extends PendingAction['kind']> = Extract<PendingAction, { kind: Kind }>

const slug = '([a-z0-9-]{1,40})'
const acts: { [name in PendingAction['kind']]: { at: RegExp; act: (parts: string[]) => PendingAction } } = {
  cosign: {
    at: new RegExp(`^/${slug}/proposals/(\\d{4}-\\d{4,9})(?:[?#]|$)`),
    act: ([government = '', number = '']) => ({ kind: 'cosign', government, number }),
  },
  propose: {
    at: new RegExp(`^/${slug}/proposals/new(?:/(?:problem|place|asks))?(?:[?#]|$)`),
    act: ([government = '']) => ({ kind: 'propose', government }),
  },
  join: {
    at: /^\/invitation\/([\w-]{20,100})(?:[?#]|$)/,
    act: ([token = '']) => ({ kind: 'join', token }),
  },
}

/** The act of that name at that address; null where the two don't fit. */
export function actOf(name: unknown, next: string): PendingAction | null {
  if (typeof name !== 'string' || !Object.hasOwn(acts, name)) return null
  const { at, act } = acts[name as PendingAction['kind']]
  const found = at.exec(next)
  return found ? act(found.slice(1)) : null
}

/** What somebody on the way to `next` is signing in for; null where that page says it by itself. */
export const wanted = (act: unknown, next: string): PendingAction['kind'] | null =>
  (actOf(act, next) ?? actOf('propose', next))?.kind ?? null

/** The sign-in page that comes back to `next`, and there does what the person came for. */
export const signInPath = (next: string, act?: PendingAction['kind']): string =>
  `/sign-in?${act ? `act=${act}&` : ''}next=${encodeURIComponent(next)}`

/** The same for somebody who is signed in already, with the reason. */
export const signInAgainPath = (need: Need, next: string): string =>
  `/sign-in?need=${need}&next=${encodeURIComponent(next)}`
