// What is new, for feed readers: one feed as Atom (RFC 4287, its pages by RFC 5005) and as JSON Feed 1.1. Pure.

/** Addresses are absolute. */
export type Feed = {
  title: string
  subtitle: string
  language: string
  /** the page that shows the same */
  page: string
  /** where this feed lies, of each format and page; page 1 has no number */
  at: (format: FeedFormat, page: number) => string
  number: number
  pages: number
  author: string
  rights: string
  /** where nothing is in it yet: the feed has to be of some moment */
  since: Date
  entries: FeedEntry[]
}

export type FeedEntry = {
  /** never changes */
  id: string
  page: string
  title: string
  summary: string
  published: Date | null
  updated: Date
  /** what it is about, as a code and a name */
  categories: { code: string; name: string }[]
}

export const feedFormats = ['atom', 'feed.json'] as const
export type FeedFormat = (typeof feedFormats)[number]
export const feedTypes: { [format in FeedFormat]: string } = {
  atom: 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
}

/** Atom, or JSON Feed. */
export const feedAs = (format: FeedFormat, feed: Feed): string => (format === 'atom' ? atomOf(feed) : jsonFeedOf(feed))

const updatedOf = ({ entries, since }: Feed): Date =>
  entries.reduce((last, { updated }) => (updated > last ? updated : last), entries[0]?.updated ?? since)

/** XML knows no way to write most control characters, nor half of a pair: they are left out. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const element = (name: string, text: string) => `<${name}>${xml(text)}</${name}>`
const link = (rel: string, href: string, type: string) => `<link rel="${rel}" type="${type}" href="${xml(href)}"/>`

function atomOf(feed: Feed): string {
  const { number, pages, at } = feed
  const type = 'application/atom+xml'
  const page = (rel: string, n: number, there: boolean) => (there ? [link(rel, at('atom', n), type)] : [])
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">`,
    element('id', at('atom', 1)),
    element('title', feed.title),
    element('subtitle', feed.subtitle),
    element('updated', updatedOf(feed).toISOString()),
    `<author>${element('name', feed.author)}</author>`,
    element('rights', feed.rights),
    '<generator>Fuyi</generator>',
    link('alternate', feed.page, 'text/html'),
    link('self', at('atom', number), type),
    ...page('first', 1, pages > 1),
    ...page('previous', number - 1, number > 1),
    ...page('next', number + 1, number < pages),
    ...page('last', pages, pages > 1),
    ...feed.entries.map(atomEntry),
    '</feed>',
    '',
  ].join('\n')
}

const atomEntry = (entry: FeedEntry): string =>
  [
    '<entry>',
    element('id', entry.id),
    element('title', entry.title),
    element('updated', entry.updated.toISOString()),
    ...(entry.published ? [element('published', entry.published.toISOString())] : []),
    link('alternate', entry.page, 'text/html'),
    ...entry.categories.map(({ code, name }) => `<category term="${xml(code)}" label="${xml(name)}"/>`),
    element('summary', entry.summary),
    '</entry>',
  ].join('\n')

function jsonFeedOf(feed: Feed): string {
  const { number, pages, at } = feed
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.subtitle,
    home_page_url: feed.page,
    feed_url: at('feed.json', number),
    ...(number < pages ? { next_url: at('feed.json', number + 1) } : {}),
    language: feed.language,
    authors: [{ name: feed.author }],
    _rights: { text: feed.rights },
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.page,
      title: entry.title,
      content_text: entry.summary,
      ...(entry.published ? { date_published: entry.published.toISOString() } : {}),
      date_modified: entry.updated.toISOString(),
      tags: entry.categories.map(({ name }) => name),
    })),
  })
}
