// The import rules of src/README.md, read from the import lines themselves; and each rule planted with a breach, so that a
// rule that no longer catches anything is noticed.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { breaches, circles, floors, type Import, lines, pureFiles } from './support/imports.ts'

const root = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
const textOf = (file: string) => readFileSync(root + file, 'utf8')
const imports: Import[] = files.flatMap((file) =>
  [
    ...textOf(file).matchAll(
      /^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\((?:\/\*[^*]*\*\/ )?'([^']+)'\)/gm,
    ),
  ].map((found) => {
    const target = found[1] ?? found[2] ?? found[3]!
    return { file, target: target.startsWith('.') ? new URL(target, `file:///${file}`).pathname.slice(1) : target }
  }),
)

test('imports go down, and inside a floor only leftwards', () => {
  expect(imports.length).toBeGreaterThan(1500)
  expect(breaches(imports)).toEqual([])
})

test('no file is in a circle', () => {
  expect(circles(imports)).toEqual([])
})

test('every room and every file at the top has its place', () => {
  const places = new Set(files.map((file) => file.split('/')[0]!))
  expect([...places].filter((name) => !floors.flat().includes(name))).toEqual([])
  for (const [floor, rooms] of Object.entries(lines)) {
    const there = files.filter((file) => file.startsWith(`${floor}/`)).map((file) => file.split('/')[1]!)
    expect([...new Set(there)].filter((room) => !rooms.includes(room))).toEqual([])
    expect(rooms.filter((room) => !there.includes(room))).toEqual([])
  }
  expect(pureFiles.filter((file) => !files.includes(file))).toEqual([])
})

test('files that register routes are named so, and no others', () => {
  const registers = /\bapp\.(get|post)(<[^(]*>)?\(/
  const named = (file: string) => file.endsWith('-routes.ts') || file === 'pages/shared/government-scope.ts'
  const inPages = files.filter((file) => /^(pages|open-data|operations)\//.test(file))
  expect(inPages.filter((file) => registers.test(textOf(file)) !== named(file))).toEqual([])
})

test('only config.ts reads the environment, and there are no barrels', () => {
  expect(files.filter((file) => file !== 'config.ts' && /process\.env/.test(textOf(file)))).toEqual([])
  expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([])
})

test('law reads no clock and draws no lots', () => {
  const reads = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./
  expect(pureFiles.filter((file) => reads.test(textOf(file)))).toEqual([])
})

/** Files that are longer than one reads at a time, each with its reason. */
const longForAReason: { [file: string]: string } = {
  'schema/values.ts': 'a list of words that columns, checks and forms share: it is looked up, not read',
  'demo/cases.ts': 'content: the invented cases of the demonstration',
  'domain/search/usual-english.ts': 'content: words with their Chinese, a line each',
  'domain/retention/person-tables.ts': 'a list: each table that holds a person, a few lines each',
  'app.ts': 'the table of contents: a line for each plugin and page',
  'domain/search/usual-synonyms.ts': 'content: words that mean one thing, a line each',
  'domain/search/usual-words.ts': 'content: more of both, a line each',
}

test('a file has at most 250 lines, or a reason', () => {
  const long = files.filter((file) => textOf(file).trimEnd().split('\n').length > 250)
  expect(long.filter((file) => !longForAReason[file])).toEqual([])
  expect(Object.keys(longForAReason).filter((file) => !long.includes(file))).toEqual([])
})

describe('a planted breach of each rule is found', () => {
  const breach = (file: string, target: string) => expect(breaches([{ file, target }])).toHaveLength(1)
  const fine = (file: string, target: string) => expect(breaches([{ file, target }])).toEqual([])

  test('upwards, from each floor to the next', () => {
    breach('lib/text.ts', 'config.ts')
    breach('config.ts', 'platform/db/write.ts')
    breach('platform/db/write.ts', 'schema/people.ts')
    breach('schema/people.ts', 'domain/people/store.ts')
    breach('domain/people/store.ts', 'pages/me/me-page.ts')
    breach('pages/me/me-page.ts', 'open-data/case-json.ts')
    breach('open-data/api-routes.ts', 'app.ts')
    breach('app.ts', 'server.ts')
    breach('server.ts', 'cli/fuyi.ts')
  })

  test('rightwards in the line of a floor', () => {
    for (const [floor, rooms] of Object.entries(lines))
      for (const [place, room] of rooms.entries()) {
        for (const left of rooms.slice(0, place)) fine(`${floor}/${room}/a.ts`, `${floor}/${left}/b.ts`)
        for (const right of rooms.slice(place + 1)) breach(`${floor}/${room}/a.ts`, `${floor}/${right}/b.ts`)
      }
    breach('domain/a-new-room/a.ts', 'domain/people/store.ts')
  })

  test('a page or an outlet from another one', () => {
    breach('pages/desk/desk-page.ts', 'pages/cases/case-page.ts')
    breach('pages/shared/too-often.ts', 'pages/cases/case-page.ts')
    breach('open-data/case-json.ts', 'operations/doctor.ts')
    breach('open-data/case-json.ts', 'pages/cases/case-page.ts')
    breach('import/join/rows.ts', 'import/other/rows.ts')
    fine('pages/desk/desk-page.ts', 'pages/shared/too-often.ts')
    fine('import/join/rows.ts', 'import/report.ts')
  })

  test('routes and the application from elsewhere', () => {
    breach('pages/desk/desk-page.ts', 'pages/desk/decision-routes.ts')
    breach('operations/doctor.ts', 'app.ts')
    fine('app.ts', 'pages/desk/decision-routes.ts')
    fine('demo/walk.ts', 'app.ts')
  })

  test('a library where it does not belong', () => {
    breach('domain/proposals/workflow.ts', 'zod')
    breach('domain/proposals/workflow.ts', 'drizzle-orm')
    breach('domain/proposals/store.ts', 'fastify')
    breach('domain/proposals/store.ts', '@fastify/view')
    breach('domain/proposals/store.ts', 'eta')
    breach('lib/text.ts', 'fastify')
    fine('domain/proposals/store.ts', 'drizzle-orm')
  })

  test('a circle', () => {
    const ring = [
      { file: 'lib/a.ts', target: 'lib/b.ts' },
      { file: 'lib/b.ts', target: 'lib/c.ts' },
      { file: 'lib/c.ts', target: 'lib/a.ts' },
    ]
    expect(circles(ring)).toEqual([['lib/a.ts', 'lib/b.ts', 'lib/c.ts']])
    expect(circles(ring.slice(0, 2))).toEqual([])
  })
})
