// The import rules of src/README.md, read from the import lines themselves; and each rule planted with a breach, so that a
// rule that no longer catches anything is noticed.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { brokenBy, isPure, longForAReason, unusedExports } from './support/file-rules.ts'
import { breaches, circles, floors, importsOf, impurities, lines } from './support/imports.ts'

const root = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
const textOf = (file: string) => readFileSync(root + file, 'utf8')
const imports = files.flatMap((file) => importsOf(file, textOf(file)))

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
})

test('src/README.md says the line of rooms as it is kept here, and has every room of every floor in its map', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8')
  const rule = /^2\. Rooms[\s\S]*?(?=^3\. )/m.exec(readme)![0]
  const said = [...rule.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  for (const rooms of Object.values(lines)) expect(said.filter((name) => rooms.includes(name))).toEqual(rooms)
  const map = readme.slice(readme.indexOf('## Map'), readme.indexOf('## Rules'))
  const rooms = new Set(files.flatMap((file) => /^(?:platform|domain|pages)\/([^/]+)\//.exec(file)?.[1] ?? []))
  expect([...rooms].filter((room) => !map.includes(`\`${room}/\``))).toEqual([])
})

test('a pure file reaches no database, no request, no template and no schema, by whatever it imports', () => {
  const pure = files.filter((file) => isPure(textOf(file)))
  expect(pure.length).toBeGreaterThan(180)
  expect(impurities(pure, imports)).toEqual([])
})

test('no file breaks a rule by itself', () => {
  expect(files.flatMap((file) => brokenBy(file, textOf(file)))).toEqual([])
  expect(Object.keys(longForAReason).filter((file) => !files.includes(file))).toEqual([])
})

test('what a file exports is used elsewhere: otherwise its reader looks for who does', () => {
  const repository = fileURLToPath(new URL('../', import.meta.url))
  const code = ['src', 'test', 'bench', 'views'].flatMap((folder) =>
    readdirSync(`${repository}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  const texts = code
    .filter((file) => /\.(ts|mjs|eta)$/.test(file))
    .map((file) => [file, readFileSync(repository + file, 'utf8')] as const)
  expect(unusedExports(new Map(texts))).toEqual([])
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
    breach('domain/proposals/store.ts', 'fastify')
    breach('domain/proposals/store.ts', '@fastify/view')
    breach('domain/proposals/store.ts', 'eta')
    breach('lib/text.ts', 'fastify')
    fine('domain/proposals/store.ts', 'drizzle-orm')
  })

  test('a pure file that reaches the database itself, or by way of another', () => {
    const law = importsOf('domain/a/law.ts', "import { b } from './b.ts'\nimport type { Row } from './rows.ts'")
    const b = importsOf('domain/a/b.ts', "import { c, type D } from '../c/c.ts'")
    const c = importsOf('domain/c/c.ts', "import { eq } from 'drizzle-orm'")
    const rows = importsOf('domain/a/rows.ts', "import { z } from 'zod'")
    expect(impurities(['domain/a/law.ts'], [...law, ...b, ...c, ...rows])).toEqual([
      'domain/a/law.ts > domain/a/b.ts > domain/c/c.ts > drizzle-orm',
    ])
    expect(impurities(['domain/a/law.ts'], [...law, ...b, ...rows])).toEqual([])
    expect(isPure('// What may be signed. Pure.\nexport const a = 1')).toBe(true)
    expect(isPure('// Rows.\nexport const a = 1 // Pure')).toBe(false)
  })

  test.each([
    ['pages/desk/looks.ts', "app.get('/desk', show)", 'registers routes'],
    ['pages/desk/look-routes.ts', 'export const one = 1', 'registers routes'],
    ['domain/people/store.ts', 'process.env.HOME', 'environment'],
    ['pages/desk/looks.ts', 'const { id } = request.person!', 'signed in'],
    ['pages/desk/look-routes.ts', "app.get('/a', (request) => wordIn(request.query, 'a'))", 'beside the schema'],
    ['pages/desk/looks.ts', "const all = ({ query }: FastifyRequest) => wordIn(query, 'all')", 'beside the schema'],
    [
      'pages/desk/look-routes.ts',
      "app.get('/a', ({ request }) => request.params as { id: string })",
      'beside the schema',
    ],
    ['domain/people/store.ts', 'query.orderBy(desc(answers.writtenAt))', 'moment alone'],
    ['domain/people/store.ts', 'query.orderBy(sessions.createdAt)', 'moment alone'],
    ['domain/people/index.ts', '', 'barrel'],
    ['domain/people/law.ts', '// Law. Pure.\nconst at = new Date()', 'pure'],
    ['domain/people/law.ts', '/* Law. Pure. */\nMath.random()', 'pure'],
    ['domain/people/store.ts', 'let last: Date | null = null', 'two applications'],
    ['domain/people/store.ts', 'export const seen = new Map<string, Date>()', 'two applications'],
    ['domain/people/store.ts', 'export async function find() {}', 'exports a function'],
    ['lib/text.ts', '/** One. */\nexport const one = () => 1\nexport const two = () => 2', 'exports a function'],
    ['domain/people/store.ts', 'a\n'.repeat(251), '250 lines'],
    ['app.ts', 'a\n', 'so long'],
  ])('%s, number %#', (file, text, rule) => {
    expect(brokenBy(file, text)).toEqual([expect.stringContaining(rule)])
    expect(brokenBy('domain/people/store.ts', "// Rows.\nconst known = new Set(['a'])\n")).toEqual([])
  })

  test('an export that nothing uses', () => {
    const texts = new Map([
      ['src/a.ts', 'export const used = 1\nexport function alone() {}\nalone()'],
      ['views/a.eta', 'it.used'],
    ])
    expect(unusedExports(texts)).toEqual(['src/a.ts exports alone'])
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
