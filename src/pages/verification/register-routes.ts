// Asking the register office to verify oneself: what was asked and how it stands, asking, taking it back.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { compared, identityKey } from '../../domain/verification/identity-key.ts'
import {
  askRegister,
  officeOf,
  requestOf,
  sealValues,
  withdrawRequest,
} from '../../domain/verification/register-requests.ts'
import { guessLimits } from '../../domain/verification/residence-sources.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { blankForm, type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render, type SignedIn } from '../../platform/web/view.ts'
import type { IdentityField } from '../../schema/values.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'

/** `office`: null where the government asks none now. `ages`: those that it can be asked for, in words, or ''. `asked`: `out`, whether the file has been released. */
export type RegisterPage = InPlace &
  SignedIn & {
    self: string
    back: string
    office: string | null
    fields: readonly IdentityField[]
    ages: string
    asked: { at: Date; until: Date; out: boolean; age: boolean } | null
    said: (typeof outcomes)[number] | null
    form: FormState
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/register': RegisterPage
  }
}

const outcomes = ['asked', 'withdrawn'] as const

/** `/:gov/verification/register`. */
export const registerRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  const { secret } = config
  const countTries = triesCounter(secret)
  const selfOf = ({ government }: FastifyRequest) => `/${government.slug}/verification/register`
  const whoseOf = (request: FastifyRequest) => ({
    personId: requirePerson(request).id,
    governmentId: request.government.id,
  })

  app.get('/verification/register', { schema: { querystring: pageQuery('age') } }, async (request, reply) => {
    requirePerson(request)
    // whoever comes for the age finds it ticked
    return show(request, reply, blankForm({ asks_age: request.query.age === '1' ? '1' : '' }))
  })

  app.post('/verification/register', async (request, reply) => {
    const whose = whoseOf(request)
    const { government } = request
    const office = await officeOf(db.reads, government.id)
    if (!office?.open) return reply.callNotFound()
    const form = readForm(identityForm(office.fields), request.body)
    const again = (more: FormState) => show(request, reply.code(422), { ...more, values: form.values })
    if (!form.ok) return again(form)
    const subjectKey = identityKey(secret, government.slug, office.fields, form.data)
    if (!subjectKey) return again(failedForm('verification.error.empty'))
    const at = now()
    const asksAge = form.values.asks_age === '1' && (await agesAsked(db.reads, government.id, at)).length > 0
    const [first] = office.fields
    const limits = guessLimits(government.id, whose.personId, compared(first!, form.data[first!] ?? ''))
    const { retryAfter } = await write(db, (tx) => countTries(tx, limits, at))
    if (retryAfter) {
      tooOften(reply, retryAfter)
      return again(failedForm('verification.error.too_often'))
    }
    const sealed = sealValues(secret, government.id, form.data)
    const asked = await write(db, (tx) => askRegister(tx, { ...whose, subjectKey, sealed, asksAge }, at))
    if (!asked.ok) return again(failedForm('register.error.sent'))
    return reply.redirect(`${selfOf(request)}?done=asked`, 303)
  })

  app.post('/verification/register/removals', async (request, reply) => {
    const whose = whoseOf(request)
    const at = now()
    const gone = await write(db, (tx) => withdrawRequest(tx, whose, at))
    return reply.redirect(gone ? `${selfOf(request)}?done=withdrawn` : selfOf(request), 303)
  })

  async function show(request: FastifyRequest, reply: FastifyReply, form: FormState = blankForm()) {
    reply.header('cache-control', 'no-store') // a form that came back has what was typed in it
    const { government, t, language } = request
    const office = await officeOf(db.reads, government.id)
    const asked = await requestOf(db.reads, whoseOf(request))
    const said = outcomes.find((one) => one === request.done) ?? null
    return render(request, reply, 'verification/register', {
      ...{ title: t('register.title', { name: localised(government.name, language) }), nav: 'me' },
      ...{ self: selfOf(request), back: `/${government.slug}/verification`, form },
      ...{ office: office?.open ? office.name : null, fields: office?.fields ?? [] },
      ages: new Intl.ListFormat(language, { type: 'disjunction' }).format(
        (await agesAsked(db.reads, government.id, now())).map(String),
      ),
      asked: asked && {
        ...{ at: asked.askedAt, until: asked.expiresAt, age: asked.asksAge },
        out: asked.batch !== null && !asked.sealed,
      },
      // the address alone says nothing that is not true
      said: said !== null && (said === 'asked') === (asked !== null) ? said : null,
    })
  }
}
