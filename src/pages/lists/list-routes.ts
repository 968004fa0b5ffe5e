// Live cases, and the archive: search, filters as a plain form, pages.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agenciesOf, districtsOf, topicsOf } from '../../domain/governments/store.ts'
import { archivedStages, liveStages } from '../../domain/proposals/proposal.ts'
import { type ListParameter, type ListQuery, listAddress, type Sort } from '../../domain/search/list-query.ts'
import { rowViews } from '../../domain/search/list-rows.ts'
import { listProposals, yearsOf } from '../../domain/search/list-store.ts'
import { checkedQuery, pagesOf } from '../../domain/search/validate-query.ts'
import { pagerOf } from '../../lib/paging.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { drawnOnce } from '../../platform/web/fragment-cache.ts'
import { render } from '../../platform/web/view.ts'
import type { Outcome, Stage } from '../../schema/values.ts'
import { caseTyped } from './go-to-number.ts'

type List = {
  nav: 'proposals' | 'archive'
  stages: readonly Stage[]
  outcomes: readonly Outcome[]
  answered: readonly NonNullable<ListQuery['answered']>[]
  sorts: readonly Sort[]
}

const live: List = {
  nav: 'proposals',
  stages: liveStages,
  outcomes: [],
  answered: ['overdue'],
  sorts: ['newest', 'closing', 'most_signed', 'waiting'],
}
const archive: List = {
  nav: 'archive',
  stages: archivedStages,
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

/** `/:gov/proposals` and `/:gov/archive`. */
export const listRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/proposals', (request, reply) => show(live, request, reply))
  app.get('/archive', (request, reply) => show(archive, request, reply))

  async function show(list: List, request: FastifyRequest, reply: FastifyReply) {
    const { government, t } = request
    const asked = await checkedQuery(db.reads, government.id, request.query)
    // a stage of the other list would always find nothing
    if (asked.stage.some((stage) => !list.stages.includes(stage))) throw httpError(400, 'pages.list.wrong.stage')
    const typed = await caseTyped(db.reads, request, government.id, asked.q)
    if (typed !== null) return reply.redirect(typed, 303)
    const sort = asked.sort ?? (asked.q ? 'relevance' : list.sorts[0]!)
    const at = now()
    const load = async () => {
      const { rows, total } = await listProposals(db.reads, government.id, { ...asked, sort }, at, list.stages)
      return { rows: await rowViews(db.reads, government.id, rows, at, asked.q), total }
    }
    const name = `list ${government.id} ${list.nav} ${JSON.stringify(asked)}`
    const [found, topics, agencies, districts, years] = await Promise.all([
      sharedWithinSecond(db.reads, name, at, lastWriteAt(request), load),
      topicsOf(db.reads, government.id),
      agenciesOf(db.reads, government.id),
      districtsOf(db.reads, government.id),
      yearsOf(db.reads, government.id),
    ])
    const { rows, total } = found
    const pages = pagesOf(total, asked)
    const path = `/${government.slug}/${list.nav}`
    // a form sends what is left empty too: the address bar gets the short form
    if (request.headers['hx-request'] === 'true') reply.header('hx-push-url', listAddress(path, asked))
    const data = {
      title: t(`pages.${list.nav}.title`),
      nav: list === live ? 'live' : 'archive',
      list,
      query: asked,
      sort,
      sorts: asked.q ? ['relevance', ...list.sorts] : list.sorts,
      action: path,
      total,
      once: drawnOnce(request, found),
      rows,
      choices: [
        choice(
          'answered',
          list.answered.map((value) => ({ value, words: t(`pages.answered.${value}`) })),
          asked.answered,
        ),
        choice('agency', agencies.map(coded), asked.agency),
        choice('topic', topics.map(coded), asked.topic),
        choice('district', districts.map(coded), asked.district),
        choice(
          'year',
          years.map((year) => ({ value: String(year), words: t('pages.list.of_year', { year }) })),
          asked.year,
        ),
      ].filter((c) => c.options.length),
      pager: pagerOf({ page: asked.page, pages }, (page) => listAddress(path, asked, { page })),
      other: asked.q ? otherList(list, government.slug, asked.q) : null,
      take: listAddress(`/api/v1/${government.slug}/proposals`, asked, {
        stage: asked.stage.length ? asked.stage : [...list.stages],
        page: 1,
      }),
    }
    const names = { topic: topics, agency: agencies, district: districts }
    return render(request, reply, 'lists/list', { ...data, applied: applied(path, asked, names) })
  }
}

/** The same words in the other list: whoever looks for their problem may not know whether it was answered already. */
function otherList(list: List, slug: string, q: string) {
  const { nav } = list === live ? archive : live
  return { nav, href: `/${slug}/${nav}?q=${encodeURIComponent(q)}` }
}

type Option = { value: string; words?: string; name?: { [language: string]: string } }

const coded = ({ code, name }: { code: string; name: { [language: string]: string } }): Option => ({
  value: code,
  name,
})

/** One of the form's menus, with what is picked in it. */
const choice = (name: ListParameter, options: Option[], picked: string[] | string | number | undefined) => ({
  name,
  options,
  picked: [picked ?? []].flat().map(String),
})

type Names = { [name in 'topic' | 'agency' | 'district']: { code: string; name: { [language: string]: string } }[] }
type Applied = { kind: ListParameter; value: string; name: { [language: string]: string } | null; href: string }

/** What narrows the list, each with the address of the list without it. */
function applied(path: string, query: ListQuery, names: Names): Applied[] {
  const chips: Applied[] = []
  const without = (change: Partial<ListQuery>) => listAddress(path, query, { ...change, page: 1 })
  for (const kind of ['stage', 'outcome', 'topic', 'agency', 'district'] as const)
    for (const value of query[kind] as string[]) {
      const named = kind === 'stage' || kind === 'outcome' ? null : names[kind].find((n) => n.code === value)!.name
      chips.push({
        kind,
        value,
        name: named,
        href: without({ [kind]: (query[kind] as string[]).filter((v) => v !== value) }),
      })
    }
  if (query.answered)
    chips.push({ kind: 'answered', value: query.answered, name: null, href: without({ answered: undefined }) })
  if (query.year)
    chips.push({ kind: 'year', value: String(query.year), name: null, href: without({ year: undefined }) })
  return chips
}
