// Compression as the visitor's browser takes it. Small replies are left alone: they fit into one packet.
import { promisify } from 'node:util'
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompressSync,
  gunzipSync,
  gzip,
  gzipSync,
  constants as zlib,
} from 'node:zlib'
import Negotiator from 'negotiator'
import { memoize } from '../../lib/memoize.ts'

const encodings = ['br', 'gzip', 'identity'] as const // where a browser takes several alike, the first
export type Encoding = (typeof encodings)[number]

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const smallest = 1000 // bytes
const longestHere = 200_000 // bytes: what is longer waits for a thread, not everybody for it
const compressible = /^(text\/|image\/svg|application\/([\w.+-]*\+)?(json|xml|javascript|x-ndjson))/

// Browsers send a handful of different headers.
const best = memoize(
  (accepted) =>
    new Negotiator({ headers: { 'accept-encoding': accepted } }).encoding(encodings, { preferred: encodings }) ??
    'identity',
  200,
  200,
)

/** The best encoding that an Accept-Encoding header allows. */
export const encodingFor = (accepted: string | undefined): Encoding => (accepted ? best(accepted) : 'identity')

/** Whether a body of this type and size is worth compressing. */
export const worthCompressing = (type: string, bytes: number): boolean => bytes >= smallest && compressible.test(type)

/** For many visitors, in zlib's own threads; quick rather than small, since the page may live for a second. */
export function compressed(body: Buffer, encoding: Exclude<Encoding, 'identity'>): Promise<Buffer> {
  return encoding === 'gzip' ? zip(body, { level: 6 }) : brotli(body, brotliOptions(body, 5))
}

/** For one visitor, or the first one: 35 kB of a case take 0.09 ms and become 8.0 kB; in the way above 0.56 ms, a thread's beside, and 6.2 kB. */
export function compressedOnce(body: Buffer, encoding: Exclude<Encoding, 'identity'>): Buffer | Promise<Buffer> {
  if (body.length > longestHere) return compressed(body, encoding)
  return encoding === 'gzip' ? gzipSync(body, { level: 1 }) : brotliCompressSync(body, brotliOptions(body, 1))
}

/** What `compressed` made small. */
export const decompressed = (body: Buffer, encoding: Exclude<Encoding, 'identity'>): Buffer =>
  encoding === 'gzip' ? gunzipSync(body) : brotliDecompressSync(body)

const brotliOptions = (body: Buffer, quality: number) => ({
  params: {
    [zlib.BROTLI_PARAM_QUALITY]: quality,
    [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
    [zlib.BROTLI_PARAM_SIZE_HINT]: body.length,
  },
})
