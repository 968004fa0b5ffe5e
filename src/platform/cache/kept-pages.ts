// The pages of one application that everybody may share, kept for about a second, and longer while nothing that they show has
// changed; and those that are being made, for which others wait instead of making them too.
import { LRUCache } from 'lru-cache'
import { type CachedPage, sizeOf } from './page.ts'

const staleFor = 1000 // ms after a page counts as new, while one request makes the next
const mostAtOnce = 4 // stale pages that are made again at one moment; more would slow all of them
const mostBytes = 24_000_000
const longestWait = 5000 // ms for the request that makes a page; then each makes its own

export type KeptPages = ReturnType<typeof keptPages>

/** Bounded in bytes; the least recently used go first, and what would take more than an eighth of the room is not kept. */
export const pageStore = (most: number) =>
  new LRUCache<string, CachedPage>({
    maxSize: most,
    maxEntrySize: Math.floor(most / 8),
    sizeCalculation: sizeOf,
  })

/** `sharedFor`: how long a page counts as new, in ms. */
export function keptPages(sharedFor: number) {
  const pages = pageStore(mostBytes)
  const underWay = new Map<string, Promise<CachedPage | null>>()
  const lookedAt = new Map<string, Promise<CachedPage | null>>()
  // On SQLite a page is made in one go: many who ask at one moment would all make one before anybody is answered.
  let restUntil = 0

  return {
    /** The page that may go out now. */
    atHand(key: string): CachedPage | undefined {
      const page = pages.get(key)
      const now = performance.now()
      if (!page || now >= page.endsAt) return undefined
      const isMany = underWay.size + lookedAt.size >= mostAtOnce
      const mayBeStale = isMany || now < restUntil || underWay.has(key) || lookedAt.has(key)
      return now < page.freshUntil + (mayBeStale ? staleFor : 0) ? page : undefined
    },

    /** The page that somebody makes at this moment; null where none came of it. Undefined where nobody makes it. */
    underWay: (key: string): Promise<CachedPage | null> | undefined => underWay.get(key),

    /**
     * Asks of the page that is no longer new whether it is as it was, and takes it for new then; null where it is not. Undefined where
     * there is none to ask of.
     */
    renewed(key: string): Promise<CachedPage | null> | undefined {
      const known = lookedAt.get(key)
      if (known) return known
      const page = pages.get(key)
      if (!page?.stillTrue || performance.now() >= page.endsAt) return undefined
      const looking = page
        .stillTrue(page.begunAt)
        .catch(() => null) // whoever makes the page meets the same trouble, and says so
        .then((at) => {
          lookedAt.delete(key)
          if (at === null) page.stillTrue = null
          else page.freshUntil = at + sharedFor
          return at === null ? null : page
        })
      lookedAt.set(key, looking)
      return looking
    },

    /** After it was sent in one more encoding: it takes more room, or less. */
    measure(key: string, page: CachedPage): void {
      if (pages.peek(key) === page) pages.set(key, page)
    },

    /** A page that was made before, and is true now. */
    keep(key: string, page: CachedPage): void {
      pages.set(key, page)
    },

    /** From now on others wait. Call what it returns with the page, or with null where there is none to share. */
    begin(key: string): (page: CachedPage | null) => void {
      const begunAt = performance.now()
      let settle: (page: CachedPage | null) => void = () => {}
      const made = new Promise<CachedPage | null>((resolve) => {
        const timer = setTimeout(() => settle(null), longestWait)
        timer.unref()
        settle = (page) => {
          clearTimeout(timer)
          if (underWay.get(key) === made) underWay.delete(key)
          if (page) {
            const now = performance.now()
            page.begunAt = begunAt
            page.freshUntil = now + sharedFor
            pages.set(key, page)
            restUntil = now + Math.min(now - begunAt, staleFor / 2) // at most half the time goes into pages that can still go out
          }
          resolve(page)
        }
      })
      underWay.set(key, made)
      return settle
    },
  }
}
