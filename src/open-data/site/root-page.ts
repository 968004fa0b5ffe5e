// What somebody sees first who opens the folder of a copy: what it is, and each government in each language. Pure.
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { escaped } from './rewrite.ts'
import type { SiteCopy } from './site-copy.ts'

export function rootPage({
  governments,
  languages,
  origin,
  at,
}: Pick<SiteCopy, 'governments' | 'languages' | 'origin' | 'at'>): string {
  const zone = governments[0]?.timeZone ?? 'UTC'
  const parts = languages.map((language) => {
    const t = translator(language)
    const places = governments.map(
      ({ slug, name }) => `<li><a href="${language}/${slug}/index.html">${escaped(localised(name, language))}</a></li>`,
    )
    const words = t('data.copy.taken', { origin, date: localDate(at, zone) })
    return `<section lang="${language}"><h2>${escaped(t('frame.language'))}</h2><p>${escaped(words)}</p><ul>${places.join('')}</ul></section>`
  })
  const title = `Fuyi 附議: ${escaped(new URL(origin).host)}`
  return `<!doctype html>
<html lang="${languages[0]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="static/built/site.css"></head>
<body><main class="page plain-page"><h1>${title}</h1>${parts.join('\n')}</main></body></html>
`
}
