// A row of the outbox as a mail: subject, words, links, headers. Pure. The words lie in the catalogues under mail.KIND.
//
// What each kind may bring in its facts, beside what the case itself says (title, number, count, dates):
//   sign_in_code code · confirm_cosignature token · invitation token, role · stage_changed act
//   assigned role, commitments (how many come with it, or come alone where there is no role), from_LANGUAGE, agency (its code)
//   merge_question into, into_title (number and title of the other case) · early_warning count · reach_proposer words
//   text_corrected, text_corrected_signed before, after · closing_moved closes_before, closes_before_was
//   transferred words (or reason agency_ended), agency_LANGUAGE · extended words · both role, where an agency is told
//   passkey_added, passkey_removed name · passkey_of_colleague colleague
//   early_warning of an imported case: source, seen_on (whose dates they are, and when they were seen there)
//   any kind: path, the address on this site that its link leads to

import { usualTimeZone } from '../../config.ts'
import { daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import { cut } from '../../lib/graphemes.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import { wholePercent } from '../../lib/share.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { invitationLasts } from '../governments/government.ts'
import { bulkKinds } from './message.ts'

export type Told = {
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
  government: { slug: string; name: Localised; timeZone: string } | null
  proposal: MailProposal | null
  /** what staff wrote to decide the step told of */
  words: string | null
  /** the secret of the unsubscribe link; null where there is nothing to unsubscribe from */
  unsubscribe: string | null
  /** the secret of the link by which a signer of a merged case says yes; null for every other kind */
  move: string | null
}

export type MailProposal = {
  number: string | null
  title: string
  hiddenAt: Date | null
  count: number
  threshold: number | null
  closesBefore: Date | null
  answerDueBefore: Date | null
}

export type Mail = {
  from: { name: string; address: string }
  to: string
  messageId: string
  subject: string
  paragraphs: string[]
  link: { label: string; url: string } | null
  footer: string
  leave: { label: string; url: string } | null
  headers: { [name: string]: string }
  text: string
  html: string
}

/** Facts that open something: blanked once the mail is out. */
export const secretFacts: readonly string[] = ['code', 'token', 'path']

/** How long a message is of use, in ms; null for ever. A sign-in code that comes after its ten minutes only confuses. */
export function usefulFor(kind: MessageKind): number | null {
  if (kind === 'sign_in_code') return 10 * 60_000
  if (kind === 'confirm_cosignature' || kind === 'already_cosigned') return 48 * 3_600_000
  return kind === 'invitation' ? invitationLasts : null
}

/** The same row gives the same mail, Message-ID included, on every attempt. */
export function renderMail(told: Told, context: MailContext): Mail {
  const { t, origin } = context
  const params = paramsOf(told, context)
  const words = wordsKey(told)
  const paragraphs = t(`${words}.body`, params).split('\n\n')
  if (told.kind === 'assigned' && params.role && params.due) paragraphs.push(t('mail.assigned.due', params))
  if (told.facts.commitments)
    paragraphs.push(t('mail.assigned.commitments', { ...params, count: told.facts.commitments }))
  if (told.facts.seen_on) paragraphs.push(t('mail.as_seen', params))
  const link = linkOf(told, context)
  const government = context.government ? localised(context.government.name, told.language) : t('mail.platform')
  const leave =
    context.unsubscribe && bulkKinds.includes(told.kind)
      ? { label: t('mail.unsubscribe'), url: `${origin}/unsubscribe/${context.unsubscribe}` }
      : null
  const parts = {
    paragraphs: paragraphs.map((p) => p.trim()).filter(Boolean),
    link,
    footer: context.government ? t('mail.footer', { government }) : t('mail.footer_platform'),
    leave,
  }
  const subject = oneLine(t(`${words}.subject`, params), 200)
  return {
    from: { name: oneLine(government, 80), address: context.from },
    to: told.address,
    messageId: `<${told.id}@${hostOf(origin)}>`,
    subject,
    ...parts,
    headers: headersOf(leave),
    text: textOf(parts),
    html: htmlOf(subject, told.language, parts),
  }
}

/** An agency has ended: its successor has its commitments now, and nothing else of the case. */
const isOfCommitments = ({ kind, facts }: Told): boolean => kind === 'assigned' && !facts.role

function wordsKey(told: Told): string {
  const { kind, facts } = told
  if (isOfCommitments(told)) return 'mail.commitments_handed_over'
  return kind === 'stage_changed' ? `mail.stage_changed.${actTold(facts)}` : `mail.${kind}`
}

/** Which of the acts that have words of their own a change of stage was. */
export function actTold({ act }: MessageFacts): string {
  return actsTold.includes(String(act)) ? String(act) : 'other'
}
const actsTold = [
  ...['submit', 'resubmit', 'approve', 'return', 'refuse', 'reconsider', 'merge', 'withdraw'],
  ...['meet_threshold', 'expire', 'lose_sight', 'answer', 'undo', 'unmerge'],
]

function paramsOf(told: Told, { t, date, government, proposal, words }: MailContext): { [name: string]: unknown } {
  const zone = government?.timeZone ?? usualTimeZone
  const day = (before: Date | null | undefined) => (before ? date(lastDay(before, zone)) : '')
  const number = (n: number | null | undefined) => formatNumber(n ?? 0)
  const { facts } = told
  const moment = (fact: unknown) => (typeof fact === 'string' ? new Date(fact) : null)
  const due = moment(facts.due_before) ?? proposal?.answerDueBefore
  const left = due ? Math.max(0, daysBetween(localDate(told.createdAt, zone), lastDay(due, zone))) : 0
  const role = ['moderator', 'officer', 'administrator', 'lead', 'supporting'].find((name) => name === facts.role)
  // Of a hidden case those who follow it are told the number only, also by what was put out before.
  const unseen = bulkKinds.includes(told.kind) && proposal?.hiddenAt
  const title = unseen ? '' : oneLine(String(facts.title ?? proposal?.title ?? ''), 100)
  const quoted = (number: unknown, title: unknown) =>
    title
      ? t('mail.quote', { number: number ?? '', title: oneLine(String(title), 100) }).replace(/ {2,}/g, ' ')
      : t('mail.quote_number', { number: number ?? '' })
  const signed = typeof facts.count === 'number' ? facts.count : (proposal?.count ?? 0)
  const share = proposal?.threshold ? signed / proposal.threshold : 0
  return {
    title: title || (facts.number ?? proposal?.number ?? ''),
    code: facts.code ?? '',
    government: government ? localised(government.name, told.language) : t('mail.platform'),
    quote: quoted(facts.number ?? proposal?.number, title),
    into: quoted(facts.into, facts.into_title),
    words: facts.reason === 'agency_ended' ? t('mail.agency_ended') : (words ?? String(facts.words ?? '')),
    before: unseen ? '' : String(facts.before ?? ''),
    after: unseen ? '' : String(facts.after ?? ''),
    agency: facts[`agency_${told.language}`] ?? facts['agency_zh-Hant'] ?? '',
    role: role ? t(`mail.role.${role}`) : '',
    from: facts[`from_${told.language}`] ?? facts['from_zh-Hant'] ?? '',
    source: String(facts.source ?? ''),
    seen: facts.seen_on ? date(String(facts.seen_on)) : '',
    passkey: oneLine(String(facts.name ?? ''), 60),
    colleague: oneLine(String(facts.colleague ?? ''), 100),
    days: t('mail.days', { count: left }),
    due: day(due),
    closes: day(moment(facts.closes_before) ?? proposal?.closesBefore),
    closes_was: day(moment(facts.closes_before_was)),
    signed: number(signed),
    threshold: number(proposal?.threshold),
    percent: `${wholePercent(share)}%`,
  }
}

function linkOf(told: Told, { t, origin, government, proposal, move }: MailContext): Mail['link'] {
  const { kind, facts } = told
  const number = facts.number ?? proposal?.number
  const place = government && number ? { gov: `/${government.slug}`, number } : null
  const casePath = place ? `${place.gov}/proposals/${place.number}` : null
  const to = (label: string, path: string | null) => {
    const led = ownPath(facts.path, '') || path
    return led ? { label, url: origin + led } : null
  }
  if (kind === 'sign_in_code') return to(t('mail.action.case'), null)
  if (kind === 'confirm_cosignature')
    return to(t('mail.action.confirm'), casePath && `${casePath}/cosignatures/${facts.token}`)
  if (kind === 'invitation') return to(t('mail.action.join'), `/invitation/${facts.token}`)
  if (kind === 'passkey_of_colleague')
    return to(t('mail.action.passkeys'), government && `/${government.slug}/desk/settings/passkeys`)
  if (kind.startsWith('passkey_')) return to(t('mail.action.passkeys'), '/me#passkeys')
  if (kind === 'merge_question')
    return to(t('mail.action.merge'), casePath && (move ? `${casePath}/moves/${move}` : casePath))
  if (kind === 'answer_published' || kind === 'answer_supplemented') return to(t('mail.action.answer'), casePath)
  if (kind === 'reach_proposer') return to(t('mail.action.letters'), casePath && `${casePath}/letters`)
  if (isOfCommitments(told))
    return to(
      t('mail.action.commitments'),
      government && `/${government.slug}/commitments?agency=${facts.agency}&state=open`,
    )
  const forAgency = agencyKinds.includes(kind) || (facts.role !== undefined && kind !== 'stage_changed')
  if (forAgency) return to(t('mail.action.desk'), place && `${place.gov}/desk/${place.number}`)
  return to(t('mail.action.case'), casePath ?? '/me')
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
]

function headersOf(leave: Mail['leave']): { [name: string]: string } {
  const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
  if (!leave) return automatic
  return { ...automatic, 'List-Unsubscribe': `<${leave.url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

type Parts = Pick<Mail, 'paragraphs' | 'link' | 'footer' | 'leave'>

function textOf({ paragraphs, link, footer, leave }: Parts): string {
  const linked = (l: Mail['link']) => (l ? [`${l.label}\n${l.url}`] : [])
  return `${[...paragraphs, ...linked(link), '-- ', footer, ...linked(leave)].join('\n\n').replace('-- \n\n', '-- \n')}\n`
}

function htmlOf(subject: string, language: string, { paragraphs, link, footer, leave }: Parts): string {
  const linked = (l: Mail['link']) => (l ? `<p><a href="${escaped(l.url)}">${escaped(l.label)}</a></p>` : '')
  const lines = (text: string) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`
  return (
    `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>` +
    `${paragraphs.map(lines).join('')}${linked(link)}<hr>${lines(footer)}${linked(leave)}</body></html>`
  )
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
/** At most `limit` characters. No line break or control character reaches a header; the joiners of emoji and of Persian do. */
const oneLine = (text: string, limit: number) =>
  cut(text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim(), limit)
const hostOf = (origin: string) => new URL(origin).hostname.replace(/[[\]]/g, '')
