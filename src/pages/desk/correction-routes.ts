// An obvious typo, corrected by staff: both texts stay, everybody sees the difference, author and signers are told. Once people have
// signed, a second person confirms it.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'

import { checkingRole, defaultRules, seatMay } from '../../domain/governments/government.ts'
import { rulesOf } from '../../domain/governments/store.ts'
import { correctText, endPending, pendingOf, proposeCorrection } from '../../domain/moderation/correct-text.ts'
import { correctable, wrongWith } from '../../domain/moderation/correction.ts'
import { isOnePerson } from '../../domain/people/mailboxes.ts'
import {
  correctionsOf,
  digestOfSeen,
  findProposal,
  type ProposalRow,
  proposalText,
} from '../../domain/proposals/store.ts'
import { typedLine } from '../../lib/text.ts'
import { attempt } from '../../platform/db/attempt.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { type FieldErrors, readForm } from '../../platform/web/forms.ts'
import { movedOn } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { confirmationForm, correctionForm } from './desk-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'

export const correctionRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  app.post('/proposals/:number/corrections', { schema: { params: numberParams } }, async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal) return reply.callNotFound()
    const waiting = wordIn(request.body, 'pending') !== undefined
    const form = readForm(waiting ? confirmationForm : correctionForm, request.body)
    const name = waiting ? 'pending-correction' : `correct-${form.values.field}`
    const again = (errors: FieldErrors) =>
      showDesk(request, reply.code(422), proposal, { form: { name, values: form.values, errors } })
    if (!form.ok) return again(form.errors)
    const { errors, waits } =
      'act' in form.data ? await second(request, proposal, form.data) : await first(request, proposal, form.data)
    if (errors) return again(errors)
    return reply.redirect(deskPath(request, proposal.number, waits ? 'correction_waits' : 'recorded'), 303)
  })

  /** Somebody corrects a text: at once, or once a second person has looked, where people have signed it. */
  async function first(
    request: FastifyRequest,
    proposal: ProposalRow,
    typed: { field: string; seen: string; after: string },
  ) {
    const text = (await textsOf(proposal)).find(({ field }) => field === typed.field)
    if (!text || digestOfSeen(text.text) !== typed.seen) return { errors: movedOn, waits: false }
    const after = text.field === 'title' ? typedLine(typed.after) : typed.after
    const wrong = wrongWith(text, after, await shareOf(proposal))
    if (wrong) return { errors: { after: { key: `proposals.error.correction.${wrong}` } }, waits: false }
    const correction = { field: text.field, before: text.text, after, at: now() }
    const waits = proposal.count > 0
    if (waits) {
      const personId = requirePerson(request).id
      const asked = await write(db, (tx) => proposeCorrection(tx, proposal, { ...correction, personId }))
      return { errors: asked ? null : { after: { key: 'proposals.error.correction.waits' } }, waits }
    }
    const done = await attempt(db, async (tx) => {
      const how = { role: checkingRole(request.seats), confirmed: false }
      await correctText(tx, proposal, { ...correction, ...how })
    })
    return { errors: done.ok ? null : movedOn, waits }
  }

  /** A second person confirms or drops it; whoever asked for it may only drop it. */
  async function second(
    request: FastifyRequest,
    proposal: ProposalRow,
    { pending, act }: { pending: string; act: string },
  ) {
    const found = (await pendingOf(db.reads, proposal.id)).find(({ id }) => id === pending)
    if (!found) return { errors: movedOn, waits: false }
    if (act === 'drop') {
      const dropped = await attempt(db, (tx) => endPending(tx, found.id))
      return { errors: dropped.ok ? null : movedOn, waits: false }
    }
    if (await isOnePerson(db.reads, requirePerson(request).id, found.personId))
      return { errors: { form: { key: 'proposals.error.correction.second_person' } }, waits: false }
    const text = (await textsOf(proposal)).find(({ field }) => field === found.field)
    if (text?.text !== found.before) return { errors: movedOn, waits: false }
    const wrong = wrongWith(text, found.after, await shareOf(proposal))
    if (wrong) return { errors: { form: { key: `proposals.error.correction.${wrong}` } }, waits: false }
    const { field, before, after } = found
    const how = { role: checkingRole(request.seats), confirmed: true, at: now() }
    const done = await attempt(db, async (tx) => {
      await endPending(tx, found.id)
      await correctText(tx, proposal, { field, before, after, ...how })
    })
    return { errors: done.ok ? null : movedOn, waits: false }
  }

  const textsOf = async (proposal: ProposalRow) =>
    correctable(
      proposal,
      await proposalText(db.reads, proposal.id),
      await correctionsOf(db.reads, proposal.id),
      await pendingOf(db.reads, proposal.id),
    )

  const shareOf = async ({ ruleVersionId }: ProposalRow) =>
    (ruleVersionId ? await rulesOf(db.reads, ruleVersionId) : defaultRules).correctionShare
}
