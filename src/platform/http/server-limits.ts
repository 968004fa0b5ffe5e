// What one connection may cost: how long it may take to say what it wants, and how large that may be. Slow ones are closed.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { languages, translator } from '../i18n/i18n.ts'

/** For Fastify. Times in ms, sizes in bytes. */
export const serverLimits = {
  bodyLimit: 1_000_000,
  requestTimeout: 30_000, // headers and body together
  connectionTimeout: 120_000, // nothing said on either side
  keepAliveTimeout: 72_000, // longer than the minute after which a proxy lets go
  http: {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 2_000,
  },
  clientErrorHandler: refuseConnection,
  rewriteUrl: decodable,
} as const

/** bytes. For the forms of an answer: each field full of Chinese, nine bytes a sign as browsers send it. */
export const longFormLimit = 3_000_000

/** Beyond it new connections are closed at once, so that open ones still get an answer. */
export const mostConnections = 10_000

/** Where an address goes that cannot be decoded: no route takes it, and platform/web/error-pages.ts says 400. */
export const malformed = '/-/malformed'

/**
 * The address as asked, or `malformed`. Control characters are in no address of ours, and browsers send no `#`; the engines, and
 * what cuts an address apart, would not agree on them.
 */
function decodable({ url = '/' }: { url?: string | undefined }): string {
  if (/^[!"$&-~]*$/.test(url)) return url // nothing to decode: most addresses
  try {
    return url.includes('#') || /\p{Cc}/u.test(decodeURIComponent(url.split('?')[0]!)) ? malformed : url
  } catch {
    return malformed
  }
}

/**
 * Whether it names one host, in the form that servers are asked in. A proxy and we could take two for different ones, and
 * `GET http://elsewhere/` names another than its `Host`; a browser sends neither.
 */
export function isAddressed({ url = '/', headers, rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') hosts++
  return hosts < 2 && /^(\/|\*$)/.test(url) && /^(\[[\da-f:.]+\]|[\w.-]*)(:\d*)?$/i.test(headers.host ?? '')
}

/** There is no request yet, so no language: both, in plain text. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const words = wordsOf(status)
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(words)}\r\nConnection: close\r\n\r\n${words}`,
    )
  socket.destroySoon()
}

/** Answers a request that is not `isAddressed`. */
export function refuseAddress(response: ServerResponse): void {
  const words = wordsOf(400)
  response.writeHead(400, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(words),
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(words)
}

const wordsOf = (status: number) =>
  languages.map((language) => translator(language)(`errors.${status}.message`)).join('\n')
