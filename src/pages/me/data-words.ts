// What a row of each table says to its person, in words.
import type { Held } from '../../domain/retention/held.ts'
import type { DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

/** The rows of one table as people read them. `whole`: with every text, to be kept. */
export function linesOf(
  held: Held,
  words: Words,
  districtRows: (rows: Held['rows']) => string[],
  whole: boolean,
): DataRow[] {
  const { t } = words
  const { table, lines, rows, section, count } = held
  if (section === 'staff' && table !== 'staff')
    return [plainRow(t('own.row.deeds', { count, n: count }), [t(`own.row.deed.${table}`)])]
  const since = (at: Date | null) => (at ? t('own.since', { date: words.date(at) }) : null)
  if (table === 'residences') return districtRows(rows).map((said, i) => plainRow(said, [since(lines[i]!.since)]))
  if (table === 'digest_items') return count ? [plainRow(t('own.row.digest', { count, n: count }))] : []
  return lines.flatMap((line, i) => {
    const row = rows[i]!
    // what is followed still stands there already, with its form
    if ((table === 'follows' || table === 'list_follows') && row.wanted) return []
    const begun = table === 'follows' || table === 'list_follows' ? null : since(line.since) // not the day on which it was stopped
    return plainRow(saidOf(held, row, line.says, words, whole), [begun], words.caseLink(line.caseId))
  })
}

function saidOf({ table }: Held, row: Held['rows'][number], says: string | null, { t }: Words, whole: boolean): string {
  const said = says ?? ''
  if (table === 'people')
    return [
      t('own.row.account', { email: said, language: t(`own.language.${String(row.language)}`) }),
      ...(row.display_name ? [t('own.row.name', { name: row.display_name })] : []),
    ].join(' · ')
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
  if (table === 'evidence') return String(row.url)
  if (table === 'text_versions') return t('own.row.version', { title: row.title })
  if (table === 'corrections') return t('own.row.correction', { before: row.before, after: row.after })
  const quoted: { [table: string]: string } = {
    ...{ proposal_updates: 'own.row.update', reason_removals: 'own.row.removed', returned_mail: 'own.row.came_back' },
    ...{ pending_addresses: 'own.row.new_address', pending_follows: 'own.row.pending_follow' },
    list_follows: 'own.row.unfollowed_list',
  }
  if (quoted[table]) return t(quoted[table], { words: said })
  const fixed: { [table: string]: string } = {
    ...{ calendar_links: 'own.row.calendar', sign_in_codes: 'own.row.code', former_mailboxes: 'own.row.former' },
    ...{ passkey_allowances: 'own.row.allowed', passkey_challenges: 'own.row.challenge' },
    ...{ counter_visits: 'own.row.visit', signed_subjects: 'own.row.subject', wallet_requests: 'own.row.wallet' },
    ...{ register_requests: 'own.row.register', cosignature_signals: 'own.row.came', mailings: 'own.row.mailing' },
    ...{ pending_cosignatures: 'own.row.pending_cosign', follows: 'own.row.unfollowed' },
    webhook_deliveries: 'own.row.delivery',
  }
  return fixed[table] ? t(fixed[table]) : said
}
