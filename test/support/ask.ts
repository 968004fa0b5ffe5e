// A browser that talks to a server over the wire.
import { Agent, request as send } from 'node:http'

export type Reply = { status: number; headers: { [name: string]: unknown }; body: string }
export type Sending = { cookie?: string | undefined; form?: { [field: string]: string | string[] }; from?: string }

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
