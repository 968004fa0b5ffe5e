// Pages that everybody may share, kept for about a second: bounded in bytes, the least recently used go first.
import type { Encoding } from './compress.ts'
import { compressed, worthCompressing } from './compress.ts'

export type Headers = { [name: string]: string | number | string[] | undefined }

/** A page as it was made, and as it goes out in each encoding. */
export type Page = {
  /** the pattern of its address, for the metrics, and what the log says of it */
  route: string
  path: string
  headers: Headers
  type: string
  body: Buffer
  tag: string
  /** by encoding, made once when the first visitor asks for it */
  sent: Map<Encoding, Promise<Sent> | Sent>
  /** `performance.now()` until which it counts as new */
  freshUntil: number
  /** what it may take in all its encodings */
  bytes: number
  used?: boolean
}

/** How often a page that was kept went out, and how often one was made to be kept. Metrics read it. */
export const pageUse = { kept: 0, made: 0 }

/** Ready for writeHead: names and values in turn. */
export type Sent = { body: Buffer; tag: string; head: string[] }

export function pageStore(mostBytes: number) {
  const pages = new Map<string, Page>() // in the order of making; what was asked for meanwhile is passed over once
  let total = 0

  function drop(key: string) {
    const page = pages.get(key)
    if (!page) return
    total -= page.bytes
    pages.delete(key)
  }

  /** Asked for since it was last looked at: at the end of the row once more. */
  function again(key: string) {
    const page = pages.get(key)!
    page.used = false
    pages.delete(key)
    pages.set(key, page)
  }

  return {
    get(key: string): Page | undefined {
      const page = pages.get(key)
      if (page) page.used = true
      return page
    },
    /** A page that would take more than an eighth of the room is not kept. */
    put(key: string, page: Page) {
      drop(key)
      if (page.bytes > mostBytes / 8) return
      // Room first: nobody has asked for the new one yet, so among pages that are all asked for it would be the one to go.
      for (const [oldest, { used }] of pages) {
        if (total + page.bytes <= mostBytes) break
        if (used) again(oldest)
        else drop(oldest)
      }
      pages.set(key, page)
      total += page.bytes
    },
    bytes: () => total,
  }
}

/** The page in an encoding. A Promise only the first time it is asked for. */
export function sentAs(page: Page, encoding: Encoding): Promise<Sent> | Sent {
  const wanted = worthCompressing(page.type, page.body.length) ? encoding : 'identity'
  const known = page.sent.get(wanted)
  if (known) return known
  const made = wanted === 'identity' ? ready(page, page.body, wanted) : encoded(page, wanted)
  page.sent.set(wanted, made)
  return made
}

async function encoded(page: Page, encoding: 'br' | 'gzip'): Promise<Sent> {
  const body = await compressed(page.body, encoding)
  const sent = ready(page, body, encoding)
  page.sent.set(encoding, sent)
  return sent
}

/** Each encoding has a tag of its own: caches may join their parts otherwise. */
function ready(page: Page, body: Buffer, encoding: Encoding): Sent {
  const tag = `"${page.tag}${encoding === 'identity' ? '' : `-${encoding}`}"`
  const head: string[] = []
  for (const [name, value] of Object.entries({
    ...page.headers,
    'content-length': body.length,
    'content-encoding': encoding === 'identity' ? undefined : encoding,
    etag: tag,
  }))
    if (value !== undefined) for (const one of [value].flat()) head.push(name, String(one))
  return { body, tag, head }
}
