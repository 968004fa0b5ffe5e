// What search engines may list: pages for everybody that stay, and lists without words. All else says so in a header, also what is
// added later: a results page for each word that somebody types, a form or a file is nothing that anybody should find by a search.
import plugin from 'fastify-plugin'
import type { Deps } from '../../platform/http/deps.ts'

const listed = new Set([
  '/',
  '/:gov',
  '/:gov/proposals',
  '/:gov/archive',
  '/:gov/proposals/:number',
  '/:gov/agencies',
  '/:gov/agencies/:code',
  '/:gov/commitments',
  '/:gov/commitments/:id',
  '/figures',
  '/:gov/figures',
  '/:gov/data',
  '/:gov/data/api',
  '/:gov/log',
  '/:gov/privacy',
  '/:gov/accessibility',
  '/:gov/sitemap',
  // what pages need to be drawn, and the pictures that previews show
  '/static/*',
  '/:gov/theme-:print.css',
  '/:gov/proposals/:number/card-:language.png',
])

/** Whether an address may be listed: its route, and what was typed into it. */
function mayBeListed(route: string | undefined, address: string): boolean {
  if (route === undefined) return false
  const isHelp = route === '/:gov/help' || route.startsWith('/:gov/help/')
  if (!listed.has(route.replace(/\/$/, '') || '/') && !isHelp) return false
  const asked = new URLSearchParams(address.split('?')[1] ?? '')
  return !asked.getAll('q').some(Boolean)
}

/** A demonstration is not listed at all: its content is invented. */
export const indexing = plugin(async (app, { config }: Deps) => {
  app.addHook('onRequest', (request, reply, done) => {
    if (config.demonstration || !mayBeListed(request.routeOptions.url, request.url))
      reply.header('x-robots-tag', 'noindex')
    done()
  })
})
