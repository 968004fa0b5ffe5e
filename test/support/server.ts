// The real server in a process of its own, and a browser that talks to it over the wire.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request as send } from 'node:http'
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
      TRUST_PROXY: 'true', // each newcomer of a storm comes from an address of their own
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

const endOf = (child: ChildProcess) => async (signal: NodeJS.Signals) => {
  if (child.exitCode !== null || child.signalCode) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

export type Reply = { status: number; headers: { [name: string]: unknown }; body: string }
export type Sending = { cookie?: string; form?: { [field: string]: string | string[] }; from?: string }

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One request over HTTP, a POST where there is a form. Rejects when the connection breaks: nobody knows what happened then. */
export function ask(port: number, path: string, { cookie = '', form, from = '10.0.0.1' }: Sending = {}) {
  const params = new URLSearchParams()
  for (const [field, value] of Object.entries(form ?? {})) for (const one of [value].flat()) params.append(field, one)
  const headers = {
    host: 'localhost',
    cookie,
    'sec-fetch-site': 'same-origin',
    'accept-language': 'en',
    'x-forwarded-for': from,
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
  }
  return new Promise<Reply>((resolve, reject) => {
    const sent = send({ port, path, method: form ? 'POST' : 'GET', headers, agent }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        body += piece
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end(form ? params.toString() : undefined)
  })
}
