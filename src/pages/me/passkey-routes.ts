// Passkeys on my page: adding, naming and removing one's own.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addOwnPasskey, removeOwnPasskey } from '../../domain/administration/own-passkeys.ts'
import { needToAdd, needToRemove } from '../../domain/people/passkey.ts'
import { passkeysOf, renamePasskey } from '../../domain/people/passkey-store.ts'
import { standingOf } from '../../domain/people/standing.ts'
import { creationOptions, readMade, siteOf, verifyMade } from '../../domain/people/webauthn.ts'
import { newId } from '../../lib/id.ts'
import { refused as refusedAs } from '../../lib/result.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { type FormState, readForm } from '../../platform/web/forms.ts'
import { challengesOf } from '../shared/challenges.ts'
import { deviceIn } from '../shared/device.ts'
import { idParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { startSession } from '../shared/session-hook.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { mePage } from './me-page.ts'
import { newPasskeyForm, passkeyNameForm } from './passkey-forms.ts'

type Refusal = 'wrong' | 'late' | 'known' | 'full' | 'stays'
export const passkeyRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps
  const showMe = mePage(deps)
  const challenges = challengesOf(deps)
  const site = (request: FastifyRequest) => siteOf(originOf(request, config.origin))
  const mine = '/me#passkeys'

  app.post('/me/passkeys/challenges', async (request, reply) => {
    const person = requirePerson(request)
    await mayNow(request, needToAdd)
    const challenge = challenges.ask(request, reply, person.id)
    const rpName = request.t('frame.product')
    return creationOptions(site(request), challenge, { rpName, person, known: await passkeysOf(db.reads, person.id) })
  })

  app.post('/me/passkeys', async (request, reply) => {
    const person = requirePerson(request)
    const { byPasskey } = await mayNow(request, needToAdd)
    const form = readForm(newPasskeyForm, request.body)
    if (!form.ok) {
      // Nobody fills in what the passkey says, so no field can be led to.
      const { credential, ...errors } = form.errors
      if (credential) errors.form = credential
      return showMe(request, reply.code(422), { values: form.values, errors })
    }
    const at = now()
    const given = readMade(form.data.credential)
    const challenge = given && challenges.open(request, given.challenge, person.id, at)
    const made = challenge ? await verifyMade(site(request), given) : null
    const { name } = form.data
    if (!challenge || !made) return refused(request, reply, given && !challenge ? 'late' : 'wrong', name)
    const named = name || deviceIn(request)
    const row = { ...made, id: newId(), name: named, personId: person.id, createdAt: at, lastUsedAt: null }
    const added = await write(db, async (tx) =>
      (await challenge.use(tx)) ? addOwnPasskey(tx, person, row) : refusedAs('late'),
    )
    if (!added.ok) {
      if (added.refusal === 'gone') throw httpError(403)
      if (added.refusal === 'again' || added.refusal === 'passkey') throw needed(request, added.refusal, mine)
      return refused(request, reply, added.refusal, name)
    }
    const desks = added.value.map(({ slug }) => slug)
    logSecurityEvent(request, 'passkey_added', { account: person.id, ...(desks.length ? { desks } : {}) })
    // Whoever has just made one has shown it: no need to ask for it again, wherever they were going.
    if (!byPasskey) await startSession(request, reply, person.id, { means: 'passkey', passkeyId: row.id })
    return reply.redirect(ownPath(form.data.next, '/me?done=passkey_added#passkeys'), 303)
  })

  app.post('/me/passkeys/:id/names', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(passkeyNameForm, request.body)
    const { id } = request.params
    if (!form.ok) return showMe(request, reply.code(422), { values: { ...form.values, id }, errors: form.errors })
    if (!(await write(db, (tx) => renamePasskey(tx, person.id, id, form.data.rename)))) throw httpError(404)
    return reply.redirect('/me?done=passkey_named#passkeys', 303)
  })

  app.post('/me/passkeys/:id/removals', { schema: { params: idParams } }, async (request, reply) => {
    const person = requirePerson(request)
    await mayNow(request, needToRemove)
    const at = now()
    const removed = await write(db, (tx) => removeOwnPasskey(tx, person, request.params.id, at))
    if (!removed.ok) {
      if (removed.refusal === 'unknown') throw httpError(404)
      if (removed.refusal === 'stays') return refused(request, reply, 'stays')
      throw needed(request, removed.refusal, mine)
    }
    logSecurityEvent(request, 'passkey_removed')
    return reply.redirect('/me?done=passkey_removed#passkeys', 303)
  })

  /** Where the person stands; sends away who must show first who they are. */
  async function mayNow(request: FastifyRequest, needFor: typeof needToAdd) {
    const standing = await standingOf(db.reads, requirePerson(request), now())
    const need = needFor(standing)
    if (need) throw needed(request, need, mine)
    return standing
  }

  /** `name`: what was typed for a new one. */
  function refused(request: FastifyRequest, reply: FastifyReply, why: Refusal, name?: string) {
    const values: FormState['values'] = name === undefined ? {} : { name, credential: '' }
    return showMe(request, reply.code(422), { values, errors: { form: { key: `people.error.passkey_${why}` } } })
  }
}
