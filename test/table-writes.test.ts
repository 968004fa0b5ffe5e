// A table is written by one room, so that who wants to know how a row comes about reads one folder. Read from the source itself.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { is, Table } from 'drizzle-orm'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
const textOf = (file: string) => readFileSync(root + file, 'utf8')

/** What writes the life of a case together: each a column or a moment of its own, and all through the same row. */
const shared: { [table: string]: string[] } = {
  // the proposer writes it, moderators publish, hide and hold it, signers are counted in it, agencies keep its dates
  proposals: ['answers', 'cosignatures', 'moderation', 'proposals'],
  // moderators assign an agency, the threshold starts its clock, the agency answers or hands it on
  assignments: ['answers', 'moderation', 'proposals'],
}
/** Where the name of the table is a variable: tables of the same room, by the list it is taken from; and of every room what a past case deletes. */
const byVariable = ['domain/governments/lists.ts', 'domain/people/erase-people.ts', 'domain/retention/case-traces.ts']
/** They bring whole cases in from outside, or invent them. */
const fromOutside = ['import', 'demo']

async function tableNames(): Promise<Set<string>> {
  const declaring = files.filter((file) => /^(schema|platform\/db)\//.test(file) && / = table\(/.test(textOf(file)))
  const modules: { [name: string]: unknown }[] = await Promise.all(declaring.map((file) => import(root + file)))
  return new Set(modules.flatMap((all) => Object.keys(all).filter((name) => is(all[name], Table))))
}

const roomOf = (file: string) => (file.startsWith('domain/') ? file.split('/')[1]! : file.split('/')[0]!)

/** The names that drizzle's builders are given in a text. What isn't a table's is a Map's, a hash's, or a variable. */
const written = (text: string) => [...text.matchAll(/\.(?:insert|update|delete)\(\s*(\w+)/g)].map((found) => found[1]!)

async function writersOf(): Promise<Map<string, Set<string>>> {
  const tables = await tableNames()
  const writers = new Map([...tables].map((table) => [table, new Set<string>()]))
  for (const file of files) for (const name of written(textOf(file))) writers.get(name)?.add(roomOf(file))
  return writers
}

test('every table is written by one room, but for the two that a case lives in', async () => {
  const writers = await writersOf()
  expect(writers.size).toBeGreaterThan(40)
  const several = [...writers].flatMap(([table, rooms]) => {
    const own = [...rooms].filter((room) => !fromOutside.includes(room)).sort()
    return own.length > 1 ? [[table, own] as const] : []
  })
  expect(Object.fromEntries(several)).toEqual(shared)
})

test('pages and open data write no table themselves', async () => {
  const writers = [...(await writersOf())]
  const written = (room: string) => writers.flatMap(([table, rooms]) => (rooms.has(room) ? [table] : []))
  expect([written('pages'), written('open-data'), written('lib')]).toEqual([[], [], []])
})

test('a table goes by its own name wherever it is written', async () => {
  const tables = await tableNames()
  const renames = files
    .filter((file) => !fromOutside.includes(roomOf(file)))
    .filter((file) =>
      [...textOf(file).matchAll(/^import (?:type )?\{([^}]*)\} from '[^']*schema\//gm)].some(([, names]) =>
        names!.split(',').some((name) => tables.has(name.trim().split(' as ')[0]!) && name.includes(' as ')),
      ),
    )
  expect(renames).toEqual([])
  const unnamed = files.filter((file) =>
    [...textOf(file).matchAll(/\b(?:tx|db|database|reads|writes)\s*\.(?:insert|update|delete)\(\s*(\w+)/g)].some(
      ([, name]) => !tables.has(name!),
    ),
  )
  expect(unnamed).toEqual(byVariable)
})

test('where a case stands is written by the workflow’s step alone, and how many signed where they sign', () => {
  const sets = (column: string) =>
    files.filter((file) =>
      new RegExp(`\\.update\\(proposals\\)\\s*\\.set\\(\\{[^}]*\\b${column}\\b\\s*[:,}]`).test(textOf(file)),
    )
  expect(sets('stage')).toEqual(['domain/proposals/transition.ts'])
  expect(sets('count').map(roomOf)).toEqual(expect.arrayContaining(['cosignatures']))
  expect(sets('count').filter((file) => !/^(domain\/cosignatures|import|demo)\//.test(file))).toEqual([])
})
