// Live cases, the archive, and a search in every stage: filters as a plain form, pages.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { numbersOf } from '../../domain/figures/statistics.ts'
import { subjectKey, subjectOf } from '../../domain/following/subject.ts'
import { agenciesOf, districtsOf, topicsOf } from '../../domain/governments/store.ts'
import { chosenFor } from '../../domain/notifications/follow-store.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { archivedStages, liveStages, publicStages } from '../../domain/proposals/proposal.ts'
import { whileTrue } from '../../domain/record/shown.ts'
import { searchKept } from '../../domain/search/finds-case.ts'
import {
  checkedQuery,
  everything,
  type ListQuery,
  listAddress,
  pagesOf,
  type Sort,
} from '../../domain/search/list-query.ts'
import { proposalYearsOf } from '../../domain/search/list-store.ts'
import { searchPage } from '../../domain/search/search.ts'
import { type Localised, localised } from '../../lib/localised.ts'
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
import type { Choice } from '../../platform/web/parts.ts'
import { render } from '../../platform/web/view.ts'
import type { Outcome, Stage } from '../../schema/values.ts'
import { type FollowPanel, followPanel } from '../shared/follow-view.ts'
import { outcomeKey } from '../shared/stage-words.ts'
import { calendarAt, casesTaken, wholeList } from '../shared/taken.ts'
import { aboutList } from './about-lists.ts'
import { topicsFor } from './by-topic.ts'
import { filtersFor } from './filters.ts'
import { caseTyped } from './go-to-number.ts'
import type { ListPage } from './list-pages.ts'

type List = {
  nav: 'proposals' | 'archive' | 'search'
  stages: readonly Stage[]
  /** stages that its form offers: what has an outcome is found by that */
  offered: readonly Stage[]
  outcomes: readonly Outcome[]
  answered: readonly NonNullable<ListQuery['answered']>[]
  sorts: readonly Sort[]
}

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
    const { government, language, t } = request
    const at = now()
    keptWhile(request, () => whileTrue(deps, government.id, at))
    const asked = await checkedQuery(db.reads, government.id, typed)
    // a stage of the other list would always find nothing
    if (asked.stage.some((stage) => !list.stages.includes(stage))) throw httpError(400, 'pages.list.wrong.stage')
    if (asked.answered && !list.answered.includes(asked.answered)) throw httpError(400, 'pages.list.wrong.answered')
    const meant = await caseTyped(db.reads, request, government.id, asked.q)
    if (meant !== null) return reply.redirect(meant, 303)
    const sort = asked.sort ?? (asked.q ? 'relevance' : list.sorts[0]!)
    const load = () => searchPage(db.reads, government.id, { ...asked, sort }, at, list.stages)
    const name = `list ${government.id} ${list.nav} ${JSON.stringify(asked)}`
    const [found, topics, agencies, districts, years, numbers] = await Promise.all([
      sharedWithinSecond(db.reads, name, at, lastWriteAt(request), load),
      topicsOf(db.reads, government.id),
      agenciesOf(db.reads, government.id),
      districtsOf(db.reads, government.id),
      proposalYearsOf(db.reads, government.id),
      numbersOf(db.reads, at, government.id),
    ])
    const { rows, total, close, facets } = found
    const follow = await followed(request, asked)
    const isOverdue = (numbers.get(government.id)?.overdue ?? 0) > 0
    const pages = pagesOf(total, asked)
    const path = `/${government.slug}/${list.nav}`
    // a form sends what is left empty too: the address bar gets the short form
    if (request.headers['hx-request'] === 'true') reply.header('hx-push-url', listAddress(path, asked))
    const names = { topic: topics, agency: agencies, district: districts }
    const chips = applied(path, asked, names, request)
    const { menu, tells } = filtersFor(facets, t)
    const coded = (list: Named[]) => list.map(({ code, name }) => ({ value: code, label: localised(name, language) }))
    const worded = <V extends string | number>(values: readonly V[], label: (value: V) => string): Choice[] =>
      values.map((value) => ({ value: String(value), label: label(value) }))
    const take = listAddress(`/api/v1/${government.slug}/proposals`, asked, {
      stage: asked.stage.length ? asked.stage : [...list.stages],
      page: 1,
    })
    const sorts = asked.q ? ['relevance' as const, ...list.sorts] : list.sorts
    return render(request, reply, 'lists/list', {
      title: t(`pages.${list.nav}.title`),
      about: aboutList(request, list.nav, listAddress(path, asked), take, rows),
      nav: navOf[list.nav],
      room: list.nav,
      query: asked,
      sorts: sorts.map((value, i) => ({
        value: i === 0 ? '' : value,
        label: t(`pages.sort.${value}`),
        picked: value === sort,
      })),
      action: path,
      total,
      once: drawnOnce(request, found, follow?.chosen ?? ''),
      rows,
      ticks: [
        menu(
          'outcome',
          worded(list.outcomes, (value) => t(outcomeKey(value))),
          asked.outcome,
        ),
        menu(
          'stage',
          worded(list.offered, (value) => t(`stage.${value}`)),
          asked.stage,
        ),
        // boxes, not a menu: "since 2024" is several years
        menu(
          'year',
          worded(years, (year) => t('pages.list.of_year', { year })),
          asked.year,
        ),
      ].filter(tells),
      menus: [
        menu(
          'answered',
          worded(
            list.answered.filter((value) => value !== 'overdue' || asked.answered === value || isOverdue),
            (value) => t(`pages.answered.${value}`),
          ),
          asked.answered,
        ),
        menu('agency', coded(agencies), asked.agency),
        menu('topic', coded(topics), asked.topic),
        menu('district', coded(districts), asked.district),
      ].filter(tells),
      applied: chips,
      follow,
      pager: pagerOf({ page: asked.page, pages }, (page) => listAddress(path, asked, { page })),
      close,
      everywhere: asked.q && list !== every ? addressOf(every, government.slug, asked.q) : null,
      unfiltered: addressOf(list, government.slug, asked.q),
      byTopic: await topicsFor(db.reads, request, path, list.stages, asked),
      take: {
        ...casesTaken(government.slug, wholeList(take), t, take),
        feed: feedAt(listAddress(path, asked), '').atom,
        ...(list === archive ? {} : { calendar: calendarAt(listAddress(path, asked)) }),
      },
      mayPropose: asked.q ? list !== archive : !chips.length,
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

type Named = { code: string; name: Localised }

/** What narrows the list, each with the address of the list without it. */
function applied(
  path: string,
  query: ListQuery,
  names: { [name in 'topic' | 'agency' | 'district']: Named[] },
  { t, language }: Pick<FastifyRequest, 't' | 'language'>,
): ListPage['applied'] {
  const without = (change: Partial<ListQuery>) => listAddress(path, query, { ...change, page: 1 })
  const nameOf = (kind: keyof typeof names, value: string) =>
    localised(names[kind].find((n) => n.code === value)!.name, language)
  const chips = [
    ...query.stage.map((v) => ({
      label: t(`stage.${v}`),
      href: without({ stage: query.stage.filter((x) => x !== v) }),
    })),
    ...query.outcome.map((v) => ({
      label: t(outcomeKey(v)),
      href: without({ outcome: query.outcome.filter((x) => x !== v) }),
    })),
    ...(['topic', 'agency', 'district'] as const).flatMap((kind) =>
      query[kind].map((v) => ({
        label: nameOf(kind, v),
        href: without({ [kind]: query[kind].filter((x) => x !== v) }),
      })),
    ),
    ...query.year.map((year) => ({
      label: t('pages.list.of_year', { year }),
      href: without({ year: query.year.filter((x) => x !== year) }),
    })),
  ]
  if (query.answered)
    chips.push({ label: t(`pages.answered.${query.answered}`), href: without({ answered: undefined }) })
  return chips
}
