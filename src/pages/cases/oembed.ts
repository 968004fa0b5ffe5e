// A case as a card in somebody else's page (https://oembed.com): a picture in a link. It needs no script and no frame, tells nobody who
// reads that page, and shows what is so now, since the picture is drawn when it is asked for. Pure.

/** Of the card as it is drawn, in pixels. */
const card = { width: 1200, height: 630 }
const usual = 600

type Embedded = { title: string; words: string; url: string; picture: string; provider: string; origin: string }

/** `most`: what the embedding page has room for, in pixels. */
export function oembed(of: Embedded, most: { width?: number | undefined; height?: number | undefined }) {
  const width = Math.floor(
    Math.min(usual, most.width ?? usual, ((most.height ?? card.height) * card.width) / card.height),
  )
  const height = Math.round((width * card.height) / card.width)
  return {
    version: '1.0',
    type: 'rich',
    title: of.title,
    provider_name: of.provider,
    provider_url: of.origin,
    cache_age: 300, // s
    thumbnail_url: of.picture,
    thumbnail_width: card.width,
    thumbnail_height: card.height,
    html: `<a href="${escaped(of.url)}"><img src="${escaped(of.picture)}" width="${width}" height="${height}" alt="${escaped(of.words)}"></a>`,
    width,
    height,
  }
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
