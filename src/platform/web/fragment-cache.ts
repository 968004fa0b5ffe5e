// Parts of a page that are the same for everybody, drawn once for all who share what was read for them (platform/db/read-cache.ts).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import type { Html } from './html.ts'

export type Once = (part: string, draw: () => Html) => Html

/** Draws it each time: in place of a cache where nothing may be kept. */
export const eachTime: Once = (_, draw) => draw()

declare module 'fastify' {
  interface FastifyInstance {
    /** what was drawn, by what was read for it, as long as that lives */
    drawn: WeakMap<object, Map<string, Html>>
  }
}

export const fragmentCache = plugin(async (app: FastifyInstance) => {
  app.decorate('drawn', new WeakMap())
})

/**
 * `what` was read; the parts live as long as it does. `variant` is what they vary by besides the language. Whoever is not
 * signed in shares the whole page (platform/cache/cache.ts), and nobody else would ask for its parts.
 */
export function drawnOnce({ person, language, server }: FastifyRequest, what: object, variant = ''): Once {
  if (!person) return eachTime
  const parts = server.drawn.get(what) ?? new Map<string, Html>()
  server.drawn.set(what, parts)
  return (part, draw) => {
    const key = `${language} ${variant} ${part}`
    const known = parts.get(key) ?? draw()
    parts.set(key, known)
    return known
  }
}
