// Everything that a stranger can ask for: every route with what stands in the database behind each parameter, every link that the
// answers hold, each address in every format and both languages, and what is answered when it goes wrong.
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { parquetReadObjects } from 'hyparquet'

/** One answer, with all that a reader can see of it as text. */
export type Answered = { asked: string; status: number; text: string }

/** What may stand behind each parameter of a route; `*` for what is no parameter. */
export type Behind = { [parameter: string]: readonly string[] }

const suffixes = ['.json', '.csv', '.ndjson', '.parquet', '.atom', '.feed.json', '.ics']
const types = ['text/csv', 'application/vnd.apache.parquet', 'application/atom+xml', 'application/problem+json']

/** Its text, unpacked where it is packed: a mark must not hide in Parquet or gzip. */
export async function readable(bytes: Buffer): Promise<string> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readable(gunzipSync(bytes))
  if (bytes.subarray(0, 4).toString('latin1') !== 'PAR1') return bytes.toString('utf8')
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const rows = await parquetReadObjects({ file })
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

/** Asks for all of it. `hear` gets each answer; how many there were comes back. */
export async function walkPublic(app: FastifyInstance, behind: Behind, hear: (answered: Answered) => void) {
  const met = new Set<string>()
  const queue: string[] = []
  const counted = { answers: 0, statuses: new Set<number>(), failed: new Set<string>() }
  const meet = (address: string) => {
    if (met.has(address) || address.length > 900) return
    met.add(address)
    queue.push(address)
  }
  const ask = async (url: string, headers: { [name: string]: string } = {}, method: 'GET' | 'POST' = 'GET') => {
    const n = ++counted.answers
    const response = await app.inject({
      method,
      url,
      remoteAddress: `198.18.${(n >> 8) & 255}.${n & 255}`, // each from elsewhere, so that no limit ends the walk
      headers: { host: 'localhost', 'accept-language': 'en', ...headers },
      ...(method === 'POST' ? { payload: 'email=&words=&consent=1&district=x' } : {}),
    })
    counted.statuses.add(response.statusCode)
    if (response.statusCode >= 500) counted.failed.add(`${method} ${url}`)
    const text = `${JSON.stringify(response.headers)}\n${await readable(response.rawPayload)}`
    hear({ asked: `${method} ${url} ${JSON.stringify(headers)}`, status: response.statusCode, text })
    return text
  }
  const routes = [...app.routeTable]
  for (const route of routes.filter((one) => one.startsWith('GET '))) addressesOf(route.slice(4), behind).forEach(meet)
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    linksIn(await ask(address)).forEach(meet)
    await ask(address, { 'accept-language': 'zh-Hant', 'hx-request': 'true' })
  }
  const isOpen = (address: string) => !/[?]|\.\w+$|^\/me\b|\/desk\b/.test(address)
  for (const address of [...met].filter(isOpen)) {
    for (const suffix of suffixes) await ask(`${address}${suffix}`)
    for (const accept of types) await ask(address, { accept })
    await ask(`${address}?page=x&nonsense=1`)
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  for (const route of routes.filter((one) => one.startsWith('POST ')))
    for (const address of addressesOf(route.slice(5), behind)) {
      await ask(address, form, 'POST')
    }
  return { ...counted, addresses: [...met] }
}

/** The route's address with each of what may stand behind its parameters, one after the other. */
function addressesOf(route: string, behind: Behind): string[] {
  const parameters = [...route.matchAll(/:(\w+)(\([^)]*\))?|\*/g)]
  const most = Math.max(1, ...parameters.map(([, name = '*']) => (behind[name] ?? ['none']).length))
  return Array.from({ length: most }, (_, n) => {
    const isFirst = (name: string) => name === 'gov' && n < most // the government that has all of it
    return route.replaceAll(/:(\w+)(\([^)]*\))?|\*/g, (_, name = '*') => {
      const known = behind[name] ?? ['none']
      return encodeURI(known[isFirst(name) && parameters.length > 1 ? 0 : n % known.length]!)
    })
  })
}

/** Addresses of this site, wherever they stand: links, feeds, JSON, sitemaps. Those of a choice of language ask for what is known. */
function linksIn(text: string): string[] {
  const found = new Set<string>()
  const clean = text.replaceAll('&amp;', '&').replaceAll('&#38;', '&')
  for (const [, relative, absolute] of clean.matchAll(
    /(?:href|src|action|hx-get)="(\/[^"#]*)|http:\/\/localhost(\/[^\s"'<>#)\\]*)/g,
  )) {
    const address = relative ?? absolute!
    if (!/[?&]lang=|^\/static\/|[{}]|[?&]next=/.test(address)) found.add(address)
  }
  return [...found]
}
