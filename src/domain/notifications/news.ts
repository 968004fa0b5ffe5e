// News of a case, and how somebody hears of it by what they chose. Pure.
import type { MessageFacts, MessageKind, NewsGroup, Pace } from '../../schema/values.ts'

/** What followers hear of, and the group that they may leave out. */
const groupOf = {
  published: 'new',
  unmerged: 'new',
  threshold_met: 'progress',
  assigned: 'progress',
  transferred: 'progress',
  extended: 'dates',
  overdue: 'dates',
  answered: 'answer',
  supplemented: 'answer',
  done: 'commitments',
  kept: 'commitments',
  changed: 'commitments',
  late: 'commitments',
  dropped: 'commitments',
  expired: 'end',
  refused: 'end',
  merged: 'end',
  withdrawn: 'end',
  last_seen: 'end',
} as const satisfies { [news: string]: NewsGroup }

export type News = keyof typeof groupOf
export const newsKinds = Object.keys(groupOf) as News[]

/**
 * What authors are told as such; of the rest they hear by the mails of their case's stages, transfers and extensions. Hiding is
 * about their own text: followers are not told.
 */
export const authorNews = [
  'assigned',
  'overdue',
  'supplemented',
  'done',
  'kept',
  'changed',
  'late',
  'dropped',
  'hidden',
  'shown',
] as const
export type AuthorNews = (typeof authorNews)[number]

/** The news that a mailing to followers tells; null where it goes to signers. */
export function newsOf({ kind, facts }: { kind: MessageKind; facts: MessageFacts }): News | null {
  if (kind === 'answer_published') return 'answered'
  if (kind === 'answer_supplemented') return 'supplemented'
  if (kind === 'routed_followed') return facts.act === 'lead_changed' ? 'transferred' : 'assigned'
  return kind === 'case_news' ? (newsKinds.find((news) => news === facts.news) ?? null) : null
}

/** What became of a case between agencies, by its act. That another leads is news of its own. */
export const routedActs = [
  'part_added',
  'part_released',
  'handed_over',
  'sent_back',
  'returned',
  'called_back',
] as const

/** Which words a line of a digest has: those of the act, where one kind of news holds several. */
export function lineOf(mailing: { kind: MessageKind; facts: MessageFacts }, news: News): string {
  if (mailing.kind !== 'routed_followed') return news
  return routedActs.find((act) => act === mailing.facts.act) ?? news
}

/** What somebody chose. `kinds` null: every kind of news. */
export type Choice = { wanted: boolean; pace: Pace; kinds: NewsGroup[] | null }
export type ListChoice = Choice & { id: string }

/** How soon a mailbox hears of it, and by which list; `list` null: because it follows the case. */
export type Hearing = { pace: Pace; list: string | null }

const soonest: readonly Pace[] = ['now', 'daily', 'weekly']

/**
 * How a mailbox hears of news. `ofCase`: what its accounts chose for this case; `lists`: what they chose for lists that it is in.
 * Who chose something for the case itself hears what they chose there, and by no list: who stopped its mail hears nothing.
 */
export function hearing(news: News, ofCase: readonly Choice[], lists: readonly ListChoice[]): Hearing | null {
  const group: NewsGroup = groupOf[news]
  // that a case is open (again) is progress to whoever follows it already
  const own = group === 'new' ? 'progress' : group
  if (ofCase.length) return soonestOf(ofCase.filter((c) => takes(c, own)).map((c) => ({ ...c, id: null })))
  return soonestOf(lists.filter((choice) => takes(choice, group)))
}

const takes = ({ wanted, kinds }: Choice, group: NewsGroup): boolean => wanted && (kinds?.includes(group) ?? true)

function soonestOf(choices: readonly (Choice & { id: string | null })[]): Hearing | null {
  const pace = soonest.find((one) => choices.some((choice) => choice.pace === one))
  const first = pace && choices.find((choice) => choice.pace === pace)
  return first ? { pace: first.pace, list: first.id } : null
}
