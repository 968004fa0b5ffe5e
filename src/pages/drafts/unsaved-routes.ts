// Beginning without an account: the first steps are kept for this browser. Signing in is asked for when there is something to save.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { agenciesOf } from '../../domain/governments/store.ts'
import {
  dropSent,
  type Holder,
  isKept,
  keepForm,
  keptOnPage,
  newKeptId,
  type Slot,
} from '../../domain/people/kept-forms.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { type DraftStep, stepAfter } from '../../domain/proposals/draft.ts'
import { resized } from '../../domain/proposals/draft-step.ts'
import type { Written } from '../../domain/proposals/draft-store.ts'
import { similarViews } from '../../domain/search/similar.ts'
import { newId, newToken } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { tooMany } from '../../platform/http/http-error.ts'
import { draftPath } from '../../platform/http/paths.ts'
import { wordIn } from '../../platform/http/query.ts'
import { type FormState, failedForm, readForm, type Values } from '../../platform/web/forms.ts'
import { beginningToKeep, keptBrowser, keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { draftViews } from './draft-view.ts'
import { stepForms, type WrittenStep } from './forms.ts'
import { readStep } from './read-step.ts'

/** The steps that need no account. */
const openSteps = ['problem', 'place', 'asks'] as const satisfies readonly WrittenStep[]
const last = openSteps.at(-1)

const stepParams = z.looseObject({ step: z.string() })
const nothingKnown = { title: '', topicCode: null, authorName: null }

export const unsavedRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const { secret } = config
  const countTries = triesCounter(secret)
  const beginDraft = draftBeginner({ db, secret })
  const browserCookie = keptBrowser(config)
  const { offers, beginPage, stepPage } = draftViews({ db, now })

  app.get('/proposals/new', async (request, reply) => beginPage(request, reply, await unsavedAt(request)))

  app.post('/proposals/drafts', async (request, reply) => {
    const { government } = request
    const person = requirePerson(request, { kind: 'propose', next: `/${government.slug}/proposals/new` })
    const begun = await beginDraft(government, person.id, now())
    if (begun.ok) return reply.redirect(draftPath(government, begun.value, 'problem'), 303)
    const form = failedForm('proposals.error.too_many_drafts')
    return beginPage(request, tooOften(reply, begun.retryAfter ?? 0), null, form)
  })

  app.get('/proposals/new/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const step = openSteps.find((name) => name === request.params.step)
    if (!step) return reply.callNotFound()
    const kept = keptForm(request)
    const values = kept?.values ?? (await typedBefore(request, step)) ?? {}
    request.formsWaiting = [] // what was typed stands in the form itself
    return shown(request, reply, step, { values, errors: kept?.errors ?? {} })
  })

  app.post('/proposals/new/:step', { schema: { params: stepParams } }, async (request, reply) => {
    const step = openSteps.find((name) => name === request.params.step)
    if (!step) return reply.callNotFound()
    const { government } = request
    const pressed = { add: wordIn(request.body, 'add'), remove: wordIn(request.body, 'remove') }
    const agencies = await agenciesOf(db.reads, government.id)
    const form = readStep(step, request.body, {
      known: nothingKnown,
      complete: wordIn(request.body, 'later') === undefined,
      offers: await offers(request),
      officialNames: [government, ...agencies].flatMap((place) => Object.values(place.name)),
    })
    if (step === 'asks' && (pressed.add || pressed.remove))
      return shown(request, reply, step, { values: { asks: resized(form.values.asks, pressed) }, errors: {} })
    if (!form.ok) return shown(request, reply.code(422), step, form)
    if (!request.person && step !== last && wordIn(request.body, 'later') === undefined) {
      await putAside(request, reply, step, form.values)
      return reply.redirect(`${beginningOf(request)}/${stepAfter(step)}`, 303)
    }

    // the form is kept while somebody signs in, and comes back
    const person = requirePerson(request)
    const begun = await beginDraft(government, person.id, now(), await allWritten(request, step, form))
    if (!begun.ok) {
      const { errors } = failedForm('proposals.error.too_many_drafts')
      return shown(request, tooOften(reply, begun.retryAfter ?? 0), step, { values: form.values, errors })
    }
    await clear(request)
    if (wordIn(request.body, 'later') !== undefined) return reply.redirect('/me?done=draft_saved', 303)
    return reply.redirect(draftPath(government, begun.value, stepAfter(step)), 303)
  })

  // Somebody else may have sat here before.
  app.post('/proposals/new/removals', async (request, reply) => {
    await clear(request)
    return reply.redirect(beginningOf(request), 303)
  })

  const beginningOf = ({ government }: FastifyRequest) => `/${government.slug}/proposals/new`
  const holderOf = (request: FastifyRequest, browser: string): Holder => ({ browser, whose: request.keptFor || null })

  /** What this browser typed into a step, the newest first of what was sent and of what was saved while it was typed. */
  async function typedBefore(request: FastifyRequest, step: DraftStep): Promise<Values | null> {
    const browser = browserCookie.read(request)
    if (!browser) return null
    const page = `${beginningOf(request)}/${step}`
    return (await keptOnPage(db.reads, secret, holderOf(request, browser), page, now()))[0]?.values ?? null
  }

  /** The last step that holds something. */
  async function unsavedAt(request: FastifyRequest): Promise<string | null> {
    for (const step of openSteps.toReversed())
      if (await typedBefore(request, step)) return `${beginningOf(request)}/${step}`
    return null
  }

  async function putAside(request: FastifyRequest, reply: FastifyReply, step: WrittenStep, values: Values) {
    const known = browserCookie.read(request)
    const browser = known ?? newToken()
    const holder = holderOf(request, browser)
    const slot = slotOf(request, step)
    const at = now()
    const kept = { id: newKeptId(), ...slot, page: `${beginningOf(request)}/${step}`, status: 0 }
    const tries = await write(
      db,
      async (tx) => {
        const limits = known && (await isKept(tx, holder, slot)) ? [] : [beginningToKeep(request)]
        const counted = await countTries(tx, limits, at)
        if (!counted.retryAfter) await keepForm(tx, secret, holder, { ...kept, content: { values, errors: {} }, at })
        return counted
      },
      { invalidate: 'later' },
    )
    if (tries.retryAfter) throw tooMany(tries.retryAfter)
    if (!known) browserCookie.set(reply, browser)
  }

  /** What was typed into all steps until now; a step that cannot be read is left out, as if it had not been written. */
  async function allWritten(request: FastifyRequest, now: WrittenStep, sent: Written): Promise<Written> {
    const all: Written = { change: {}, text: {} }
    for (const step of openSteps) {
      const values = step === now ? null : await typedBefore(request, step)
      const form = values && readForm(stepForms[step], values)
      const written = step === now ? sent : form?.ok ? form.data : null
      if (written)
        Object.assign(all, { change: { ...all.change, ...written.change }, text: { ...all.text, ...written.text } })
    }
    return all
  }

  async function clear(request: FastifyRequest): Promise<void> {
    const browser = browserCookie.read(request)
    if (!browser) return
    const holder = holderOf(request, browser)
    await write(db, async (tx) => {
      for (const step of openSteps)
        for (const slot of [slotOf(request, step), { path: `${beginningOf(request)}/${step}`, form: '' }])
          await dropSent(tx, holder, slot)
    })
  }

  const slotOf = (request: FastifyRequest, step: WrittenStep): Slot => ({ path: beginningOf(request), form: step })

  async function shown(request: FastifyRequest, reply: FastifyReply, step: WrittenStep, form: FormState) {
    const before = step === 'problem' ? null : await typedBefore(request, 'problem')
    const title = String(before?.title ?? '')
    const text = [form.values.asks ?? [], before?.problem ?? []].flat().join('\n')
    const similar = before
      ? await similarViews(db.reads, request.government, { title, text, except: newId() }, now())
      : []
    return stepPage(request, reply, { draft: null, step, form, similar })
  }
}
