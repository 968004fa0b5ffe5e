// robots.txt and sitemaps, as their protocols have them (RFC 9309, https://www.sitemaps.org/protocol.html). Pure.

/** What no robot needs: people's own pages, forms, the desk, and files that are made for whoever asks. */
const closed = [
  '/me',
  '/sign-in',
  '/unsubscribe/',
  '/invitation/',
  '/demo/',
  '/*/desk',
  '/*/proposals/new',
  '/*/proposals/drafts/',
  '/*/follows',
]

/** `everything`: nothing here is real, so nothing is to be found. */
export const robotsTxt = (origin: string, everything: boolean): string =>
  everything
    ? 'User-agent: *\nDisallow: /\n'
    : `User-agent: *\n${closed.map((path) => `Disallow: ${path}\n`).join('')}\nSitemap: ${origin}/sitemap.xml\n`

type Mapped = { url: string; changed: string | null }

/** `changed`: ISO 8601 with offset; null where nobody knows, and then it is not said. */
export const urlSet = (urls: Mapped[]): string =>
  xml('urlset', urls.map((one) => `<url>${address(one)}</url>`).join('\n'))
export const siteMapIndex = (maps: Mapped[]): string =>
  xml('sitemapindex', maps.map((one) => `<sitemap>${address(one)}</sitemap>`).join('\n'))

const address = ({ url, changed }: Mapped) =>
  `<loc>${escaped(url)}</loc>${changed === null ? '' : `<lastmod>${changed}</lastmod>`}`
const xml = (root: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${inside}\n</${root}>\n`
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
