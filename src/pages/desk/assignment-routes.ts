// Several cases of the queue given to one colleague.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { giveCases, type OnTheDesk, onTheQueue } from '../../domain/proposals/give-cases.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type FieldErrors, readForm } from '../../platform/web/forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { boxOf, canHave, mayGive, readBox } from './assigning.ts'
import { deskPage } from './desk-page.ts'
import { sentView } from './desk-queue.ts'

/** A page of the queue has fewer rows. */
const mostAtOnce = 100

const assignForm = z.object({
  item: z
    .union([z.string().transform((one) => [one]), z.array(z.string())], 'desk.assign.error.item')
    .refine((items) => items.length <= mostAtOnce, 'desk.assign.error.item'),
  to: z.string('desk.assign.error.to').min(1, 'desk.assign.error.to'),
})

export const assignmentRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)

  app.post('/desk/officers', async (request, reply) => {
    requireSeat(request, seatMay.work)
    const form = readForm(assignForm, request.body)
    const again = ({ item, ...errors }: FieldErrors) =>
      showDesk(request, reply.code(422), null, {
        form: { name: 'assign', values: form.values, errors: { ...(item ? { form: item } : {}), ...errors } },
      })
    if (!form.ok) return again(form.errors)
    const { government } = request
    const me = requirePerson(request).id
    const at = now()
    const colleagues = await colleaguesOf(db.reads, government.id)
    const to = form.data.to === 'nobody' ? null : form.data.to
    if (to !== null && !colleagues.some(({ personId }) => personId === to))
      return again({ to: { key: 'desk.assign.error.to' } })
    const ticked = form.data.item.flatMap((value) => readBox(value) ?? [])
    const here = await onTheQueue(db.reads, government.id, [...new Set(ticked.map(({ proposalId }) => proposalId))])
    const boxes = new Set(ticked.map(boxOf))
    // as the row said when it was ticked; what a colleague has since is theirs
    const wanted = here.filter(
      (one) => boxes.has(boxOf(one)) && mayGive(request, colleagues, one) && canHave(colleagues, to, one.agencyId),
    )
    const by = { id: me, name: colleagues.find(({ personId }) => personId === me)?.name ?? '' }
    const given = await write(db, (tx) => giveCases(tx, government.id, wanted, { to, by }, at))
    const isOf = (one: OnTheDesk) => (other: OnTheDesk) =>
      one.proposalId === other.proposalId && one.agencyId === other.agencyId
    const left = here.filter((one) => ticked.some(isOf(one)) && !given.some(isOf(one))).map(({ number }) => number)
    if (!given.length) return again({ form: { key: 'desk.assign.error.none' } })
    const params = new URLSearchParams({ done: 'assigned', n: String(given.length) })
    if (left.length) params.set('left', [...new Set(left)].join('.'))
    const view = sentView(request)
    return reply.redirect(`/${government.slug}/desk?${view && `${view}&`}${params}`, 303)
  })
}
