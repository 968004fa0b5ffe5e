// What tells a kept page that it is out of date is counted for every table that an open page shows something of.
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { changeTriggers } from '../support/change-triggers.ts'
import { seenTables, shownTriggers, unseenOfCases } from '../support/shown-triggers.ts'
import { allTables } from '../support/tables.ts'

/** Of these no open page shows anything; or what it shows is told by the record, as each co-signature is. */
const unseen: { [table: string]: string } = {
  answer_attachments: 'change with a draft alone, and publishing that is counted',
  answer_approvers: 'who may release an answer: the desk',
  answer_looks: 'who read a draft: the desk',
  answer_releases: 'drafts that wait: the desk',
  answer_templates: 'the desk',
  answer_versions: 'drafts: the desk',
  brought_cases: 'written in one unit with the case itself, which is counted',
  calendar_links: 'a person’s own',
  case_changes: 'what mirrors ask for, not kept',
  case_officers: 'the desk',
  change_steps: 'what mirrors ask for, not kept',
  cosignature_batches: 'the desk; what it changes is told by the record',
  cosignature_batch_rows: 'the desk',
  cosignature_counts: 'changes with each co-signature, and the record with it',
  consents: 'a person’s own',
  cosignature_signals: 'the desk; what of them is held changes the co-signature itself',
  desk_items: 'the desk',
  desk_views: 'the desk',
  digest_items: 'mail',
  files: 'never change: their name is what they say',
  follows: 'a person’s own',
  invitations: 'the settings',
  kept_forms: 'a person’s own',
  leases: 'plumbing',
  list_follows: 'a person’s own',
  log_bundles: 'only grow, and the log’s page is not kept',
  log_cosignatures: 'the log’s page is not kept',
  log_days: 'the log’s page is not kept',
  log_heads: 'the log’s page is not kept',
  log_keys: 'the log’s page is not kept',
  log_progress: 'no page shows it',
  log_tiles: 'only grow, and no page shows them',
  log_witnesses: 'the log’s page is not kept',
  mail_domain_days: 'the desk',
  mailbox_rules: 'for operators',
  mailings: 'mail',
  number_counters: 'a case’s number changes with the case',
  outbox: 'mail',
  passkey_allowances: 'the settings',
  passkey_challenges: 'signing in',
  linked_accounts: 'a person’s own',
  passkeys: 'a person’s own',
  pending_corrections: 'the desk',
  pending_cosignatures: 'not there before it is confirmed',
  former_mailboxes: 'a person’s own',
  pending_addresses: 'a person’s own',
  pending_follows: 'a person’s own',
  people: 'the name shown on a case is the case’s own',
  presses: 'plumbing',
  private_messages: 'the desk, and the author',
  rate_limit_counters: 'plumbing',
  refused_doubles: 'a case’s statement of them has its day, and is made anew with the next change of the case',
  refused_forms: 'told in tens once the case’s stage lets nobody sign any more, which makes the page anew',
  record: 'the newest entry is looked at itself',
  record_numbers: 'no page shows them',
  webhook_deliveries: 'a person’s own',
  webhooks: 'a person’s own',
  residences: 'a person’s own',
  returned_mail: 'a person’s own, and the desk',
  sessions: 'signing in',
  shown_versions: 'the counter itself',
  sign_in_codes: 'signing in',
  spent_mailboxes: 'digests that no page shows',
  staff_looks: 'a person’s own',
  text_versions: 'the desk',
  counter_visits: 'a person’s own',
  paper_changes: 'the desk; what it changes is told by the record',
  paper_entries: 'the desk',
  paper_sheets: 'the desk; what of them is counted is told by the record',
  paper_signatures: 'change with the sums, and the record with them',
  register_batches: 'the settings; that one went out or was answered is told by the record',
  register_offices: 'a person’s own page, which is not kept',
  register_requests: 'a person’s own',
  sample_lines: 'the desk',
  samples: 'the desk; what of them is public is told by the record',
  roll_entries: 'no page shows them',
  rolls: 'a person’s own page, which is not kept',
  signed_subjects: 'no page shows them',
  wallet_requests: 'a person’s own',
  verifications: 'a person’s own; what they change in a case is told by the record',
  unusual_groups: 'the desk; what of them is held changes the co-signature itself',
  witnessed_logs: 'the log’s page is not kept',
}

test('every table has triggers, or a reason why it needs none', async () => {
  const names = (await allTables()).map(({ name }) => name)
  expect(names.filter((name) => !seenTables.includes(name) && !unseen[name])).toEqual([])
  expect(seenTables.filter((name) => !names.includes(name))).toEqual([])
  expect(Object.keys(unseen).filter((name) => seenTables.includes(name) || !names.includes(name))).toEqual([])
})

test('migrations/derived holds these triggers; UPDATE_DERIVED=1 writes them', async () => {
  const cases = (await allTables()).find(({ name }) => name === 'proposals')!
  const columns = cases.columns.map(({ name }) => name)
  expect(unseenOfCases.filter((name) => !columns.includes(name))).toEqual([])
  const [shown, changes] = [shownTriggers(engine, columns), changeTriggers(engine, columns)]
  for (const [name, statements] of [
    [`shown-${engine}.sql`, shown.make],
    [`shown-${engine}-drop.sql`, shown.drop],
    [`changes-${engine}.sql`, changes.make],
    [`changes-${engine}-drop.sql`, changes.drop],
  ] as const) {
    const file = `migrations/derived/${name}`
    const wanted = `${statements.join('\n--> statement-breakpoint\n')}\n`
    if (process.env.UPDATE_DERIVED) writeFileSync(file, wanted)
    expect(readFileSync(file, 'utf8')).toBe(wanted)
  }
})
