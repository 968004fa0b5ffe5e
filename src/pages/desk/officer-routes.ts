// Who has a case: taking it, giving it to a colleague, asking for it; how much everybody has, and handing all of it over.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { namesOfStaff } from '../../domain/governments/staff-names.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { worksOn } from '../../domain/moderation/officer.ts'
import { type Load, workloadOf } from '../../domain/moderation/workload.ts'
import { askForCase, giveAll, handCase, takeAskedFor } from '../../domain/proposals/case-officers.ts'
import { findProposal, openAssignments } from '../../domain/proposals/store.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { officerPanel } from './officer-panel.ts'

const officerForm = z.object({ act: z.enum(['give', 'ask', 'take']).default('give'), officer: z.string().default('') })
const handOverForm = z.object({
  from: z.string('desk.workload.error.from').min(1, 'desk.workload.error.from'),
  to: z.string('desk.workload.error.to').min(1, 'desk.workload.error.to'),
})

type WorkloadLine = Load & { name: string | null; href: string }
export type WorkloadPage = InPlace & {
  desks: { agency: Localised | null; lines: WorkloadLine[]; total: number; late: number; week: number }[]
  /** who takes over */
  people: Choice[]
  /** who has something, with how many open cases */
  holders: Choice[]
  handedOver: string | null
  form: FormState
}
declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/workload': WorkloadPage
  }
}

export const officerRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)

  app.post('/proposals/:number/officers', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const at = now()
    const panel = await officerPanel(db.reads, request, proposal, await openAssignments(db.reads, proposal.id), at)
    if (!panel) throw httpError(403, 'errors.not_staff')
    const form = readForm(officerForm, request.body)
    const again = () =>
      showDesk(request, reply.code(422), proposal, { form: { name: 'officer', values: form.values, errors: movedOn } })
    if (!form.ok) return again()
    const { act, officer } = form.data
    const me = requirePerson(request).id
    const on = { proposalId: proposal.id, agencyId: panel.desk }
    const by = { id: me, name: panel.me }
    const to = officer === 'nobody' ? null : officer
    const known = to === null || to === panel.self || panel.others.some(({ value }) => value === to)
    if (act === 'give' && (!panel.may.give || !known)) return again()
    const done = await write(db, (tx) => {
      if (act === 'ask') return askForCase(tx, proposal, panel.desk, by, at)
      if (act === 'take') return takeAskedFor(tx, on, me, at)
      return handCase(tx, proposal, panel.desk, { from: panel.holder?.personId ?? null, to, by }, at)
    })
    return done
      ? reply.redirect(deskPath(request, proposal.number, act === 'ask' ? 'asked_over' : 'given'), 303)
      : again()
  })

  app.get('/desk/workload', async (request, reply) => {
    requireSeat(request, seatMay.work)
    return workload(request, reply, keptForm(request) ?? blankForm())
  })

  /** Somebody leaves: all that they have on the desks of the other goes over. Oneself, or an administrator for anybody. */
  app.post('/desk/workload/successors', async (request, reply) => {
    requireSeat(request, seatMay.work)
    const form = readForm(handOverForm, request.body)
    if (!form.ok) return workload(request, reply.code(422), form)
    const { government, seats } = request
    const { from, to } = form.data
    const by = requirePerson(request).id
    if (from !== by && !seatMay.administer(seats)) throw httpError(403, 'errors.not_staff')
    const refuse = (field: 'from' | 'to') =>
      workload(request, reply.code(422), {
        values: form.values,
        errors: { [field]: { key: `desk.workload.error.${field}` } },
      })
    if (from === to) return refuse('to')
    const colleagues = await colleaguesOf(db.reads, government.id)
    const theirs = colleagues.filter(({ personId }) => personId === to)
    if (!theirs.length) return refuse('to')
    const all = [null, ...(await agenciesOf(db.reads, government.id)).map(({ id }) => id)]
    const desks = all.filter((desk) => theirs.some((seat) => worksOn(desk, seat)))
    const at = now()
    const name = (await namesOfStaff(db.reads, government.id, [from])).get(from) ?? ''
    const handed = { from: { id: from, name }, to, desks, by }
    const given = await write(db, (tx) => giveAll(tx, government.id, handed, at))
    if (!given)
      return workload(request, reply.code(422), {
        values: form.values,
        errors: { to: { key: 'desk.workload.error.none' } },
      })
    return reply.redirect(`/${government.slug}/desk/workload?done=recorded&of=${given}`, 303)
  })

  async function workload(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const { government, seats, t } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const loads = await sharedWithinSecond(db.reads, `workload ${government.id}`, at, lastWriteAt(request), () =>
      workloadOf(db.reads, government, today),
    )
    const [agencies, colleagues] = [
      await agenciesOf(db.reads, government.id),
      await colleaguesOf(db.reads, government.id),
    ]
    const everybody = seatMay.administer(seats)
    const here = (id: string) => colleagues.find(({ personId }) => personId === id)?.name ?? null
    const held = [...new Set(loads.flatMap(({ personId }) => personId ?? []))]
    const left = await namesOfStaff(
      db.reads,
      government.id,
      held.filter((id) => here(id) === null),
    )
    const leftName = (id: string) => {
      const name = left.get(id)
      return name ? t('desk.workload.left_named', { name }) : t('desk.workload.left')
    }
    const nameOf = (id: string | null) => (id === null ? null : (here(id) ?? leftName(id)))
    const desks = [null, ...agencies]
      .filter((agency) => everybody || seats.some((seat) => worksOn(agency?.id ?? null, seat)))
      .map((agency) => {
        const lines = loads
          .filter((load) => load.agencyId === (agency?.id ?? null))
          .map((load) => ({
            ...load,
            name: nameOf(load.personId),
            href: `/${government.slug}/desk?${new URLSearchParams({ show: everybody ? 'all' : 'mine', ...(agency ? { agency: agency.code } : { task: 'check' }), officer: load.personId ?? 'nobody' })}`,
          }))
          .sort((a, b) => b.total - a.total)
        const sum = (of: 'total' | 'late' | 'week') => lines.reduce((n, line) => n + line[of], 0)
        return { agency: agency?.name ?? null, lines, total: sum('total'), late: sum('late'), week: sum('week') }
      })
      .filter(({ lines }) => lines.length)
    const people = new Map(
      colleagues
        .filter((one) => everybody || seats.some((seat) => seat.role === one.role && seat.agencyId === one.agencyId))
        .map(({ personId, name }) => [personId, name]),
    )
    const totals = new Map(held.map((id) => [id, loads.reduce((n, l) => n + (l.personId === id ? l.total : 0), 0)]))
    const from = [...new Map([...people, ...held.map((id) => [id, nameOf(id)!] as const)])].flatMap(([value, name]) => {
      const n = totals.get(value)
      return n ? [{ value, label: t('desk.workload.person', { name, n }) }] : []
    })
    const given = wordIn(request.query, 'done') === 'recorded' ? Number(wordIn(request.query, 'of')) : Number.NaN
    return render(request, reply, 'desk/workload', {
      ...{ title: t('desk.workload.title'), nav: 'desk', desks, form },
      people: [...people].map(([value, label]) => ({ value, label })),
      holders: from,
      handedOver: everybody ? null : requirePerson(request).id,
      notice: Number.isSafeInteger(given) ? t('desk.workload.done', { count: given }) : null,
    })
  }
}
