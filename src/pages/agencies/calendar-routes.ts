// The public due dates of an agency, for any calendar program to subscribe to.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { dueDaysOf } from '../../domain/answers/due-days.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { calendarOf } from '../../lib/icalendar.ts'
import { localised } from '../../lib/localised.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { codeParams } from '../shared/params.ts'

/** `/:gov/agencies/:code/calendar.ics`. */
export const calendarRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  app.get('/agencies/:code/calendar.ics', { schema: { params: codeParams } }, async (request, reply) => {
    const { government, language, t } = request
    const agency = (await agenciesOf(db.reads, government.id)).find(({ code }) => code === request.params.code)
    if (!agency) return reply.callNotFound()
    const at = now()
    const days = await sharedWithinSecond(db.reads, `due days ${agency.id}`, at, 0, () =>
      dueDaysOf(db.reads, agency.id, government.timeZone),
    )
    const origin = originOf(request, config.origin)
    const { host } = new URL(origin)
    const text = calendarOf(
      t('pages.calendar.name', { agency: localised(agency.name, language) }),
      days.map(({ id, kind, day, number, title }) => ({
        uid: `${kind}-${id}@${host}`,
        day,
        summary: t(`pages.calendar.${kind}`, { title }),
        description: t('pages.calendar.case', { number }),
        url: `${origin}${proposalPath(government, number)}`,
      })),
      at,
    )
    return reply.type('text/calendar; charset=utf-8').send(text)
  })
}
