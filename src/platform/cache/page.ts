// A page that everybody may share: as it was made, and as it goes out in each encoding.
import type { IncomingMessage } from 'node:http'
import type { Encoding } from './compress.ts'
import { compressed, compressedOnce, decompressed, encodingFor, worthCompressing } from './compress.ts'

export type Headers = { [name: string]: string | number | string[] | undefined }

/** `version`: another whenever anything that the page shows is another. `about`: whose it is, to be taken out by. */
export type Lasting = { version: string; about: string }

export type CachedPage = {
  /** the pattern of its address, for the metrics, and what the log says of it */
  route: string
  path: string
  headers: Headers
  type: string
  /** null once it is there in some encoding: it takes five times the room of a compressed page */
  body: Buffer | null
  tag: string
  /** by encoding, made once when the first visitor asks for it */
  sent: Map<Encoding, Promise<Sent> | Sent>
  /** `performance.now()` at which somebody began to draw it */
  begunAt: number
  /** `performance.now()` until which it counts as new */
  freshUntil: number
  /** `performance.now()` from which another page stands at its address */
  endsAt: number
  stillTrue: StillTrue | null
  /** under which it may be filed; none where it may not */
  lasting?: Lasting | null
}

/**
 * Asked of a page that was begun at `begunAt`: when it was last known to be true, a moment ago at most; null where it may not be any
 * more. Both are of `performance.now()`.
 */
export type StillTrue = (begunAt: number) => Promise<number | null>

type Kept = Pick<CachedPage, 'begunAt' | 'freshUntil' | 'stillTrue'>

/** A page that was kept elsewhere, compressed for those who take Brotli, as if it had just been made. */
export function restored(
  of: Pick<CachedPage, 'route' | 'path' | 'headers' | 'type' | 'tag'>,
  small: Buffer,
  kept: Kept,
): CachedPage {
  const page: CachedPage = { body: null, sent: new Map(), endsAt: Number.POSITIVE_INFINITY, ...of, ...kept }
  page.sent.set('br', ready(page, small, 'br'))
  return page
}

/** As it goes out in this encoding, or is in another: where it was already made so. */
export function compressedAs(page: CachedPage, encoding: 'br' | 'gzip'): Buffer | null {
  const known = page.sent.get(encoding)
  if (known && !(known instanceof Promise)) return known.body
  return page.body ? null : compressedFrom(page, encoding)
}

const compressedFrom = (page: CachedPage, encoding: 'br' | 'gzip'): Buffer | null => {
  const made = compressedOnce(bodyOf(page), encoding)
  return Buffer.isBuffer(made) ? made : null
}

/** What it takes in memory, in bytes. */
export function sizeOf({ body, sent }: CachedPage): number {
  let bytes = 2000 + (body?.length ?? 0)
  for (const one of sent.values()) if (!(one instanceof Promise) && one.body !== body) bytes += one.body.length
  return bytes
}

/**
 * A page that is asked for again so often is made as small as it gets: that takes 1.5 ms of this thread and as much of another, for a
 * fifth of its bytes. Robots that walk an archive come twice.
 */
const askedOften = 4

/** `head`: names and values in turn, as writeHead takes them. `quick`: how often it may still go out before it is made smaller; 0: it is. */
type Sent = { body: Buffer; head: string[]; quick: number }
/** `body` null: the visitor has it already. */
export type Answer = { status: 200 | 304; head: string[]; body: Buffer | null }

type Asking = Pick<IncomingMessage, 'headers'>

/** Which encodings the browser takes, as it said so. */
export const acceptedBy = ({ headers }: Asking) => headers['accept-encoding'] as string | undefined

/**
 * What a visitor gets of a page. The first ones get it compressed quickly, since many pages are asked for once or twice; when more
 * ask, it is made as small as it gets meanwhile. A Promise only for a page that is too long to be compressed here.
 */
export function answerTo(request: Asking, page: CachedPage): Promise<Answer> | Answer {
  const sent = sentAs(page, encodingFor(acceptedBy(request)))
  return sent instanceof Promise ? sent.then((ready) => whole(request, page, ready)) : whole(request, page, sent)
}

function whole({ headers }: Asking, page: CachedPage, { head, body }: Sent): Answer {
  const isThere = headers['if-none-match']?.includes(page.tag) // in whatever encoding
  return isThere ? { status: 304, head: withoutBody(head), body: null } : { status: 200, head, body }
}

function withoutBody(head: string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < head.length; i += 2)
    if (head[i] !== 'content-length' && head[i] !== 'content-encoding') kept.push(head[i]!, head[i + 1]!)
  return kept
}

function sentAs(page: CachedPage, encoding: Encoding): Promise<Sent> | Sent {
  const known = page.sent.get(encoding)
  if (known instanceof Promise) return known
  if (known) {
    if (known.quick && --known.quick === 0 && encoding !== 'identity') shrink(page, encoding, known).catch(() => {}) // as it is, it goes out too
    return known
  }
  const body = bodyOf(page)
  if (encoding === 'identity' || !worthCompressing(page.type, body.length))
    return keep(page, encoding, ready(page, body))
  const made = compressedOnce(body, encoding)
  if (Buffer.isBuffer(made)) return keep(page, encoding, ready(page, made, encoding, askedOften))
  const sent = made.then((small) => keep(page, encoding, ready(page, small, encoding)))
  page.sent.set(encoding, sent)
  return sent
}

/** Compressed, it need not be there whole as well. */
function keep(page: CachedPage, encoding: Encoding, sent: Sent): Sent {
  page.sent.set(encoding, sent)
  if (sent.body !== page.body) page.body = null
  return sent
}

async function shrink(page: CachedPage, encoding: 'br' | 'gzip', known: Sent): Promise<void> {
  const small = await compressed(bodyOf(page), encoding)
  if (small.length < known.body.length) keep(page, encoding, ready(page, small, encoding))
}

function bodyOf({ body, sent }: CachedPage): Buffer {
  if (body) return body
  for (const [encoding, one] of sent)
    if (!(one instanceof Promise)) return encoding === 'identity' ? one.body : decompressed(one.body, encoding)
  throw new Error('A page was kept without its body.')
}

/** Each way in which it goes out has a tag of its own: caches may join their parts otherwise. */
function ready(page: CachedPage, body: Buffer, encoding: Encoding = 'identity', quick = 0): Sent {
  const tag = `"${page.tag}${encoding === 'identity' ? '' : `-${encoding}`}${quick ? '-quick' : ''}"`
  const head: string[] = []
  const headers = Object.assign({}, page.headers, {
    'content-length': body.length,
    'content-encoding': encoding === 'identity' ? undefined : encoding,
    etag: tag,
  })
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) for (const one of [value].flat()) head.push(name, String(one))
  return { body, head, quick }
}
