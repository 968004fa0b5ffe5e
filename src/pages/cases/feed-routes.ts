// A case as a feed: each line of its timeline is an entry.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { foldedBatches } from '../../domain/proposals/batch-entries.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findShared } from '../../domain/proposals/store.ts'
import { textIsShown } from '../../domain/proposals/text-shown.ts'
import { endsDay } from '../../domain/record/told-by-day.ts'
import { localised } from '../../lib/localised.ts'
import { pageOf, readPageNumber } from '../../lib/paging.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { dataQuery, word } from '../../platform/http/query-schemas.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { plainMessage } from '../../platform/i18n/plain-message.ts'
import { feedFormats } from '../../platform/web/feed.ts'
import { datesFor, sendFeed } from '../shared/feeds.ts'
import { numberParams } from '../shared/params.ts'
import { loadCase } from './load-case.ts'
import { type PastItem, timelineOf } from './timeline.ts'

const perPage = 50
/** Of the day that ends at this moment. */
const lastSecond = (end: Date) => new Date(end.getTime() - 1000)
const oneFeed = { schema: { params: numberParams, querystring: dataQuery({ page: word }) } }

/** `/:gov/proposals/:number/timeline.atom` and `.feed.json`: the newest first. */
export const caseFeedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  for (const format of feedFormats)
    app.get(`/proposals/:number/timeline.${format}`, oneFeed, async (request, reply) => {
      const { government, language, t } = request
      const at = now()
      const since = lastWriteAt(request)
      const proposal = await findShared(db.reads, government.id, request.params.number, at, since)
      if (!proposal || !isThere(proposal)) return reply.callNotFound()
      if (proposal.hiddenAt) throw httpError(410)
      const { row, has } = await loadCase(db.reads, proposal.id, government, at, since)
      const shown = textIsShown(row)
      const told = timelineOf(has.timeline, { closes: null, due: null }, shown ? has.commitments : [], has.batches)
      const entries = foldedBatches(has.timeline)
        .toReversed()
        .map((entry, i) => ({ entry, line: told[i] as PastItem }))
      const { page: typed } = request.query
      const number = typed === undefined ? 1 : readPageNumber(typed)
      if (number === null) throw httpError(400)
      const page = pageOf(entries.length, number, perPage)
      if (!page) throw httpError(404, 'pages.list.past_end')
      const path = proposalPath(government, proposal.number)
      return sendFeed(request, reply, format, {
        title: shown ? row.title : t('case.title_hidden', { number: row.number }),
        subtitle: t('feeds.of_case', { number: row.number }),
        page: path,
        at: (of, number) => `${path}/timeline.${of}${number > 1 ? `?page=${number}` : ''}`,
        number: page.page,
        pages: page.pages,
        since: row.publishedAt ?? row.createdAt,
        entries: entries.slice(page.offset, page.offset + perPage).map(({ entry, line }) => {
          const words = sentenceOf(line, request, at)
          return {
            id: `${path}#${entry.id}`,
            ...{ page: path, title: words, summary: words },
            ...{
              published: endsDay(entry.kind) ? lastSecond(entry.occurredAt) : entry.occurredAt,
              updated: entry.recordedAt,
            },
            categories: entry.agency
              ? [{ code: `agency:${entry.agency.code}`, name: localised(entry.agency.name, language) }]
              : [],
          }
        }),
      })
    })
}

/** What the case's page says in views/cases/_entry.eta. */
function sentenceOf(e: PastItem, request: FastifyRequest, at: Date): string {
  const { t, language } = request
  const { date, dueDay, percent } = datesFor(request, at)
  return plainMessage(t, `case.entry.${e.words}`, {
    who: e.agency ? localised(e.agency, language) : t('case.entry_agency'),
    n: e.count === null ? '' : formatNumber(e.count),
    share: e.share === null ? '' : percent(e.share),
    was: e.was === null ? '' : formatNumber(e.was),
    into: e.into,
    what: e.what,
    verdict: e.verdict ? t(`answers.verdict.${e.verdict}`) : '',
    changed: e.changed.map((what) => t(`case.corrected.${what}`)).join(t('frame.and')),
    date: e.day ? date(e.day) : e.before ? date(dueDay(e.before)) : '',
  })
}
