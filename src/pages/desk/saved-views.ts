// Views of the queue that somebody keeps, as pages show them: in words, with what of them is no longer there.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { agenciesOf, topicsOf } from '../../domain/governments/store.ts'
import { worksOn } from '../../domain/moderation/officer.ts'
import { isNarrowed, type QueueView, queueParams, viewFrom } from '../../domain/moderation/queue-view.ts'
import { mostViews, type SavedView, type ViewReaders, viewsFor } from '../../domain/moderation/saved-views.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { sealedView } from './desk-queue.ts'
import { type Gone, goneFrom, type Known, viewPhrases } from './view-words.ts'

/** `here`: the view that is looked at. `by`: the colleague who shows it; null for one's own. */
type ViewLink = { name: string; href: string; here: boolean; by: string | null }
export type SavedViews = {
  views: ViewLink[]
  /** what to save: sealed, as a form sends it; null where there is nothing to keep, or no room */
  save: { view: string; readers: Choice[] } | null
  gone: (Gone & { without: string })[]
}
export type ViewInWords = { phrases: string[]; gone: Gone[]; href: string }

const deskOf = ({ government }: FastifyRequest) => `/${government.slug}/desk`
const addressOf = (request: FastifyRequest, view: QueueView) => {
  const params = queueParams(view)
  return `${deskOf(request)}${params && `?${params}`}`
}

export async function knownIn(db: Db, { government }: FastifyRequest, at: Date): Promise<Known> {
  return {
    agencies: await agenciesOf(db, government.id),
    topics: await topicsOf(db, government.id),
    colleagues: await colleaguesOf(db, government.id),
    today: localDate(at, government.timeZone),
  }
}

/** One view in words, with its address. */
export function inWords(request: FastifyRequest, view: QueueView, known: Known): ViewInWords {
  const { t, language } = request
  return {
    phrases: viewPhrases(view, known, t, language),
    gone: goneFrom(view, known, language),
    href: addressOf(request, { ...view, page: 1 }),
  }
}

/** Whom somebody may show a view to: nobody else, or the colleagues of a desk of their own. The value is read by `readersOf`. */
export async function readerChoices(db: Db, { government, seats, t, language }: FastifyRequest): Promise<Choice[]> {
  const own = (await agenciesOf(db, government.id)).filter(({ id }) => seatMay.answerFor(seats, id))
  return [
    { value: 'owner', label: t('desk.views.readers.owner') },
    ...(seats.some((seat) => worksOn(null, seat))
      ? [{ value: 'moderators', label: t('desk.views.readers.moderators') }]
      : []),
    ...own.map(({ code, name }) => ({
      value: `agency:${code}`,
      label: t('desk.views.readers.agency', { name: localised(name, language) }),
    })),
  ]
}

/** What was chosen; null where it was not offered. */
export async function readersOf(db: Db, request: FastifyRequest, chosen: string): Promise<ViewReaders | null> {
  const offered = await readerChoices(db, request)
  if (!offered.some(({ value }) => value === chosen)) return null
  if (chosen === 'owner' || chosen === 'moderators') return { readers: chosen, agencyId: null }
  const agencies = await agenciesOf(db, request.government.id)
  const agency = agencies.find(({ code }) => `agency:${code}` === chosen)
  return agency ? { readers: 'agency', agencyId: agency.id } : null
}

/** The value of `readerChoices` that a kept view has. */
export async function chosenReaders(db: Db, request: FastifyRequest, row: ViewReaders): Promise<string> {
  if (row.readers !== 'agency') return row.readers
  const agencies = await agenciesOf(db, request.government.id)
  return `agency:${agencies.find(({ id }) => id === row.agencyId)?.code ?? ''}`
}

/** Kept views as the reader has them now: their own, and what colleagues who still work on that desk show. */
export async function keptViews(db: Db, request: FastifyRequest, at: Date) {
  const { government, seats } = request
  const owner = { governmentId: government.id, personId: requirePerson(request).id }
  const since = lastWriteAt(request)
  const mine = seats.filter(({ guest }) => !guest)
  const views = await sharedWithinSecond(db, `desk views ${government.id} ${owner.personId}`, at, since, () =>
    viewsFor(db, owner, mine),
  )
  const colleagues = await colleaguesOf(db, government.id)
  const shown = views.shown.flatMap((row) => {
    const by = colleagues.find((one) => one.personId === row.personId && worksOn(row.agencyId, one))
    return by ? [{ row, by: by.name }] : []
  })
  return { own: views.own, shown }
}

/** What stands above the queue. */
export async function savedViews(
  db: Db,
  request: FastifyRequest,
  view: QueueView,
  at: Date,
): Promise<SavedViews | null> {
  if (!seatMay.work(request.seats)) return null
  const { own, shown } = await keptViews(db, request, at)
  const here = queueParams({ ...view, page: 1 })
  const link = (row: SavedView, by: string | null): ViewLink => {
    const kept = viewFrom(row.params)
    return { name: row.name, href: addressOf(request, kept), here: queueParams(kept) === here, by }
  }
  const views = [...own.map((row) => link(row, null)), ...shown.map(({ row, by }) => link(row, by))]
  const keeps = (isNarrowed(view) || view.show !== 'mine') && own.length < mostViews
  return {
    views,
    save:
      keeps && !views.some((one) => one.here && !one.by)
        ? { view: sealedView({ ...view, page: 1 }), readers: await readerChoices(db, request) }
        : null,
    gone: goneFrom(view, await knownIn(db, request, at), request.language).map((one) => ({
      ...one,
      without: addressOf(request, { ...view, [one.field]: null, page: 1 }),
    })),
  }
}
