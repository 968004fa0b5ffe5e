// The import rules of src/README.md, read from the import lines themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src/', import.meta.url))
const line = [
  'people',
  'governments',
  'record',
  'notifications',
  'proposals',
  'desk',
  'settings',
  'cosignatures',
  'answers',
  'cases',
  'pages',
  'open-data',
]
const plumbing = ['web', 'cache', 'process', 'db', 'lib']

const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
const imports = files.flatMap((file) =>
  [...readFileSync(root + file, 'utf8').matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'/gm)].map(
    (m) => {
      const target = m[1] ?? m[2]!
      const path = target.startsWith('.') ? new URL(target, `file:///${file}`).pathname.slice(1) : target
      return { file, target: path, room: roomOf(file), to: target.startsWith('.') ? roomOf(path) : null }
    },
  ),
)
function roomOf(file: string): string {
  return file.includes('/') ? file.split('/')[0]! : ''
}
const told = (list: { file: string; target: string }[]) => list.map(({ file, target }) => `${file} imports ${target}`)

test('features import only leftwards in their line, except tables to read', () => {
  const upward = imports.filter(
    ({ room, to, target }) =>
      to &&
      line.includes(room) &&
      line.includes(to) &&
      line.indexOf(to) > line.indexOf(room) &&
      !target.endsWith('/tables.ts'),
  )
  expect(told(upward)).toEqual([])
})

test('plumbing and config import no feature', () => {
  expect(
    told(
      imports.filter(
        ({ room, file, to }) => (plumbing.includes(room) || file === 'config.ts') && to && line.includes(to),
      ),
    ),
  ).toEqual([])
})

test('only app.ts imports a routes.ts; only server.ts, the commands, the demonstration and tests import app.ts', () => {
  expect(told(imports.filter(({ file, target }) => target.endsWith('/routes.ts') && file !== 'app.ts'))).toEqual([])
  expect(
    told(
      imports.filter(({ file, target }) => target === 'app.ts' && file !== 'server.ts' && !/^(cli|demo)\//.test(file)),
    ),
  ).toEqual([])
})

test('only config.ts reads the environment', () => {
  expect(
    files.filter((file) => file !== 'config.ts' && /process\.env/.test(readFileSync(root + file, 'utf8'))),
  ).toEqual([])
})

test('there are no barrels', () => {
  expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([])
})
