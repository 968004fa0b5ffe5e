// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, the author is told.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'

import { checkingRole, hidesText, seatMay } from '../../domain/governments/government.ts'
import { refusalReasonsOf } from '../../domain/governments/store.ts'
import { correctText } from '../../domain/moderation/correct-text.ts'
import { correctable, wrongWith } from '../../domain/moderation/correction.ts'
import { digestOfSeen, findProposal, proposalText } from '../../domain/proposals/store.ts'
import { typedLine } from '../../lib/text.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type FieldErrors, readForm } from '../../platform/web/forms.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { correctionForm } from './desk-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'

export const correctionRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  app.post('/proposals/:number/corrections', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal) return reply.callNotFound()
    const form = readForm(correctionForm, request.body)
    const name = `correct-${form.values.field}`
    const again = (errors: FieldErrors) =>
      showDesk(request, reply.code(422), proposal, { form: { name, values: form.values, errors } })
    if (!form.ok) return again(form.errors)

    const texts = correctable(proposal, await proposalText(db.reads, proposal.id))
    const text = texts.find(({ field }) => field === form.data.field)
    if (!text || digestOfSeen(text.text) !== form.data.seen) return again(movedOn)
    const after = text.field === 'title' ? typedLine(form.data.after) : form.data.after
    const wrong = wrongWith(text.text, after, text.max)
    if (wrong) return again({ after: { key: `proposals.error.correction.${wrong}` } })

    const at = now()
    const reasons = await refusalReasonsOf(db.reads, request.government.id)
    const unseen = proposal.hiddenAt || hidesText(reasons, proposal.reasonCode)
    const role = checkingRole(request.seats)
    const done = await write(db, (tx) =>
      correctText(tx, proposal, { field: text.field, before: text.text, after, role, at, findable: !unseen }),
    )
    if (!done) return again(movedOn)
    return reply.redirect(deskPath(request, proposal.number, 'recorded'), 303)
  })
}
