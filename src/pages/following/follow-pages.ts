// What the pages of following show.
import type { FormState } from '../../platform/web/forms.ts'
import type { InPlace } from '../../platform/web/view.ts'
import type { FollowChoice } from '../shared/follow-view.ts'

/** What is followed, by name, and where it is shown. */
type Named = { name: string; there: string; kind: 'case' | 'agency' | 'topic' | 'district' | 'search' | 'log' }

/** `choice`: of who is signed in; `follows`: whether they follow it already. */
export type FollowPage = InPlace &
  Named & {
    of: string
    choice: FollowChoice | null
    follows: boolean
    said: 'followed' | 'chosen' | 'ended' | null
    form: FormState
    signIn: string
  }
/** `again`: it was sent once more, perhaps to another address; `mostMails`: to one address for one thing, in a day */
export type FollowMailboxPage = InPlace & Named & { of: string; email: string; again: boolean; mostMails: number }
/** `whose`: a hint at the address that the mail went to (hintOf): links are passed on. */
export type FollowConfirmPage = InPlace & Named & { token: string; whose: string }
export type FollowConfirmedPage = InPlace & Named & { whose: string }
/** `again`: where it is followed anew; null where it is not there any more */
export type FollowGonePage = InPlace & { again: string | null }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'following/follow': FollowPage
    'following/mailbox': FollowMailboxPage
    'following/confirm': FollowConfirmPage
    'following/confirmed': FollowConfirmedPage
    'following/gone': FollowGonePage
  }
}
