// What the front page and the lists say of themselves to search engines.
import type { FastifyRequest } from 'fastify'
import type { RowView } from '../../domain/search/list-rows.ts'
import { localised } from '../../lib/localised.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { type About, feedAt } from '../../platform/web/about.ts'
import type { Rules } from '../../schema/values.ts'

type Asked = Pick<FastifyRequest, 'government' | 'language' | 't'>

export function aboutFront({ government, language, t }: Asked, rules: Rules): About {
  const path = `/${government.slug}`
  const city = localised(government.name, language)
  const description = t('share.front', { name: city, n: formatNumber(rules.threshold), count: rules.answerMonths })
  return {
    description,
    path,
    data: `/api/v1${path}/proposals`,
    feed: feedAt(`${path}/feed`, t('feeds.everything')),
    facts: (origin) => ({
      '@type': 'WebSite',
      '@id': origin + path,
      url: origin + path,
      name: t('frame.title', { name: city }),
      description,
      inLanguage: government.languages,
      publisher: { '@type': 'GovernmentOrganization', name: city },
      potentialAction: {
        '@type': 'SearchAction',
        target: `${origin}${path}/search?q={words}`,
        'query-input': 'required name=words',
      },
    }),
  }
}

/** `path`: the address of just this list; `data`: the same as JSON. */
export function aboutList(
  { government, language, t }: Asked,
  room: 'proposals' | 'archive' | 'search',
  path: string,
  data: string,
  rows: RowView[],
): About {
  const description = t(`share.lists.${room}`, { name: localised(government.name, language) })
  return {
    description,
    path,
    data,
    feed: feedAt(path, t(`pages.${room}.title`)),
    facts: (origin) => ({
      '@type': 'CollectionPage',
      '@id': origin + path,
      url: origin + path,
      name: t(`pages.${room}.title`),
      description,
      isPartOf: { '@type': 'WebSite', url: `${origin}/${government.slug}` },
      mainEntity: {
        '@type': 'ItemList',
        itemListElement: rows.map((row, i) => ({ '@type': 'ListItem', position: i + 1, url: origin + row.path })),
      },
    }),
  }
}
