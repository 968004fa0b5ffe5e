// Writing a proposal, step by step. Everything typed is kept: in the draft, or in the form that comes back.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { agenciesOf } from '../../domain/governments/store.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { type DraftStep, draftSteps, missingIn, stepAfter, stepToGoOn } from '../../domain/proposals/draft.ts'
import { resized, valuesOf } from '../../domain/proposals/draft-step.ts'
import { deleteDraft, findOwn, isWritable, saveDraft } from '../../domain/proposals/draft-store.ts'
import { type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { submit } from '../../domain/proposals/submit.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { wordIn } from '../../platform/http/query.ts'
import { type FormState, failedForm } from '../../platform/web/forms.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { draftViews } from './draft-view.ts'
import { readRevision, type WrittenStep } from './forms.ts'
import { readStep } from './read-step.ts'

const stepParams = z.looseObject({ id: z.string(), step: z.string() })

export const draftRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const countTries = triesCounter(config.secret)
  const { offers, draftStepPage, checkPage, sentPage } = draftViews({ db, now })

  /** One's own case of this government, in whatever stage; 404 for what is not there or somebody else's. */
  async function own(request: FastifyRequest, id: string): Promise<ProposalRow> {
    const person = requirePerson(request)
    const found = await findOwn(db.reads, id, person.id)
    if (!found || found.governmentId !== request.government.id) throw httpError(404)
    return found
  }

  // A draft opens where somebody goes on; a returned case where everything can be seen and changed.
  app.get('/proposals/drafts/:id', { schema: { params: idParams } }, async (request, reply) => {
    const draft = await own(request, request.params.id)
    if (!isWritable(draft)) return reply.redirect(proposalPath(request.government, draft.number), 303)
    const text = await proposalText(db.reads, draft.id)
    const step = stepToGoOn({ ...draft, ...text, asks: text.asks.map((ask) => ask.text) })
    return reply.redirect(draftPath(request.government, draft.id, draft.stage === 'returned' ? 'check' : step), 303)
  })

  app.get('/proposals/drafts/:id/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const draft = await own(request, request.params.id)
    const step = stepOf(request.params.step)
    if (!step) return reply.callNotFound()
    const kept = keptForm(request)
    if (!isWritable(draft) && kept) return sentPage(request, reply, draft)
    if (!isWritable(draft)) return reply.redirect(proposalPath(request.government, draft.number), 303)
    if (step === 'check') return checkPage(request, reply, draft)
    const saved = valuesOf(draft, await proposalText(db.reads, draft.id), requirePerson(request).displayName)
    if (!kept) return draftStepPage(request, reply, { draft, step, form: { values: saved, errors: {} } })
    const values = { ...saved, ...kept.values }
    // both versions stand on the page, so that the next press replaces the saved one
    return readRevision(kept.values.revision) === draft.revision
      ? draftStepPage(request, reply, { draft, step, form: { values, errors: kept.errors } })
      : draftStepPage(request, reply, { draft, step, form: { values, errors: otherTab }, other: saved })
  })

  app.post('/proposals/drafts/:id/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const draft = await own(request, request.params.id)
    const step = stepOf(request.params.step)
    if (!step || step === 'check') return reply.callNotFound()
    if (!isWritable(draft)) return sentPage(request, reply.code(409), draft)

    const { government } = request
    const sent = (name: string) => wordIn(request.body, name)
    const body = { add: sent('add'), remove: sent('remove'), later: sent('later'), revision: sent('revision') }
    const agencies = await agenciesOf(db.reads, government.id)
    const form = readStep(step, request.body, {
      known: draft,
      complete: !body.later,
      offers: await offers(request),
      officialNames: [government, ...agencies].flatMap((place) => Object.values(place.name)),
    })
    if (step === 'asks' && (body.add || body.remove))
      return draftStepPage(request, reply, {
        ...{ draft, step },
        form: { values: { ...form.values, asks: resized(form.values.asks, body) }, errors: {} },
      })
    if (!form.ok) return draftStepPage(request, reply.code(422), { draft, step, form })

    const at = now()
    const revision = body.revision === undefined ? draft.revision : readRevision(body.revision)
    const saved = await write(db, (tx) => saveDraft(tx, draft.id, revision, form.change, form.text, at))
    if (!saved) return savedElsewhere(request, reply.code(409), draft.id, step, form.values)
    if (body.later) return reply.redirect('/me?done=draft_saved', 303)
    const next = draft.stage === 'returned' ? 'check' : stepAfter(step)
    return reply.redirect(draftPath(government, draft.id, next), 303)
  })

  app.post('/proposals/drafts/:id/deletions', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    if (!(await write(db, (tx) => deleteDraft(tx, request.params.id, person.id, at)))) return reply.callNotFound()
    return reply.redirect('/me?done=draft_deleted', 303)
  })

  app.post('/proposals/drafts/:id/submissions', { schema: { params: idParams } }, async (request, reply) => {
    const { government } = request
    const draft = await own(request, request.params.id)
    // pressed twice, or in a second window: the case is there
    if (!isWritable(draft)) return reply.redirect(proposalPath(government, draft.number), 303)
    const text = await proposalText(db.reads, draft.id)
    const missing = missingIn({ ...draft, ...text, asks: text.asks.map((ask) => ask.text) })
    if (missing.length) return checkPage(request, reply.code(422), draft)

    const submitted = await submit(db, government, draft, text, now(), countTries)
    if (submitted.ok) return reply.redirect(`${proposalPath(government, submitted.value.number)}?done=submitted`, 303)
    if (submitted.retryAfter) {
      const form = failedForm('proposals.error.too_many_proposals')
      return checkPage(request, tooOften(reply, submitted.retryAfter), draft, form)
    }
    if (submitted.refusal === 'paused')
      return checkPage(request, reply.code(422), draft, failedForm('proposals.error.paused'))
    if (submitted.refusal === 'unverified')
      return checkPage(request, reply.code(422), draft, failedForm('proposals.error.unverified'))
    if (submitted.refusal === 'young')
      return checkPage(request, reply.code(422), draft, failedForm('proposals.error.young'))
    const changed = await own(request, draft.id)
    if (!isWritable(changed)) return reply.redirect(proposalPath(government, changed.number), 303)
    return checkPage(request, reply.code(409), changed, failedForm('proposals.error.changed_meanwhile'))
  })

  /** Another window or device saved this draft meanwhile: both texts are shown, and sending again replaces the saved one. */
  async function savedElsewhere(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    step: WrittenStep,
    values: FormState['values'],
  ) {
    const current = await own(request, id)
    if (!isWritable(current)) return sentPage(request, reply, current)
    const other = valuesOf(current, await proposalText(db.reads, id), requirePerson(request).displayName)
    return draftStepPage(request, reply, { draft: current, step, form: { values, errors: otherTab }, other })
  }
}

const otherTab = { form: { key: 'proposals.error.other_tab' } }

const stepOf = (name: string): DraftStep | undefined => draftSteps.find((step) => step === name)
