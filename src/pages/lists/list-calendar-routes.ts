// Lists of cases as calendars: when co-signing closes and when an answer is due, of a list with its filters or of a search.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { liveStages } from '../../domain/proposals/proposal.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { idBatches } from '../../domain/search/list-batches.ts'
import { checkedQuery } from '../../domain/search/list-query.ts'
import { listRowsOf, type RowView, rowViews } from '../../domain/search/list-rows.ts'
import { lastDay } from '../../lib/calendar.ts'
import { type CalendarDay, calendarOf } from '../../lib/icalendar.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { originOf } from '../../platform/http/security.ts'

/** Days of one calendar at most: programs fetch it every few hours. The cases with the lowest numbers. */
const mostDays = 2000

type Dated = { kind: 'closing' | 'answer'; day: string; row: RowView }

/** `/:gov/proposals.ics` and `/:gov/search.ics`, with the filters of the list. Only live cases have a day to come. */
export const listCalendarRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  for (const list of ['proposals', 'search'] as const)
    app.get(`/${list}.ics`, { schema: { querystring: wholeQuery } }, async (request, reply) => {
      const { government, t } = request
      const query = await checkedQuery(db.reads, government.id, request.query)
      const live = query.stage.filter((stage) => liveStages.includes(stage))
      if (list === 'proposals' && live.length < query.stage.length) throw httpError(400, 'pages.list.wrong.stage')
      const at = now()
      keptWhile(request, () => whileTrue(deps, government.id, at))
      const dated: Dated[] = []
      const isNone = query.stage.length > 0 && live.length === 0 // what has ended has no day to come
      const batches = isNone ? [] : idBatches(db.reads, government.id, { ...query, stage: live }, at, liveStages)
      for await (const ids of batches) {
        const rows = await rowViews(db.reads, government.id, await listRowsOf(db.reads, ids), at)
        dated.push(...rows.flatMap((row) => datesOf(row, government.timeZone)))
        if (dated.length >= mostDays) break
      }
      const origin = originOf(request, config.origin)
      const { host } = new URL(origin)
      const days = dated
        .slice(0, mostDays)
        .sort((a, b) => (a.day === b.day ? (a.row.path < b.row.path ? -1 : 1) : a.day < b.day ? -1 : 1))
        .map(({ kind, day, row }): CalendarDay => {
          const title = row.titleHidden ? t('case.title_hidden', { number: row.number }) : row.title
          return {
            // the address of a case stays, whatever its row is called
            ...{ uid: `${kind}-${government.slug}-${row.number}@${host}`, day, url: `${origin}${row.path}` },
            summary: t(`pages.calendar.${kind}`, { title }),
            description: t('pages.calendar.case', { number: row.number }),
          }
        })
      reply.type('text/calendar; charset=utf-8')
      return calendarOf(t('pages.calendar.of_list', { list: t(`pages.${list}.title`) }), days, at)
    })
}

/** A date of which only its source knows whether it was kept is none of ours. */
function datesOf(row: RowView, timeZone: string): Dated[] {
  if (row.state.is === 'gathering' && row.closesBefore)
    return [{ kind: 'closing', day: lastDay(row.closesBefore, timeZone), row }]
  const isWaiting = row.state.is === 'review' || row.state.is === 'overdue'
  return isWaiting && row.answerDueBefore ? [{ kind: 'answer', day: lastDay(row.answerDueBefore, timeZone), row }] : []
}
