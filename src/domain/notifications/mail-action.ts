// What a mail asks to press: its words, where it leads, and until when the address works. Pure.
import { draftPath, ownPath } from '../../platform/http/paths.ts'
import type { MessageKind } from '../../schema/values.ts'
import { invitationLasts } from '../governments/government.ts'
import { releaseTold } from './message.ts'
import { isOfCommitments, type MailContext, type OutgoingMessage } from './told.ts'

/** `until`: a sentence that says how long the address works; null: as long as the page is there. */
export type MailAction = { label: string; url: string; until: string | null }

const hour = 3_600_000
/** A co-signature begun before closing may be confirmed for a day after (cosignatures/cosignature.ts, which lies above). */
const confirmGrace = 24 * hour

/** How long a message is of use, in ms; null for ever. A sign-in code that comes after its ten minutes only confuses. */
export function usefulFor(kind: MessageKind): number | null {
  if (kind === 'sign_in_code') return 10 * 60_000
  if (waitForLink.includes(kind)) return 48 * hour
  return kind === 'invitation' ? invitationLasts : null
}

const waitForLink: readonly MessageKind[] = [
  'confirm_cosignature',
  'already_cosigned',
  'confirm_follow',
  'already_following',
  'confirm_address',
  'address_taken',
]

/** Null where there is nothing to press. */
export function actionOf(told: OutgoingMessage, context: MailContext): MailAction | null {
  const { t, origin } = context
  const { name, path } = pressOf(told, context)
  const led = ownPath(told.facts.path, '') || path
  return led ? { label: t(`mail.action.${name}`), url: origin + led, until: untilOf(told, context) } : null
}

function untilOf({ kind, createdAt }: OutgoingMessage, { t, dateTime, proposal }: MailContext): string | null {
  const lasts = usefulFor(kind)
  if (kind === 'invitation' || kind === 'confirm_follow' || kind === 'confirm_address')
    return t('mail.until', { at: dateTime(new Date(createdAt.getTime() + lasts!)) })
  if (kind !== 'confirm_cosignature') return null
  const closed = proposal?.closesBefore ? proposal.closesBefore.getTime() + confirmGrace : Number.POSITIVE_INFINITY
  return t('mail.until', { at: dateTime(new Date(Math.min(createdAt.getTime() + lasts!, closed))) })
}

type Press = { name: string; path: string | null }

function pressOf(told: OutgoingMessage, { government, proposal, move }: MailContext): Press {
  const { kind, facts } = told
  const number = facts.number ?? proposal?.number
  const place = government && number ? { gov: `/${government.slug}`, number } : null
  const casePath = place ? `${place.gov}/proposals/${place.number}` : null
  const to = (name: string, path: string | null): Press => ({ name, path })
  if (kind === 'sign_in_code') return to('case', null)
  if (kind === 'confirm_cosignature') return to('confirm', casePath && `${casePath}/cosignatures/${facts.token}`)
  if (kind === 'confirm_follow') return to('confirm_follow', government && `/${government.slug}/follows/${facts.token}`)
  if (kind === 'confirm_address') return to('confirm_address', `/me/address/${facts.token}`)
  if (kind === 'address_taken' || kind === 'address_changed') return to('case', null)
  if (facts.log_day) return to('log_day', null)
  if (kind === 'already_following' || kind === 'digest') return to('follows', '/me#follows')
  if (kind === 'invitation') return to('join', `/invitation/${facts.token}`)
  if (kind === 'webhook_paused') return to('webhook', `/me/webhooks/${facts.webhook}`)
  if (kind === 'verification_answered' || kind === 'sample_drawn')
    return to('verification', government && `/${government.slug}/verification`)
  if (kind === 'passkey_of_colleague') return to('passkeys', government && `/${government.slug}/desk/settings/passkeys`)
  if (kind.startsWith('passkey_')) return to('passkeys', '/me#passkeys')
  if (kind === 'merge_question') return to('merge', casePath && (move ? `${casePath}/moves/${move}` : casePath))
  if (kind === 'answer_published' || kind === 'answer_supplemented') return to('answer', casePath)
  if (kind === 'reach_proposer') return to('letters', casePath && `${casePath}/letters`)
  if (facts.commitment) return to('commitment', place && `${place.gov}/commitments/${place.number}-${facts.commitment}`)
  if (isOfCommitments(told))
    return to('commitments', government && `/${government.slug}/commitments?agency=${facts.agency}&state=open`)
  if (kind === 'stage_changed' && facts.act === 'receipt') return to('receipt', null)
  if (kind === 'stage_changed' && facts.act === 'unusual') return to('cosignatures', null)
  if (kind === 'stage_changed' && (facts.act === 'return' || facts.act === 'forgotten') && government && proposal)
    return to('change', draftPath(government, proposal.id, 'check'))
  if (kind === 'answer_release' && releaseTold(facts) === 'asked')
    return to('release', place && `${place.gov}/desk/${place.number}/release`)
  const forAgency = agencyKinds.includes(kind) || (facts.role !== undefined && kind !== 'stage_changed')
  if (forAgency) return to('desk', place && `${place.gov}/desk/${place.number}`)
  return to('case', casePath ?? '/me')
}

const agencyKinds: readonly MessageKind[] = [
  'early_warning',
  'assigned',
  'due_14',
  'due_7',
  'due_0',
  'overdue',
  'check_due',
  'check_overdue',
  'proposer_replied',
  'answer_release',
]
