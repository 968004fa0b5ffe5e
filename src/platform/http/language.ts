// ?lang= (kept in a cookie), cookie, Accept-Language, the government's first.
import type { IncomingMessage } from 'node:http'
import '@fastify/cookie'
import plugin from 'fastify-plugin'
import { usualLanguage } from '../../config.ts'
import { known } from '../../lib/memoize.ts'
import { languages, negotiated, translator } from '../i18n/i18n.ts'
import { cookieIn, languageCookie, overHttps } from './cookies.ts'
import type { Deps } from './deps.ts'
import { wordIn } from './query.ts'

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
const wanted = known((header) => negotiated(header, languages), 1000, 200)
