// People who reach the application through its server, over sockets: pages that are kept go out before Fastify, and so before
// `app.inject`, sees a request.
import { request as ask, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { World } from './world.ts'

export type Reply = {
  statusCode: number
  headers: IncomingHttpHeaders
  /** as it came, compressed or not */
  rawPayload: Buffer
  body: string
  cookies: string[]
}
type Headers = { [header: string]: string }

/** Opens the application's doors. `visitor`: somebody with a browser that keeps cookies, English unless told otherwise. */
export async function overSockets({ app }: Pick<World, 'app'>) {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    /** Asks for all of them in one moment, on one connection; the statuses, in order. */
    async atOnce(paths: string[]): Promise<string[]> {
      const socket = connect(port, '127.0.0.1')
      const asked = paths.map((path, i) => {
        const last = i === paths.length - 1 ? 'connection: close\r\n' : ''
        return `GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept-language: en\r\n${last}\r\n`
      })
      socket.write(asked.join(''))
      const pieces: Buffer[] = []
      for await (const piece of socket) pieces.push(piece)
      return [
        ...Buffer.concat(pieces)
          .toString()
          .matchAll(/^HTTP\/1\.1 (\d+)/gm),
      ].map(([, status]) => status!)
    },
    visitor(cookies: { [name: string]: string } = {}) {
      const jar = new Map(Object.entries(cookies))
      async function send(method: string, path: string, more: Headers, body = ''): Promise<Reply> {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const headers = { ...(cookie ? { cookie } : {}), 'sec-fetch-site': 'same-origin', host: 'localhost' }
        const reply = await answer(port, method, path, { ...headers, 'accept-language': 'en', ...more }, body)
        for (const set of reply.cookies) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
          jar.set(name, value)
        }
        return reply
      }
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      return {
        get: (path: string, more: Headers = {}) => send('GET', path, more),
        post: (path: string, fields: Headers) => send('POST', path, form, new URLSearchParams(fields).toString()),
      }
    },
  }
}

const answer = (port: number, method: string, path: string, headers: Headers, body: string) =>
  new Promise<Reply>((resolve, reject) => {
    const sent = ask({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const rawPayload = Buffer.concat(pieces)
        resolve({
          statusCode: response.statusCode!,
          headers: response.headers,
          rawPayload,
          body: rawPayload.toString(),
          cookies: response.headers['set-cookie'] ?? [],
        })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
