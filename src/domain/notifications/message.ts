// The messages there are. Pure. Words lie in the catalogues under mail.KIND.

export const messageKinds = [
  'sign_in_code',
  'confirm_cosignature',
  'already_cosigned',
  'invitation',
  'passkey_added',
  'passkey_removed',
  'passkey_allowed',
  'passkey_of_colleague',
  'stage_changed',
  'reach_proposer',
  'proposer_replied',
  'text_corrected',
  'closing_moved',
  'early_warning',
  'assigned',
  'check_due',
  'check_overdue',
  'due_14',
  'due_7',
  'due_0',
  'overdue',
  'transferred',
  'extended',
  'answer_published',
  'answer_supplemented',
  'merge_question',
] as const
export type MessageKind = (typeof messageKinds)[number]

/** What a message's words need: titles, numbers, paths, codes. Kept only as long as the message. */
export type MessageFacts = { [name: string]: string | number | boolean | null }

/** Lower is sent first. */
export function priorityOf(kind: MessageKind): number {
  if (kind === 'sign_in_code' || kind === 'confirm_cosignature' || kind === 'already_cosigned' || kind === 'invitation')
    return 0
  return kind === 'answer_published' || kind === 'answer_supplemented' || kind === 'merge_question' ? 2 : 1
}
