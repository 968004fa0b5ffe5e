// The queue of the desk as a page shows it: one view of it, its filters, and which case comes next.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { agenciesOf, offered, topicsOf } from '../../domain/governments/store.ts'
import { type Counted, grouped, type OwedTogether } from '../../domain/moderation/queue.ts'
import type { QueueFilter, QueueItem } from '../../domain/moderation/queue-line.ts'
import { type AskedQueue, type QueueCounts, queueCounts, queueItems } from '../../domain/moderation/queue-store.ts'
import {
  dueGroups,
  isNarrowed,
  type QueueView,
  queueParams,
  queueTasks,
  readQueueView,
  scopes,
  viewFrom,
  wholeQueue,
} from '../../domain/moderation/queue-view.ts'
import { foundForDesk } from '../../domain/search/desk-search.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { pagerOf } from '../../lib/paging.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { wordIn } from '../../platform/http/query.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { requirePerson } from '../shared/person-guards.ts'
import type { AskedOfDesk } from './desk-query.ts'

const queuePerPage = 50
/** The fields by which a form of the desk remembers the view that it was opened from, and its case's place there. */
export const viewField = 'queue-view'
const placeField = 'queue-place'

export type QueueLine = Counted<Omit<QueueItem, 'also'> & { also: Counted<OwedTogether>[] }>
export type QueueFacts = Awaited<ReturnType<ReturnType<typeof queueFacts>>>

const deskOf = ({ government }: FastifyRequest) => `/${government.slug}/desk`
const withParams = (path: string, params: string) => (params ? `${path}?${params}` : path)

/** As no form takes it for words that were typed. */
export const sealedView = (view: QueueView): string => Buffer.from(queueParams(view)).toString('base64url')
export const openedView = (sealed: string): QueueView => viewFrom(Buffer.from(sealed, 'base64url').toString())

/** The view that a form was opened from, as parameters; empty for the usual one. */
export const sentView = ({ body }: FastifyRequest): string => queueParams(openedView(wordIn(body, viewField) ?? ''))

/** A form that comes back keeps the place it was opened at. */
export function sentPlace({ body }: FastifyRequest): { view: string; at: number } | null {
  const [view, at] = [wordIn(body, viewField), wordIn(body, placeField)]
  return view !== undefined && at && /^\d+$/.test(at) ? { view, at: Number(at) } : null
}

/** What a page shows of the queue; `number`: of the case that is open beside it; `query`: of the page’s address. */
export const queueFacts =
  (deps: Pick<Deps, 'db' | 'now'>) => async (request: FastifyRequest, number: string | null, query: AskedOfDesk) => {
    const { seats } = request
    const sent = wordIn(request.body, viewField) // a form that comes back, beside the view it was opened from
    const asked = sent === undefined ? readQueueView(query) : openedView(sent)
    const wanted: QueueView = seatMay.work(seats) ? asked : { ...asked, show: 'mine' } // a guest's own cases alone
    const { mine, shown } = await waiting(deps, request, wanted)
    const { view, items, groups, counts, links, colleagues } = shown
    const index = number === null ? -1 : items.findIndex((one) => one.number === number && !one.commitmentId)
    const [seat, ...others] = seats
    return {
      shared: shown,
      ...{ groups, view, mine, total: counts.total, narrowed: isNarrowed(wanted) },
      /** of the case that is open: the view and its place there, for its forms; null where it is not on this page */
      place: index < 0 ? null : { view: sealedView(view), at: (view.page - 1) * queuePerPage + index },
      ...links,
      /** all that is shown is of the one agency that this officer works for */
      ownAlone: view.show === 'mine' && seat?.role === 'officer' && others.length === 0,
      /** a colleague’s name by the person’s id */
      officerName: nameAmong(colleagues),
      /** the choices of the filters; asked for where they are drawn, which is once for all who share the queue */
      filters: () => filtersOf(request, shown),
    }
  }

type Shown = Awaited<ReturnType<typeof readShown>>

/** What waits. Colleagues of one second share it; who just did something gets what was read after it. */
async function waiting({ db, now }: Pick<Deps, 'db' | 'now'>, request: FastifyRequest, wanted: QueueView) {
  const { government, seats } = request
  const at = now()
  const since = lastWriteAt(request)
  const whose = JSON.stringify([government.id, seats.map(({ role, agencyId }) => [role, agencyId])])
  const shared = <T>(what: string, load: () => Promise<T>) =>
    sharedWithinSecond(db.reads, `queue ${whose} ${what}`, at, since, load)
  const own = { government, seats, today: localDate(at, government.timeZone), scope: 'mine' as const }
  const mine = await shared('mine', () => queueCounts(db.reads, own))
  const me = wanted.officer === 'me' ? requirePerson(request).id : ''
  const counted = !isNarrowed(wanted) && wanted.show === 'mine' ? mine : null
  const shown = await shared(`${me} ${queueParams(wanted)}`, () => readShown(db.reads, request, wanted, at, counted))
  return { mine, shown }
}

/** One page of a view. `counted`: where its counts are known already. */
async function readShown(db: Db, request: FastifyRequest, wanted: QueueView, at: Date, counted: QueueCounts | null) {
  const { government } = request
  const asked = await askedFor(db, request, wanted, localDate(at, government.timeZone))
  const counts = counted ?? (await queueCounts(db, asked))
  // A page that the last decision emptied, or that was kept longer than the queue: the last one there is.
  const view = { ...wanted, page: Math.min(wanted.page, pagesOf(counts.total)) }
  const items = await queueItems(db, asked, (view.page - 1) * queuePerPage, queuePerPage)
  const [colleagues, topics, agencies] = await Promise.all([
    colleaguesOf(db, government.id),
    topicsOf(db, government.id),
    agenciesOf(db, government.id),
  ])
  const groups = grouped(items, at, government.timeZone)
  const links = linksOf(deskOf(request), view, counts.total)
  return { view, counts, items, groups, links, colleagues, topics, agencies }
}

const nameAmong = (colleagues: Shown['colleagues']) => (personId: string | null) =>
  colleagues.find((one) => one.personId === personId)?.name ?? null

function filtersOf(request: FastifyRequest, { view, colleagues, topics, agencies }: Shown) {
  const { seats, t, language } = request
  const everybody = view.show !== 'mine' || seatMay.administer(seats)
  const named = <Row extends { code: string; name: Parameters<typeof localised>[0] }>(rows: Row[]): Choice[] =>
    rows.map(({ code, name }) => ({ value: code, label: localised(name, language) }))
  const gone = { value: view.officer ?? '', label: nameAmong(colleagues)(view.officer) ?? t('desk.workload.left') }
  const officers = [
    { value: 'me', label: t('desk.officer.me') },
    { value: 'nobody', label: t('desk.officer.nobody') },
    ...colleagueChoices(request, colleagues, everybody),
  ]
  return {
    task: queueTasks.map((task) => ({ value: task, label: t(`desk.task.${task}`) })),
    due: dueGroups.map((due) => ({ value: due, label: t(`desk.group.${due}`) })),
    topic: withAsked(named(offered(topics)), view.topic, named(topics)),
    agency: everybody ? named(agencies) : withAsked([], view.agency, named(agencies)),
    officer: withAsked(officers, view.officer, [gone]),
  }
}

const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / queuePerPage))

/** Where a view leads. `desk`: the path of the queue. `total`: lines of the view. */
function linksOf(desk: string, view: QueueView, total: number) {
  const to = (view: QueueView) => withParams(desk, queueParams(view))
  const params = queueParams(view)
  const pages = pagesOf(total)
  return {
    scopes: scopes.map((show) => ({ scope: show, href: to({ ...wholeQueue, show }) })),
    /** the view’s own parameters, with `?`; empty where there are none */
    viewQuery: params && `?${params}`,
    whole: to({ ...wholeQueue, show: view.show }),
    everybodys: view.show === 'mine' && view.q ? to({ ...view, show: 'all', page: 1 }) : null,
    pager: pagerOf({ page: view.page, pages }, (page) => to({ ...view, page })),
  }
}

/** The choices, with the one that the view asks for: what has ended may still be asked for, and a filter shows what it does. */
function withAsked(choices: Choice[], asked: string | null, all: Choice[]): Choice[] {
  if (asked === null || choices.some(({ value }) => value === asked)) return choices
  return [...choices, all.find(({ value }) => value === asked) ?? { value: asked, label: asked }]
}

/** Whose work somebody can ask for: everybody’s, or that of their own desk. */
function colleagueChoices(
  { seats, person }: FastifyRequest,
  colleagues: Awaited<ReturnType<typeof colleaguesOf>>,
  everybody: boolean,
): Choice[] {
  const beside = colleagues.filter(
    (one) =>
      one.personId !== person?.id &&
      (everybody || seats.some((seat) => (seat.agencyId ? seat.agencyId === one.agencyId : one.role !== 'officer'))),
  )
  return [...new Map(beside.map((one) => [one.personId, { value: one.personId, label: one.name }])).values()]
}

/** The view with its codes and words looked up. What nobody has finds nothing. */
async function askedFor(db: Db, request: FastifyRequest, view: QueueView, today: string): Promise<AskedQueue> {
  const { government, seats } = request
  const agencies = view.agency ? await agenciesOf(db, government.id) : []
  const { officer } = view
  const holder = officer === 'me' ? requirePerson(request).id : officer
  const filter: QueueFilter = {
    ...{ task: view.task, topic: view.topic, due: view.due },
    agencyId: view.agency && (agencies.find(({ code }) => code === view.agency)?.id ?? 'none'),
    officer: holder === null ? null : { personId: holder === 'nobody' ? null : holder },
    found: await foundForDesk(db, government.id, view.q),
  }
  return { government, seats, scope: view.show, today, filter }
}

/**
 * Where to go after a case was dealt with: the next one of the view that the form was opened from, else what waits. A guest, for
 * whom nothing else waits here, goes to the case’s own page.
 */
export const afterwards =
  ({ db, now }: Pick<Deps, 'db' | 'now'>) =>
  async (
    request: FastifyRequest,
    number: string | null,
    what: 'recorded' | 'answered' = 'recorded',
  ): Promise<string> => {
    const done = `done=${what}&of=${number}`
    const place = Number(wordIn(request.body, placeField) ?? Number.NaN)
    const view = openedView(wordIn(request.body, viewField) ?? '')
    const works = seatMay.work(request.seats)
    const list = works ? deskOf(request) : proposalPath(request.government, number)
    if (!Number.isSafeInteger(place) || place < 0) return `${list}?${done}`
    const asked = await askedFor(
      db.reads,
      request,
      works ? view : { ...view, show: 'mine' },
      localDate(now(), request.government.timeZone),
    )
    // what was dealt with is gone, or still stands where it stood
    const items = await queueItems(db.reads, asked, place, 3)
    const index = items.findIndex((one) => one.number !== number && !one.commitmentId)
    const page = Math.floor((place + Math.max(index, 0)) / queuePerPage) + 1
    const kept = queueParams({ ...view, page })
    const path = index < 0 ? list : `${deskOf(request)}/${items[index]!.number}`
    return `${path}?${kept ? `${kept}&` : ''}${done}`
  }
