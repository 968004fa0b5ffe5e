// The messages there are. Pure. Words lie in the catalogues under mail.KIND.
import type { MessageFacts, MessageKind, mailPriorities } from '../../schema/values.ts'

/** Kinds that go to many; each ends with one click. */
export const bulkKinds: readonly MessageKind[] = [
  'answer_published',
  'answer_supplemented',
  'routed_followed',
  'merge_question',
  'text_corrected_signed',
  'case_news',
  'digest',
]

/** Somebody waits for them at a screen, or for the link in them. */
const urgentKinds: readonly MessageKind[] = [
  'sign_in_code',
  'confirm_cosignature',
  'already_cosigned',
  'invitation',
  'confirm_follow',
  'already_following',
  'confirm_address',
  'address_taken',
  'address_changed',
]

/** Lower is sent first. */
export function priorityOf(kind: MessageKind): (typeof mailPriorities)[number] {
  if (urgentKinds.includes(kind)) return 0
  return bulkKinds.includes(kind) ? 2 : 1
}

/** What `routed` and `routed_followed` tell of: which agencies, which government, or which officer, have the case. */
export const routedActs = [
  ...(['lead_changed', 'lead_taken', 'part_added', 'part_released', 'part_dated'] as const),
  ...(['handed_over', 'offered', 'sent_back', 'returned', 'called_back', 'reply_due'] as const),
  ...(['officer_asked', 'officer_given', 'officer_given_several', 'officer_given_all'] as const),
]
type RoutedAct = (typeof routedActs)[number]

const unusualLooks = ['closed', 'met', 'many', 'forgotten'] as const
/** Why staff are told to look at co-signatures. */
export const unusualTold = ({ look }: MessageFacts): (typeof unusualLooks)[number] =>
  unusualLooks.find((one) => one === look) ?? 'many'

const registerOutcomes = ['yes', 'no', 'taken', 'expired'] as const
/** What came of asking the register office. */
export const registerTold = ({ outcome }: MessageFacts): (typeof registerOutcomes)[number] =>
  registerOutcomes.find((one) => one === outcome) ?? 'no'

/** Which of them a message tells of. */
export const routedTold = ({ act }: MessageFacts): RoutedAct => routedActs.find((one) => one === act) ?? 'lead_changed'

/** What `answer_release` tells of: the way of a draft out of its agency. */
export const releaseActs = ['asked', 'sent_back', 'stopped'] as const

/** Which of them a message tells of. */
export const releaseTold = ({ act }: MessageFacts): (typeof releaseActs)[number] =>
  releaseActs.find((one) => one === act) ?? 'asked'
