// The register of commitments as a feed, with the register's filters: what is open by its day, then what has ended.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { referenceOf } from '../../domain/answers/commitment.ts'
import { readRegisterQuery, registerAddress } from '../../domain/answers/register-query.ts'
import { commitmentsOn, countCommitments } from '../../domain/answers/register-store.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { pageOf } from '../../lib/paging.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { feedFormats } from '../../platform/web/feed.ts'
import { datesFor, sendFeed } from '../shared/feeds.ts'

/** `/:gov/commitments.atom` and `.feed.json`. */
export const commitmentFeedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  for (const format of feedFormats)
    app.get(`/commitments.${format}`, { schema: { querystring: wholeQuery } }, async (request, reply) => {
      const { government, language, t } = request
      const { timeZone } = government
      const at = now()
      const moment = { at, timeZone, today: localDate(at, timeZone) }
      const [agencies, topics] = [agenciesOf(db.reads, government.id), topicsOf(db.reads, government.id)]
      const read = readRegisterQuery(request.query, await agencies, await topics)
      if (!read.ok) throw httpError(400, `answers.register.wrong.${read.wrong}`)
      const { query } = read
      const total = await countCommitments(db.reads, government.id, query, moment)
      const page = pageOf(total, query.page)
      if (!page) throw httpError(404, 'answers.register.past_end')
      const rows = await commitmentsOn(db.reads, government.id, query, moment, page)
      const { date } = datesFor(request, at)
      const base = `/${government.slug}/commitments`
      return sendFeed(request, reply, format, {
        title: t('answers.register.title'),
        subtitle: t('answers.register.found', { count: total, n: formatNumber(total) }),
        page: registerAddress(base, { ...query, page: 1 }),
        at: (of, number) => registerAddress(`${base}.${of}`, { ...query, page: number }),
        number: page.page,
        pages: page.pages,
        since: startOfDay(localDate(at, government.timeZone), government.timeZone),
        entries: rows.map((c) => {
          const path = `${base}/${referenceOf(c.number, c.commitmentNumber)}`
          const moments = [c.reportedAt, c.checkedAt, c.closedAt, c.handedOverAt, c.update?.writtenAt]
          const agency = localised(c.agency.name, language)
          return {
            ...{ id: path, page: path, title: c.what, published: null },
            summary: t('feeds.commitment', { agency, date: date(c.dueOn), state: t(`case.promise.${c.state}`) }),
            updated: moments.reduce<Date>((last, one) => (one && one > last ? one : last), new Date(0)),
            categories: [{ code: `agency:${c.agency.code}`, name: agency }],
          }
        }),
      })
    })
}
