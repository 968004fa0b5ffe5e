// What a page says of itself to search engines, and to whatever shows a preview where its address is passed on.
import { firstOf, fits } from '../../lib/graphemes.ts'
import type { Html } from './html.ts'

/** All of it is for everybody: nothing here may depend on who looks. */
export type About = {
  /** a sentence or two, at most about 160 characters; the frame has the government's own */
  description?: string
  /** the page's one address, as a path: the same page at other addresses is not listed beside it */
  path?: string
  /** the same as JSON, as a path */
  data?: string
  /** what is new of it, as feeds, by their paths */
  feed?: { title: string; atom: string; json: string }
  /** a picture of 1200 × 630, as a path, and what stands in it */
  card?: { path: string; words: string }
  isArticle?: boolean
  /** the page can be shown as a card in other sites' pages (oEmbed) */
  isEmbeddable?: boolean
  /** in schema.org's words, without `@context`; `null` and `undefined` are left out */
  facts?: (origin: string) => object
}

/** The feeds of a page, by its address with its filters: every page of a list has those of the first. */
export function feedAt(address: string, title: string): NonNullable<About['feed']> {
  const [path = '', query] = address.split('?')
  const asked = new URLSearchParams(query)
  asked.delete('page')
  const of = (ending: string) => `${path}.${ending}${asked.size ? `?${asked}` : ''}`
  return { title, atom: of('atom'), json: of('feed.json') }
}

/** The beginning of a text in one line of at most `most` characters, the dots included: search engines show about as many. */
export function beginningOf(text: string, most = 120): string {
  const line = text
    .slice(0, most * 20) // more than any character needs
    .replace(/\s+/g, ' ')
    .trim()
  if (fits(line, most)) return line
  const whole = firstOf(line, most - 1).replace(/\s\S{0,30}$/u, '') // a Latin word is not cut in the middle
  return `${whole.trimEnd()}…`
}

/**
 * As a data block, which a browser does not run: no policy is against it. What would end the block, or open another one, is
 * written in another way that JSON reads the same.
 */
export function dataBlock(facts: object): Html {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...facts }, (_, value) => value ?? undefined)
  const safe = json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `<script type="application/ld+json">${safe}</script>` as Html
}
