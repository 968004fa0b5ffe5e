// What a mail says, before it is drawn: words, numbers and dates of one row of the outbox, ready to be read. Pure. The words lie
// in the catalogues under mail.KIND: `subject`, `heading` (what happened, in a sentence) and what else its template asks for.
//
// What each kind may bring in its facts, beside what the case itself says (title, number, count, dates):
//   sign_in_code code · confirm_cosignature token · invitation token, role, agency_LANGUAGE · stage_changed act
//   assigned role, early (nothing is owed before the threshold), from_LANGUAGE, agency (its code), commitments (how many come with
//     it, or come alone where there is no role)
//   merge_question into, into_title (number and title of the other case) · early_warning count · reach_proposer words
//   text_corrected, text_corrected_signed before, after · closing_moved closes_before, closes_before_was
//   transferred words (or reason agency_ended), agency_LANGUAGE · extended words, given, most (how often, and at most) · both role, where an agency is told
//   routed, routed_followed act (lead_changed, part_added …), words, agency_LANGUAGE; role, where an agency is told;
//     colleague, of a case that an officer asks for or gives
//   answer_release act (asked, sent_back, stopped); words, or why it was stopped
//   due_14, due_7, due_0, overdue agency_LANGUAGE (who owes it, several where one mail is of several); role, overseer to whoever is
//     of none of them; part, of a supporting part alone: true while the answer is not due yet, late where it is out already
//   due_7 left, to a lead agency whose rules let it extend the date: how often still
//   passkey_added, passkey_removed name, service (true where it is an account at a sign-in service) · passkey_of_colleague colleague
//   webhook_paused webhook (its id), host · verification_answered outcome (yes, no, taken, expired), age (at least so old, where that was found)
//   sample_drawn line (its number in the sample)
//   commitment_to_check, commitment_checked commitment (which of its case), title (its words), verdict
//   confirm_address token (address_taken and address_changed bring nothing)
//   of following: news-words.ts
//   early_warning of an imported case: source, seen_on (whose dates they are, and when they were seen there)
//   stage_changed act unusual: look (why somebody has to look at co-signatures), held, counted, due_before
//   digest of a log: log_day, note (what was signed), lines, list_follow · path: the file of the day
//   any kind: path, the address on this site that its link leads to

import { usualTimeZone } from '../../config.ts'
import { daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import { cut } from '../../lib/graphemes.ts'
import { localised } from '../../lib/localised.ts'
import { wholePercent } from '../../lib/share.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { caseFigures } from './case-figures.ts'
import { actionOf, type MailAction } from './mail-action.ts'
import { registerTold, releaseTold, routedTold, unusualTold } from './message.ts'
import { type NewsFacts, newsFacts, newsNotes, newsTold } from './news-words.ts'
import { actTold, isOfCommitments, isUnseen, type MailContext, momentOf, type OutgoingMessage } from './told.ts'

/** A case as a mail shows it. `number`: with the word before it. `title`: '' where it is hidden. `figures`: a line each. */
export type MailCase = { number: string; title: string; figures: string[] }
/** What the template of a kind is given. What a kind does not have is '' or null or empty. */
export type MailFacts = {
  /** `say('heading')` is the heading of its kind in the catalogue, filled in; '' where the kind has none of that name */
  say: (name: string) => string
  case: MailCase | null
  /** the case that it was merged into */
  into: MailCase | null
  action: MailAction | null
  notes: string[]
  decided: { number: number; decision: string; ask: string }[]
  /** what a person wrote, and the reason they chose from a list */
  words: string
  reason: string
  before: string
  after: string
  code: string
  agency: string
  due: string
  closes: string
  closesWas: string
  news: NewsFacts
  /** the checkpoint of a day, as it was signed */
  note: string
}

const mostOfAsk = 120 // characters

/** The facts of one message, and its subject. */
export function mailFacts(told: OutgoingMessage, context: MailContext): MailFacts & { subject: string } {
  const { t } = context
  const { facts, language } = told
  const params = paramsOf(told, context)
  const words = wordsKey(told)
  // A supporting agency neither answers nor asks for more time, and an overseer sees to it that others do: where their words differ.
  // Before the threshold nothing is asked of either.
  const early = facts.early === true ? [`${words}.early`] : []
  const role = facts.role === 'supporting' || facts.role === 'overseer' ? [`${words}.${facts.role}`] : []
  const keys = [...early, ...role, words]
  const say = (name: string) => {
    for (const key of keys.map((of) => `${of}.${name}`)) {
      const said = t(key, params)
      if (said !== key) return said
    }
    return ''
  }
  const unseen = isUnseen(told, context)
  const number = facts.number ?? context.proposal?.number
  const isAboutCase = !!number || !!params.title
  return {
    subject: oneLine(say('subject'), 200),
    say,
    case: isAboutCase ? caseOf(t, number, unseen ? '' : params.title, unseen ? [] : caseFigures(told, context)) : null,
    into: facts.into ? caseOf(t, facts.into, oneLine(String(facts.into_title ?? ''), 100), []) : null,
    action: actionOf(told, context),
    notes: notesOf(told, context, params),
    decided: unseen
      ? []
      : context.decided.map(({ ask, number, decision }) => ({
          number,
          decision: t(`case.decision.${decision}`),
          ask: cut(ask.replace(/\s+/g, ' '), mostOfAsk),
        })),
    words: params.words,
    reason: context.reason ? localised(context.reason, language) : '',
    before: params.before,
    after: params.after,
    code: String(facts.code ?? ''),
    agency: params.agency,
    due: params.due,
    closes: params.closes,
    closesWas: params.closes_was,
    news: newsFacts(told, context, unseen),
    note: String(facts.note ?? ''),
  }
}

type T = MailContext['t']

const caseOf = (t: T, number: unknown, title: string, figures: string[]): MailCase => ({
  number: number ? t('mail.number', { number }) : t('mail.unnumbered'),
  title,
  figures,
})

/** The name of its words and of its template: the kind; of a change of stage, kind and act. */
function wordingOf({ kind, facts }: Pick<OutgoingMessage, 'kind' | 'facts'>): string {
  if (isOfCommitments({ kind, facts })) return 'commitments_handed_over'
  if (kind === 'routed' || kind === 'routed_followed') return `routed.${routedTold(facts)}`
  if (kind === 'answer_release') return `answer_release.${releaseTold(facts)}`
  if (kind === 'case_news') return `case_news.${newsTold({ kind, facts })}`
  if (kind === 'author_news') return `author_news.${newsTold({ kind, facts })}`
  if (kind === 'digest' && facts.log_day) return 'log_day'
  if (kind === 'overdue' || isReminder.test(kind)) return [kind, ...partTold({ kind, facts })].join('.')
  if (kind === 'verification_answered') return `verification_answered.${registerTold(facts)}`
  if (facts.service === true) return kind.replace('passkey_', 'service_')
  if (kind === 'stage_changed' && facts.act === 'unusual') return `stage_changed.unusual.${unusualTold(facts)}`
  return kind === 'stage_changed' ? `stage_changed.${actTold(facts)}` : kind
}

const isReminder = /^due_\d+$/

/** Of a reminder: that it is of a part of an answer, and whether that answer is out already. */
const partTold = ({ kind, facts }: Pick<OutgoingMessage, 'kind' | 'facts'>): ('part' | 'late')[] =>
  facts.part === 'late' ? ['late'] : facts.part || (kind !== 'overdue' && facts.role === 'supporting') ? ['part'] : []

/** Its template: the acts of routing share one, and so does all news of a case; they differ in their words. */
export const templateOf = (told: Pick<OutgoingMessage, 'kind' | 'facts'>): string =>
  wordingOf(told)
    .replace(/^service_/, 'passkey_')
    .replace(/^routed\..+/, 'routed')
    .replace(/^answer_release\..+/, 'answer_release')
    .replace(/^verification_answered\..+/, 'verification_answered')
    .replace(/^(overdue|due_\d+)\..+/, '$1')
    .replace(/^stage_changed\.unusual\..+/, 'stage_changed.unusual')
    .replace(/^(case|author)_news\..+/, 'case_news')

const wordsKey = (told: OutgoingMessage) => `mail.${wordingOf(told)}`

/** Sentences that depend on more than the kind. */
function notesOf(told: OutgoingMessage, { t, proposal }: MailContext, params: Params): string[] {
  const { kind, facts } = told
  const notes: string[] = []
  if (kind === 'assigned' && facts.early === true) notes.push(t('mail.assigned.early.nothing_yet'))
  if (kind === 'assigned' && params.role && params.due) notes.push(t('mail.assigned.due', params))
  if (facts.commitments) notes.push(t('mail.assigned.commitments', { ...params, count: facts.commitments }))
  if (kind === 'extended' && facts.most) notes.push(t('mail.extended.count', { ...params, count: facts.given ?? 0 }))
  if (kind === 'due_7' && facts.left) notes.push(t('mail.due_7.extend', { ...params, count: facts.left }))
  if (facts.role === 'overseer') notes.push(t('mail.overseer', params))
  if (facts.seen_on) notes.push(t('mail.as_seen', params))
  if (kind === 'stage_changed' && facts.act === 'refuse')
    notes.push(t(proposal?.reconsideredAt ? 'mail.refused_again' : 'mail.refused_once'))
  if (kind === 'stage_changed' && facts.act === 'expire') notes.push(t('mail.begin_anew'))
  if (kind === 'verification_answered' && facts.age)
    notes.push(t('mail.verified_age', { ...params, age: Number(facts.age) }))
  notes.push(...newsNotes(told, t))
  return notes
}

type Params = ReturnType<typeof paramsOf>

function paramsOf(told: OutgoingMessage, context: MailContext) {
  const { t, date, government, proposal, words } = context
  const zone = government?.timeZone ?? usualTimeZone
  const day = (before: Date | null | undefined) => (before ? date(lastDay(before, zone)) : '')
  const number = (n: number | null | undefined) => formatNumber(n ?? 0)
  const { facts, language } = told
  const due = momentOf(facts.due_before) ?? proposal?.answerDueBefore
  const left = due ? Math.max(0, daysBetween(localDate(told.createdAt, zone), lastDay(due, zone))) : 0
  const role = ['moderator', 'officer', 'administrator', 'checker', 'lead', 'supporting'].find(
    (name) => name === facts.role,
  )
  const unseen = isUnseen(told, context)
  const title = unseen ? '' : oneLine(String(facts.title ?? proposal?.title ?? ''), 100)
  const signed = typeof facts.count === 'number' ? facts.count : (proposal?.count ?? 0)
  const share = proposal?.threshold ? signed / proposal.threshold : 0
  return {
    title: title || String(facts.number ?? proposal?.number ?? ''),
    code: facts.code ?? '',
    line: oneLine(String(facts.line ?? ''), 20),
    held: number(Number(facts.held ?? 0)),
    unusual: number(Number(facts.counted ?? 0)),
    government: government ? localised(government.name, language) : t('mail.platform'),
    what: oneLine(String(facts.what ?? ''), 100),
    due_on: typeof facts.due_on === 'string' ? date(facts.due_on) : '',
    count: Number(facts.count ?? 0),
    most: Number(facts.most ?? 0),
    words: unseen
      ? ''
      : facts.reason === 'agency_ended'
        ? t('mail.agency_ended')
        : facts.why
          ? t(`answers.release.stopped.${facts.why}`)
          : (words ?? String(facts.words ?? '')),
    before: unseen ? '' : String(facts.before ?? ''),
    after: unseen ? '' : String(facts.after ?? ''),
    agency: String(facts[`agency_${language}`] ?? facts['agency_zh-Hant'] ?? ''),
    role: role ? t(`mail.role.${role}`) : '',
    verdict: facts.verdict ? t(`answers.verdict.${facts.verdict}`) : '',
    from: facts[`from_${language}`] ?? facts['from_zh-Hant'] ?? '',
    source: String(facts.source ?? ''),
    seen: facts.seen_on ? date(String(facts.seen_on)) : '',
    passkey: oneLine(String(facts.name ?? ''), 60),
    colleague: oneLine(String(facts.colleague ?? ''), 100),
    host: oneLine(String(facts.host ?? ''), 100),
    day: typeof facts.log_day === 'string' ? date(facts.log_day) : '',
    lines: number(Number(facts.lines ?? 0)),
    days: t('mail.days', { count: left }),
    due: day(due),
    closes: day(momentOf(facts.closes_before) ?? proposal?.closesBefore),
    closes_was: day(momentOf(facts.closes_before_was)),
    signed: number(signed),
    threshold: number(proposal?.threshold),
    percent: `${wholePercent(share)}%`,
  }
}

/** At most `limit` characters. No line break or control character reaches a header; the joiners of emoji and of Persian do. */
export const oneLine = (text: string, limit: number): string =>
  cut(text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim(), limit)
