// Lists of cases as feeds: what is new in the government, or in a list with its filters (an agency's, a topic's, a district's, those
// that are overdue, a search).
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { archivedStages, liveStages, publicStages } from '../../domain/proposals/proposal.ts'
import { toldMet } from '../../domain/record/told-by-day.ts'
import {
  checkedQuery,
  everything,
  type ListQuery,
  listAddress,
  pagesOf,
  type Sort,
} from '../../domain/search/list-query.ts'
import { listRowsOf, type RowView, rowViews } from '../../domain/search/list-rows.ts'
import { idsAndTotal } from '../../domain/search/list-store.ts'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { type FeedEntry, type FeedFormat, feedFormats } from '../../platform/web/feed.ts'
import type { Stage } from '../../schema/values.ts'
import { datesFor, sendFeed } from '../shared/feeds.ts'
import { outcomeKey, stageKey } from '../shared/stage-words.ts'

type List = { name: 'proposals' | 'archive' | 'search' | 'feed'; stages: readonly Stage[]; sort: Sort }

const lists: readonly List[] = [
  { name: 'feed', stages: publicStages, sort: 'newest' },
  { name: 'proposals', stages: liveStages, sort: 'newest' },
  { name: 'archive', stages: archivedStages, sort: 'answered' },
  { name: 'search', stages: publicStages, sort: 'newest' },
]

/** `/:gov/feed.atom`, `/:gov/proposals.atom`, `/:gov/archive.atom`, `/:gov/search.atom`, and each as `.feed.json`. */
export const listFeedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  for (const list of lists)
    for (const format of feedFormats)
      app.get(`/${list.name}.${format}`, { schema: { querystring: wholeQuery } }, async (request, reply) => {
        const asked = await checkedQuery(db.reads, request.government.id, request.query)
        return show(list, format, request, reply, asked)
      })

  async function show(
    { name, stages, sort }: List,
    format: FeedFormat,
    request: FastifyRequest,
    reply: FastifyReply,
    asked: ListQuery,
  ) {
    const { government, t } = request
    if (asked.stage.some((stage) => !stages.includes(stage))) throw httpError(400, 'pages.list.wrong.stage')
    const query: ListQuery = { ...asked, sort: asked.sort ?? sort }
    const at = now()
    const { ids, total } = await idsAndTotal(db.reads, government.id, query, at, stages)
    const rows = await rowViews(db.reads, government.id, await listRowsOf(db.reads, ids), at)
    const page = name === 'feed' ? 'search' : name
    const own = { ...asked, page: everything.page }
    return sendFeed(request, reply, format, {
      title: name === 'feed' ? t('feeds.everything') : t(`pages.${name}.title`),
      subtitle: t('feeds.cases', { count: total, n: formatNumber(total) }),
      page: listAddress(`/${government.slug}/${page}`, own),
      at: (of, number) => listAddress(`/${government.slug}/${name}.${of}`, { ...asked, page: number }),
      number: asked.page,
      pages: pagesOf(total, query),
      since: startOfDay(localDate(at, government.timeZone), government.timeZone),
      entries: rows.map((row) => entryOf(row, request, at)),
    })
  }
}

function entryOf(row: RowView, request: FastifyRequest, at: Date): FeedEntry {
  const { language, t } = request
  const metOn = toldMet(row, request.government.timeZone) // its moment is that of a person
  const happened = [row.publishedAt, metOn, row.extendedAt, row.answeredAt, row.endedAt, row.reconsideredAt]
  const categories = [
    { code: `stage:${row.stage}`, name: t(stageKey(row)) },
    ...(row.topic ? [{ code: `topic:${row.topicCode}`, name: localised(row.topic, language) }] : []),
    ...(row.district ? [{ code: `district:${row.districtCode}`, name: localised(row.district, language) }] : []),
    ...(row.agencyName ? [{ code: `agency:${row.agencyCode}`, name: localised(row.agencyName, language) }] : []),
  ]
  return {
    ...{ id: row.path, page: row.path, categories, published: row.publishedAt },
    title: row.titleHidden ? t('case.title_hidden', { number: row.number }) : row.title,
    summary: summaryOf(row, request, at),
    // a closing that comes later is no news yet
    updated: happened.reduce<Date>((last, one) => (one && one > last && one <= at ? one : last), row.submittedAt ?? at),
  }
}

/** Where it stands, in a sentence or two. */
function summaryOf(row: RowView, request: FastifyRequest, at: Date): string {
  const { t } = request
  const { date, dueDay } = datesFor(request, at)
  const s = row.state
  const counted =
    row.count === null
      ? t('share.count_unsaid')
      : row.publishedAt && row.threshold
        ? t('feeds.counted', { n: formatNumber(row.count), of: formatNumber(row.threshold) })
        : null
  const where = {
    gathering: () => row.closesBefore && t('feeds.closes', { date: date(dueDay(row.closesBefore)) }),
    closed: () => t('pages.row.closed'),
    review: () => row.answerDueBefore && t('feeds.due', { date: date(dueDay(row.answerDueBefore)) }),
    overdue: () => row.answerDueBefore && t('feeds.overdue', { date: date(dueDay(row.answerDueBefore)) }),
    answered: () => row.answeredAt && t('pages.row.answered_on', { date: date(row.answeredAt) }),
    last_seen: () => null,
    looked_at_again: () => null,
    ended: () => null,
  }[s.is]()
  const outcome = row.outcome ? t(outcomeKey(row.outcome)) : t(stageKey(row))
  return [where, counted].reduce<string>(
    (first, second) => (second ? t('feeds.then', { first, second }) : first),
    outcome,
  )
}
