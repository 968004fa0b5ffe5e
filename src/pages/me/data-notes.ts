// What a row of My data says in small letters: a note for each column that says something about its person. Together with the sentence of
// the row (data-words.ts) they say every column of the copy but those of `inFileOnly`: test/pages/me/data-in-words.test.ts.
import type { Held } from '../../domain/retention/held.ts'
import type { Words } from './data-rows.ts'

type Row = Held['rows'][number]
type Note = (value: unknown, words: Words, row: Row) => string | null

const governmentOf = ({ names }: Words, row: Row): string | null =>
  row.government_id ? String(row.government_id) : names.governmentOf(String(row.proposal_id))

const dated =
  (key: string): Note =>
  (value, { t, date }) =>
    t(key, { date: date(value as Date) })

const said =
  (key: string): Note =>
  (value, { t }) =>
    t(key, { words: String(value) })

const flag =
  (key: string): Note =>
  (_value, { t }) =>
    t(key)

const coded =
  (kind: 'topic' | 'district'): Note =>
  (code, words, row) =>
    words.t(`own.note.${kind}`, { name: words.names.called(governmentOf(words, row), kind, String(code)) })

const sure: Note = (level, { t }) => t(`own.note.level_${String(level)}`)

/** By the name of a column: it means the same in every table. Nothing is said of what is null, false or empty. */
export const notes: { [column: string]: Note } = {
  government_id: (id, { names }) => names.government(String(id)),
  agency_id: (id, { t, names }) => t('own.note.agency', { name: names.agency(String(id)) }),
  topic_code: coded('topic'),
  district_code: coded('district'),
  place: said('own.note.place'),
  suggested_agencies: (codes, words, row) =>
    words.t('own.note.suggested', {
      names: (codes as string[])
        .map((code) => words.names.called(governmentOf(words, row), 'agency', code))
        .join(words.t('frame.and')),
    }),
  author_name: said('own.note.shown_name'),
  assurance: sure,
  level: sure,
  of_age: flag('own.note.of_age'),
  notice_version: (version, { t }) => t('own.consent.notice', { version }),
  line: said('own.note.line'),
  email: said('own.note.to'),
  wants_answer: flag('own.note.wants_news'),
  means: (means, { t }) => t(`own.note.means.${String(means)}`),
  used_at: dated('own.note.used'),
  last_used_at: dated('own.note.used'),
  confirmed_at: dated('own.note.confirmed'),
  marked_at: dated('own.note.answered'),
  opened_at: dated('own.note.opened'),
  stopped_at: dated('own.note.stopped'),
  failing_since: dated('own.note.failing'),
  paused_at: dated('own.note.paused'),
  former_until: dated('own.note.former_secret'),
  expires_at: (value, { t, date, dateTime, now }) => {
    const until = value as Date
    const isSoon = until.getTime() - now.getTime() < soon
    return t('own.consent.until.date', { until: isSoon ? dateTime(until) : date(until) })
  },
  issuer: said('own.note.by'),
  source: said('own.note.by'),
  resident: (_is, { t }, row) => (row.opened_at ? t('own.note.resident') : null),
  least_age: (age, { t }) => t('own.note.least_age', { age }),
  asks_age: flag('own.note.asks_age'),
  times: (times, { t }) => t('own.note.times', { count: times, n: times }),
  name: said('own.note.seat_name'),
  ended_at: dated('own.note.ended'),
  language: (language, { t }) => t('own.note.language', { language: t(`own.language.${String(language)}`) }),
}

/** Within so long the hour is said too, in ms. */
const soon = 3 * 86_400_000

/** Columns that the sentence, the date or the link of a row says, by table. */
export const inSentence: { [table: string]: readonly string[] } = {
  people: ['email', 'display_name', 'language', 'created_at'],
  residences: ['government_id', 'district_code', 'stated_at'],
  proposals: ['number', 'title', 'created_at'],
  proposal_updates: ['body', 'written_at'],
  proposal_texts: ['problem', 'benefit'],
  text_versions: ['title', 'problem', 'benefit', 'asks', 'kept_at'],
  asks: ['text'],
  evidence: ['url', 'label'],
  corrections: ['before', 'after', 'corrected_at'],
  cosignatures: ['signed_at', 'day', 'reason'],
  cosignature_signals: ['at'],
  sample_lines: ['mark'],
  reason_removals: ['words', 'removed_at'],
  follows: ['wanted', 'since', 'pace', 'kinds'],
  list_follows: ['kind', 'target', 'wanted', 'since', 'pace', 'kinds'],
  // the rows of these three are made from more than one table
  consents: ['purpose', 'subject', 'notice_version', 'given_at', 'lasts', 'expires_at', 'withdrawn_at', 'ended_why'],
  staff_looks: ['government_id', 'day', 'reason', 'looked_at'],
  outbox: ['kind', 'sent_at', 'failed_at', 'bounced_at'],
  returned_mail: ['bounce', 'returned_at'],
  mailings: ['created_at'],
  private_messages: ['kind', 'body', 'written_at'],
  sessions: ['device', 'created_at'],
  sign_in_codes: ['created_at'],
  linked_accounts: ['service', 'created_at'],
  verifications: ['claim', 'least_age', 'method', 'given_at'],
  counter_visits: ['created_at'],
  wallet_requests: ['created_at'],
  register_requests: ['asked_at'],
  passkeys: ['name', 'created_at'],
  calendar_links: ['created_at'],
  webhooks: ['kind', 'target', 'url', 'created_at'],
  former_mailboxes: ['left_at'],
  pending_addresses: ['email', 'created_at'],
  pending_cosignatures: ['reason', 'created_at'],
  pending_follows: ['kind', 'target', 'created_at'],
  staff: ['role', 'created_at'],
}

/** Nobody reads these, or the page of the case says them. My data says that they are in the file. `*`: in every table. */
export const inFileOnly: { [table: string]: readonly string[] } = {
  '*': ['id', 'person_id', 'proposal_id', 'revision'],
  people: ['email_key', 'double_of'],
  proposals: [
    ...['year', 'author_id', 'stage', 'rule_version_id', 'threshold', 'count', 'count_unsaid', 'updated_at'],
    ...['submitted_at', 'check_due_before', 'published_at', 'closes_before', 'early_warned_at', 'threshold_met_at'],
    ...['schedule_due_before', 'scheduled_at', 'contact_due_before', 'contacted_at', 'answer_due_before'],
    ...['extended_at', 'answered_at', 'overdue_at', 'ended_at', 'outcome', 'reason_code', 'reconsidered_at'],
    ...['merged_into_id', 'held_at', 'hidden_at', 'hidden_reason', 'text_removed_at', 'forgotten_warned_at'],
    ...['asks_drawn_up_at', 'source_id', 'seen_on', 'listed'],
  ],
  proposal_updates: ['kind'],
  asks: ['number'],
  evidence: ['position'],
  corrections: ['field'],
  cosignatures: ['reason_id'],
  cosignature_signals: ['block', 'domain', 'domain_kind', 'familiar', 'series', 'device', 'lone'], // "as codes"
  sample_lines: ['sample'],
  reason_removals: ['signed_at'],
  digest_items: ['mailing_id', 'pace', 'list_follow_id', 'added_at', 'government_id'], // they are counted
  outbox: ['once', 'address', 'priority', 'created_at', 'next_try_at', 'attempts', 'last_error', 'bounce'],
  mailings: ['kind', 'once', 'cursor', 'starts_at', 'done_at'],
  sessions: ['passkey_id'],
  sign_in_codes: ['email_key', 'tries', 'next'],
  wallet_requests: ['outcome'],
  register_requests: ['batch'],
  passkeys: ['credential_id', 'public_key', 'counter', 'transports', 'backed_up'],
  // listed on their own page
  webhook_deliveries: [
    ...['webhook_id', 'event', 'news', 'occurred_at', 'created_at', 'next_try_at', 'attempts', 'delivered_at'],
    ...['status', 'error'],
  ],
  pending_cosignatures: ['email_key'],
  pending_follows: ['email_key'],
}

/** What is said beside the sentence of a row. */
export const notesOf = (table: string, row: Row, words: Words): string[] =>
  Object.entries(row).flatMap(([column, value]) => {
    const note = inSentence[table]?.includes(column) || inFileOnly[table]?.includes(column) ? undefined : notes[column]
    const isEmpty = value === null || value === false || value === '' || (Array.isArray(value) && !value.length)
    return (note && !isEmpty && note(value, words, row)) || []
  })
