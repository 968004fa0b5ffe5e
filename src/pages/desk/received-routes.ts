// Cases that other governments here handed to this one: accepted, with the agency that leads from now on, or sent back. Beside
// them what this government handed out, by the day of its reply.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Router } from '../../domain/answers/answer.ts'
import { acceptHandOver, endHandOver, handedOut, received } from '../../domain/answers/hand-overs.ts'
import { standingsOf } from '../../domain/answers/routing.ts'
import { isAssignable, seatMay } from '../../domain/governments/government.ts'
import { agenciesOf, offered, topicsOf } from '../../domain/governments/store.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { type SuggestedAgency, suggestAgencies } from '../../domain/search/suggest-agencies.ts'
import { daysBetween, localDate } from '../../lib/calendar.ts'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { movedOn, refusedAs } from '../shared/moved-on.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { type AgencyChoice, choosingFrom, withAnother } from './agency-choice.ts'
import { receivedForm } from './routing-forms.ts'

/** Of so many cases on one page agencies are suggested: each costs a search. */
const mostSuggested = 20

type Received = Awaited<ReturnType<typeof received>>[number]
type HandedOut = Awaited<ReturnType<typeof handedOut>>[number]
export type ReceivedPage = InPlace & {
  waiting: Received[]
  /** `href`: where this reader reads it: the desk where their agency leads, else its page */
  others: (Received & { href: string })[]
  /** `late`: days since a reply was due */
  out: (HandedOut & { late: number })[]
  today: string
  /** what came back of the form of that hand-over; blank for the others */
  formOf: (id: string) => FormState
  /** agencies to choose from, with those that are suggested for it */
  choiceFor: (id: string) => AgencyChoice
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/received': ReceivedPage
  }
}

export const receivedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/received', async (request, reply) => {
    await routerHere(request)
    const kept = keptForm(request)
    return show(request, reply, kept ? { id: kept.path.split('/').at(-1)!, form: kept } : undefined)
  })

  app.post('/desk/received/:id', { schema: { params: idParams } }, async (request, reply) => {
    const router = await routerHere(request)
    const { id } = request.params
    const found = (await received(db.reads, request.government.id)).find(({ handOver }) => handOver.id === id)
    if (!found) return reply.callNotFound()
    const form = readForm(receivedForm, withAnother(request.body, 'agency'))
    const again = (errors: FieldErrors) =>
      show(request, refusedAs(reply, errors), { id, form: { values: form.values, errors } })
    if (!form.ok) return again(form.errors)
    const { act, agency, words } = form.data
    const { proposal, handOver } = found
    const today = localDate(router.at, request.government.timeZone)
    // Its government's day may be another one, where the two lie in two zones.
    const endedOn = today < handOver.handedOn ? handOver.handedOn : today
    if (act === 'send_back') {
      const end = { how: 'sent_back' as const, endedOn, words }
      const ended = { ...handOver, here: request.government }
      const done = await write(db, (tx) => endHandOver(tx, proposal, ended, end, router))
      return done ? reply.redirect(`/${request.government.slug}/desk/received`, 303) : again(movedOn)
    }
    const target = (await assignable(request)).find((one) => one.code === agency)
    if (!target) return again({ agency: { key: 'answers.error.agency' } })
    const done = await attempt(db, async (tx) => {
      if (!(await acceptHandOver(tx, proposal, handOver, { target, endedOn, words }, router)))
        throw new Refused('moved_on')
    })
    return done.ok ? reply.redirect(`/${request.government.slug}/desk/received`, 303) : again(movedOn)
  })

  const assignable = async ({ government }: FastifyRequest) => {
    const today = localDate(now(), government.timeZone)
    return (await agenciesOf(db.reads, government.id)).filter((agency) => isAssignable(agency, today))
  }

  async function show(request: FastifyRequest, reply: FastifyReply, sent?: { id: string; form: FormState }) {
    const all = await received(db.reads, request.government.id)
    const isWaiting = ({ handOver, proposal }: Received) =>
      handOver.state === 'offered' && canTake('answer', proposal.stage)
    const waiting = all.filter(isWaiting)
    const suggested = await suggestedFor(request, waiting)
    const agencies = await assignable(request)
    const formOf = (id: string) => (sent?.id === id ? sent.form : blankForm())
    const today = localDate(now(), request.government.timeZone)
    const out = (await handedOut(db.reads, request.government.id)).map((one) => ({
      ...one,
      late: one.handOver.dueOn ? Math.max(0, daysBetween(one.handOver.dueOn, today)) : 0,
    }))
    const room = ({ handOver }: Received) =>
      seatMay.answerFor(request.seats, handOver.agencyId) ? 'desk' : 'proposals'
    return render(request, reply, 'desk/received', {
      ...{ title: request.t('routing.received.title'), nav: 'desk', waiting, out, today },
      others: all
        .filter((one) => !isWaiting(one))
        .map((one) => ({ ...one, href: `/${one.from.slug}/${room(one)}/${one.number}` })),
      formOf,
      choiceFor: (id) => choosingFrom(suggested.get(id) ?? [])('agency', formOf(id).values, agencies, false),
    })
  }

  /** By the text, and by what this government's agencies have had. What the other one calls its agencies and topics says nothing here. */
  async function suggestedFor({ government }: FastifyRequest, waiting: Received[]) {
    const at = now()
    const topics = offered(await topicsOf(db.reads, government.id))
    const found = new Map<string, SuggestedAgency[]>()
    for (const { handOver, proposal } of waiting.slice(0, mostSuggested)) {
      const { id, title } = proposal
      const topicCode = topics.find(({ code }) => code === proposal.topicCode)?.code ?? null
      const known = { id, title, topicCode, suggestedAgencies: [] }
      found.set(handOver.id, await suggestAgencies(db.reads, government.id, known, at, government.timeZone))
    }
    return found
  }

  /** Whoever checks, and the coordinating agency. Throws 403. */
  async function routerHere(request: FastifyRequest): Promise<Router> {
    const agencies = await agenciesOf(db.reads, request.government.id)
    const coordinating = agencies.find((agency) => agency.coordinating)?.id ?? null
    const seats = requireSeat(request, (held) => standingsOf(held, null, coordinating).length > 0)
    const [as] = standingsOf(seats, null, coordinating)
    const acts =
      as === 'moderator' || as === 'administrator'
        ? { role: as, agencyId: null }
        : { role: 'officer' as const, agencyId: coordinating }
    return { personId: requirePerson(request).id, at: now(), ...acts }
  }
}
