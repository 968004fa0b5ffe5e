// Signing in with a passkey: the browser signs a challenge that was asked for a moment ago.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findPasskey, type PasskeyRow, usePasskey } from '../../domain/people/passkey-store.ts'
import { actOf } from '../../domain/people/pending-action.ts'
import { personById, rememberLanguage } from '../../domain/people/store.ts'
import { readSigned, requestOptions, siteOf, verifySigned } from '../../domain/people/webauthn.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { readForm } from '../../platform/web/forms.ts'
import { challengesOf } from '../shared/challenges.ts'
import { knownBrowser } from '../shared/known-browser.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { passkeyForm } from './forms.ts'
import { arriving, signInPage } from './sign-in-page.ts'

export const passkeySignInRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps
  const knownBrowsers = knownBrowser(config)
  const challenges = challengesOf(deps)
  const arrive = arriving(deps)
  const site = (request: FastifyRequest) => siteOf(originOf(request, config.origin))

  app.post('/sign-in/challenges', async (request, reply) => {
    return requestOptions(site(request), challenges.ask(request, reply, null))
  })

  app.post('/sign-in/passkeys', async (request, reply) => {
    const form = readForm(passkeyForm, request.body)
    const { credential: _, ...typed } = form.values // a challenge is answered once: what was signed is of no more use
    const shown = await shownBy(request, reply, form.ok ? form.data.credential : '')
    if (!shown.passkey) {
      const { reason, account } = shown
      logSecurityEvent(request, 'sign_in_failed', { account, by: 'passkey', reason })
      const errors = { form: { key: `people.error.passkey_${reason}` } }
      return signInPage(deps, request, reply.code(422), { values: typed, errors })
    }
    const next = ownPath(typed.next, '/me')
    const { personId, id: passkeyId } = shown.passkey
    return arrive(request, reply, { personId, by: { means: 'passkey', passkeyId }, next, act: actOf(typed.act, next) })
  })

  type Shown = {
    passkey?: PasskeyRow
    reason?: 'wrong' | 'late' | 'unknown' | 'copied'
    account?: string | null
  }

  /** The passkey that this browser has just shown; or why there is none. What is wrong counts nowhere: no signature is guessed. */
  async function shownBy(request: FastifyRequest, reply: FastifyReply, text: string): Promise<Shown> {
    const at = now()
    const given = readSigned(text)
    if (!given) return { reason: 'wrong', account: null }
    const challenge = challenges.open(request, given.challenge, null, at)
    if (!challenge) return { reason: 'late', account: null }
    const passkey = await findPasskey(db.reads, given.credential.id)
    if (!passkey) return { reason: 'unknown', account: null }
    const account = passkey.personId
    const proven = await verifySigned(site(request), given, passkey)
    if (!proven) return { reason: 'wrong', account }
    const { language } = request
    const person = await personById(db.reads, account)
    const used = await write(db, async (tx) => {
      if (!(await challenge.use(tx))) return 'late'
      if (!(await usePasskey(tx, passkey.id, { ...proven, at }))) return 'copied'
      if (person?.language !== language) await rememberLanguage(tx, account, language)
      return null
    })
    if (used) return { reason: used, account }
    if (person?.emailKey) knownBrowsers.remember(request, reply, person.emailKey)
    return { passkey }
  }
}
