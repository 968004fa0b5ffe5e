// One's own age under a government: what is typed to be verified so old as a rule asks, and ending that.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { endVerification, verifyAge } from '../../domain/cosignatures/verify-person.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { identityForm } from '../shared/identity-form.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { ageSelf, leastOf, showAge, typedAgeSources } from './age-page.ts'
import { sourceAsker } from './ask-source.ts'

export const ageRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const askSource = sourceAsker(deps)

  app.get('/verification/age', { schema: { querystring: pageQuery('least', 'tried') } }, async (request, reply) => {
    requirePerson(request)
    const { least, tried } = request.query
    return showAge(deps, request, reply, { named: least, tried: tried === '1' })
  })

  app.post('/verification/age/checks', async (request, reply) => {
    const person = requirePerson(request)
    const { government } = request
    const source = (await typedAgeSources(deps, request)).find(({ id }) => id === wordIn(request.body, 'source'))
    if (!source) return reply.callNotFound()
    const at = now()
    const form = readForm(identityForm(source.fields), request.body)
    const named = wordIn(request.body, 'least')
    const again = (more: FormState) =>
      showAge(deps, request, reply, { form: { ...more, values: form.values }, wrong: source.id, named })
    reply.code(422)
    const least = leastOf(named, await agesAsked(db.reads, government.id, at))
    if (least === null) return again(failedForm('verification.age.error.unasked'))
    if (!form.ok) return again(form)
    const today = localDate(at, government.timeZone)
    const asked = await askSource(request, reply, { source, values: form.data, at }, () =>
      source.find(form.data, { least, today }),
    )
    if (asked.error !== null) return again(failedForm(asked.error))
    const { found } = asked
    if (!found) return again(failedForm('verification.age.error.not_shown'))
    const saved = await write(db, (tx) => verifyAge(tx, government, person.id, found, at))
    if (!saved.ok)
      return again(
        failedForm(saved.refusal === 'unasked' ? 'verification.age.error.unasked' : 'verification.error.taken'),
      )
    logSecurityEvent(request, 'age_verified', { by: found.method })
    return reply.redirect(`${ageSelf(request)}?least=${least}&done=verified`, 303)
  })

  app.post('/verification/age/removals', async (request, reply) => {
    const person = requirePerson(request)
    const at = now()
    const ended = await write(db, (tx) => endVerification(tx, request.government, person.id, 'age', at))
    return reply.redirect(ended ? `${ageSelf(request)}?done=ended` : ageSelf(request), 303)
  })
}
