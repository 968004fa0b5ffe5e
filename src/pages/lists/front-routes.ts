// Where people arrive: all governments at `/`, and the front page of each.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { noNumbers, numbersOf } from '../../domain/figures/statistics.ts'
import { currentRules, listGovernments } from '../../domain/governments/store.ts'
import { liveStages } from '../../domain/proposals/proposal.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { checkedQuery, everything, listAddress, pagesOf } from '../../domain/search/list-query.ts'
import { rowViews } from '../../domain/search/list-rows.ts'
import { someProposals } from '../../domain/search/list-store.ts'
import { searchPage } from '../../domain/search/search.ts'
import { pagerOf } from '../../lib/paging.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { drawnOnce } from '../../platform/web/fragment-cache.ts'
import { render } from '../../platform/web/view.ts'
import { aboutFront } from './about-lists.ts'
import { caseTyped, leadTo } from './go-to-number.ts'

/** `/`: every government with its live numbers, and a search across them. */
export const homeRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/', { schema: { querystring: wholeQuery } }, async (request, reply) => {
    const at = now()
    const asked = await checkedQuery(db.reads, null, request.query)
    const typed = await caseTyped(db.reads, null, asked.q)
    if (typed !== null) return leadTo(request, reply, typed)
    const query = { ...everything, q: asked.q, page: asked.page }
    const [governments, numbers, found] = await Promise.all([
      listGovernments(db.reads),
      numbersOf(db.reads, at),
      query.q ? searchPage(db.reads, null, query, at) : null,
    ])
    const pages = found ? pagesOf(found.total, query) : 1
    return render(request, reply, 'lists/home', {
      title: request.t('pages.home.title'),
      about: { path: listAddress('/', query), data: '/api/v1/governments' },
      governments: governments.map((g) => ({ ...g, numbers: numbers.get(g.id) ?? noNumbers })),
      q: query.q,
      found,
      pager: pagerOf({ page: query.page, pages }, (page) => listAddress('/', query, { page })),
    })
  })
}

/** `/:gov`: what is open, what is overdue, what was answered. */
export const frontRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  app.get('/', { schema: { querystring: wholeQuery } }, async (request, reply) => {
    const at = now()
    const { government } = request
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const list = async (query: Partial<typeof everything>, per_page: number) => {
      const rows = await someProposals(db.reads, government.id, { ...everything, ...query, per_page }, at)
      return rowViews(db.reads, government.id, rows, at)
    }
    const load = async () => {
      const [closing, overdue, recent] = await Promise.all([
        list({ stage: [...liveStages], sort: 'closing' }, 5),
        list({ answered: 'overdue', sort: 'waiting' }, 5),
        list({ stage: ['resolved'], sort: 'answered' }, 5),
      ])
      return { closing, overdue, recent }
    }
    const [numbers, { rules }, found] = await Promise.all([
      numbersOf(db.reads, at, government.id),
      currentRules(db.reads, government.id, at),
      sharedWithinSecond(db.reads, `front ${government.id}`, at, lastWriteAt(request), load),
    ])
    return render(request, reply, 'lists/front', {
      title: request.t('pages.front.title'),
      about: aboutFront(request, rules),
      nav: 'front',
      once: drawnOnce(request, found),
      numbers: numbers.get(government.id) ?? noNumbers,
      rules,
      ...found,
      closing: found.closing.filter((c) => c.closesBefore && c.closesBefore > at),
    })
  })
}
