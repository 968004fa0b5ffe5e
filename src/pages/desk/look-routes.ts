// A colleague who has no part in a case says why they read the letters of its proposer, who sees it on their own page.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { noteLook } from '../../domain/moderation/looks.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { line } from '../../platform/web/fields.ts'
import { readForm } from '../../platform/web/forms.ts'
import { lookerOf } from '../shared/looks.ts'
import { numberParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { deskPage, deskPath } from './desk-page.ts'

const lookForm = z.object({
  reason: line(200, 'desk.look.error').refine((typed) => [...typed].length >= 4, 'desk.look.error'),
})

export const lookRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  app.post('/desk/:number/looks', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.work)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const form = readForm(lookForm, request.body)
    if (!form.ok) return showDesk(request, reply.code(422), proposal, { form: { ...form, name: 'look' } })
    const at = now()
    await write(db, (tx) => noteLook(tx, proposal, lookerOf(request, at), form.data.reason))
    return reply.redirect(`${deskPath(request, proposal.number)}#letters`, 303)
  })
}
