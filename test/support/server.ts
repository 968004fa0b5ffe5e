// The real server in a process of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

export type Server = Awaited<ReturnType<typeof startServer>>

let built = false

/** `fuyi serve` as an operator starts it. Ends with the test at the latest. */
export async function startServer(url: string, env: { [name: string]: string } = {}) {
  if (!built) spawnSync(process.execPath, ['src/setup.mjs'], { stdio: 'ignore' })
  built = true
  const child = spawn(process.execPath, ['dist/cli/fuyi.js', 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      ORIGIN: 'http://localhost',
      SECRET: 'a secret that only tests use, 32 characters or more',
      SMTP_URL: 'smtp://127.0.0.1:9', // nobody listens there
      PORT: '0',
      TRUST_PROXY: '127.0.0.1', // each newcomer of a storm comes from an address of their own
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = endOf(child)
  onTestFinished(() => end('SIGKILL'))
  let told = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      told += piece
    })
  const gone = once(child, 'exit')
  while (!/http:\/\/\S+:\d+/.test(told)) {
    await Promise.race([once(child.stdout, 'data'), gone])
    if (child.exitCode !== null || child.signalCode) throw new Error(`The server did not start: ${told}`)
  }
  const port = Number(/http:\/\/\S+:(\d+)/.exec(told)![1])
  return { port, pid: child.pid!, end, log: () => told }
}

/** Until the last process that holds its output is gone: workers too. */
const endOf = (child: ChildProcess) => {
  const closed = once(child, 'close')
  return async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await closed
  }
}
