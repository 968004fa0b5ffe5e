// The import rules of src/README.md as code: what each file imports, and which of these imports break a rule.

/** `file` and `target` are paths from src/; `target` is a package's name where it is no file of ours. */
export type Import = { file: string; target: string; typesOnly?: boolean }

const importLine =
  /^(?:import|export)\b([^'"]*?)from '([^']+)'|^import '([^']+)'|\bimport\((?:\/\*[^*]*\*\/ )?'([^']+)'\)/gm
/** `import type { … }`, or each name of the braces with `type` before it: nothing of it is there when the program runs. */
const namesTypes = (names: string) =>
  /^\s*type\b/.test(names) ||
  (/^\s*\{[^}]*\}\s*$/.test(names) && [...names.matchAll(/[\w$][^,{}]*/g)].every(([name]) => name.startsWith('type ')))

/** What one file imports, read from its lines. */
export const importsOf = (file: string, text: string): Import[] =>
  [...text.matchAll(importLine)].map((found) => {
    const target = found[2] ?? found[3] ?? found[4]!
    return {
      file,
      target: target.startsWith('.') ? new URL(target, `file:///${file}`).pathname.slice(1) : target,
      typesOnly: namesTypes(found[1] ?? ''),
    }
  })

/** From below; files and folders of src/. Those of one line stand side by side. */
export const floors = [
  ['lib'],
  ['config.ts'],
  ['platform'],
  ['schema'],
  ['domain'],
  ['pages'],
  ['open-data', 'import', 'operations'],
  ['app.ts', 'jobs.ts'],
  ['server.ts', 'supervisor.ts', 'restarts.ts'],
  ['cli', 'demo'],
]
/** Rooms of one floor, each below those to its right. */
export const lines: { [floor: string]: string[] } = {
  platform: ['db', 'i18n', 'http', 'web', 'cache', 'process', 'mail'],
  domain: [
    'people',
    'verification',
    'governments',
    'record',
    'log',
    'notifications',
    'proposals',
    'integrity',
    'cosignatures',
    'answers',
    'moderation',
    'search',
    'following',
    'figures',
    'retention',
    'administration',
  ],
}
/** The one page room that the others may use: who is asking, and where. */
const sharedPages = 'shared'
/** Every room of these floors stands alone. */
const apart = ['pages', 'open-data', 'import', 'operations']

const floorOf = (path: string) => floors.findIndex((names) => names.includes(path.split('/')[0]!))
const roomOf = (path: string) => path.split('/').slice(0, -1)[1] ?? ''
const isOurs = (path: string) => path.endsWith('.ts')

/** Every breach in words, so that a failing test says what to do. */
export function breaches(imports: Import[]): string[] {
  return imports.filter((one) => breaks(one)).map(({ file, target }) => `${file} imports ${target}`)
}

function breaks({ file, target }: Import): boolean {
  if (!isOurs(target)) return isForeign(file, target)
  const [from, to] = [floorOf(file), floorOf(target)]
  if (from < 0 || to < 0) return true // a new folder has a place in this list first
  if (to > from) return true
  if (target.endsWith('-routes.ts') && file !== 'app.ts') return true
  if (target === 'app.ts' && !/^(server\.ts|cli\/|demo\/)/.test(file)) return true
  const floor = file.split('/')[0]!
  if (floor !== target.split('/')[0]) return apart.includes(floor) && (from === to || target.startsWith('pages/'))
  const [room, other] = [roomOf(file), roomOf(target)]
  if (room === other) return false
  if (floor === 'pages') return other !== sharedPages
  if (floor === 'import') return other !== ''
  const line = lines[floor]
  if (!line) return false
  const [place, wanted] = [line.indexOf(room), line.indexOf(other)]
  return place < 0 || wanted < 0 || wanted > place
}

const frameworks = /^(fastify|@fastify\/|fastify-plugin|eta$)/
const drivers = /^(drizzle-orm|zod|pg$|better-sqlite3)/

/** Libraries that a file may not know: the domain no HTTP and no templates. */
const isForeign = (file: string, library: string) => /^(lib|schema|domain)\//.test(file) && frameworks.test(library)

/**
 * How a pure file reaches a database, a request, a template or the schemas of zod after all: itself, or by a file that it imports.
 * Types may come from anywhere. Of config.ts law takes constants.
 */
export function impurities(pure: readonly string[], imports: readonly Import[]): string[] {
  const needed = new Map<string, string[]>()
  for (const { file, target, typesOnly } of imports)
    if (!typesOnly) needed.set(file, [...(needed.get(file) ?? []), target])
  return pure.flatMap((file) => wayOut(file, needed)?.join(' > ') ?? [])
}

function wayOut(from: string, needed: ReadonlyMap<string, readonly string[]>): string[] | null {
  const ways = new Map([[from, [from]]])
  for (const [file, way] of ways) // grows while it is gone through
    for (const target of needed.get(file) ?? []) {
      if (frameworks.test(target) || drivers.test(target)) return [...way, target]
      if (isOurs(target) && target !== 'config.ts' && !ways.has(target)) ways.set(target, [...way, target])
    }
  return null
}

/** File-level circles, each as the list of its files. */
export function circles(imports: Import[]): string[][] {
  const targets = new Map<string, string[]>()
  for (const { file, target } of imports) if (isOurs(target)) targets.set(file, [...(targets.get(file) ?? []), target])
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, way: string[]): void => {
    if (way.includes(file)) {
      found.push(way.slice(way.indexOf(file)))
      return
    }
    if (done.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...way, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return found
}
