// A person's calendars at secret addresses: making one, ending it, and what a calendar program fetches there.
import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { followedDays } from '../../domain/following/followed-days.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { seatsOf } from '../../domain/governments/seats.ts'
import { governmentById, listGovernments } from '../../domain/governments/store.ts'
import { ownDays } from '../../domain/moderation/own-days.ts'
import {
  calendarLinkBy,
  calendarLinksOf,
  endCalendarLink,
  makeCalendarLink,
} from '../../domain/people/calendar-links.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { type CalendarDay, calendarOf } from '../../lib/icalendar.ts'
import { newId, newToken } from '../../lib/id.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import { readForm } from '../../platform/web/forms.ts'
import { render, type SignedIn } from '../../platform/web/view.ts'
import { tokenParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'

/** `of`: what the form sends: a government, whose desk it is; empty: what is followed. `address`: shown once, when it is made. */
type CalendarLine = { of: string; name: string | null; made: Date | null; address: string | null }
export type CalendarsPage = SignedIn & { calendars: CalendarLine[] }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/calendars': CalendarsPage
  }
}

type Found = Awaited<ReturnType<typeof calendarLinkBy>>

const ofForm = z.object({ of: z.string().default('') })
const here = '/me/calendars'

export const ownCalendarRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  await app.register(pages, deps)
  const { db, now, config } = deps

  // No session is asked for here: the address is the key. What it shows is nobody else's, so no cache on the way keeps it.
  app.get(`${here}/:token/due-dates.ics`, { schema: { params: tokenParams } }, async (request, reply) => {
    const link = await calendarLinkBy(db.reads, request.params.token)
    const at = now()
    const text = link && (await calendarFor(link, originOf(request, config.origin), at))
    if (!text) return reply.callNotFound()
    const tag = `"${createHash('sha256').update(text).digest('base64url')}"`
    reply.headers({ 'cache-control': 'private, no-cache', etag: tag, 'x-robots-tag': 'noindex' })
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
    return reply.type('text/calendar; charset=utf-8').send(text)
  })

  /** Null where its person has no seat at that desk any more, or never comes back. */
  async function calendarFor(link: NonNullable<Found>, origin: string, at: Date): Promise<string | null> {
    const t = translator(link.language)
    const { host } = new URL(origin)
    const stamp = new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000) // the same text all day, for caches
    const event = (uid: string, day: string, summary: string, number: string, slug: string): CalendarDay => ({
      ...{ uid: `${uid}@${host}`, day, summary, description: t('pages.calendar.case', { number }) },
      url: `${origin}${slug}`,
    })
    if (!link.governmentId) {
      const governments = await listGovernments(db.reads)
      const of = (id: string) => governments.find((one) => one.id === id)!
      const accounts = await accountsBeside(db.reads, { id: link.personId, doubleOf: link.doubleOf })
      const days = await followedDays(db.reads, accounts, (id) => of(id).timeZone)
      return calendarOf(
        t('me.calendars.followed'),
        days.map(({ id, kind, day, number, title, governmentId }) =>
          event(
            `${kind}-${id}`,
            day,
            t(`pages.calendar.${kind}`, { title }),
            number,
            proposalPath(of(governmentId), number),
          ),
        ),
        stamp,
      )
    }
    const government = await governmentById(db.reads, link.governmentId)
    const seats = (await seatsOf(db.reads, link.personId, link.governmentId)).filter(({ guest }) => !guest)
    if (!government || !seatMay.work(seats)) return null
    const days = await ownDays(db.reads, government, { personId: link.personId, seats }, at)
    const name = localised(government.name, link.language)
    return calendarOf(
      t('me.calendars.desk', { name }),
      days.map(({ id, task, day, number, title }) =>
        event(
          `${task}-${id}`,
          day,
          t('me.calendars.task', { task: t(`desk.task.${task}`), what: title ?? number }),
          number,
          `/${government.slug}/desk/${number}`,
        ),
      ),
      stamp,
    )
  }
}

const pages: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps

  app.get(here, async (request, reply) => show(request, reply))

  // The address is shown here, once, and nowhere else: it stands in no other address and in no mail.
  app.post(here, async (request, reply) => {
    const person = requirePerson(request)
    const governmentId = await chosen(request)
    if (governmentId === undefined) return reply.callNotFound()
    const [id, token, at] = [newId(), newToken(), now()]
    const { language } = request
    await write(db, (tx) => makeCalendarLink(tx, { personId: person.id, governmentId }, { id, token, language, at }))
    logSecurityEvent(request, 'calendar_made')
    const address = `${originOf(request, config.origin)}${here}/${token}/due-dates.ics`
    return show(request, reply, { governmentId, address })
  })

  app.post(`${here}/removals`, async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(ofForm, request.body)
    const of = form.ok ? form.data.of : ''
    const government = of ? (await listGovernments(db.reads)).find(({ slug }) => slug === of) : null
    if (government === undefined) return reply.callNotFound()
    const at = now()
    const ended = await write(db, (tx) =>
      endCalendarLink(tx, { personId: person.id, governmentId: government?.id ?? null }, at),
    )
    if (ended) logSecurityEvent(request, 'calendar_ended')
    return reply.redirect(`${here}?done=ended`, 303)
  })

  /** The desk that was asked for, or null for what is followed; undefined where there is none of theirs. Throws where it is locked. */
  async function chosen(request: FastifyRequest): Promise<string | null | undefined> {
    const person = requirePerson(request)
    const form = readForm(ofForm, request.body)
    if (!form.ok || !form.data.of) return null
    const government = (await desksOf(person.id)).find(({ slug }) => slug === form.data.of)
    if (!government) return undefined
    // as its desk opens, so does its calendar
    if (person.byLink) throw needed(request, 'seat', here)
    if (government.staffPasskeys && !person.byPasskey) throw needed(request, 'passkey', here)
    return government.id
  }

  async function desksOf(personId: string) {
    const seats = await Promise.all(
      (await listGovernments(db.reads)).map(async (government) => ({
        government,
        seats: (await seatsOf(db.reads, personId, government.id)).filter(({ guest }) => !guest),
      })),
    )
    return seats.filter((one) => seatMay.work(one.seats)).map(({ government }) => government)
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    made: { governmentId: string | null; address: string } | null = null,
  ) {
    const person = requirePerson(request)
    const links = await calendarLinksOf(db.reads, person.id)
    const desks = person.holdsSeat ? await desksOf(person.id) : []
    const line = (governmentId: string | null, of: string, name: string | null): CalendarLine => ({
      ...{ of, name },
      made: links.find((link) => link.governmentId === governmentId)?.createdAt ?? null,
      address: made && made.governmentId === governmentId ? made.address : null,
    })
    return render(request, reply, 'me/calendars', {
      title: request.t('me.calendars.title'),
      nav: 'me',
      notice: request.done === 'ended' ? request.t('me.calendars.ended') : null,
      calendars: [
        line(null, '', null),
        ...desks.map(({ id, slug, name }) => line(id, slug, localised(name, request.language))),
      ],
    })
  }
}
