// The messages there are. Pure. Words lie in the catalogues under mail.KIND.
import type { MessageKind, mailPriorities } from '../../schema/values.ts'

/** Kinds that go to many; each ends with one click. */
export const bulkKinds: readonly MessageKind[] = [
  'answer_published',
  'answer_supplemented',
  'merge_question',
  'text_corrected_signed',
]

/** Lower is sent first. */
export function priorityOf(kind: MessageKind): (typeof mailPriorities)[number] {
  if (kind === 'sign_in_code' || kind === 'confirm_cosignature' || kind === 'already_cosigned' || kind === 'invitation')
    return 0
  return bulkKinds.includes(kind) ? 2 : 1
}
