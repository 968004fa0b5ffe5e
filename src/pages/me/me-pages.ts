// What my page and a staff invitation show.
import type { invitationOf } from '../../domain/governments/store.ts'
import type { stoppedFor } from '../../domain/notifications/returned-mail.ts'
import type { Need } from '../../domain/people/passkey.ts'
import type { PasskeyRow } from '../../domain/people/passkey-store.ts'
import type { mySessions } from '../../domain/people/sessions.ts'
import type { Localised } from '../../lib/localised.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { SignedIn } from '../../platform/web/view.ts'
import type { Stage } from '../../schema/values.ts'
import type { FollowChoice } from '../shared/follow-view.ts'
import type { NewPasskey } from '../shared/passkey-credential.ts'

/** A case of one's own, or one that was co-signed. */
type Line = { path: string; number: string | null; title: string; stage: Stage }

export type MePage = SignedIn &
  PasskeysPanel &
  ServicesPanel & {
    /** `revise`: where a returned one is revised. `deletions`: where a draft is deleted */
    mine: (Line & { updatedAt: Date; revise: string | null; deletions: string | null; checkIsLate: boolean })[]
    signed: (Line & { signedAt: Date })[]
    /** `words`: the message that says what it is about */
    messages: { words: string; link: { href: string; words: string } | null; createdAt: Date }[]
    follows: FollowLine[]
    /** of which there are more than `mostListed` */
    mostListed: number
    cut: { signed: boolean; follows: boolean }
    /** why no mail is sent to them, and since when */
    stopped: Awaited<ReturnType<typeof stoppedFor>>
    sessions: Awaited<ReturnType<typeof mySessions>>
    governments: { slug: string; name: Localised }[]
    /** so long after its end a case is listed */
    keptMonths: number
  }

/** Something that is followed, and the form that changes it. `chosen`: how often, and of what. */
export type FollowLine = { name: string; path: string; number: string | null; chosen: string; choice: FollowChoice }

export type PasskeysPanel = {
  passkeys: PasskeyRow[]
  /** what must be shown before one is added or removed, each with where; null for nothing */
  needs: { add: Needed | null; remove: Needed | null; stay: boolean }
  newPasskey: NewPasskey
  form: FormState
}
/** Sign-in services: `linked` are accounts that are connected, `offered` are services that can be. `again`: signing in anew comes first. */
export type ServicesPanel = {
  linked: { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[]
  offered: { name: string; href: string }[]
  servicesAgain: string | null
}
export type Needed = { need: Need; href: string }

export type InvitationPage = SignedIn & {
  token: string
  /** null where it gives nothing */
  found: NonNullable<Awaited<ReturnType<typeof invitationOf>>> | null
  taken: boolean
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/me': MePage
    'me/invitation': InvitationPage
  }
}
