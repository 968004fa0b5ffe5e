// What is said of a case where its address is passed on: a description, the words of its card, and what schema.org calls it.

import { createHash } from 'node:crypto'
import type { Government } from '../../domain/governments/government.ts'
import type { CaseRow } from '../../domain/proposals/public-proposal.ts'
import { isoWithOffset } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import { type About, beginningOf, feedAt } from '../../platform/web/about.ts'
import { outcomeKey, stageKey } from '../shared/stage-words.ts'
import type { CardWords } from './card.ts'
import type { Clock } from './case-view.ts'

type Shown = {
  proposal: CaseRow
  clock: Clock
  textHidden: boolean
  problem: string
  topic: { name: Government['name'] } | null
}
type Place = Pick<Government, 'slug' | 'name' | 'timeZone' | 'languages'>

/** How many co-signed it, in words; that nobody knows, where its source does not say it. */
function countOf({ count, threshold }: CaseRow, t: Translate): string {
  if (count === null) return t('share.count_unsaid')
  return threshold
    ? t('share.count_of', { n: formatNumber(count), of: formatNumber(threshold) })
    : t('share.count', { n: formatNumber(count), count })
}

/** What the card says. */
export function wordsOfCase(
  { proposal: p, clock, textHidden }: Omit<Shown, 'problem' | 'topic'>,
  government: Place,
  language: string,
  t: Translate,
): CardWords {
  return {
    title: textHidden ? t('case.title_hidden', { number: p.number }) : p.title,
    count: countOf(p, t),
    status: statusOf(p, clock, t),
    share: p.threshold && p.count !== null ? Math.min(1, p.count / p.threshold) : null,
    number: p.number ?? '',
    government: t('frame.title', { name: localised(government.name, language) }),
  }
}

/** Where its address is handed on: as text for whatever the telephone offers, and as addresses that work without scripts. */
export type Sharing = { title: string; url: string; line: string; mail: string; poster: string }

/** `url`: the case's own, with its origin. */
function sharingOf(
  shown: Omit<Shown, 'problem' | 'topic'>,
  government: Place,
  request: { language: string; t: Translate },
  url: string,
): Sharing {
  const { language, t } = request
  const { title, count, status } = wordsOfCase(shown, government, language, t)
  const text = t('share.message', { title, count, status })
  return {
    title,
    url,
    line: `https://line.me/R/share?text=${encodeURIComponent(`${text}\n${url}`)}`,
    mail: `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${text}\n${url}\n`)}`,
    poster: `${proposalPath(government, shown.proposal.number)}/poster`,
  }
}

/** The one thing that matters now, in a few words. */
export function statusOf(
  p: Pick<CaseRow, 'stage' | 'outcome' | 'source' | 'publishedAt' | 'reconsideredAt'>,
  clock: Clock,
  t: Translate,
): string {
  switch (clock.kind) {
    case 'open':
      return clock.days === 0 ? t('case.last_day') : t('case.days_left', { count: clock.days })
    case 'due':
      return clock.days === 0 ? t('case.due_today') : t('case.due_in', { count: clock.days })
    case 'overdue':
      return t('share.overdue', { count: clock.days })
    case 'paused':
      return t('case.paused')
    case 'closed':
      return t('case.closed')
    case 'answered':
      return p.outcome && p.outcome !== 'answered'
        ? t('share.answered', { outcome: t(outcomeKey(p.outcome)) })
        : t('stage.resolved')
    case 'last_seen':
      return t(p.source ? `case.last_seen.${p.source.stage}` : 'stage.last_seen')
    case 'none':
      return t(stageKey(p))
  }
}

/** For a case that everybody may see. */
function aboutCase(shown: Shown, government: Place, language: string, t: Translate): About {
  const { proposal: p, textHidden, problem } = shown
  const words = wordsOfCase(shown, government, language, t)
  const path = proposalPath(government, p.number)
  const line = { count: words.count, status: words.status }
  const description =
    textHidden || !problem ? t('share.line', line) : t('share.described', { ...line, words: beginningOf(problem) })
  return {
    description,
    path,
    data: `${path}.json`,
    feed: feedAt(`${path}/timeline`, words.title),
    card: {
      path: `${path}/card-${language}.png?v=${printOf(words)}`,
      words: t('share.card', { title: words.title, ...line }),
    },
    isArticle: true,
    isEmbeddable: true,
    facts: (origin) => ({
      '@type': 'CreativeWork',
      '@id': origin + path,
      url: origin + path,
      identifier: p.number,
      name: words.title,
      description,
      inLanguage: government.languages[0],
      creativeWorkStatus: p.stage,
      dateCreated: p.submittedAt && isoWithOffset(p.submittedAt, government.timeZone),
      datePublished: p.publishedAt && isoWithOffset(p.publishedAt, government.timeZone),
      author: p.authorName && !textHidden ? { '@type': 'Person', name: p.authorName } : null,
      about: shown.topic && localised(shown.topic.name, language),
      publisher: {
        '@type': 'GovernmentOrganization',
        name: localised(government.name, language),
        url: `${origin}/${government.slug}`,
      },
      interactionStatistic: p.count !== null && {
        '@type': 'InteractionCounter',
        interactionType: { '@type': 'EndorseAction' },
        userInteractionCount: p.count,
      },
      license: 'https://data.gov.tw/license',
      isAccessibleForFree: true,
      encoding: { '@type': 'MediaObject', encodingFormat: 'application/json', contentUrl: `${origin}${path}.json` },
    }),
  }
}

type PassedOn = { about: About; sharing: Sharing | null }
const passed = new WeakMap<object, Map<string, PassedOn>>()

/** Both for one view of a case that everybody may see: put together once for all who share it. `url`: as for `sharingOf`. */
export function passedOn(
  shown: Shown,
  government: Place,
  request: { language: string; t: Translate },
  url: string,
): PassedOn {
  const known = passed.get(shown) ?? new Map<string, PassedOn>()
  passed.set(shown, known)
  const key = `${request.language} ${url}`
  const made = known.get(key) ?? {
    about: aboutCase(shown, government, request.language, request.t),
    sharing: shown.textHidden ? null : sharingOf(shown, government, request, url),
  }
  known.set(key, made)
  return made
}

/** With other words the card has another address: who shows previews keeps what an address gave for weeks. */
const printOf = (words: CardWords): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('base64url').slice(0, 10)
