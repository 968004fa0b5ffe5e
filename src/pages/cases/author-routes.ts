// What an author may do with a case that has been sent: withdraw it, ask once for reconsideration, add a dated update.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { deadline } from '../../domain/governments/deadline.ts'
import { rulesOf, workCalendar } from '../../domain/governments/store.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { lettersOf } from '../../domain/proposals/proposal.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { takeStep } from '../../domain/proposals/transition.ts'
import { append, newSalt } from '../../domain/record/store.ts'
import { newId } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { type FormState, readForm } from '../../platform/web/forms.ts'
import { notes, updates } from '../../schema/proposals.ts'
import { wordsForm } from '../drafts/forms.ts'
import { ownCase } from '../shared/proposal-guards.ts'

export type CasePage = (
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow,
  extra?: { form?: FormState; notice?: string | null },
) => Promise<string>
type Params = { number: string }

export const authorRoutes: FastifyPluginAsync<Deps & { casePage: CasePage }> = async (
  app,
  { db, now, config, casePage },
) => {
  const countTries = triesCounter(config.secret)

  app.post<{ Params: Params }>('/proposals/:number/retractions', async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
    const at = now()
    const moved = await write(db, (tx) =>
      takeStep(tx, proposal, 'withdraw', { role: 'author', at, set: { endedAt: at, outcome: 'withdrawn' } }),
    )
    if (!moved) return casePage(request, reply.code(422), proposal, { notice: request.t('proposals.error.moved_on') })
    return reply.redirect(proposalPath(request.government, proposal.number), 303)
  })

  app.post<{ Params: Params }>('/proposals/:number/reconsiderations', async (request, reply) => {
    const proposal = await ownCase(db.reads, request)
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
    const proposal = await ownCase(db.reads, request)
    // Only under a text that was checked: words under a refused one would be seen by everybody and checked by nobody.
    if (!proposal.publishedAt || proposal.hiddenAt) return reply.callNotFound()
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return casePage(request, reply.code(422), proposal, { form })
    const at = now()
    const salt = newSalt()
    const { retryAfter } = await write(db, async (tx) => {
      const tries = await countTries(tx, [lettersOf(proposal, 'update')], at)
      if (tries.retryAfter) return tries
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
      return tries
    })
    if (retryAfter) {
      const errors = { words: { key: 'proposals.error.too_many_words' } }
      return casePage(request, reply.code(429).header('retry-after', String(retryAfter)), proposal, {
        form: { values: form.values, errors },
      })
    }
    return reply.redirect(`${proposalPath(request.government, proposal.number)}#updates`, 303)
  })
}
