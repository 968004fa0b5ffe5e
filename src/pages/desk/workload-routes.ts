// How much everybody has, by desk or by colleague, and handing all of one's cases over.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { namesOfStaff } from '../../domain/governments/staff-names.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { worksOn } from '../../domain/moderation/officer.ts'
import { commitmentLoads } from '../../domain/moderation/queue-commitments.ts'
import { workloadOf } from '../../domain/moderation/workload.ts'
import { giveAll, holdersAmong } from '../../domain/proposals/case-officers.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import {
  type WorkloadBy,
  type WorkloadRow,
  type WorkloadSort,
  workloadBy,
  workloadRows,
  workloadSorts,
  workloadSum,
} from './workload-rows.ts'

/** In place of a person: commitments have an agency, and no case officer. */
const commitments = 'commitments'

const handOverForm = z.object({
  from: z.string('desk.workload.error.from').min(1, 'desk.workload.error.from'),
  to: z.string('desk.workload.error.to').min(1, 'desk.workload.error.to'),
})

export type WorkloadPage = InPlace & {
  by: WorkloadBy
  /** the other way to look at it */
  ways: { by: WorkloadBy; href: string }[]
  /** the columns, each a link that sorts by it */
  columns: { of: WorkloadSort; href: string; here: boolean }[]
  rows: WorkloadRow[]
  sum: ReturnType<typeof workloadSum>
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

export const workloadRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/workload', { schema: { querystring: pageQuery('from', 'by', 'sort') } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    // whose seat ends: their cases are handed over first
    const { from } = request.query
    return workload(request, reply, keptForm(request) ?? blankForm(from ? { from } : {}), request.query)
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

  async function workload(
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormState = blankForm(),
    asked: { by?: string | undefined; sort?: string | undefined } = {},
  ) {
    const { government, seats, t, language } = request
    const at = now()
    const today = localDate(at, government.timeZone)
    const load = async () => {
      const owed = await workloadOf(db.reads, government, today)
      const promised = await commitmentLoads(db.reads, government.id, today)
      return { owed, promised: promised.map((of) => ({ ...of, personId: commitments })) }
    }
    const name = `workload ${government.id}`
    const { owed, promised } = await sharedWithinSecond(db.reads, name, at, lastWriteAt(request), load)
    const [agencies, colleagues] = [
      await agenciesOf(db.reads, government.id),
      await colleaguesOf(db.reads, government.id),
    ]
    const everybody = seatMay.administer(seats)
    const here = (id: string) => colleagues.find(({ personId }) => personId === id)?.name ?? null
    const held = [...new Set(owed.flatMap(({ personId }) => personId ?? []))]
    const left = await namesOfStaff(
      db.reads,
      government.id,
      held.filter((id) => here(id) === null),
    )
    const leftName = (id: string) => {
      const name = left.get(id)
      return name ? t('desk.workload.left_named', { name }) : t('desk.workload.left')
    }
    const nameOf = (id: string) => here(id) ?? leftName(id)
    const shown = [...owed, ...promised]
      .filter(({ agencyId }) => everybody || seats.some((seat) => worksOn(agencyId, seat)))
      .flatMap((load) => {
        const agency = agencies.find(({ id }) => id === load.agencyId)
        if (load.agencyId !== null && !agency) return [] // of another government
        const view = { show: everybody ? 'all' : 'mine', ...(agency ? { agency: agency.code } : { task: 'check' }) }
        const desk = agency ? localised(agency.name, language) : t('desk.workload.moderators')
        const [person, which] =
          load.personId === commitments
            ? [t('desk.workload.commitments'), { task: 'promise' }]
            : load.personId === null
              ? [t('desk.officer.nobody'), { officer: 'nobody' }]
              : [nameOf(load.personId), { officer: load.personId }]
        return { ...load, desk, person, href: `/${government.slug}/desk?${new URLSearchParams({ ...view, ...which })}` }
      })
    const by = workloadBy.find((one) => one === asked.by) ?? 'desk'
    const sort = workloadSorts.find((one) => one === asked.sort) ?? 'late'
    const address = (by: WorkloadBy, sort: WorkloadSort) => {
      const params = new URLSearchParams({ ...(by === 'desk' ? {} : { by }), ...(sort === 'late' ? {} : { sort }) })
      return `/${government.slug}/desk/workload${params.size ? `?${params}` : ''}`
    }
    const rows = workloadRows(shown, { by, sort }, language)
    const desksOf = (id: string) =>
      colleagues.flatMap(({ personId, role, agencyId }) => {
        const agency = agencies.find((one) => one.id === agencyId)
        return personId !== id ? [] : agency ? localised(agency.name, language) : t(`settings.role.${role}`)
      })
    const people = new Map(
      colleagues
        .filter((one) => everybody || seats.some((seat) => seat.role === one.role && seat.agencyId === one.agencyId))
        .map(({ personId, name }) => [personId, name]),
    )
    const totals = new Map(held.map((id) => [id, owed.reduce((n, l) => n + (l.personId === id ? l.total : 0), 0)]))
    const idle = [...people.keys()].filter((id) => !totals.has(id))
    const holders = await holdersAmong(db.reads, government.id, idle)
    const from = [...new Map([...people, ...held.map((id) => [id, nameOf(id)] as const)])].flatMap(([value, name]) => {
      const n = totals.get(value)
      if (n) return [{ value, label: t('desk.workload.person', { name, n: formatNumber(n) }) }]
      return holders.has(value) ? [{ value, label: t('desk.workload.person_idle', { name }) }] : []
    })
    const given = request.done === 'recorded' ? Number(request.doneWith) : Number.NaN
    return render(request, reply, 'desk/workload', {
      ...{ title: t('desk.workload.title'), nav: 'desk', by, rows, sum: workloadSum(rows), form },
      ways: workloadBy.map((one) => ({ by: one, href: address(one, sort) })),
      columns: (['name', 'total', 'late', 'week'] as const).map((of) => ({
        ...{ of, href: address(by, of), here: of === sort },
      })),
      people: [...people].map(([value, name]) => ({
        value,
        label: t('desk.workload.colleague', { name, desks: desksOf(value).join(t('frame.and')) }),
      })),
      holders: from,
      handedOver: everybody ? null : requirePerson(request).id,
      notice: Number.isSafeInteger(given) ? t('desk.workload.done', { count: given }) : null,
    })
  }
}
