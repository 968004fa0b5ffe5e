// ?lang= (kept in a cookie), cookie, Accept-Language, the government's first.
import '@fastify/cookie'
import plugin from 'fastify-plugin'
import { languages, negotiated, translator } from './i18n.ts'

export const languageHook = plugin(async (app) => {
  app.decorateRequest('language', 'zh-Hant')
  app.decorateRequest('t')
  app.addHook('onRequest', async (request, reply) => {
    const { lang } = request.query as { lang?: unknown }
    const asked = typeof lang === 'string' && languages.includes(lang) ? lang : undefined
    if (asked) reply.setCookie('lang', asked, { path: '/', maxAge: 31_536_000, sameSite: 'lax', httpOnly: true })
    const kept = request.cookies.lang
    request.language =
      asked ??
      (kept && languages.includes(kept) ? kept : undefined) ??
      negotiated(request.headers['accept-language'], languages) ??
      languages[0]!
    request.t = translator(request.language)
  })
})
