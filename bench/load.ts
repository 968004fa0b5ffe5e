// The load generator: keep-alive connections that each send a request, wait for all of its reply, and send the next. In a
// process of its own, over plain sockets, so that it takes as little of the two cores as it can.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Load = {
  port: number
  connections: number
  seconds: number
  /** whole requests, sent in turn; each once only where `once` */
  requests: string[]
  once?: boolean
  /** writes the moment of sending into the cookie `acted`, as after a form that was sent just now */
  acted?: boolean
  /** the status every reply must have */
  status: number
}
export type Measured = {
  perSecond: number
  p50: number
  p99: number
  /** of one reply, head and body */
  bytes: number
  body: number
  done: number
  wrong: { [status: string]: number }
}

/** What a browser says with every request. */
export const browser = {
  host: 'localhost',
  accept: 'text/html',
  'accept-language': 'zh-TW,zh;q=0.9,en;q=0.6',
  'accept-encoding': 'gzip, deflate, br',
}

/** A GET, as a browser says it. */
export const get = (path: string, more: { [header: string]: string } = {}): string => request('GET', path, more, '')

/** A form sent from our own page. */
export const post = (
  path: string,
  form: { [field: string]: string },
  more: { [header: string]: string } = {},
): string =>
  request(
    'POST',
    path,
    { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', ...more },
    new URLSearchParams(form).toString(),
  )

function request(method: string, path: string, more: { [header: string]: string }, body: string): string {
  const headers: { [name: string]: string } = { ...browser, ...more }
  if (method === 'POST') headers['content-length'] = String(Buffer.byteLength(body))
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`
}

/** Sends for so many seconds, or until the requests are used up. */
export async function measure(load: Load): Promise<Measured> {
  const sockets: Socket[] = []
  for (let i = 0; i < load.connections; i++) {
    sockets.push(connect(load.port, '127.0.0.1').setNoDelay(true))
    await sleep(2) // all at one moment, the processes would not share them evenly, as they do those that come in time
  }
  const times: number[] = []
  const wrong: { [status: string]: number } = {}
  const began = performance.now()
  const end = began + load.seconds * 1000
  const requests = load.requests.map((text) => Buffer.from(text))
  let next = 0
  let bytes = 0
  let body = 0

  const one = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0
      let got: Buffer = Buffer.alloc(0)
      let whole = 0 // bytes of the reply under way; 0 until its head is there
      const send = () => {
        if (performance.now() >= end || (load.once && next >= requests.length)) {
          socket.end()
          return resolve()
        }
        sentAt = performance.now()
        const request = requests[next++ % requests.length]!
        if (load.acted) request.write(String(Date.now()), request.indexOf('acted=') + 'acted='.length)
        socket.write(request)
      }
      socket.on('error', reject)
      socket.on('data', (piece: Buffer) => {
        got = got.length ? Buffer.concat([got, piece]) : piece
        if (!whole) {
          const head = got.indexOf('\r\n\r\n')
          if (head < 0) return
          const text = got.toString('latin1', 0, head)
          const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)
          whole = head + 4 + length
          body += length
          const status = text.slice(9, 12)
          if (Number(status) !== load.status) wrong[status] = (wrong[status] ?? 0) + 1
        }
        if (got.length < whole) return
        times.push(performance.now() - sentAt)
        bytes += whole
        got = Buffer.alloc(0)
        whole = 0
        send()
      })
      socket.on('close', () => resolve())
      send()
    })

  await Promise.all(sockets.map(one))
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  const done = times.length
  return { perSecond: done / seconds, p50: at(0.5), p99: at(0.99), bytes: bytes / done, body: body / done, done, wrong }
}

process.on('message', (load: Load) => {
  void measure(load).then((measured) => process.send!(measured))
})
