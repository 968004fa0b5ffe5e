// What the documents name is there: paths, commands, decisions. A document that lies about the code is worse than none.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const decisions = readdirSync(join(root, 'docs/decisions')).filter((file) => file.endsWith('.md'))
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'src/README.md', 'deploy/README.md', 'bench/README.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

/** Paths of the repository that a document names, in words, code or links. Those marked `(new)` are for its reader to make. */
function pathsIn(file: string): { path: string; isNew: boolean }[] {
  const text = read(file)
  const inCode = [...text.matchAll(/`([^`\n]+)`( \(new\))?/g)]
    .filter(([, code]) => /^[\w.@{},*-]+(\/[\w.@{},*-]+)*\/?$/.test(code!) && looksLikeAPath(code!))
    .map(([, code, isNew]) => ({ path: code!, isNew: isNew !== undefined }))
  const inLinks = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, path]) => ({
    path: path!,
    isNew: false,
  }))
  return [...inCode, ...inLinks]
}

/** Not a MIME type, a package or an address. `X` and the like stand for any name. */
const looksLikeAPath = (code: string) =>
  !/(^|\/)(X|Y|NNN|LANGUAGE)(\/|\.|-|$)/.test(code) &&
  (/^(src|test|views|bench|docs|deploy|migrations|static|\.ci)\//.test(code) ||
    /^[\w-]+(\/[\w.*-]+)+\.(ts|mjs|md|eta|scss|json|toml|yaml)$/.test(code))

/** From the root, from the document's own folder, or from src/ as the map of src/README.md has them. */
function isThere(file: string, path: string): boolean {
  const places = [root, join(root, dirname(file)), join(root, 'src')]
  return bracesOf(path).every((one) => places.some((place) => someFile(join(place, one))))
}

/** `*` stands for a part of the last name only. */
function someFile(path: string): boolean {
  if (!path.includes('*')) return existsSync(path)
  const pattern = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`)
  return existsSync(dirname(path)) && readdirSync(dirname(path)).some((name) => pattern.test(name))
}

function bracesOf(path: string): string[] {
  const found = /^(.*?)\{([^}]+)\}(.*)$/.exec(path)
  return found ? found[2]!.split(',').flatMap((one) => bracesOf(`${found[1]}${one}${found[3]}`)) : [path]
}

test.each(documents)('every path that %s names is there', (file) => {
  const missing = pathsIn(file).filter(({ path, isNew }) => !isNew && !isThere(file, path))
  expect(missing).toEqual([])
})

test.each(documents)('every npm script that %s names is there', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { [name: string]: string } }
  const named = [...read(file).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name!)
  expect(named.filter((name) => !scripts[name])).toEqual([])
})

test('the map of src fits on two screens', () => {
  expect(read('src/README.md').split('\n').length).toBeLessThanOrEqual(121)
})

test.each(decisions)(
  'the decision %s is numbered, short, and says what was chosen, why, and what it replaced',
  (file) => {
    expect(file).toMatch(/^\d{3}-[a-z0-9-]+\.md$/)
    const text = read(`docs/decisions/${file}`)
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    expect(text).toMatch(new RegExp(`^# ${file.slice(0, 3)} `))
    for (const part of ['Context', 'Choice', 'Consequence', 'Replaced']) expect(text).toContain(`\n## ${part}\n`)
  },
)

test('no two decisions have one number', () => {
  const numbers = decisions.map((file) => file.slice(0, 3))
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([])
})
