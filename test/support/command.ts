// The real command line, as processes of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What is built, where it is newer than every source: `npm test` builds first. Else the sources, which start slower. */
export const fuyiCommand = isBuilt()
  ? [process.execPath, `${root}dist/cli/fuyi.js`]
  : [process.execPath, '--import', 'tsx', `${root}src/cli/fuyi.ts`]

function isBuilt(): boolean {
  const built = statSync(`${root}dist/.fuyi-built`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  return sources.every((name) => statSync(`${root}src/${name}`).mtimeMs < built)
}

export type Settings = { [name: string]: string | undefined }

/** What `fuyi serve` needs, for a database. Mail goes nowhere unless SMTP_URL says otherwise. */
export const servingOn = (databaseUrl: string): Settings => ({
  DATABASE_URL: databaseUrl,
  ORIGIN: 'http://localhost:3000',
  SECRET: 'a secret that only tests use, 32 characters or more',
  SMTP_URL: 'smtp://127.0.0.1:9',
  PORT: '0',
})

/** Starts `fuyi ARGS` with nothing in its environment but these settings. Gone at the end of the test, with its workers. */
export function start(args: string[], settings: Settings, around: string[] = [], command = fuyiCommand) {
  const [program = '', ...rest] = [...around, ...command, ...args]
  const { PATH, HOME, TZ } = process.env
  const child = spawn(program, rest, { cwd: root, env: { PATH, HOME, TZ, ...settings } as NodeJS.ProcessEnv })
  const closed = ended(child)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (piece: Buffer) => {
    said.out += piece
  })
  child.stderr.on('data', (piece: Buffer) => {
    said.err += piece
  })
  return { child, said, pid: child.pid!, ended: closed }
}

/** Runs `fuyi ARGS` to its end. */
export async function run(args: string[], settings: Settings) {
  const { said, ended: end } = start(args, settings)
  const code = await end
  return { code, out: said.out, err: said.err }
}

async function ended(child: ChildProcess): Promise<number | string> {
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return code ?? signal!
}

/** Starts `fuyi serve` and waits until it listens. `lines` are what its log says, parsed. */
export async function serving(settings: Settings, args: string[] = [], around: string[] = []) {
  const process_ = start(['serve', ...args], settings, around)
  const { said } = process_
  await until(() => said.out.includes('Fuyi 附議: ') || process_.child.exitCode !== null, `serving:\n${said.err}`)
  const address = /Fuyi 附議: (\S+)/.exec(said.out)?.[1]?.replace('localhost', '127.0.0.1')
  if (!address) throw new Error(`It did not serve: ${said.out}${said.err}`)
  const lines = () =>
    said.out
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as { msg: string; [fact: string]: unknown })
  return { ...process_, address, lines, told: (msg: string) => lines().filter((line) => line.msg === msg) }
}

/** Waits until something is so; fails after a minute, unless more is said: only a broken program needs that long. */
export async function until(
  reached: () => boolean | Promise<boolean>,
  what = 'it to happen',
  seconds = 60,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await reached()); await setTimeout(20))
    if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}`)
}
