// ?lang= (kept in a cookie), cookie, Accept-Language, else the usual language.
import type { IncomingMessage } from 'node:http'
import '@fastify/cookie'
import plugin from 'fastify-plugin'
import Negotiator from 'negotiator'
import { usualLanguage } from '../../config.ts'
import { memoize } from '../../lib/memoize.ts'
import { languages, type Translate, translator } from '../i18n/i18n.ts'
import { cookieIn, languageCookie, overHttps } from './cookies.ts'
import type { Deps } from './deps.ts'
import { wordIn } from './query.ts'

declare module 'fastify' {
  interface FastifyRequest {
    language: string
    t: Translate
  }
}

export const languageHook = plugin(async (app, { config }: Pick<Deps, 'config'>) => {
  const attributes = {
    path: '/',
    maxAge: 31_536_000,
    sameSite: 'lax',
    httpOnly: true,
    secure: overHttps(config),
  } as const
  app.decorateRequest('language', usualLanguage)
  app.decorateRequest('t')
  app.addHook('onRequest', async (request, reply) => {
    const lang = wordIn(request.query, 'lang')
    const asked = typeof lang === 'string' && languages.includes(lang) ? lang : undefined
    if (asked) reply.setCookie(languageCookie, asked, attributes)
    request.language = asked ?? languageOf(request)
    request.t = translator(request.language)
  })
})

/** The visitor's language, where the address does not say. */
export function languageOf(request: Pick<IncomingMessage, 'headers'>): string {
  const kept = cookieIn(request.headers.cookie, languageCookie)
  if (kept && languages.includes(kept)) return kept
  return wanted(request.headers['accept-language'] ?? '') ?? languages[0]!
}

/** Few browsers send headers of their own. */
const wanted = memoize((header) => preferredLanguage(header, languages), 1000, 200)

const longest = 200 // characters of a header that are read; browsers send 60

/**
 * The best of `offered` for an Accept-Language header: the reader's own order decides, and for each language the same tag comes
 * before the same script (zh-TW is zh-Hant), and that before any other script of the language. `*` takes the first offered.
 */
export function preferredLanguage(header: string, offered: readonly string[]): string | undefined {
  for (const tag of new Negotiator({ headers: { 'accept-language': header.slice(0, longest) } }).languages()) {
    if (tag === '*') return offered[0]
    const asked = localeOf(tag)
    const found =
      offered.find((code) => code.toLowerCase() === tag.toLowerCase()) ??
      offered.find(
        (code) => asked && localeOf(code)?.script === asked.script && localeOf(code)?.language === asked.language,
      ) ??
      offered.find((code) => asked && localeOf(code)?.language === asked.language)
    if (found) return found
  }
  return undefined
}

/** A tag with its likely script; null where it is no language tag. */
function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return null
  }
}
