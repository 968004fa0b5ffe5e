// PostgreSQL servers of a test's own, on loopback, gone with it: a primary, and standbys that stream from it.
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = '/usr/lib/postgresql'
const version = existsSync(root) ? readdirSync(root).sort((a, b) => Number(a) - Number(b))[0] : undefined
const binary = (name: string) => join(root, version!, 'bin', name)

/** Whether this machine has PostgreSQL's own programs, as Debian lays them. */
export const hasPostgres = version !== undefined

export type PostgresServer = Awaited<ReturnType<typeof startPrimary>>

/** A new server with an empty database `fuyi`. The caller stops it: `gone` removes its files as well. */
export async function startPrimary({ synchronous = false } = {}) {
  const folder = newFolder()
  run(binary('initdb'), ['-D', join(folder, 'data'), '-U', 'fuyi', '--auth=trust', '-E', 'UTF8', '--no-sync'])
  const server = await serverIn(folder, synchronous ? ["-c synchronous_standby_names='*'"] : [])
  server.start()
  server.psql('create database fuyi', 'postgres')
  return server
}

/** A hot standby that streams from `primary`. */
export async function startStandby(primary: { port: number }) {
  const folder = newFolder()
  const from = `host=127.0.0.1 port=${primary.port} user=fuyi`
  run(binary('pg_basebackup'), [
    '-D',
    join(folder, 'data'),
    '-d',
    from,
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
    '--no-sync',
  ])
  const server = await serverIn(folder, ['-c hot_standby_feedback=on'])
  server.start()
  return server
}

async function serverIn(folder: string, more: string[]) {
  const port = await freePort()
  const data = join(folder, 'data')
  const ctl = (...args: string[]) => run(binary('pg_ctl'), ['-D', data, '-w', '-s', ...args])
  const options = [`-p ${port}`, `-k ${folder}`, '-c listen_addresses=127.0.0.1', ...more].join(' ')
  return {
    port,
    url: `postgres://fuyi@127.0.0.1:${port}/fuyi`,
    start: () => ctl('-l', join(folder, 'log'), '-o', options, 'start'),
    stop: () => ctl('-m', 'immediate', 'stop'),
    promote: () => ctl('promote'),
    /** SIGKILL to the server and all its processes, as when the machine goes. */
    kill() {
      const pid = execFileSync('head', ['-1', join(data, 'postmaster.pid')], { encoding: 'utf8' }).trim()
      const children = spawnSync('pgrep', ['-P', pid], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
      for (const one of [pid, ...children])
        try {
          process.kill(Number(one), 'SIGKILL')
        } catch {} // gone already
    },
    psql: (statement: string, database = 'fuyi') =>
      execFileSync(
        binary('psql'),
        ['-h', '127.0.0.1', '-p', String(port), '-U', 'fuyi', '-Atqc', statement, database],
        {
          encoding: 'utf8',
        },
      ).trim(),
    gone() {
      spawnSync(...asPostgres(binary('pg_ctl'), ['-D', data, '-m', 'immediate', '-s', 'stop']), { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root. */
function asPostgres(command: string, args: string[]): [string, string[]] {
  if (process.getuid!() !== 0) return [command, args]
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
}

function run(command: string, args: string[]) {
  execFileSync(...asPostgres(command, args), { cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] })
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-pg-'))
  if (process.getuid!() === 0) {
    const id = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }))
    chownSync(folder, id, id)
  }
  return folder
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}
