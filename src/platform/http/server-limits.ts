// What one connection may cost: how long it may take to say what it wants, and how large that may be. Slow ones are closed.
import { STATUS_CODES } from 'node:http'
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

/** Beyond it new connections are closed at once, so that open ones still get an answer. */
export const mostConnections = 10_000

/** Where an address goes that cannot be decoded: no route takes it, and platform/web/error-pages.ts says 400. */
export const malformed = '/-/malformed'

/**
 * The address as asked, or `malformed`. Control characters are in no address of ours, and browsers send no `#`; the engines, and
 * what cuts an address apart, would not agree on them.
 */
function decodable({ url = '/' }: { url?: string }): string {
  if (/^[!"$&-~]*$/.test(url)) return url // nothing to decode: most addresses
  try {
    return url.includes('#') || /\p{Cc}/u.test(decodeURIComponent(url.split('?')[0]!)) ? malformed : url
  } catch {
    return malformed
  }
}

/** There is no request yet, so no language: both, in plain text. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const words = languages.map((language) => translator(language)(`errors.${status}.message`)).join('\n')
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(words)}\r\nConnection: close\r\n\r\n${words}`,
    )
  socket.destroySoon()
}
