// What a row of each table says to its person, in words.
import type { Chosen } from '../../domain/notifications/waiting-news.ts'
import type { Held } from '../../domain/retention/held.ts'
import type { Followable } from '../../schema/values.ts'
import { choiceWords } from '../shared/follow-view.ts'
import { notesOf } from './data-notes.ts'
import type { DataLink, DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

type Row = Held['rows'][number]

/** The rows of one table as people read them. */
export async function linesOf(held: Held, words: Words): Promise<DataRow[]> {
  const { t } = words
  const { table, lines, rows, section, count } = held
  if (section === 'staff' && table !== 'staff')
    return [plainRow(t('own.row.deeds', { count, n: count }), [t(`own.row.deed.${table}`)])]
  if (table === 'digest_items') return count ? [plainRow(t('own.row.digest', { count, n: count }))] : []
  return Promise.all(
    lines.map(async ({ since, says, caseId }, i) => {
      const row = rows[i]!
      const list = lists.includes(table) && row.target ? await listOf(row, words) : null
      const gone = lists.includes(table) && !list && row.target ? String(row.target) : null // as it was written
      const begun = since && t(lasting.includes(table) ? 'own.since' : 'own.on', { date: words.date(since) })
      return plainRow(
        saidOf(table, row, says, words),
        [begun, gone, ...notesOf(table, row, words), ...choiceOf(table, row, words)],
        list ?? words.names.caseLink(caseId),
      )
    }),
  )
}

/** What goes on from its date. Everything else happened on it. */
const lasting = [
  ...['people', 'residences', 'follows', 'list_follows', 'sessions', 'linked_accounts', 'verifications', 'passkeys'],
  ...['calendar_links', 'webhooks', 'staff'],
]

/** Rows that name what is followed, or was. */
const lists = ['list_follows', 'pending_follows', 'webhooks']

function listOf(row: Row, { names }: Words): Promise<DataLink | null> {
  return names.list(String(row.government_id), String(row.kind), String(row.target))
}

/** How often, and of what, where it is followed. */
const choiceOf = (table: string, row: Row, { t }: Words): string[] =>
  (table === 'follows' || table === 'list_follows') && row.wanted
    ? [choiceWords(t, row as Chosen, table === 'follows' ? 'case' : (row.kind as Followable))]
    : []

/** Forms whose button in the mail was pressed: what they were for stands elsewhere. */
const pressed: { [table: string]: string } = {
  ...{ pending_cosignatures: 'own.row.pressed_cosign', pending_follows: 'own.row.pressed_follow' },
}

function saidOf(table: string, row: Row, says: string | null, words: Words): string {
  const { t, whole } = words
  const said = says ?? ''
  if (table === 'people')
    return [
      t('own.row.account', { email: said, language: t(`own.language.${String(row.language)}`) }),
      ...(row.display_name ? [t('own.row.name', { name: row.display_name })] : []),
    ].join(' · ')
  if (table === 'residences') {
    const [government, district] = [String(row.government_id), String(row.district_code)]
    const named = words.names.called(government, 'district', district)
    return t('own.row.district', { government: words.names.government(government), district: named })
  }
  if (row.confirmed_at && table in pressed) return t(pressed[table]!)
  if (table === 'pending_cosignatures' && says) return t('own.row.pending_reason', { reason: says })
  if (table === 'cosignatures') return says ? t('own.row.reason', { reason: says }) : t('own.row.signed')
  if (table === 'sample_lines') return t(`own.row.sample.${says ?? 'open'}`)
  if (table === 'private_messages') {
    const by = row.kind === 'from_proposer' ? 'from' : 'to'
    return whole ? t(`own.row.letter_${by}_words`, { words: said }) : t(`own.row.letter_${by}`)
  }
  if (table === 'verifications') {
    const how = t(`own.row.verified.${said}`)
    return row.least_age === null ? how : t('own.row.verified_age', { age: row.least_age, how })
  }
  if (table === 'staff') return t('own.row.seat', { role: t(`mail.role.${said}`) })
  if (table === 'proposal_texts') return [row.problem, row.benefit].filter(Boolean).join('\n\n')
  if (table === 'asks') return String(row.text)
  if (table === 'evidence') return [row.label, row.url].filter(Boolean).join(' ')
  if (table === 'text_versions')
    return [t('own.row.version', { title: row.title }), row.problem, row.benefit, ...(row.asks as string[])].join(
      '\n\n',
    )
  if (table === 'corrections') return t('own.row.correction', { before: row.before, after: row.after })
  if (table === 'follows' || table === 'list_follows') return row.wanted ? '' : t('own.row.unfollowed')
  const quoted: { [table: string]: string } = {
    ...{ proposal_updates: 'own.row.update', reason_removals: 'own.row.removed', returned_mail: 'own.row.came_back' },
    pending_addresses: 'own.row.new_address',
  }
  if (quoted[table]) return t(quoted[table], { words: said })
  const fixed: { [table: string]: string } = {
    ...{ calendar_links: 'own.row.calendar', sign_in_codes: 'own.row.code', former_mailboxes: 'own.row.former' },
    ...{ passkey_allowances: 'own.row.allowed', passkey_challenges: 'own.row.challenge' },
    ...{ counter_visits: 'own.row.visit', signed_subjects: 'own.row.subject', wallet_requests: 'own.row.wallet' },
    ...{ register_requests: 'own.row.register', cosignature_signals: 'own.row.came', mailings: 'own.row.mailing' },
    ...{ pending_cosignatures: 'own.row.pending_cosign', pending_follows: 'own.row.pending_follow' },
    webhook_deliveries: 'own.row.delivery',
  }
  return fixed[table] ? t(fixed[table]) : said
}
