// Somebody who has done everything that can be done here, and who has a row in every table that can hold a person. Every one of those rows is
// on My data and in the copy; what is not says why. A new table, or a new column that points to a person, fails here until it is.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { leftOutOfCopies } from '../../../src/domain/retention/held.ts'
import { personTables, whyLeftOut } from '../../../src/domain/retention/person-tables.ts'
import { newId } from '../../../src/lib/id.ts'
import { inFileOnly, inSentence, notes } from '../../../src/pages/me/data-notes.ts'
import type { Exec } from '../../../src/platform/db/database.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { pendingCorrections } from '../../../src/schema/moderation.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { settingChanges } from '../../../src/schema/settings.ts'
import { passkeyAllowances } from '../../../src/schema/sign-in.ts'
import { addPasskey, authenticator } from '../../support/authenticator.ts'
import { givenCase } from '../../support/cases.ts'
import { makeElsewhere } from '../../support/city.ts'
import { openColumns } from '../../support/open-columns.ts'
import { page } from '../../support/page.ts'
import { addRowsSince } from '../../support/rows-since.ts'
import { allTables } from '../../support/tables.ts'
import { tablesHolding } from '../../support/tables-holding.ts'
import { wholeLife } from '../../support/whole-life.ts'
import { testWorld, type World } from '../../support/world.ts'

type Row = { [column: string]: unknown }

/** Tables that hold something of people, and nobody can be told which rows are theirs. My data says so, with the reason. */
const nobodyKnowsWhose = [
  'kept_forms', // opens with the browser's secret alone
  ...['rate_limit_counters', 'presses'], // digests of minutes
  ...['spent_mailboxes', 'roll_entries', 'paper_signatures', 'unusual_groups'], // keyed digests
]
/** They hold what staff or an agency did, as an office: no person stands in them. */
const ofOffices = [
  ...['answer_attachments', 'answer_templates', 'ask_decisions', 'assignments', 'attachments', 'commitments', 'files'],
  ...['case_references', 'rolls', 'register_offices', 'log_keys', 'record', 'settings'],
]

test('every table is one that holds people and is listed, or one of which nobody can tell whose a row is, or nobody’s', async () => {
  const listed = new Set(personTables().map(({ table }) => getTableName(table)))
  const unknown = (await allTables())
    .map(({ name }) => name)
    .filter((name) => !listed.has(name) && openColumns[name] !== 'nobody')
    .filter((name) => !nobodyKnowsWhose.includes(name) && !ofOffices.includes(name))
  expect(unknown).toEqual([])
})

test('every column that points to a person is one by which they are found, or is somebody else’s in the copy', async () => {
  const wrong: string[] = []
  for (const { name, foreignKeys } of await allTables())
    for (const { columns, to } of foreignKeys.filter((key) => key.to === 'people')) {
      const entries = personTables().filter(({ table }) => getTableName(table) === name)
      const found = entries.some(({ of = [] }) => of.some((column) => columns.includes(column.name)))
      if (!found && !isOthersMailbox(name, columns)) wrong.push(`${name}.${columns.join()} → ${to}`)
    }
  expect(wrong).toEqual([])
})

/** These say that another account has, or had, the same mailbox: they stand in that account's row. */
const isOthersMailbox = (table: string, columns: string[]) =>
  table === 'people' && ['double_of', 'former_account_id'].includes(columns[0]!)

const me = 'author@example.tw'

/** All that one can do by oneself, beside what `wholeLife` does in their name. */
async function doEverything(world: World) {
  await makeElsewhere(world.db)
  let said = 0
  const { administrator } = await wholeLife(world, (field, most) => `${field} ${++said}`.slice(0, most))
  await givenCase(world, { number: '2026-0010', title: 'A case to sign', stage: 'gathering' })
  const mei = await world.signedIn(me)
  const draft = String((await mei.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await mei.post(`${draft}/problem`, { title: '還沒寫完的草稿', problem: '草稿裡的問題描述很長', later: '1' })
  const at = '/haicheng/proposals/2026-0010'
  await mei.post(`${at}/cosignatures`, { district: 'gangdong', reason: '我每天走這裡', wants: '1' })
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  await mei.post('/haicheng/follows', { of: 'topic:nature', pace: 'daily', kinds: ['end'] })
  await mei.post('/haicheng/follows', { of: 'topic:nature', pace: 'never' })
  // the same mailbox, typed in another way, by somebody who is not signed in
  const typed = 'AUTHOR@Example.tw'
  const stranger = world.visitor('203.0.113.7')
  const asked = await stranger.post(`${at}/cosignatures`, {
    district: 'gangdong',
    consent: '1',
    email: typed,
    reason: '換個寫法',
    wants: '1',
  })
  expect(page(asked).problems).toEqual({})
  await stranger.post('/haicheng/follows', { of: 'case:2026-0010', email: typed })
  await administrator.post('/haicheng/desk/settings/invitations', { email: typed, role: 'moderator', agency: '' })
  await stranger.post('/sign-in', { email: typed })
  const another = await world.signedIn('another@example.tw')
  await another.post('/me/address', { email: typed })
  await mei.post('/me/address', { email: 'later@example.tw' })
  await addPasskey(mei, authenticator())
  return mei
}

/** What no act of theirs leaves, and what nobody else has a row of either. */
async function addMore({ db, government, clock }: World, id: string): Promise<void> {
  const at = clock.now
  const [proposal] = await db.reads.select().from(proposals).limit(1)
  const of = { governmentId: government.id, personId: id }
  await write(db, async (tx) => {
    await tx.insert(passkeyAllowances).values({ ...of, expiresAt: at })
    const change = { id: newId(), proposalId: proposal!.id, field: 'title', before: 'Titel', after: 'Title' }
    await tx.insert(pendingCorrections).values({ ...change, personId: id, askedAt: at })
    const set = { area: 'topics', act: 'added', subject: 'nature' } as const
    await tx.insert(settingChanges).values({ id: newId(), ...of, ...set, changedAt: at })
  })
}

/** Gives them a row of each table that holds people: what stands there, of somebody else, becomes theirs. Tables of which they have none. */
async function holdThemEverywhere({ db }: World, id: string): Promise<string[]> {
  return db.exclusively(async (exec) => {
    const theirs = new Set<string>()
    const tables = (await allTables()).filter(({ name }) => name !== 'people')
    const all = tables.flatMap(({ name, foreignKeys }) =>
      foreignKeys.filter(({ to }) => to === 'people').map(({ columns }) => [name, columns[0]!] as const),
    )
    for (const [name, column] of all) if (await makeTheirs(exec, name, column, id)) theirs.add(name)
    return [...new Set(all.map(([name]) => name))].filter((name) => !theirs.has(name))
  })
}

async function makeTheirs(exec: Exec, table: string, column: string, id: string): Promise<boolean> {
  const [own] = await exec(`select 1 as one from "${table}" where "${column}" = '${id}' limit 1`)
  if (own) return true
  const key = engine === 'sqlite' ? 'rowid' : 'ctid'
  const rows = await exec(`select ${key} as row from "${table}" order by "${column}" is null limit 20`)
  for (const { row } of rows) {
    const which = engine === 'sqlite' ? row : `'${String(row)}'::tid`
    try {
      await exec('begin')
      await exec(`update "${table}" set "${column}" = '${id}' where ${key} = ${which}`)
      await exec('commit')
      return true
    } catch {
      await exec('rollback')
    }
  }
  return false
}

test('somebody who has a row everywhere finds every one of them on My data and in the copy, or why it is not there', async () => {
  const world = await testWorld()
  const mei = await doEverything(world)
  await addRowsSince(world.db)
  await addMore(world, mei.personId!)
  expect(await holdThemEverywhere(world, mei.personId!)).toEqual([])
  const sent = await mei.get('/me/data/copy.json')
  expect(sent.statusCode).toBe(200)
  const schema = (await world.visitor().get('/me/data/schema.json')).json()
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const isValid = ajv.compile(schema)
  isValid(JSON.parse(sent.body))
  expect(isValid.errors).toBe(null)
  const { held, left_out: leftOut } = JSON.parse(sent.body).payload as {
    held: { [table: string]: Row[] }
    left_out: ReturnType<typeof leftOutOfCopies>
  }
  expect(leftOut).toEqual(leftOutOfCopies())

  const tables = await world.db.exclusively(async (exec) => {
    const all: [string, Row[]][] = []
    for (const { name } of await allTables()) all.push([name, await exec(`select * from "${name}"`)])
    return all
  })
  const mine = [mei.personId!, me]
  const seen = new Set<string>()
  for (const [name, rows] of tables)
    for (const row of rows.filter((one) => mine.some((word) => JSON.stringify(one).toLowerCase().includes(word)))) {
      seen.add(name)
      const entries = personTables().filter(({ table }) => getTableName(table) === name)
      if (entries.some(({ whole }) => whole)) continue
      const given = (held[name] ?? []).some((one) => isSame(one, row))
      expect([name, row, given]).toEqual([name, row, true])
    }
  expect([...seen].sort()).toEqual(
    expect.arrayContaining(['invitations', 'outbox', 'pending_addresses', 'pending_cosignatures', 'sign_in_codes']),
  )
  // nothing of anybody else comes along: no id of a person who is not them
  const others = (await world.db.exclusively((exec) => exec('select id, email from people')))
    .filter(({ id }) => id !== mei.personId)
    .flatMap(({ id, email }) => [String(id), ...(email ? [String(email)] : [])])
  const text = JSON.stringify(held)
  // a seat was given the name of its address
  expect(others.filter((one) => text.includes(one) && !one.endsWith('@haicheng.test'))).toEqual([])

  for (const language of ['en', 'zh-Hant'])
    for (const address of ['/me/data', '/me/data/copy.html']) {
      const seenPage = await mei.read(`${address}?lang=${language}`)
      expect(seenPage.items.filter((item) => !item.trim())).toEqual([])
      expect(seenPage.text).not.toMatch(/own\.row|\{\{/)
    }
  const whole = (await mei.read('/me/data/copy.html?lang=en')).text
  for (const words of ['草稿裡的問題描述很長', '我每天走這裡', 'Emails came back: 5.1.1', 'Drawn into a sample'])
    expect(whole).toContain(words)
  await expectSaid(world, whole, held)
})

/** Every text of the copy that My data claims to say stands on it: a code by what it is called, everything else as it was typed. */
async function expectSaid({ db }: World, whole: string, held: { [table: string]: Row[] }): Promise<void> {
  const named = await db.exclusively((exec) =>
    exec('select code, name from agencies union select code, name from topics union select code, name from districts'),
  )
  const called = new Map(named.map(({ code, name }) => [code, (typeof name === 'string' ? JSON.parse(name) : name).en]))
  const unsaid = Object.entries(held).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row)
        .filter(([column, value]) => isTyped(table, column) && typeof value === 'string' && value !== '')
        .map(([column, value]) => [`${table}.${column}`, String(called.get(value) ?? value).replace(/\s+/g, ' ')])
        .filter(([, words]) => !whole.includes(words!)),
    ),
  )
  expect(unsaid).toEqual([])
}

/** Columns with words of people, or codes of lists. The others are moments, kinds and ids, which stand there in words of the page. */
const isTyped = (table: string, column: string): boolean =>
  !deeds().includes(table) &&
  (column in notes ? typedNotes : (inSentence[table] ?? [])).includes(column) &&
  !inFileOnly[table]?.includes(column) &&
  !/_at$|^(?:at|kind|day|purpose|subject|lasts|claim|method|role|pace|language|mark|service|since|ended_why|government_id|target)$/.test(
    column,
  )
/** What staff did is counted, not told row by row. */
const deeds = () =>
  personTables()
    .filter(({ section, table }) => section === 'staff' && table !== staff)
    .map(({ table }) => getTableName(table))
const typedNotes = ['topic_code', 'district_code', 'place', 'author_name', 'notice_version', 'email', 'issuer', 'name']

/** Whether a row of the copy is that row of the table: what both have as text is the same. */
function isSame(given: Row, row: Row): boolean {
  const texts = Object.entries(given).filter(
    ([column, value]) => typeof value === 'string' && typeof row[column] === 'string',
  )
  return (
    texts.length > 0 && texts.every(([column, value]) => row[column] === value || /_(at|until|before)$/.test(column))
  )
}

test('what is in no copy is a secret, somebody else’s, or what would help whoever makes up people', () => {
  for (const { table, columns, why } of leftOutOfCopies()) {
    expect([table, columns.length > 0, ['secret', 'others', 'withheld'].includes(why)]).toEqual([table, true, true])
  }
  const all = personTables().flatMap((entry) =>
    Object.values(getTableColumns(entry.table)).map((column) => [entry, column] as const),
  )
  const secret = all.filter(([, { name }]) => /hash|salt|secret|sealed|token/.test(name) && name !== 'file_hash')
  expect(secret.filter(([entry, column]) => whyLeftOut(entry, column) === null).map(([, { name }]) => name)).toEqual([])
})

test('erasing oneself leaves the mailbox nowhere, however it was typed, and nothing waits to be sent but the receipt', async () => {
  const world = await testWorld()
  const mei = await doEverything(world)
  const erased = await mei.post('/me/data/erase', { cases: 'text', reasons: 'remove', sure: '1' })
  expect(erased.statusCode).toBe(303)
  expect(await tablesHolding(world, me)).toEqual(['outbox'])
  for (const gone of ['AUTHOR@example.tw', 'later@example.tw', '還沒寫完的草稿', '我每天走這裡', '換個寫法'])
    expect([gone, await tablesHolding(world, gone)]).toEqual([gone, []])
})
