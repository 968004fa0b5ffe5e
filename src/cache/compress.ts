// Compression as the visitor's browser takes it, in zlib's own threads. Small replies are left alone: they fit into one packet.
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const smallest = 1000 // bytes
const compressible = /^(text\/|image\/svg|application\/([\w.+-]*\+)?(json|xml|javascript|x-ndjson))/
const mostRemembered = 200

const remembered = new Map<string, Encoding>() // browsers send a handful of different headers

/** The best encoding that an Accept-Encoding header allows. */
export function encodingFor(accepted: string | undefined): Encoding {
  if (!accepted) return 'identity'
  let encoding = remembered.get(accepted)
  if (!encoding) {
    const taken = (name: string) =>
      new RegExp(`(^|[\\s,])${name}\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))|,|$)`).test(accepted)
    encoding = taken('br') ? 'br' : taken('gzip') ? 'gzip' : 'identity'
    if (remembered.size >= mostRemembered) remembered.clear()
    if (accepted.length <= 200) remembered.set(accepted, encoding)
  }
  return encoding
}

/** Whether a body of this type and size is worth compressing. */
export const worthCompressing = (type: string, bytes: number): boolean => bytes >= smallest && compressible.test(type)

/** The body compressed; quick rather than small, since it is done for pages that live for a second. */
export function compressed(body: Buffer, encoding: Exclude<Encoding, 'identity'>): Promise<Buffer> {
  if (encoding === 'gzip') return zip(body, { level: 6 })
  return brotli(body, {
    params: {
      [zlib.BROTLI_PARAM_QUALITY]: 5,
      [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
      [zlib.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}
