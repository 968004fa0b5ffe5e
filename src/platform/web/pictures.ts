// Pictures that are drawn when they are asked for. Whoever asks for many of them waits, and nobody waits for them: one is drawn at a
// time, in a thread of libuv's; at most half the time goes into drawing; and each is kept.
import { setTimeout } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { httpError } from '../http/http-error.ts'
import { type Letters, letterCase } from './letters.ts'

const mostBytes = 16_000_000
const freshFor = 60_000 // ms: a count that grows with every press does not draw a new picture for each
const mostWaiting = 8
const longestRest = 1000 // ms
const pixelBytes = 1200 * 630 * 4
const busyFor = 5 // s, told to whoever comes after those

/** `key` names what is drawn, `looks` is everything that decides how it looks; `text` has every character that `svg` asks for. */
type Picture = { key: string; looks: string; text: string; svg: (letters: Letters) => string }

type Kept = { looks: string; drawnAt: number; png: Buffer }

/**
 * Gives a PNG. Where a picture has come to look otherwise, the kept one goes out until it is a minute old. Throws 503 with
 * Retry-After where too many wait to be drawn.
 */
export function pictureMaker(): (picture: Picture) => Promise<Buffer> {
  const lettersOf = letterCase()
  const kept = new LRUCache<string, Kept>({ maxSize: mostBytes, sizeCalculation: ({ png }) => png.length + 500 })
  const underWay = new Map<string, Promise<Buffer>>()
  let free: Promise<unknown> = Promise.resolve()

  async function make({ key, looks, text, svg }: Picture): Promise<Buffer> {
    const began = performance.now()
    try {
      const { renderAsync } = await import('@resvg/resvg-js')
      const image = await renderAsync(svg(await lettersOf(text)), { font: { loadSystemFonts: false } })
      const png = image.asPng()
      // V8 does not see the 3 MB of pixels behind `image`, and would let hundreds of them lie: 500 MB, measured. This it counts.
      new ArrayBuffer(2 * pixelBytes)
      kept.set(key, { looks, drawnAt: performance.now(), png })
      return png
    } finally {
      underWay.delete(key)
      free = setTimeout(Math.min(performance.now() - began, longestRest), null, { ref: false })
    }
  }

  return async (picture) => {
    const { key, looks } = picture
    const known = kept.get(key)
    if (known && (known.looks === looks || performance.now() - known.drawnAt < freshFor)) return known.png
    const begun = underWay.get(key)
    if (begun) return begun
    if (underWay.size >= mostWaiting) throw Object.assign(httpError(503), { retryAfter: busyFor })
    const before = [...underWay.values()].at(-1)
    const made = (async () => {
      await before?.catch(() => {})
      await free
      return make(picture)
    })()
    underWay.set(key, made)
    return made
  }
}
