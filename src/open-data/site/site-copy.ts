// What every part of a static copy is given: whom it asks for pages, where it writes, and what it knows of cases elsewhere.
import { and, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Government } from '../../domain/governments/government.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import type { Target } from './addresses.ts'
import { asCopy, casesIn, escaped } from './rewrite.ts'
import type { SiteFolder } from './site-folder.ts'

/** What the application answers at an address to somebody who reads this language and is not signed in. */
export type Ask = (address: string, language: string) => Promise<{ status: number; type: string; bytes: Buffer }>

/** Asks the application itself, without a network. */
export function askOf(app: FastifyInstance, origin: string): Ask {
  const { host } = new URL(origin)
  return async (url, language) => {
    const headers = { host, 'accept-language': language, 'accept-encoding': 'identity' }
    const reply = await app.inject({ method: 'GET', url, headers })
    return { status: reply.statusCode, type: String(reply.headers['content-type']), bytes: reply.rawPayload }
  }
}

export type SiteCopy = ReturnType<typeof siteCopy>

/** Processes that draw beside this one. Null while they have enough to do. */
export type Helpers = {
  /** Some cases. By the id of each, the files beside those that every case has. */
  draw(slug: string, ids: string[]): Promise<Map<string, string[]>> | null
  /** Pages, files, or the formats of one table. What they link to. */
  copy(slug: string, targets: Target[]): Promise<Target[]> | null
}

const rememberedCases = 20_000

export function siteCopy(given: {
  db: Db
  ask: Ask
  folder: SiteFolder
  governments: readonly Government[]
  languages: readonly string[]
  /** of the live platform, without a slash at its end */
  origin: string
  at: Date
  /** false: some governments are left out, so the page of all is as well */
  isWhole: boolean
  helpers?: Helpers
  /** where another process copies what pages are drawn with: hears of each once */
  toldAsset?: (target: Target) => void
}) {
  const { db, ask, folder, governments, languages, origin, isWhole, toldAsset } = given
  const ids = new Map(governments.map(({ slug, id }) => [slug, id]))
  const listed = new LRUCache<string, boolean>({ max: rememberedCases })
  const assets = new Set<string>()

  async function lookUp(html: string): Promise<void> {
    for (const { slug, number } of casesIn(html)) {
      const key = `${slug} ${number}`
      const governmentId = ids.get(slug)
      if (listed.has(key) || !governmentId) continue
      listed.set(key, (await prepared(db, listedQuery).execute({ governmentId, number })).length > 0)
    }
  }

  function has({ kind, language, file, of, address }: Target): boolean {
    if (!languages.includes(language)) return false
    if (kind === 'asset') return true
    if (of) return listed.get(`${of.slug} ${of.number}`) ?? false
    if (address === '/' || !file.includes('/', file.indexOf('/') + 1)) return isWhole
    const slug = file.split('/')[1]!
    return ids.has(slug) || (slug === 'api' && isWhole)
  }

  return {
    ...given,
    /** From here on links lead to it. */
    isIn: (slug: string, number: string) => listed.set(`${slug} ${number}`, true),
    /** Asks for a page and writes it. What it links to is given to `found`; what it is drawn with is copied at once. */
    async page(target: Target, found: (target: Target) => void): Promise<void> {
      const { status, type, bytes } = await ask(target.address, target.language)
      if (!type.startsWith('text/html'))
        throw new Error(`${target.address} answered ${status} ${type}, which is no page.`)
      const html = bytes.toString()
      await lookUp(html)
      const used: Target[] = []
      const { file, language, address } = target
      const around = { file, language, origin, address, has, ...notes(language) }
      const copied = asCopy(html, around, (one) => (one.kind === 'asset' ? used.push(one) : found(one)))
      for (const asset of used) await copyAsset(asset)
      await folder.write(file, copied)
    },
    /** Asks for a file and writes it as it is. */
    async file({ address, language, file }: Target): Promise<void> {
      const { status, bytes } = await ask(address, language)
      if (status !== 200) throw new Error(`${address} answered ${status}.`)
      await folder.write(file, bytes)
    },
    assets: assets as ReadonlySet<string>,
    asset: copyAsset,
  }

  async function copyAsset(target: Target): Promise<void> {
    const { address, language, file } = target
    if (assets.has(file)) return
    assets.add(file)
    if (toldAsset) return toldAsset(target)
    const { status, bytes } = await ask(address, language)
    if (status !== 200) throw new Error(`${address} answered ${status}.`)
    await folder.write(file, bytes)
  }
}

const listedQuery = (db: Db) =>
  db
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      and(
        eq(proposals.governmentId, placeholder('governmentId')),
        eq(proposals.number, placeholder('number')),
        isListed,
      ),
    )

/** What stands on each page of a copy. `live` is escaped already. */
function notes(language: string) {
  const t = translator(language)
  const link = (live: string, words: string) => `<a href="${live}">${words}</a>`
  return {
    note: (live: string) =>
      `<p class="notice" role="note">${escaped(t('data.copy.note'))} ${link(live, escaped(t('data.copy.live')))}</p>`,
    insteadOfForm: (live: string) => `<p class="small quiet">${link(live, escaped(t('data.copy.form')))}</p>`,
  }
}
