// What each column is held to. One that takes words, numbers or JSON has a CHECK or points to another row, or stands below with a
// reason: a new table is thought about, not forgotten. And a column that nothing reads goes.
import { readdirSync, readFileSync } from 'node:fs'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../src/config.ts'
import { allTables, schemaTables } from '../support/tables.ts'

/** By reason. A rule that can be said in SQL is no reason. */
const free: { [why: string]: string[] } = {
  'what people write, and may leave empty or have taken off': [
    ...['answer_attachments.description', 'answer_releases.words', 'answer_templates.analysis'],
    ...['answer_templates.deliberation', 'answer_templates.reason', 'answer_templates.note', 'answers.analysis'],
    ...['answers.deliberation', 'answers.adoption', 'answers.follow_up', 'answers.note', 'answers.unit'],
    ...['ask_decisions.reason', 'asks.text', 'commitments.measure', 'evidence.label', 'proposal_texts.problem'],
    ...['proposal_texts.benefit', 'proposals.author_name', 'proposals.title', 'proposals.place', 'staff.name'],
    ...['text_versions.title', 'text_versions.problem', 'text_versions.benefit', 'governments.synonyms'],
  ],
  'a code that the government keeps, which may be none': [
    ...['cosignatures.district_code', 'desk_items.topic_code', 'pending_cosignatures.district_code'],
    ...['proposals.district_code', 'proposals.topic_code'],
  ],
  'empty until the mailbox has been put in its form': [
    ...['pending_cosignatures.email_key', 'pending_follows.email_key', 'sign_in_codes.email_key'],
  ],
  'words and numbers of our own code, which reads them again': [
    ...['deployment_status.key', 'deployment_status.value', 'desk_items.order_key', 'desk_views.params'],
    ...['leases.holder', 'leases.name', 'mailings.cursor', 'shown_versions.key', 'sign_in_codes.next'],
  ],
  'what a mail server, a provider or a browser says of itself': [
    ...['mailbox_rules.cut', 'mailbox_rules.ignored', 'outbox.address', 'outbox.bounce', 'outbox.last_error'],
    'sessions.device',
  ],
  'the path of every press: kept by the one function that writes it': ['cosignatures.salt', 'record.position'],
}

/** Moments, flags and bytes can be nothing else. As SQLite has them: the tables are the same on both engines. */
const held = ['date', 'boolean', 'buffer']

if (engine === 'sqlite')
  test('a column that takes words, numbers or JSON has a CHECK or a foreign key, or a reason why not', async () => {
    const byName = new Map((await allTables()).map((table) => [table.name, table]))
    const unheld: string[] = []
    for (const table of await schemaTables()) {
      const { name, checks, foreignKeys } = byName.get(getTableName(table))!
      const said = new Set([
        ...checks.flatMap(({ condition }) => condition.match(/\w+/g) ?? []),
        ...foreignKeys.flatMap((key) => key.columns),
      ])
      for (const column of Object.values(getTableColumns(table)))
        if (!said.has(column.name) && !held.includes(column.dataType) && !/(^|_)id$/.test(column.name))
          unheld.push(`${name}.${column.name}`)
    }
    expect(unheld.sort()).toEqual(Object.values(free).flat().sort())
  })

test('a column is named by more than the one place that writes it', async () => {
  const files = ['src', 'views', 'migrations/derived'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  const texts = files.filter((file) => /\.(ts|eta|sql)$/.test(file) && !file.startsWith('src/schema/'))
  const times = new Map<string, number>()
  for (const file of texts)
    for (const word of readFileSync(file, 'utf8').match(/\w+/g) ?? []) times.set(word, (times.get(word) ?? 0) + 1)
  const unread: string[] = []
  for (const table of await schemaTables())
    for (const [key, { name }] of Object.entries(getTableColumns(table)))
      if ((times.get(key) ?? 0) + (name === key ? 0 : (times.get(name) ?? 0)) < 2)
        unread.push(`${getTableName(table)}.${name}`)
  expect(unread).toEqual([])
})
