// One's own age under a government: what is typed to be verified so old as a rule asks, and ending that.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { endVerification, verifyAge } from '../../domain/cosignatures/verify-person.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { compared } from '../../domain/verification/identity-key.ts'
import { guessLimits } from '../../domain/verification/residence-sources.ts'
import { NoAnswer } from '../../domain/verification/yes-no-services.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { ageSelf, leastIn, showAge, typedAgeSources } from './age-page.ts'

export const ageRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const countTries = triesCounter(config.secret)

  app.get('/verification/age', async (request, reply) => {
    requirePerson(request)
    return showAge(deps, request, reply)
  })

  app.post('/verification/age/checks', async (request, reply) => {
    const person = requirePerson(request)
    const { government } = request
    const source = (await typedAgeSources(deps, request)).find(({ id }) => id === wordIn(request.body, 'source'))
    if (!source) return reply.callNotFound()
    const at = now()
    const form = readForm(identityForm(source.fields), request.body)
    const again = (more: FormState) =>
      showAge(deps, request, reply, { form: { ...more, values: form.values }, wrong: source.id })
    reply.code(422)
    const least = leastIn(request, await agesAsked(db.reads, government.id, at))
    if (least === null) return again(failedForm('verification.age.error.unasked'))
    if (!form.ok) return again(form)
    const [first] = source.fields
    // the same counters as for a residence: who tries both has no more tries
    const limits = guessLimits(government.id, person.id, compared(first!, form.data[first!] ?? ''))
    const { retryAfter } = await write(db, (tx) => countTries(tx, limits, at))
    if (retryAfter) {
      tooOften(reply, retryAfter)
      return again(failedForm('verification.error.too_often'))
    }
    try {
      const found = await source.find(form.data, { least, today: localDate(at, government.timeZone) })
      if (!found) return again(failedForm('verification.age.error.not_shown'))
      const saved = await write(db, (tx) => verifyAge(tx, government, person.id, found, at))
      if (!saved.ok)
        return again(
          failedForm(saved.refusal === 'unasked' ? 'verification.age.error.unasked' : 'verification.error.taken'),
        )
      logSecurityEvent(request, 'age_verified', { by: found.method })
      return reply.redirect(`${ageSelf(request)}?least=${least}&done=verified`, 303)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      request.log.warn({ service: source.id, why: error.message }, 'a yes/no service failed')
      reply.code(502)
      return again(failedForm('verification.error.no_answer'))
    }
  })

  app.post('/verification/age/removals', async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    const ended = await write(db, (tx) => endVerification(tx, request.government, person.id, 'age', at))
    return reply.redirect(ended ? `${ageSelf(request)}?done=ended` : ageSelf(request), 303)
  })
}
