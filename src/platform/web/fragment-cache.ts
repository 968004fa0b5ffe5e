// Parts of a page that are the same for everybody, drawn once for all who share what was read for them (platform/db/read-cache.ts).
import type { FastifyRequest } from 'fastify'

export type Once = (part: string, draw: () => string) => string

export const eachTime: Once = (_, draw) => draw()

const drawn = new WeakMap<object, Map<string, string>>()

/**
 * `what` was read; the parts live as long as it does. `variant` is what they vary by besides the language. Whoever is not
 * signed in shares the whole page (platform/cache/cache.ts), and nobody else would ask for its parts.
 */
export function drawnOnce({ person, language }: FastifyRequest, what: object, variant = ''): Once {
  if (!person) return eachTime
  const parts = drawn.get(what) ?? new Map<string, string>()
  drawn.set(what, parts)
  return (part, draw) => {
    const key = `${language} ${variant} ${part}`
    const known = parts.get(key) ?? draw()
    parts.set(key, known)
    return known
  }
}
