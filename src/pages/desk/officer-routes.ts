// Who has a case: taking it, giving it to a colleague, asking for it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { seatMay } from '../../domain/governments/government.ts'
import { askForCase, handCase, takeAskedFor } from '../../domain/proposals/case-officers.ts'
import { findProposal, openAssignments } from '../../domain/proposals/store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { readForm } from '../../platform/web/forms.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { officerPanel } from './officer-panel.ts'

const officerForm = z.object({ act: z.enum(['give', 'ask', 'take']).default('give'), officer: z.string().default('') })
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
}
