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
  return !missing && databaseLoads()
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
  if (!databaseLoads()) run('npm', ['rebuild', 'better-sqlite3'], 'Building the database for this Node')
}

/** It is compiled for one version of Node. */
function databaseLoads() {
  const tried = spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"], { cwd: root })
  return tried.status === 0
}

function packagesIn(file) {
  const text = read(join(root, file))
  return text ? JSON.parse(text).packages : {}
}

function run(command, args, words) {
  if (words) console.error(words)
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
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
