// Signing in by a one-time code in e-mail: six digits or ten, ten minutes, five tries, for the browser that asked. Passkeys: passkey-sign-in-routes.ts.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { holdsSeat } from '../../domain/governments/seats.ts'
import { sendAgain, stoppedFor } from '../../domain/notifications/returned-mail.ts'
import { codeSender } from '../../domain/notifications/send-code.ts'
import { isTold } from '../../domain/people/guessing.ts'
import { dropAllKept } from '../../domain/people/kept-forms.ts'
import { accountsOf, mailboxIn } from '../../domain/people/mailboxes.ts'
import { actOf } from '../../domain/people/pending-action.ts'
import { findPerson } from '../../domain/people/store.ts'
import { codeTrier } from '../../domain/people/try-code.ts'
import { blockOf } from '../../lib/address-block.ts'
import { sha256 } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { bodyOf } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptBrowser, ownerOf } from '../shared/kept-forms.ts'
import { knownBrowser } from '../shared/known-browser.ts'
import { endSession } from '../shared/session-hook.ts'
import { signInCookies } from '../shared/sign-in-cookies.ts'
import { tooOften, waiting, waitingInLine } from '../shared/too-often.ts'
import { pageAfterSigningOut, visitedGovernment } from '../shared/visited-government.ts'
import { codeForm, emailForm, signOutForm } from './forms.ts'
import { arriving, needOf, signInPage } from './sign-in-page.ts'

export const codeRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps
  const sender = codeSender(config.secret)
  const tryCode = codeTrier(config.secret)
  const knownBrowsers = knownBrowser(config)
  const { browser: browserCookie, address: addressCookie } = signInCookies(config)
  const keptCookie = keptBrowser(config)
  const arrive = arriving(deps)

  app.get('/sign-in', { schema: { querystring: pageQuery('next', 'need', 'act') } }, async (request, reply) => {
    const { next, act } = request.query
    const need = needOf(request, request.query.need)
    const { person } = request
    if (person && (!need || (need === 'passkey' && person.byPasskey) || (need === 'seat' && !person.byLink)))
      return reply.redirect(ownPath(next, '/me'), 303)
    const path = ownPath(next, '')
    const values = {
      next: path,
      act: actOf(act, path)?.kind ?? '',
      need: need ?? '',
      email: request.person?.email ?? '',
    }
    return signInPage(deps, request, reply, blankForm(values))
  })

  app.post('/sign-in', async (request, reply) => {
    const form = readForm(emailForm, request.body)
    if (!form.ok) return signInPage(deps, request, reply.code(422), form)
    const { email } = form.data
    const next = ownPath(form.data.next, '/me')
    const act = actOf(form.data.act, next)
    const emailKey = await mailboxIn(db.reads, email)
    const browser = browserCookie.of(request)
    const asked = { email, emailKey, browser: browser.secret, block: blockOf(request.ip), ticket: form.data.wait }
    const known = knownBrowsers.knows(request, emailKey)
    const staff = act?.kind === 'join' || (await isStaff(emailKey))
    const send = sender({ ...asked, known, staff, next, act, language: request.language, at: now() })
    const { wait, over, retryAfter } = await write(db, send, { invalidate: 'later' })
    if (over.size || wait) logSecurityEvent(request, 'sign_in_limited', { limits: wait ? ['mail-block'] : [...over] })
    if (wait) return signInPage(deps, request, tooOften(reply, wait.seconds), waitingInLine(form.values, wait))
    // The same page whether the address is known or not, and whether a mail goes or not: only what this visitor did is said; how
    // often others wrote to an address is not theirs to know.
    if (over.has('mail-browser'))
      return signInPage(
        deps,
        request,
        tooOften(reply, retryAfter),
        waiting(form.values, 'people.error.too_many_mails', retryAfter),
      )
    browser.keep(reply)
    addressCookie.set(reply, email)
    return reply.redirect('/sign-in/code', 303)
  })

  app.get('/sign-in/code', async (request, reply) => {
    const email = addressCookie.read(request)
    if (!email) return reply.redirect(request.person ? '/me' : '/sign-in', 303)
    return codePage(request, reply, blankForm({ email }))
  })

  app.post('/sign-in/code', async (request, reply) => {
    const form = readForm(codeForm, { email: addressCookie.read(request), ...bodyOf(request) })
    if (!form.ok) return codePage(request, reply.code(422), form)
    const at = now()
    const { email, code } = form.data
    const browserHash = sha256(browserCookie.read(request) ?? '')
    const { language } = request
    const emailKey = await mailboxIn(db.reads, email)
    const { right, guessing } = await write(db, (tx) => tryCode(tx, { emailKey, code, browserHash, language, at }), {
      invalidate: 'later',
    })
    if (guessing && isTold(guessing)) logSecurityEvent(request, 'codes_guessed', { mailboxes: guessing.mailboxes })
    if (!right) {
      logSecurityEvent(request, 'sign_in_failed', {
        account: (await findPerson(db.reads, email))?.id ?? null,
        by: 'code',
      })
      const errors = { code: { key: 'people.error.wrong_code' } }
      return codePage(request, reply.code(422), { values: form.values, errors })
    }
    knownBrowsers.remember(request, reply, emailKey)
    const { personId, next, act } = right
    // the code was read: mail arrives
    if (await stoppedFor(db.reads, personId)) await write(db, (tx) => sendAgain(tx, personId))
    return arrive(request, reply, { personId, by: { means: 'code' }, next, act })
  })

  app.post('/sign-out', async (request, reply) => {
    const form = readForm(signOutForm, request.body)
    const everywhere = form.ok && form.data.everywhere === '1'
    const after = everywhere ? '/sign-in?done=everywhere' : await pageAfterSigningOut(request, deps)
    const whose = await ownerOf(request, deps)
    await endSession(request, reply, everywhere)
    const browser = keptCookie.read(request)
    if (browser) await write(db, (tx) => dropAllKept(tx, { browser, whose }), { invalidate: 'later' })
    for (const cookie of [keptCookie, browserCookie, addressCookie]) cookie.drop(reply)
    return reply.redirect(after, 303)
  })

  /** Whether whoever has this mailbox holds a seat anywhere, with any of their accounts. */
  async function isStaff(emailKey: string): Promise<boolean> {
    for (const id of await accountsOf(db.reads, emailKey)) if (await holdsSeat(db.reads, id)) return true
    return false
  }
}

const codePage = (request: FastifyRequest, reply: FastifyReply, form: FormState) =>
  render(request, reply, 'sign-in/code', { title: request.t('people.code.title'), form })
