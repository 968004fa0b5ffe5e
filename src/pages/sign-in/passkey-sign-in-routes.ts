// Signing in with a passkey: the browser signs a challenge that was asked for a moment ago.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { findPasskey, type PasskeyRow, usePasskey } from '../../domain/people/passkey-store.ts'
import { actOf } from '../../domain/people/pending-action.ts'
import { hour, signInLimits, type Tries, triesCounter } from '../../domain/people/sign-in-limits.ts'
import { personById, rememberLanguage } from '../../domain/people/store.ts'
import { readSigned, requestOptions, siteOf, verifySigned } from '../../domain/people/webauthn.ts'
import { blockOf } from '../../lib/address-block.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { readForm } from '../../platform/web/forms.ts'
import { challengesOf } from '../shared/challenges.ts'
import { tooOften, waiting } from '../shared/too-often.ts'
import { passkeyForm } from './forms.ts'
import { arriving, signInPage } from './sign-in-page.ts'

export const passkeySignInRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const countTries = triesCounter(config.secret)
  const challenges = challengesOf(deps)
  const arrive = arriving(deps)
  const site = (request: FastifyRequest) => siteOf(originOf(request, config.origin))

  app.post('/sign-in/challenges', async (request, reply) => {
    const challenge = await challenges.ask(request, reply, null)
    return requestOptions(site(request), challenge)
  })

  app.post('/sign-in/passkeys', async (request, reply) => {
    const form = readForm(passkeyForm, request.body)
    const { credential: _, ...typed } = form.values // a challenge is answered once: what was signed is of no more use
    const shown = await shownBy(request, form.ok ? form.data.credential : '')
    if (shown.limited) {
      const later = waiting(typed, 'people.error.too_many_tries', shown.limited)
      return signInPage(deps, request, tooOften(reply, shown.limited), later)
    }
    if (!shown.passkey) {
      const { reason, account } = shown
      tellSecurity(request, 'sign_in_failed', { account, by: 'passkey', reason })
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
    limited?: number
  }

  /** The passkey that this browser has just shown, and counted; or why there is none. */
  async function shownBy(request: FastifyRequest, text: string): Promise<Shown> {
    const at = now()
    const given = readSigned(text)
    const limit = { what: 'try-block', who: blockOf(request.ip), most: signInLimits.triesPerBlock, within: hour }
    const unit = async (tx: Db): Promise<Tries & { inTime: boolean }> => {
      const tries = await countTries(tx, [limit], at)
      if (tries.over.size || !given) return { ...tries, inTime: false }
      return { ...tries, inTime: await challenges.take(tx, request, given.challenge, null, at) }
    }
    const tried = await write(db, unit, { invalidate: 'later' })
    if (tried.over.size) {
      tellSecurity(request, 'sign_in_limited', { limits: [...tried.over] })
      return { limited: tried.retryAfter }
    }
    if (!given || !tried.inTime) return { reason: given ? 'late' : 'wrong', account: null }
    const passkey = await findPasskey(db.reads, given.credential.id)
    if (!passkey) return { reason: 'unknown', account: null }
    const account = passkey.personId
    const proven = await verifySigned(site(request), given, passkey)
    if (!proven) return { reason: 'wrong', account }
    const { language } = request
    const person = await personById(db.reads, account)
    const used = await write(db, async (tx) => {
      const counted = await usePasskey(tx, passkey.id, { ...proven, at })
      if (counted && person?.language !== language) await rememberLanguage(tx, account, language)
      return counted
    })
    return used ? { passkey } : { reason: 'copied', account }
  }
}
