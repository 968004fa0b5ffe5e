// Live cases, the archive, and a search in every stage: filters as a plain form, pages.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasOverdue } from '../../domain/figures/statistics.ts'
import { subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { agenciesOf, districtsOf, topicsOf } from '../../domain/governments/store.ts'
import { chosenFor } from '../../domain/notifications/follow-store.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { archivedStages, liveStages, publicStages } from '../../domain/proposals/proposal.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { searchKept } from '../../domain/search/finds-case.ts'
import { checkedQuery, everything, type ListQuery, listAddress, pagesOf } from '../../domain/search/list-query.ts'
import { proposalYearsOf } from '../../domain/search/list-store.ts'
import { searchPage } from '../../domain/search/search.ts'
import { unsaidIn } from '../../domain/search/unsaid.ts'
import { pagerOf } from '../../lib/paging.ts'
import { keptWhile } from '../../platform/cache/cache.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import type { Query } from '../../platform/http/query.ts'
import { wholeQuery } from '../../platform/http/query-schemas.ts'
import { feedAt } from '../../platform/web/about.ts'
import { drawnOnce } from '../../platform/web/fragment-cache.ts'
import { render } from '../../platform/web/view.ts'
import { type FollowPanel, followPanel } from '../shared/follow-view.ts'
import { calendarAt, casesTaken, wholeList } from '../shared/taken.ts'
import { aboutList } from './about-lists.ts'
import { topicsFor } from './by-topic.ts'
import { caseTyped, leadTo } from './go-to-number.ts'
import { formOf, type List } from './list-form.ts'

const live: List = {
  nav: 'proposals',
  stages: liveStages,
  offered: liveStages,
  outcomes: [],
  answered: ['overdue'],
  sorts: ['newest', 'closing', 'most_signed', 'waiting'],
}
const archive: List = {
  nav: 'archive',
  stages: archivedStages,
  offered: ['last_seen'],
  outcomes: [
    'adopted',
    'partly',
    'under_study',
    'not_adopted',
    'answered',
    'expired',
    'refused',
    'merged',
    'withdrawn',
  ],
  answered: ['in_time', 'late'],
  sorts: ['answered', 'newest', 'most_signed'],
}

/** For who asks whether somebody has proposed it already. */
const every: List = {
  nav: 'search',
  stages: publicStages,
  offered: publicStages,
  outcomes: ['adopted', 'partly', 'under_study', 'not_adopted', 'answered'],
  answered: ['in_time', 'late', 'overdue'],
  sorts: ['newest', 'most_signed', 'answered', 'closing'],
}
const navOf = { proposals: 'live', archive: 'archive', search: 'search' } as const

/** `/:gov/proposals`, `/:gov/archive` and `/:gov/search`. */
export const listRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  for (const [address, list] of [
    ['/proposals', live],
    ['/archive', archive],
    ['/search', every],
  ] as const)
    app.get(address, { schema: { querystring: wholeQuery } }, (request, reply) =>
      show(list, request, reply, request.query),
    )

  async function show(list: List, request: FastifyRequest, reply: FastifyReply, typed: Query) {
    const { government, t } = request
    const at = now()
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const asked = await checkedQuery(db.reads, government.id, typed)
    // a stage of the other list would always find nothing
    if (asked.stage.some((stage) => !list.stages.includes(stage))) throw httpError(400, 'pages.list.wrong.stage')
    if (asked.answered && !list.answered.includes(asked.answered)) throw httpError(400, 'pages.list.wrong.answered')
    const meant = await caseTyped(db.reads, government.id, asked.q)
    if (meant !== null) return leadTo(request, reply, meant)
    const sort = asked.sort ?? (asked.q ? 'relevance' : list.sorts[0]!)
    const load = () => searchPage(db.reads, government.id, { ...asked, sort }, at, list.stages)
    const name = `list ${government.id} ${list.nav} ${JSON.stringify(asked)}`
    const [found, topics, agencies, districts, years, isOverdue] = await Promise.all([
      sharedWithinSecond(db.reads, name, at, lastWriteAt(request), load),
      topicsOf(db.reads, government.id),
      agenciesOf(db.reads, government.id),
      districtsOf(db.reads, government.id),
      proposalYearsOf(db.reads, government.id),
      hasOverdue(db.reads, at, government.id),
    ])
    const { rows, total, close, elsewhere, facets } = found
    const follow = await followed(request, asked)
    const pages = pagesOf(total, asked)
    const path = `/${government.slug}/${list.nav}`
    // a form sends what is left empty too: the address bar gets the short form
    if (request.headers['hx-request'] === 'true') reply.header('hx-push-url', listAddress(path, asked))
    const names = { topic: topics, agency: agencies, district: districts }
    const form = formOf(list, { asked, sort, path, names, years, facets, isOverdue }, request)
    const take = listAddress(`/api/v1/${government.slug}/proposals`, asked, {
      stage: asked.stage.length ? asked.stage : [...list.stages],
      page: 1,
    })
    return render(request, reply, 'lists/list', {
      title: t(`pages.${list.nav}.title`),
      about: aboutList(request, list.nav, listAddress(path, asked), take, rows),
      nav: navOf[list.nav],
      room: list.nav,
      answeredFirst: list === every && sort === 'relevance',
      query: asked,
      ...form,
      action: path,
      total,
      once: drawnOnce(request, found, follow?.chosen ?? ''),
      unsaid: await unsaidIn(db.reads, government.id, asked, list.stages),
      rows,
      follow,
      pager: pagerOf({ page: asked.page, pages }, (page) => listAddress(path, asked, { page })),
      ...{ close, elsewhere },
      everywhere: asked.q && list !== every ? addressOf(every, government.slug, asked.q) : null,
      unfiltered: addressOf(list, government.slug, asked.q),
      byTopic: await topicsFor(db.reads, request, path, list.stages, asked),
      take: {
        ...casesTaken(government.slug, wholeList(take), t, take),
        feed: feedAt(listAddress(path, asked), '').atom,
        ...(list === archive ? {} : { calendar: calendarAt(listAddress(path, asked)) }),
      },
      mayPropose: asked.q ? list !== archive : !form.applied.length,
    })
  }

  /** As what a list can be followed: whatever narrows it. Null of the whole list. Only who is signed in has chosen something. */
  async function followed(request: FastifyRequest, query: ListQuery): Promise<FollowPanel | null> {
    const { government, person } = request
    const kept = searchKept(query)
    if (!kept) return null
    const subject = person && (await subjectOf(db.reads, government, subjectKey('search', kept)))
    const chosen = subject && (await chosenFor(db.reads, await accountsBeside(db.reads, person), subject.what))
    return followPanel(request, government.slug, ['search', kept], chosen, false)
  }
}

/** A list searched for these words, and not filtered. */
const addressOf = (list: List, slug: string, q: string): string =>
  listAddress(`/${slug}/${list.nav}`, everything, { q })
