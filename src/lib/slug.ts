// What may stand first in an address. Top-level words of our own, and those browsers and crawlers ask for, can't be a government's slug.
const reserved = new Set(
  `about accessibility account admin administrator agencies api apple-touch-icon archive assets auth cancel catalog
  catalog.jsonld catalogue commitments confirm confirmations css demo desk docs dumps embed en error erasure export
  favicon favicon.ico feed feed.atom figures files fonts government governments healthz help home icons images img import
  index invitation invitations js language legal login logout mail manifest me metrics mirror new notifications oauth
  oembed oidc open-data openapi page passkeys people privacy proposals public readyz register robots robots.txt
  root rules search security session sessions settings sign-in sign-out sign-up signin signout sitemap sitemap.xml
  staff static status support system terms theme unsubscribe uploads user users verify well-known witness www zh-hant`.split(
    /\s+/,
  ),
)

/** Two to thirty-one small Latin letters, digits and hyphens, beginning with a letter. */
export const isSlug = (word: string): boolean => /^[a-z][a-z0-9-]{1,30}$/.test(word) && !reserved.has(word)

/** What names an agency or a list's entry in addresses and data: it never changes. */
export const isCode = (word: string): boolean => /^[a-z0-9][a-z0-9_-]{0,30}$/.test(word)
