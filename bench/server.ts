// The production server as an operator starts it, the plain one beside it, and the load generator: each a process of its own.
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Load, Measured } from './load.ts'
import type { Mailbox } from './mailbox.ts'

export type Server = {
  port: number
  startedIn: number
  memory: () => Memory
  /** ms of processor time so far, of one process */
  worked: () => number
  stop: () => Promise<void>
}
/** Megabytes of resident memory: the largest of the processes, and all of them. */
export type Memory = { largest: number; total: number }

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL') // only what this process started
})
const started = <C extends ChildProcess>(child: C): C => {
  running.add(child)
  child.on('exit', () => running.delete(child))
  return child
}

/** The servers' SECRET. */
export const secret = 'a secret that only the benchmark uses, 32 characters'
const nobody = 'smtp://127.0.0.1:9' // nobody listens there: mail stays in the outbox

/** `startedIn` is the time from the command to the first reply, in ms. */
export async function serve(path: string, processes: number, smtp = nobody): Promise<Server> {
  const port = 20_000 + Math.floor(Math.random() * 12_000) // from 32,768 on the system takes some for itself
  const began = performance.now()
  const many = processes > 1 ? ['--processes', String(processes)] : []
  const child = started(
    spawn(process.execPath, ['dist/cli/fuyi.js', 'serve', ...many], {
      env: {
        ...process.env,
        DATABASE_URL: `file:${path}`,
        ORIGIN: 'http://localhost',
        SECRET: secret,
        SMTP_URL: smtp,
        PORT: String(port),
        TRUST_PROXY: '127.0.0.1', // each newcomer comes from an address of their own
        NODE_ENV: 'production',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
  })
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`The server did not start: ${said}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return {
    port,
    startedIn: performance.now() - began,
    memory: () => memoryOf(child.pid!),
    worked: () => workedBy(child.pid!),
    stop: () => stop(child),
  }
}

export async function servePlain(): Promise<{ port: number; stop: () => Promise<void> }> {
  const child = started(
    spawn(process.execPath, ['--import', 'tsx', 'bench/plain.ts'], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  return { port: Number(line), stop: () => stop(child) }
}

export type MailServer = { port: number; box: () => Promise<Mailbox>; stop: () => Promise<void> }

/** A mail server that takes so many ms for each mail. */
export async function serveMail(slow: number): Promise<MailServer> {
  const child = started(fork('bench/mailbox.ts', [String(slow)], { execArgv: ['--import', 'tsx'] }))
  const [port] = (await once(child, 'message')) as [number]
  const box = async () => {
    const told = once(child, 'message') as Promise<[Mailbox]>
    child.send('tell')
    return (await told)[0]
  }
  return { port, box, stop: () => stop(child) }
}

/** One measurement, in a load generator that ends with it. */
export async function measured(load: Load): Promise<Measured> {
  const child = started(fork('bench/load.ts', { execArgv: ['--import', 'tsx'] }))
  child.send(load)
  const [result] = (await once(child, 'message')) as [Measured]
  child.kill()
  return result
}

/** One page by wrk, for comparison, in its own words: requests a second and the 99th percentile. */
export function wrk(
  port: number,
  address: string,
  headers: { [name: string]: string },
  connections: number,
  seconds: number,
): string {
  const head = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const how = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency']
  const said = execFileSync('wrk', [...how, ...head, `http://127.0.0.1:${port}${address}`], { encoding: 'utf8' })
  if (/Non-2xx/.test(said)) throw new Error(said)
  return `${Number(/Requests\/sec:\s+([\d.]+)/.exec(said)![1]).toFixed(0)}/s, p99 ${/99%\s+(\S+)/.exec(said)![1]}`
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    (reply) => reply.ok,
    () => false,
  )

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(timer)
}

/** Linux counts in hundredths of a second. */
function workedBy(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

/** Of a process and its children (Linux). */
function memoryOf(pid: number): Memory {
  const sizes: number[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8')
      if (Number(entry) !== pid && Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== pid) continue
      sizes.push(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024)
    } catch {} // it ended meanwhile
  }
  return { largest: Math.max(...sizes), total: sizes.reduce((a, b) => a + b, 0) }
}
