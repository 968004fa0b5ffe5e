// Addresses that are typed or copied from paper: capitals in a government's name, full-width digits and other dashes in a case's
// number. They lead to the address itself.
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { caseNumberMeant } from '../../lib/case-number.ts'

/** What the pages of a case begin with: where its number stands. */
const numbered = new Set(['proposals', 'desk'])

/** The same address as we write it; null where it is so already, or means something that we do not know. `path`: without a query. */
export function meantAddress(path: string): string | null {
  const [, ...parts] = path.split('/')
  const data = parts[0]?.toLowerCase() === 'api' ? 2 : 0 // /api/v1/:gov/…
  const meant = parts.map((part, i) => {
    if (i <= data) return wordMeant(part)
    if (i === data + 2 && numbered.has(parts[data + 1]!)) return numberMeant(part)
    return part
  })
  const address = `/${meant.join('/')}`
  return address === path ? null : address
}

/** Top-level words and governments are small letters alone. */
function wordMeant(part: string): string {
  const word = decoded(part).normalize('NFKC').trim().toLowerCase()
  return /^[a-z][a-z0-9-]*$/.test(word) ? word : part
}

function numberMeant(part: string): string {
  const [, name = '', ending = ''] = /^(.*?)(\.(?:json|csv|ndjson|parquet))?$/i.exec(decoded(part)) ?? []
  const number = caseNumberMeant(name)
  return number === null ? part : `${number}${ending.toLowerCase()}`
}

/** Addresses that cannot be decoded were refused before. */
const decoded = (part: string) => decodeURIComponent(part)

/** Registered before what looks at an address. */
export const meantAddresses = plugin(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return
    const [path = '', query] = request.url.split('?')
    // most addresses: nothing in them that we would write differently
    if (/^\/[a-z][a-z0-9-]*(\/[a-z0-9._-]*)*$/.test(path) && !/\/(\d{2,3}-\d|\d{4}-0\d{4})/.test(path)) return
    const meant = meantAddress(path)
    if (meant !== null) return reply.redirect(query === undefined ? meant : `${meant}?${query}`, 301)
  })
})
