// What lies at the top of a module is shared by all applications of a process: nothing there may change. A WeakMap may, since its
// key belongs to one of them; so may the answers that lib/memoize keeps, since the key alone decides them.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** `let` and `var`, collections that begin empty and so are filled later, registries, and channels that have one name for all. */
const changes =
  /^(?:export )?(?:let|var) .*|^(?:export )?const \w+(?:: [^=\n]+)? = (?:new (?:Map|Set|Array|Registry|EventEmitter|LRUCache)(?:<.*>)?\((?:\{.*\})?\)|\[\]|\{\}|channel\(.*)/gm

const changing = (text: string): string[] => text.match(changes) ?? []

test('no module keeps anything that two applications would share', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(200)
  const shared = files.flatMap((name) =>
    changing(readFileSync(`src/${name}`, 'utf8')).map((line) => `${name}: ${line}`),
  )
  expect(shared).toEqual([])
})

test('what would be shared is found, and what may be is not', () => {
  for (const line of [
    'let demonstration = false',
    'export const known = new Map<string, string>()',
    'const waiting: Waiting[] = []',
    'export const metrics = new Registry()',
    "const events = channel('fuyi:security')",
    'const pages = new LRUCache<string, Page>({ max: 100 })',
  ])
    expect(changing(line), line).toHaveLength(1)
  for (const line of [
    "const methods = new Set(['GET', 'HEAD'])",
    'const lanesOf = new WeakMap<Transport, Lanes>()',
    '  let attempts = 0',
    'const formatsFor = memoize((key) => formats(key), 1000)',
  ])
    expect(changing(line), line).toEqual([])
})
