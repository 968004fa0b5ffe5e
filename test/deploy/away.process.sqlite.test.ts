// While the application is away, the proxies of deploy/ say so in both languages; whatever it says itself goes through.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../support/command.ts'
import { page } from '../support/page.ts'
import { freePort } from '../support/postgres.ts'

const deploy = resolve('deploy')
const isThere = (program: string) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fuyi-away-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function running(child: ChildProcess, port: number): Promise<string> {
  onTestFinished(() => void child.kill('SIGKILL'))
  const listens = () =>
    new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => answer(true)).once('error', () => answer(false))
      socket.once('connect', () => socket.destroy())
    })
  await until(listens, 'the proxy to listen')
  return `http://127.0.0.1:${port}`
}

/** The example as it is, but for names, ports, certificates, and how long it waits. */
const proxies = {
  async nginx(upstream: number) {
    const port = await freePort()
    const here = folder()
    const site = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
      .replace(/server \{\s+listen 80;[^}]*\}/, '')
      .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
      .replace(/^\s*(listen \[::\]|ssl_).*$/gm, '')
      .replace('127.0.0.1:3000', `127.0.0.1:${upstream}`)
      .replace('/opt/fuyi/deploy', deploy)
      .replace('proxy_read_timeout 60s', 'proxy_read_timeout 1s')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${here}/${n};`)
    const main = `daemon off; pid ${here}/pid; error_log stderr; worker_processes 1; ${process.getuid?.() === 0 ? 'user root;' : ''}
      events {} http { access_log off; ${temporary.join(' ')} ${site} }`
    writeFileSync(join(here, 'nginx.conf'), main)
    return running(spawn('nginx', ['-c', join(here, 'nginx.conf'), '-e', 'stderr'], { stdio: 'ignore' }), port)
  },
  async caddy(upstream: number) {
    const port = await freePort()
    const here = folder()
    const site = readFileSync(join(deploy, 'Caddyfile'), 'utf8').replace('lb_try_duration 15s', 'lb_try_duration 1s')
    writeFileSync(join(here, 'Caddyfile'), `{\n\tadmin off\n}\n${site}`)
    const { PATH } = process.env
    const env = { PATH, HOME: here, SITE: `http://127.0.0.1:${port}`, UPSTREAM: `127.0.0.1:${upstream}`, AWAY: deploy }
    const args = ['run', '--adapter', 'caddyfile', '--config', join(here, 'Caddyfile')]
    return running(spawn('caddy', args, { stdio: 'ignore', env }), port)
  },
}

/** Answers 200, and 503 in its own words; says nothing at all where it is asked to be slow. */
async function application(port: number): Promise<Server> {
  const server = createServer((asked, answer) => {
    if (asked.url === '/slow') return
    answer.writeHead(asked.url === '/busy' ? 503 : 200, { 'retry-after': '2' }).end('our own words')
  }).listen(port, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((listens) => server.once('listening', listens))
  return server
}

const notFromUs = /https?:\/\/(?!www\.w3\.org)|src=|@import|url\(/

test('the page says in both languages what to do, asks nobody else for anything, and is well built', () => {
  const body = readFileSync(join(deploy, 'away.html'), 'utf8')
  expect(body).not.toMatch(notFromUs)
  const away = page({ body })
  expect([away.lang, away.langOf(/not received/), away.headings]).toEqual([
    'zh-Hant',
    'en',
    ['平臺暫時無法使用', 'The platform is not available just now'],
  ])
})

for (const name of ['nginx', 'caddy'] as const)
  test.runIf(isThere(name))(
    `behind ${name} it is shown while the application is away, and not a moment longer`,
    async () => {
      const upstream = await freePort()
      const address = await proxies[name](upstream)
      const ask = async (path: string, method = 'GET') => {
        const answer = await fetch(address + path, { method, ...(method === 'POST' && { body: 'words=typed' }) })
        const { status, headers } = answer
        return {
          status,
          retry: headers.get('retry-after'),
          kept: headers.get('cache-control'),
          body: await answer.text(),
        }
      }
      const isAway = {
        status: 503,
        retry: '30',
        kept: 'no-store',
        body: expect.stringMatching(/平臺暫時無法使用[\s\S]*not available just now/),
      }
      expect(await ask('/haicheng?lang=en')).toEqual(isAway)
      expect(await ask('/haicheng/proposals/drafts', 'POST')).toEqual(isAway)

      const server = await application(upstream)
      await until(async () => (await ask('/')).body === 'our own words')
      expect(await ask('/busy')).toMatchObject({ status: 503, retry: '2', body: 'our own words' })
      if (name === 'nginx') expect(await ask('/slow')).toEqual(isAway) // Caddy waits as long as the application does

      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      expect(await ask('/haicheng')).toEqual(isAway)
    },
  )
