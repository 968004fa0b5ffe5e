// What mails of followers say beside the words of their kind: the commitment, why somebody gets them, the lines of a digest. Pure.
//
// What these kinds may bring in their facts:
//   case_news, author_news news (of news.ts), words (its reason), agency_LANGUAGE; of a commitment what, due_on, due_was
//   whatever goes to followers: list_kind, list_LANGUAGE, list_follow (the list that it comes from, where that is not the case)
//   digest pace, count, events (ids of mailings) · confirm_follow token, what (its name) · already_following what
//   closing_moved reason_LANGUAGE: why co-signing pauses
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { bulkKinds } from './message.ts'
import { authorNews, newsKinds } from './news.ts'

/** One thing that happened, in a digest: in words, its case, its address. `title`: '' of a hidden case. */
export type DigestLine = { words: string; number: string; title: string; url: string }

/** What is drawn of it; '' where there is none. `label`: what the words of staff are called. */
export type NewsFacts = {
  what: string
  dueOn: string
  dueWas: string
  pauses: string
  agencyLabel: string
  wordsLabel: string
  lines: DigestLine[]
}

type Told = { kind: MessageKind; language: string; facts: MessageFacts }
type Translate = (key: string, params?: { [name: string]: unknown }) => string

/** Which news have words of their own; others come from a version that knows more. */
export function newsTold({ kind, facts }: Pick<Told, 'kind' | 'facts'>): string {
  const known: readonly string[] = kind === 'author_news' ? authorNews : newsKinds
  return known.find((news) => news === facts.news) ?? 'other'
}

/** What the link of one click is called: it ends the digest, the list that a mail comes from, or the case. */
export const leaveWords = ({ kind, facts }: Pick<Told, 'kind' | 'facts'>): string =>
  kind === 'digest' ? 'mail.unsubscribe_digest' : facts.list_follow ? 'mail.unsubscribe_list' : 'mail.unsubscribe'

/** `unseen`: the case is hidden, and nothing of it is said. */
export function newsFacts(
  { facts, language }: Told,
  { t, date, digest }: { t: Translate; date: (day: string) => string; digest: DigestLine[] },
  unseen: boolean,
): NewsFacts {
  const day = (fact: unknown) => (typeof fact === 'string' && fact ? date(fact) : '')
  return {
    what: unseen ? '' : String(facts.what ?? ''),
    dueOn: day(facts.due_on),
    dueWas: day(facts.due_was),
    pauses: named(facts, 'reason', language),
    agencyLabel: t(facts.news === 'assigned' ? 'mail.label.assigned_to' : 'mail.label.agency'),
    wordsLabel: t(facts.news === 'kept' || facts.news === 'done' ? 'mail.label.said' : 'mail.label.reason'),
    lines: digest,
  }
}

/** Why a follower gets it, and how much more there is than a digest shows. */
export function newsNotes({ kind, facts, language }: Told, t: Translate): string[] {
  if (kind === 'digest') {
    const shown = String(facts.events ?? '').split(' ').length
    const more = Number(facts.count ?? 0) - shown
    return more > 0 ? [t('mail.digest_more', { count: more })] : []
  }
  if (!bulkKinds.includes(kind) || kind === 'merge_question' || kind === 'text_corrected_signed') return []
  const list = named(facts, 'list', language)
  if (facts.list_kind === 'search' && !list) return [t('mail.because.search_unnamed')]
  return [t(`mail.because.${facts.list_kind ?? 'case'}`, { list })]
}

const named = (facts: MessageFacts, what: string, language: string): string =>
  String(facts[`${what}_${language}`] ?? facts[`${what}_zh-Hant`] ?? '')
