// What an author may do with a case that has been sent: withdraw it, ask once for reconsideration, add a dated update.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { write } from '../db/write.ts'
import { deadline } from '../governments/deadline.ts'
import { rulesOf, workCalendar } from '../governments/store.ts'
import { newId } from '../lib/id.ts'
import { requirePerson } from '../people/guards.ts'
import { append, newSalt } from '../record/store.ts'
import type { Deps } from '../web/deps.ts'
import { httpError } from '../web/errors.ts'
import { type FormState, readForm } from '../web/forms.ts'
import { proposalPath } from '../web/paths.ts'
import { wordsForm } from './forms.ts'
import { publicStages } from './proposal.ts'
import { takeStep } from './steps.ts'
import { findProposal, type ProposalRow } from './store.ts'
import { notes, updates } from './tables.ts'

export type CasePage = (
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow,
  extra?: { form?: FormState; notice?: string | null },
) => Promise<string>
type Params = { number: string }

export const authorRoutes: FastifyPluginAsync<Deps & { casePage: CasePage }> = async (app, { db, now, casePage }) => {
  app.post<{ Params: Params }>('/proposals/:number/retractions', async (request, reply) => {
    const proposal = await own(request)
    const at = now()
    const moved = await write(db, (tx) =>
      takeStep(tx, proposal, 'withdraw', { role: 'author', at, set: { endedAt: at, outcome: 'withdrawn' } }),
    )
    if (!moved) return casePage(request, reply.code(422), proposal, { notice: request.t('proposals.error.moved_on') })
    return reply.redirect(proposalPath(request.government, proposal.number), 303)
  })

  app.post<{ Params: Params }>('/proposals/:number/reconsiderations', async (request, reply) => {
    const proposal = await own(request)
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return casePage(request, reply.code(422), proposal, { form })
    const at = now()
    const rules = await rulesOf(db.reads, proposal.ruleVersionId!)
    const checkDueBefore = deadline(
      at,
      { workingDays: rules.checkingWorkingDays },
      await workCalendar(db.reads, request.government),
    ).before
    const moved = await write(db, async (tx) => {
      const step = await takeStep(tx, proposal, 'reconsider', {
        role: 'author',
        at,
        set: { reconsideredAt: at, checkDueBefore, endedAt: null, outcome: null },
      })
      if (step)
        await tx.insert(notes).values({
          id: newId(),
          proposalId: proposal.id,
          kind: 'from_proposer',
          body: form.data.words,
          personId: proposal.authorId,
          writtenAt: at,
          agencyId: null,
        })
      return step
    })
    if (!moved) return casePage(request, reply.code(422), proposal, { notice: request.t('proposals.error.moved_on') })
    return reply.redirect(proposalPath(request.government, proposal.number), 303)
  })

  app.post<{ Params: Params }>('/proposals/:number/updates', async (request, reply) => {
    const proposal = await own(request)
    if (!publicStages.includes(proposal.stage)) return reply.callNotFound()
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return casePage(request, reply.code(422), proposal, { form })
    const at = now()
    const salt = newSalt()
    await write(db, async (tx) => {
      await tx.insert(updates).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'author',
        body: form.data.words,
        salt,
        personId: proposal.authorId,
        writtenAt: at,
        agencyId: null,
      })
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'updated',
        role: 'author',
        occurredAt: at,
        text: { text: form.data.words, salt },
      })
    })
    return reply.redirect(`${proposalPath(request.government, proposal.number)}#updates`, 303)
  })

  /** The case, if it is this person's. */
  async function own(request: FastifyRequest): Promise<ProposalRow> {
    const person = requirePerson(request)
    const proposal = await findProposal(db.reads, request.government.id, (request.params as Params).number)
    if (!proposal) throw httpError(404)
    if (proposal.authorId !== person.id) throw httpError(403, 'errors.not_author')
    return proposal
  }
}
