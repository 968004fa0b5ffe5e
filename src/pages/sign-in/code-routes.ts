// Signing in by a one-time code in e-mail: six digits or ten, ten minutes, five tries, for the browser that asked. Passkeys: passkey-sign-in-routes.ts.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tell } from '../../domain/notifications/store.ts'
import { dropAllKept } from '../../domain/people/kept-forms.ts'
import { actOf } from '../../domain/people/pending-action.ts'
import { day, hour, type Limit, signInLimits, triesCounter } from '../../domain/people/sign-in-limits.ts'
import {
  addCode,
  type CodeRow,
  countWrongTry,
  dropCodesBeyond,
  findOrCreatePerson,
  findPerson,
  liveCodes,
  rememberLanguage,
  useCode,
} from '../../domain/people/store.ts'
import { blockOf } from '../../lib/address-block.ts'
import { newId, sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { ownPath } from '../../platform/http/paths.ts'
import { bodyOf, wordIn } from '../../platform/http/query.ts'
import { tellSecurity } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptBrowser } from '../shared/kept-forms.ts'
import { endSession } from '../shared/session-hook.ts'
import { signInCookies } from '../shared/sign-in-cookies.ts'
import { tooOften, waiting } from '../shared/too-often.ts'
import { codeForm, emailForm, longCode, shortCode, signOutForm } from './forms.ts'
import { arriving, needOf, signInPage } from './sign-in-page.ts'

const codeLasts = 10 * 60_000
const liveAtOnce = 3

export const codeRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const hashed = (id: string, code: string) => createHmac('sha256', config.secret).update(`${id}:${code}`).digest('hex')
  const countTries = triesCounter(config.secret)
  const { browser: browserCookie, address: addressCookie } = signInCookies(config)
  const keptCookie = keptBrowser(config)
  const arrive = arriving(deps)

  app.get('/sign-in', async (request, reply) => {
    const next = wordIn(request.query, 'next')
    const need = needOf(request, wordIn(request.query, 'need'))
    if (request.person && (!need || (need === 'passkey' && request.person.byPasskey)))
      return reply.redirect(ownPath(next, '/me'), 303)
    const path = ownPath(next, '')
    const values = {
      next: path,
      act: actOf(wordIn(request.query, 'act'), path)?.kind ?? '',
      need: need ?? '',
      email: request.person?.email ?? '',
    }
    return signInPage(deps, request, reply, blankForm(values))
  })

  app.post('/sign-in', async (request, reply) => {
    const form = readForm(emailForm, request.body)
    if (!form.ok) return signInPage(deps, request, reply.code(422), form)
    const at = now()
    const { email } = form.data
    const next = ownPath(form.data.next, '/me')
    const browser = browserCookie.of(request)
    const id = newId()
    const codes = { short: digits(shortCode), long: digits(longCode) }
    const block = blockOf(request.ip)
    const unit = async (tx: Db) => {
      // A source beyond its share leaves no rows for all the addresses and browsers that it makes up.
      const share = { what: 'mail-block', who: block, most: signInLimits.mailsPerBlock, within: hour }
      const source = await countTries(tx, [share], at)
      if (source.over.size) return source
      const tries = await countTries(
        tx,
        [
          { what: 'mail-browser', who: browser.secret, most: signInLimits.mailsPerBrowser, within: hour },
          { what: 'mail-here', who: `${email} ${block}`, most: signInLimits.mailsPerAddressFromBlock, within: hour },
          { what: 'mail-address', who: email, most: signInLimits.mailsPerAddress, within: hour },
        ],
        at,
      )
      // The same page whether the address is known or not, and whether a mail goes or not.
      if (tries.over.size) return tries
      const most = signInLimits.shortCodesPerAddressAndDay
      const today = await countTries(tx, [{ what: 'code-day', who: email, most, within: day }], at)
      const code = today.over.size ? codes.long : codes.short
      await addCode(tx, {
        id,
        email,
        codeHash: hashed(id, code),
        browserHash: sha256(browser.secret),
        next,
        act: actOf(form.data.act, next),
        createdAt: at,
        expiresAt: new Date(at.getTime() + codeLasts),
      })
      await dropCodesBeyond(tx, email, sha256(browser.secret), at, liveAtOnce)
      await tell(tx, { kind: 'sign_in_code', facts: { code }, address: email, language: request.language, at })
      return tries
    }
    const { over, retryAfter } = await write(db, unit, { invalidate: 'later' })
    if (over.size) tellSecurity(request, 'sign_in_limited', { limits: [...over] })
    // Only what this visitor did is said; how often others wrote to an address is not theirs to know.
    if (over.has('mail-browser') || over.has('mail-block'))
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
    const { language, ip } = request
    const unit = (tx: Db) => tryCode(tx, { email, code, browserHash, block: blockOf(ip), language, at })
    const guess = await write(db, unit, { invalidate: 'later' })
    if (guess.retryAfter) {
      tellSecurity(request, 'sign_in_limited', { limits: guess.over })
      return codePage(
        request,
        tooOften(reply, guess.retryAfter),
        waiting(form.values, 'people.error.too_many_tries', guess.retryAfter),
      )
    }
    if (!guess.right) {
      tellSecurity(request, 'sign_in_failed', { account: (await findPerson(db.reads, email))?.id ?? null, by: 'code' })
      const errors = { code: { key: 'people.error.wrong_code' } }
      return codePage(request, reply.code(422), { values: form.values, errors })
    }
    const { personId, next, act } = guess.right
    return arrive(request, reply, { personId, by: { means: 'code' }, next, act })
  })

  app.post('/sign-out', async (request, reply) => {
    const form = readForm(signOutForm, request.body)
    const everywhere = form.ok && form.data.everywhere === '1'
    await endSession(request, reply, everywhere)
    const kept = keptCookie.read(request)
    if (kept) await write(db, (tx) => dropAllKept(tx, kept), { invalidate: 'later' })
    for (const cookie of [keptCookie, browserCookie, addressCookie]) cookie.drop(reply)
    return reply.redirect(everywhere ? '/sign-in?done=everywhere' : '/', 303)
  })

  type Guess = { email: string; code: string; browserHash: string; block: string; language: string; at: Date }
  type Right = Pick<CodeRow, 'next' | 'act'> & { personId: string }

  /** Uses the code that was meant up, and finds or makes its person; null where it was wrong; or the seconds to wait. */
  async function tryCode(tx: Db, guess: Guess): Promise<{ right: Right | null; over: string[]; retryAfter: number }> {
    const { email, code, browserHash, block, language, at } = guess
    const codes = await liveCodes(tx, email, browserHash, at, liveAtOnce)
    const limits: Limit[] = [{ what: 'try-block', who: block, most: signInLimits.triesPerBlock, within: hour }]
    const here = { what: 'try-address', who: `${email} ${browserHash}`, within: hour }
    if (codes.length) limits.push({ ...here, most: signInLimits.triesPerAddressInBrowser })
    const { over, retryAfter } = await countTries(tx, limits, at)
    if (over.size) return { right: null, over: [...over], retryAfter }
    const found = codes.find((row) => same(row.codeHash, hashed(row.id, code)))
    if (found && (await useCode(tx, found.id, at))) {
      const person = await findOrCreatePerson(tx, email, language, at)
      if (person.language !== language) await rememberLanguage(tx, person.id, language)
      return { right: { next: found.next, act: found.act, personId: person.id }, over: [], retryAfter: 0 }
    }
    await countWrongTry(
      tx,
      codes.map((row) => row.id),
    )
    return { right: null, over: [], retryAfter: 0 }
  }
}

const codePage = (request: FastifyRequest, reply: FastifyReply, form: FormState) =>
  render(request, reply, 'sign-in/code', { title: request.t('people.code.title'), form })

const digits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0')

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
