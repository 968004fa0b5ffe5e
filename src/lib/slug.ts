// What may stand first in an address. Top-level words of our own can't be a government's slug.
const reserved = new Set([
  'sign-in',
  'sign-out',
  'me',
  'api',
  'static',
  'demo',
  'healthz',
  'readyz',
  'metrics',
  'catalog.jsonld',
  'unsubscribe',
  'confirm',
  'invitation',
  'help',
  'search',
  'admin',
  'favicon.ico',
  'robots.txt',
])

/** Two to thirty small Latin letters, digits and hyphens, beginning with a letter. */
export const isSlug = (word: string): boolean => /^[a-z][a-z0-9-]{1,29}$/.test(word) && !reserved.has(word)
