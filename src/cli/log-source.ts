// Where `fuyi verify log` reads a log and what is shown beside it: here a server; a folder: log-folder.ts.
import type { LogSource } from '../domain/log/read-log.ts'
import type { ShownCase } from '../domain/log/verify.ts'
import { type TileName, tilePath } from '../lib/tiles.ts'

export type Shown = {
  timeZone: string
  /** every case that is listed */
  all: () => AsyncIterable<ShownCase>
  /** one case, also where it is hidden or was withdrawn; null where there is none */
  one: (number: string) => Promise<ShownCase | null>
}
export type Place = {
  name: string
  /** a copy that follows its log: it may be a minute behind what was seen there */
  isMirror?: boolean
  log: LogSource
  policy: () => Promise<string | null>
  /** its keys, signed by each other; null where it has no such list */
  keys: () => Promise<string | null>
  /** of a copy: the checkpoint from before its cases were read; null where cases are read now */
  begun: () => Promise<string | null>
  shown: () => Promise<Shown | null>
}

const patience = 30_000 // ms for one file

async function fetched(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(patience), headers: { accept: 'application/json, */*' } })
  } catch (error) {
    throw new Error(`${url} cannot be reached: ${(error as Error).message}`)
  }
}
async function textAt(url: string): Promise<string | null> {
  const reply = await fetched(url)
  if (reply.status === 404) return null
  if (!reply.ok) throw new Error(`${url} answers ${reply.status}.`)
  return reply.text()
}

const tileAt = (base: string) => async (name: TileName) => {
  const reply = await fetched(`${base}/tile/${tilePath(name)}`)
  return reply.ok ? Buffer.from(await reply.arrayBuffer()) : null
}

/** A log as somebody else keeps it: no cases beside it. */
const mirrorAt = (base: string): Place => ({
  name: base,
  isMirror: true,
  log: { checkpoint: () => textAt(`${base}/checkpoint`), tile: tileAt(base) },
  policy: () => textAt(`${base}/policy`),
  keys: async () => null,
  begun: async () => null,
  shown: async () => null,
})

/** `https://host/gov/log`, or without `/log`; or `https://host/mirror/HASH`. */
export function placeAt(address: string): Place {
  const url = new URL(address)
  const mirror = /^\/mirror\/[0-9a-f]{64}(?=\/?$)/.exec(url.pathname)
  if (mirror) return mirrorAt(`${url.origin}${mirror[0]}`)
  const [slug = ''] = url.pathname.split('/').filter(Boolean)
  const [base, api] = [`${url.origin}/${slug}/log`, `${url.origin}/api/v1`]
  const caseAt = async (number: string): Promise<ShownCase | null> => {
    const reply = await fetched(`${api}/${slug}/proposals/${number}`)
    if (reply.status === 404) return null
    if (!reply.ok && reply.status !== 410) throw new Error(`Case ${number} cannot be read: ${reply.status}.`)
    return (await reply.json()) as ShownCase
  }
  return {
    name: base,
    log: {
      checkpoint: () => textAt(`${base}/checkpoint`),
      tile: tileAt(base),
      days: async () => {
        const feed = JSON.parse((await textAt(`${base}/days.feed.json`)) ?? '{"items":[]}') as {
          items: { id: string }[]
        }
        const days = feed.items.flatMap(({ id }) => /\/days\/([\d-]{10})$/.exec(id)?.[1] ?? [])
        const texts = await Promise.all(days.map((day) => textAt(`${base}/days/${day}`)))
        return days.flatMap((day, i) => (texts[i] === null ? [] : [{ day, text: texts[i]! }]))
      },
    },
    policy: () => textAt(`${base}/policy`),
    keys: () => textAt(`${base}/keys`),
    begun: async () => null,
    shown: async () => {
      const { data } = JSON.parse((await textAt(`${api}/governments`)) ?? '{"data":[]}') as {
        data: { code: string; time_zone: string }[]
      }
      const government = data.find(({ code }) => code === slug)
      if (!government) throw new Error(`There is no government at ${url.origin}/${slug}.`)
      return {
        timeZone: government.time_zone,
        one: caseAt,
        async *all() {
          let next: string | null = `${api}/${slug}/proposals?cursor=*&per_page=100`
          while (next) {
            const page: { data: ShownCase[]; links: { next: string | null } } = JSON.parse((await textAt(next)) ?? '')
            yield* page.data
            next =
              page.links.next && `${url.origin}${new URL(page.links.next).pathname}${new URL(page.links.next).search}`
          }
        },
      }
    },
  }
}
