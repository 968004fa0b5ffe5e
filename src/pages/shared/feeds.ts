// Feeds of pages: what each says of itself, and how it goes out.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { localised } from '../../lib/localised.ts'
import { originOf } from '../../platform/http/security.ts'
import { formatsOf } from '../../platform/web/every-page.ts'
import { type Feed, type FeedEntry, type FeedFormat, feedAs, feedTypes } from '../../platform/web/feed.ts'

type FeedOfPage = {
  title: string
  subtitle: string
  /** path of the page that shows the same, with its filters */
  page: string
  /** path of the feed on one of its pages */
  at: Feed['at']
  number: number
  pages: number
  since: Date
  entries: FeedEntry[]
}

/** Sends it in the language of who asks. Paths become absolute addresses. */
export function sendFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  format: FeedFormat,
  feed: FeedOfPage,
): FastifyReply {
  const { government, language, t, server } = request
  const origin = originOf(request, server.publicOrigin)
  const name = localised(government.name, language)
  return reply.type(feedTypes[format]).send(
    feedAs(format, {
      ...feed,
      ...{ language, author: name, rights: t('feeds.rights', { name }) },
      title: t('feeds.title', { title: feed.title, site: t('frame.title', { name }) }),
      page: origin + feed.page,
      at: (of, number) => origin + feed.at(of, number),
      entries: feed.entries.map((entry) => ({
        ...entry,
        ...{ id: origin + entry.id, page: origin + entry.page },
      })),
    }),
  )
}

/** Dates as pages of this request write them. */
export const datesFor = ({ language, government }: FastifyRequest, at: Date) =>
  formatsOf(language, government.timeZone, government.dates, at)
