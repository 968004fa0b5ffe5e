// The privacy notice says of every table that holds a person what is kept there, for what and until when. It is written from the
// list of these tables (domain/retention/person-tables.ts); a new table fails here until it is in that list.
import { getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { personTables, sections } from '../../../src/domain/retention/person-tables.ts'
import { people } from '../../../src/schema/people.ts'
import { givenCase } from '../../support/cases.ts'
import { allTables } from '../../support/tables.ts'
import { wholeLife } from '../../support/whole-life.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const registered = () => [...new Set(personTables().map(({ table }) => getTableName(table)))]
/** They point to a person’s case, webhook or seat alone. */
const byTheirs = [
  ...['proposal_texts', 'text_versions', 'asks', 'evidence', 'corrections'],
  ...['webhook_deliveries', 'answer_approvers'],
]

test('every table that points to a person, or has a column for an address, is in the list; and no other', async () => {
  const holding = (await allTables())
    .filter(
      ({ columns, foreignKeys }) =>
        foreignKeys.some(({ to }) => to === 'people') || columns.some(({ name }) => /^(email|address)$/.test(name)),
    )
    .map(({ name }) => name)
  expect(holding.filter((table) => !registered().includes(table))).toEqual([])
  const others = registered().filter((table) => !['people', ...holding, ...byTheirs].includes(table))
  expect(others, 'found by what stands in its rows').toEqual(['mailings'])
})

/** Every row of every table as text, JSON columns included. */
async function everything({ db }: World): Promise<Map<string, string>> {
  return db.exclusively(async (exec) => {
    const tables = await exec(
      engine === 'sqlite'
        ? `select name from sqlite_master where type = 'table' and sql not like '%using fts5%'`
        : `select tablename as name from pg_tables where schemaname = 'public'`,
    )
    const all = new Map<string, string>()
    for (const { name } of tables) all.set(String(name), JSON.stringify(await exec(`select * from "${name}"`)))
    return all
  })
}

test('after a whole life of cases, no other table holds the id or the address of anybody, in no column and no JSON', async () => {
  const world = await testWorld()
  await wholeLife(world, (field, most) => `a ${field} in words enough`.slice(0, most))
  const known = (await world.db.reads.select().from(people)).flatMap(({ id, email }) => [id, ...(email ? [email] : [])])
  expect(known.length).toBeGreaterThan(6)
  const all = await everything(world)
  const holding = [...all].filter(([, text]) => known.some((one) => text.includes(one))).map(([name]) => name)
  expect(holding).toEqual(expect.arrayContaining(['people', 'outbox', 'cosignatures', 'consents']))
  expect(holding.filter((table) => !registered().includes(table))).toEqual([])
})

test.each(['en', 'zh-Hant'])(
  'the notice names every kind of data, with its purpose and its end (%s)',
  async (language) => {
    const world = await testWorld()
    const visitor = world.visitor()
    const { text } = await visitor.read(`/haicheng/privacy?lang=${language}`)
    expect(new Set(personTables().map(({ section }) => section))).toEqual(new Set(sections))
    const samples = {
      en: [
        'Email address and language:',
        'Co-signatures, and reasons',
        'until 6 months after',
        'For children and young people',
      ],
      'zh-Hant': ['電子郵件與通知的語言：', '附議與附議原因', '案件與承諾事項結束後 6 個月', '給兒童與青少年'],
    }[language]!
    for (const sample of samples) expect(text).toContain(sample)
  },
)

test.each([
  [1, '1 month after', '1 個月'],
  [12, '12 months after', '12 個月'],
])(
  'where people are kept for %i months, they are told so wherever they give their data',
  async (keptMonths, en, zh) => {
    const world = await testWorld({ rules: { keptMonths } })
    const author = await world.signedIn('author@example.test')
    const number = '2026-0001'
    await givenCase(world, { number, stage: 'gathering', authorId: author.personId! })
    const told = async (visitor: Visitor, path: string, words: string) =>
      expect((await visitor.read(path)).text.replace(/[\u2066-\u2069]/g, ''), path).toContain(words)
    for (const [language, words] of [['en', en] as const, ['zh-Hant', zh] as const]) {
      await told(world.visitor(), `/haicheng/proposals/${number}?lang=${language}`, words)
      await told(world.visitor(), `/haicheng/privacy?lang=${language}`, words)
      await told(author, `/haicheng/proposals/${number}/letters?lang=${language}`, words)
      await told(author, `/me/data?lang=${language}`, words)
    }
  },
)
