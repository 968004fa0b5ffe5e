// The checkpoint with which each day of a log ended: as a feed, and as a file a day that never changes.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { dayOf, daysOf } from '../../domain/log/cosigned.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { feedFormats } from '../../platform/web/feed.ts'
import { datesFor, sendFeed } from '../shared/feeds.ts'

const dayParams = z.looseObject({ day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) })
const inFeed = 30

/** `/:gov/log/days.atom` and `.feed.json`, `/:gov/log/days/:day`. */
export const logDayRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  for (const format of feedFormats)
    app.get(`/log/days.${format}`, async (request, reply) => {
      const { government, t } = request
      const at = now()
      const { date } = datesFor(request, at)
      const days = await daysOf(db.reads, government.id, localDate(at, government.timeZone), inFeed)
      const base = `/${government.slug}/log`
      return sendFeed(request, reply, format, {
        ...{ title: t('log.days.title'), subtitle: t('log.days.words'), page: base },
        at: (of) => `${base}/days.${of}`,
        ...{ number: 1, pages: 1, since: government.createdAt },
        entries: days.map(({ day, size, checkpoint, keptAt }) => ({
          ...{ id: `${base}/days/${day}`, page: `${base}/days/${day}` },
          title: t('log.days.entry', { day: date(day), n: formatNumber(size) }),
          ...{ summary: checkpoint, published: keptAt, updated: keptAt, categories: [] },
        })),
      })
    })

  app.get('/log/days/:day', { schema: { params: dayParams } }, async (request, reply) => {
    const { government, params } = request
    const isOver = params.day < localDate(now(), government.timeZone)
    const found = isOver ? await dayOf(db.reads, government.id, params.day) : null
    if (!found) throw httpError(404)
    reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=31536000, immutable')
    return reply.type('text/plain; charset=utf-8').send(found.checkpoint)
  })
}
