// The messages there are. Pure. Words lie in the catalogues under mail.KIND.
import type { MessageKind, mailPriorities } from '../../schema/values.ts'

/** Lower is sent first. */
export function priorityOf(kind: MessageKind): (typeof mailPriorities)[number] {
  if (kind === 'sign_in_code' || kind === 'confirm_cosignature' || kind === 'already_cosigned' || kind === 'invitation')
    return 0
  return kind === 'answer_published' || kind === 'answer_supplemented' || kind === 'merge_question' ? 2 : 1
}
