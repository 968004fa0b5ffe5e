// A message that is to be told, and what is known of it. Pure.

import type { Localised } from '../../lib/localised.ts'
import type { Accent, Decision, MessageFacts, MessageKind } from '../../schema/values.ts'
import { bulkKinds } from './message.ts'
import type { DigestLine } from './news-words.ts'

export type OutgoingMessage = {
  id: string
  kind: MessageKind
  address: string
  language: string
  facts: MessageFacts
  createdAt: Date
}

export type MailContext = {
  /** the public address of the platform, without a slash at the end */
  origin: string
  /** the address mail comes from */
  from: string
  t: (key: string, params?: { [name: string]: unknown }) => string
  /** a local day, 'YYYY-MM-DD', as people read it */
  date: (day: string) => string
  /** a moment in the government's zone */
  dateTime: (at: Date) => string
  government: {
    slug: string
    name: Localised
    timeZone: string
    accent: Accent | null
    contact: Localised | null
  } | null
  proposal: MailProposal | null
  /** what staff wrote to decide the step told of */
  words: string | null
  /** why a proposal was not accepted, as the government's list of reasons has it */
  reason: Localised | null
  /** of an answer: what was decided of each ask */
  decided: { ask: string; number: number; decision: Decision }[]
  /** of a digest: what happened to which case */
  digest: DigestLine[]
  /** the secret of the unsubscribe link; null where there is nothing to unsubscribe from */
  unsubscribe: string | null
  /** the secret of the link by which a signer of a merged case says yes; null for every other kind */
  move: string | null
}

type MailProposal = {
  id: string
  number: string | null
  title: string
  hiddenAt: Date | null
  count: number
  countUnsaid: boolean
  threshold: number | null
  closesBefore: Date | null
  answerDueBefore: Date | null
  checkDueBefore: Date | null
  reconsideredAt: Date | null
}

/** An agency has ended: its successor has its commitments now, and nothing else of the case. */
export const isOfCommitments = ({ kind, facts }: Pick<OutgoingMessage, 'kind' | 'facts'>): boolean =>
  kind === 'assigned' && !facts.role

/** Of a hidden case those who follow it are told the number only, also by what was put out before. */
export const isUnseen = ({ kind }: OutgoingMessage, { proposal }: MailContext): boolean =>
  bulkKinds.includes(kind) && !!proposal?.hiddenAt

/** Which of the acts that have words of their own a change of stage was. */
export function actTold({ act }: MessageFacts): string {
  return actsTold.includes(String(act)) ? String(act) : 'other'
}
const actsTold = [
  ...['submit', 'resubmit', 'approve', 'return', 'refuse', 'reconsider', 'merge', 'withdraw'],
  ...['meet_threshold', 'expire', 'lose_sight', 'answer', 'undo', 'unmerge'],
  ...['forgotten', 'receipt'], // no stage changed: a draft that ends soon, and what somebody did with their own data
  'unusual', // to staff: co-signatures that somebody has to look at
]

/** A moment among the facts. */
export const momentOf = (fact: unknown): Date | null => (typeof fact === 'string' ? new Date(fact) : null)
