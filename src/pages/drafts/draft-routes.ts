// Writing a proposal, step by step. Everything typed is kept: in the draft, or in the form that comes back.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { submittingPauses } from '../../domain/governments/deadline.ts'
import { agenciesOf, blackoutsOf, currentRules, districtsOf, topicsOf } from '../../domain/governments/store.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { notOffered, offersOf } from '../../domain/proposals/choices.ts'
import { readsLikeAnOffice } from '../../domain/proposals/display-name.ts'
import { type DraftStep, draftSteps, limits, missingIn, stepAfter } from '../../domain/proposals/draft.ts'
import { changesOf, missingHere, numbered, resized, valuesOf } from '../../domain/proposals/draft-step.ts'
import { deleteDraft, findDraft, saveDraft } from '../../domain/proposals/draft-store.ts'
import { type ProposalRow, proposalsOfAuthor, proposalText } from '../../domain/proposals/store.ts'
import { submit } from '../../domain/proposals/submit.ts'
import { similarToCase } from '../../domain/search/similar.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { around, severalOf } from './draft-pages.ts'
import { fieldsOf, readRevision, stepForms, type WrittenStep, withExamples } from './forms.ts'

const stepParams = z.looseObject({ id: z.string(), step: z.string() })

export const draftRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const countTries = triesCounter(config.secret)
  const beginDraft = draftBeginner({ db, secret: config.secret })

  app.get('/proposals/new', async (request, reply) => {
    requirePerson(request)
    return beginPage(request, reply)
  })

  async function beginPage(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    const person = requirePerson(request)
    const drafts = (await proposalsOfAuthor(db.reads, person.id)).filter(
      (p) => p.stage === 'draft' && p.governmentId === request.government.id,
    )
    const { rules } = await currentRules(db.reads, request.government.id, now())
    return render(request, reply, 'drafts/begin', {
      title: request.t('proposals.begin.title'),
      drafts: drafts.map(({ id, title, updatedAt }) => ({ title, updatedAt, path: draftPath(request.government, id) })),
      ...{ rules, stopped: await pausesOf(request), form },
    })
  }

  app.post('/proposals/drafts', async (request, reply) => {
    const { government } = request
    const person = requirePerson(request, { kind: 'propose', next: `/${government.slug}/proposals/new` })
    const begun = await beginDraft(government, person.id, now())
    if (!begun.ok)
      return beginPage(request, tooOften(reply, begun.retryAfter ?? 0), failing('proposals.error.too_many_drafts'))
    return reply.redirect(draftPath(request.government, begun.value, 'problem'), 303)
  })

  app.get('/proposals/drafts/:id/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const draft = await findDraft(db.reads, request.params.id, person.id)
    const step = stepOf(request.params.step)
    if (!draft || !step || draft.governmentId !== request.government.id) return reply.callNotFound()
    if (step === 'check') return checkPage(request, reply, draft)
    const text = await proposalText(db.reads, draft.id)
    const saved = valuesOf(draft, text, person.displayName)
    const kept = keptForm(request)
    if (!kept) return stepPage(request, reply, draft, step, { values: saved, errors: {} })
    const revision = readRevision(kept.values.revision)
    const form = { values: { ...saved, ...kept.values }, errors: kept.errors }
    return stepPage(request, reply, { ...draft, revision }, step, form, revision === draft.revision ? null : saved)
  })

  app.post('/proposals/drafts/:id/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const draft = await findDraft(db.reads, request.params.id, person.id)
    const step = stepOf(request.params.step)
    if (!draft || !step || step === 'check' || draft.governmentId !== request.government.id) return reply.callNotFound()

    const sent = (name: string) => wordIn(request.body, name)
    const body = { add: sent('add'), remove: sent('remove'), later: sent('later'), revision: sent('revision') }
    const form = readForm(stepForms[step], request.body)
    if (step === 'asks' && (body.add || body.remove))
      return stepPage(request, reply, draft, step, { values: { asks: resized(form.values.asks, body) }, errors: {} })
    if (!form.ok) return stepPage(request, reply.code(422), draft, step, numbered(form))

    const { change, text } = changesOf(step, form.data as never)
    const known = { ...draft, ...change }
    const errors = body.later ? {} : missingHere(step, known, text)
    if (change.authorName && (await isOfficial(request, change.authorName)))
      errors.name = { key: 'proposals.error.name_office' }
    Object.assign(errors, notOffered(await offers(request), change))
    if (Object.keys(errors).length)
      return stepPage(request, reply.code(422), draft, step, { values: form.values, errors })

    const at = now()
    const revision = body.revision === undefined ? draft.revision : readRevision(body.revision)
    const saved = await write(db, (tx) => saveDraft(tx, draft.id, revision, change, text, at))
    if (!saved) return savedElsewhere(request, reply.code(409), draft.id, step, form.values)
    return reply.redirect(body.later ? '/me' : draftPath(request.government, draft.id, stepAfter(step)), 303)
  })

  app.post('/proposals/drafts/:id/deletions', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    if (!(await write(db, (tx) => deleteDraft(tx, request.params.id, person.id)))) return reply.callNotFound()
    return reply.redirect('/me', 303)
  })

  app.post('/proposals/drafts/:id/submissions', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const draft = await findDraft(db.reads, request.params.id, person.id)
    if (!draft || draft.governmentId !== request.government.id) return reply.callNotFound()
    const text = await proposalText(db.reads, draft.id)
    const missing = missingIn({ ...draft, ...text, asks: text.asks.map((ask) => ask.text) })
    if (missing.length) return checkPage(request, reply.code(422), draft)

    const { government } = request
    const submitted = await submit(db, government, draft, text, now(), countTries)
    if (!submitted.ok && submitted.retryAfter)
      return checkPage(
        request,
        tooOften(reply, submitted.retryAfter),
        draft,
        failing('proposals.error.too_many_proposals'),
      )
    if (!submitted.ok && submitted.refusal === 'paused')
      return checkPage(request, reply.code(422), draft, failing('proposals.error.paused'))
    if (!submitted.ok) {
      const changed = await findDraft(db.reads, draft.id, person.id)
      if (!changed) return reply.redirect('/me', 303)
      return checkPage(request, reply.code(422), changed, failing('proposals.error.changed_meanwhile'))
    }
    return reply.redirect(`${proposalPath(government, submitted.value.number)}?done=submitted`, 303)
  })

  /** Another window or device saved this draft meanwhile: both texts are shown, and sending again replaces the saved one. */
  async function savedElsewhere(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    step: WrittenStep,
    values: FormState['values'],
  ) {
    const person = requirePerson(request)
    const current = await findDraft(db.reads, id, person.id)
    if (!current) return reply.redirect('/me', 303)
    const other = valuesOf(current, await proposalText(db.reads, id), person.displayName)
    const form = { values, errors: { form: { key: 'proposals.error.other_tab' } } }
    return stepPage(request, reply, current, step, form, other)
  }

  /** The name of this government or one of its agencies, or a word for an office. */
  async function isOfficial({ government }: FastifyRequest, name: string): Promise<boolean> {
    const agencies = await agenciesOf(db.reads, government.id)
    return readsLikeAnOffice(
      name,
      [government, ...agencies].flatMap((place) => Object.values(place.name)),
    )
  }

  /** Days on which nothing can be sent, now or to come. */
  const pausesOf = async ({ government }: FastifyRequest) =>
    submittingPauses(now(), await blackoutsOf(db.reads, government.id), government.timeZone)

  const offers = ({ government }: FastifyRequest) =>
    offersOf(db.reads, government.id, localDate(now(), government.timeZone))

  /** One step of the form. */
  async function stepPage(
    request: FastifyRequest,
    reply: FastifyReply,
    draft: ProposalRow,
    step: WrittenStep,
    form: FormState,
    other: FormState['values'] | null = null,
  ) {
    return render(request, reply, 'drafts/step', {
      title: request.t(`proposals.step.${step}.title`),
      ...{ form, draft, step },
      ...around(request.government, draft.id, step),
      examples: withExamples.includes(step),
      limits,
      similar: step === 'problem' ? [] : await similarToCase(db.reads, request.government, draft, now()),
      ...severalOf(form),
      other: other && {
        fields: fieldsOf[step].map((field) => ({ field, texts: [other[field] ?? []].flat().filter(Boolean) })),
        path: draftPath(request.government, draft.id, step),
      },
      ...(await offers(request)),
    })
  }

  /** The last step: everything as it will be read, and what is missing. */
  async function checkPage(request: FastifyRequest, reply: FastifyReply, draft: ProposalRow, form = blankForm()) {
    const { id } = request.government
    const [text, topics, districts, agencies, { rules }] = await Promise.all([
      proposalText(db.reads, draft.id),
      topicsOf(db.reads, id),
      districtsOf(db.reads, id),
      agenciesOf(db.reads, id),
      currentRules(db.reads, id, now()),
    ])
    const nameOf = (list: { code: string; name: Localised }[], code: string | null) => {
      const found = list.find((item) => item.code === code)
      return found ? localised(found.name, request.language) : ''
    }
    return render(request, reply, 'drafts/step-check', {
      similar: await similarToCase(db.reads, request.government, draft, now()),
      title: request.t('proposals.step.check.title'),
      ...{ form, draft, text },
      ...around(request.government, draft.id, 'check'),
      links: text.evidence.map((link) => link.url).join('\n'),
      missing: missingIn({ ...draft, ...text, asks: text.asks.map((ask) => ask.text) }).map((missing) => ({
        ...missing,
        href: `${draftPath(request.government, draft.id, missing.step)}#${missing.field}`,
      })),
      named: {
        place: [nameOf(topics, draft.topicCode), nameOf(districts, draft.districtCode), draft.place ?? ''].filter(
          Boolean,
        ),
        agencies: draft.suggestedAgencies.map((code) => nameOf(agencies, code)),
      },
      limits,
      rules,
      stopped: await pausesOf(request),
    })
  }
}

const failing = (key: string): FormState => ({ values: {}, errors: { form: { key } } })

const stepOf = (name: string): DraftStep | undefined => draftSteps.find((step) => step === name)
