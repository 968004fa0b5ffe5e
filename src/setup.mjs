// Does what is missing, and only that: packages, then the build. Plain JavaScript, since it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  stop(`Fuyi needs Node 20.19 or newer; this is ${process.versions.node}.`)

/** Read before better-sqlite3's own sources, where it is compiled here. */
const objectWrap = join(root, 'src', 'object-wrap.h')
const lock = digest([join(root, 'package-lock.json')])
const installed = join(root, 'node_modules', '.fuyi-installed')
if (read(installed) !== `${lock} ${process.versions.modules}`) {
  if (!packagesAreThere()) install()
  writeFileSync(installed, `${lock} ${process.versions.modules}`)
}

const sources = digest([
  ...files('src'),
  ...files('views/styles'),
  ...files('static').filter((f) => !f.includes('built')),
  join(root, 'package-lock.json'),
])
const built = join(root, 'dist', '.fuyi-built')
if (read(built) !== sources) {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src'], 'Building')
  run(process.execPath, ['src/build.mjs'])
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(built, sources)
}

/** Whether node_modules is what the lock file says, whoever installed it. Packages of other platforms are optional there. */
function packagesAreThere() {
  const wanted = packagesIn('package-lock.json')
  const here = packagesIn('node_modules/.package-lock.json')
  const missing = Object.entries(wanted).some(
    ([path, p]) =>
      path !== '' &&
      !p.optional &&
      !p.devOptional &&
      !p.extraneous &&
      (here[path]?.version !== p.version || !existsSync(join(root, path, 'package.json'))),
  )
  return !missing && databaseWorks()
}

/**
 * All of it where nothing is there, else what is missing: `npm ci` would throw away minutes of work. What goes with what
 * is settled in the lock file; npm 9 and 10, which come with Debian 13 and with Node 20 and 22, would ask for a second
 * esbuild that only suits vite's wish for an optional one, and refuse the file that lacks it.
 */
function install() {
  const quietly = ['--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error']
  if (!existsSync(join(root, 'node_modules')))
    run('npm', ['ci', ...quietly], 'Installing packages (a minute or two, once)')
  else run('npm', ['install', '--no-save', ...quietly], 'Installing packages that are missing')
  if (!databaseWorks()) run('npm', ['rebuild', 'better-sqlite3'], 'Building the database for this Node')
  if (!databaseWorks())
    stop(
      `better-sqlite3 does not work with Node ${process.versions.node} here. Use another: README.md says with which the tests pass.`,
    )
}

/**
 * It is compiled for one version of Node. Compiled on Node 24.19 to 24.21 without `objectWrap`, it ends the process at some
 * collection of garbage: the statements that are prepared and forgotten here are enough for that.
 */
function databaseWorks() {
  const script = `
    const database = new (require('better-sqlite3'))(':memory:')
    for (let i = 0; i < 3000; i++) database.prepare('select 1').get()
    const collect = async () => {
      for (let i = 0; i < 300; i++) {
        new ArrayBuffer(1e6)
        Array.from({ length: 10_000 }, (_, n) => ({ n }))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    collect()`
  return spawnSync(process.execPath, ['-e', script], { cwd: root }).status === 0
}

function packagesIn(file) {
  const text = read(join(root, file))
  return text ? JSON.parse(text).packages : {}
}

function run(command, args, words) {
  if (words) console.error(words)
  const env = { ...process.env, CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -include "${objectWrap}"` }
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) stop(`${command} ${args.join(' ')} failed.`)
}

function files(folder) {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash.update(path.slice(root.length)).update(statSync(path).size.toString()).update(readFileSync(path))
  return hash.digest('hex')
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function stop(words) {
  console.error(words)
  process.exit(1)
}
