// One's own verification under a government: what is typed for it, a code for the counter, ending it.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { endVerification, verifyPerson } from '../../domain/cosignatures/verify-person.ts'
import { beginVisit } from '../../domain/verification/counter-visits.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { sourceAsker } from './ask-source.ts'
import { selfOf, showVerification, typedSources } from './verification-page.ts'

export const verificationRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const { secret } = config
  const askSource = sourceAsker(deps)

  app.get('/verification', async (request, reply) => {
    requirePerson(request)
    return showVerification(deps, request, reply)
  })

  app.post('/verification/checks', async (request, reply) => {
    const person = requirePerson(request)
    const { government } = request
    const source = (await typedSources(deps, request)).find(({ id }) => id === wordIn(request.body, 'source'))
    if (!source) return reply.callNotFound()
    const form = readForm(identityForm(source.fields), request.body)
    const again = (more: FormState) =>
      showVerification(deps, request, reply, { form: { ...more, values: form.values }, wrong: source.id })
    reply.code(422)
    if (!form.ok) return again(form)
    const at = now()
    const asked = await askSource(request, reply, { source, values: form.data, at }, () => source.find(form.data))
    if (asked.error !== null) return again(failedForm(asked.error))
    const { found } = asked
    if (!found) return again(failedForm('verification.error.not_found'))
    const saved = await write(db, (tx) => verifyPerson(tx, government, person.id, found, at))
    if (!saved.ok) return again(failedForm('verification.error.taken'))
    logSecurityEvent(request, 'residence_verified', { by: found.method })
    return reply.redirect(`${selfOf(request)}?done=verified`, 303)
  })

  app.post('/verification/visits', async (request, reply) => {
    const person = requirePerson(request)
    const whose = { personId: person.id, governmentId: request.government.id }
    await write(db, (tx) => beginVisit(tx, secret, whose, now()))
    const page = wordIn(request.body, 'from') === 'age' ? '/age' : ''
    return reply.redirect(`${selfOf(request)}${page}#counter`, 303)
  })

  app.post('/verification/removals', async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    const ended = await write(db, (tx) => endVerification(tx, request.government, person.id, 'resident', at))
    return reply.redirect(ended ? `${selfOf(request)}?done=ended` : selfOf(request), 303)
  })
}
