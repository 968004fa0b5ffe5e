// Showing a card in one's wallet: a QR code for the phone, a link on the phone itself, and what came of it. Without scripts a button asks
// whether it was shown; with them the page asks by itself.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { verifyAge, verifyPerson } from '../../domain/cosignatures/verify-person.ts'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { ageOf, verificationOf } from '../../domain/verification/verifications.ts'
import {
  beginWalletRequest,
  endWalletRequest,
  shownWithin,
  type WalletRequest,
  walletLimits,
  walletRequestOf,
} from '../../domain/verification/wallet-requests.ts'
import type { Wallet, WalletRefusal } from '../../domain/verification/wallets.ts'
import { NoAnswer } from '../../domain/verification/yes-no-services.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import { type Result, refused } from '../../lib/result.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { originOf } from '../../platform/http/security.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { failedForm } from '../../platform/web/forms.ts'
import { type InPlace, render, type SignedIn } from '../../platform/web/view.ts'
import { idParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'
import { ageSelf, leastOf, showAge } from './age-page.ts'
import { selfOf, showVerification, walletsOf } from './verification-page.ts'

/** `code`: what this phone's wallet led back with. `late`: the code is too old to be shown to a wallet, but what was shown in time can still be asked for. */
export type WalletPage = InPlace &
  SignedIn & {
    wallet: { id: string; name: string }
    /** the age that is asked for, or null: where they live */
    least: number | null
    self: string
    verification: string
    qr: Qr
    link: string
    until: Date
    late: boolean
    code: string | null
    said: 'waiting' | 'no_answer' | null
  }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'verification/wallet': WalletPage
  }
}

type Refusal = WalletRefusal | 'taken' | 'gone' | 'unasked'
/** What an age has words of its own for. */
const ofAge: readonly string[] = ['wallet_incomplete', 'wallet_young', 'wallet_unasked']

export const walletRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  const countTries = triesCounter(config.secret)
  const params = { schema: { params: idParams } }

  const baseOf = (request: FastifyRequest, id: string) =>
    `${originOf(request, config.origin)}${selfOf(request)}/wallets/${id}`
  const whose = (request: FastifyRequest) => {
    const { id: personId, sessionId } = requirePerson(request)
    return { personId, governmentId: request.government.id, sessionId }
  }
  const walletNamed = (request: FastifyRequest, id: string | undefined) =>
    walletsOf(request).find((wallet) => wallet.id === id)
  type Which = { id: string; least: number | null } | null
  /** On the page that the wallet was begun from. */
  const failed = (request: FastifyRequest, reply: FastifyReply, which: Which, why: string) => {
    const age = which?.least ?? null
    const isOfAge = age !== null && ofAge.includes(why)
    const form = failedForm(isOfAge ? `verification.age.error.${why}` : `verification.error.${why}`)
    const back = { form, wrong: which?.id ?? 'wallets' }
    return age === null ? showVerification(deps, request, reply, back) : showAge(deps, request, reply, { ...back, age })
  }
  /** Where that page is. */
  const pageOf = (request: FastifyRequest, least: number | null) =>
    least === null ? `${selfOf(request)}?` : `${ageSelf(request)}?least=${least}&`

  app.post('/verification/wallets', async (request, reply) => {
    requirePerson(request)
    const wallet = walletNamed(request, wordIn(request.body, 'source'))
    if (!wallet) return reply.callNotFound()
    const at = now()
    const named = wordIn(request.body, 'least')
    const ages = wallet.claim === 'age' ? await agesAsked(db.reads, request.government.id, at) : []
    const least = leastOf(named, ages)
    if (wallet.claim === 'age' && (least === null || !wallet.covers(least)))
      return showAge(deps, request, reply.code(422), {
        form: failedForm('verification.age.error.unasked'),
        wrong: wallet.id,
        named,
      })
    const which = { id: wallet.id, least }
    const { retryAfter } = await write(db, (tx) => countTries(tx, walletLimits(whose(request)), at))
    if (retryAfter) return failed(request, tooOften(reply, retryAfter), which, 'too_often')
    const id = randomUUID()
    try {
      const begun = { id, source: wallet.id, link: await wallet.begin(id, baseOf(request, id)), leastAge: least, at }
      const kept = await write(db, (tx) => beginWalletRequest(tx, whose(request), begun))
      if (!kept) return failed(request, reply.code(422), which, 'wallet_over')
    } catch (error) {
      told(request, wallet, error)
      return failed(request, reply.code(502), which, 'no_answer')
    }
    return reply.redirect(`${selfOf(request)}/wallets/${id}`, 303)
  })

  const shown = { schema: { params: idParams, querystring: pageQuery('response_code') } }
  app.get('/verification/wallets/:id', shown, async (request, reply) => {
    requirePerson(request)
    const found = await requested(request, request.params.id)
    if (!found) return over(request, reply, null)
    const said = request.done === 'waiting' ? 'waiting' : null
    return show(request, reply, found, said, request.query.response_code ?? null)
  })

  app.post('/verification/wallets/:id/results', params, async (request, reply) => {
    requirePerson(request)
    const found = await requested(request, request.params.id)
    if (!found) return over(request, reply, null)
    const { row, wallet } = found
    const which = { id: wallet.id, least: row.leastAge }
    try {
      const result = await resultOf(request, found)
      if (result.ok) {
        logSecurityEvent(request, row.leastAge === null ? 'residence_verified' : 'age_verified', { by: 'wallet' })
        return leave(request, reply, `${pageOf(request, row.leastAge)}done=verified`)
      }
      if (result.refusal === 'gone') return over(request, reply, which)
      if (result.refusal !== 'waiting') return failed(request, reply.code(422), which, `wallet_${result.refusal}`)
      if (byItself(request) && !isLate(row, now())) return reply.code(204).send()
      return leave(request, reply, `${selfOf(request)}/wallets/${row.id}?done=waiting`)
    } catch (error) {
      told(request, wallet, error)
      reply.code(502)
      return byItself(request) ? reply.send() : show(request, reply, found, 'no_answer')
    }
  })

  type Requested = { row: WalletRequest; wallet: Wallet }

  /** Null where it is nothing of this person's in this browser, or over, or its wallet is in the file no more. */
  async function requested(request: FastifyRequest, id: string): Promise<Requested | null> {
    const row = await walletRequestOf(db.reads, id, whose(request), now())
    const wallet = walletNamed(request, row?.source)
    return row && wallet ? { row, wallet } : null
  }

  /** What the wallet showed; whatever ends the matter uses the request up, in the unit that writes down whom it verifies. */
  async function resultOf(request: FastifyRequest, { row, wallet }: Requested): Promise<Result<unknown, Refusal>> {
    const { government } = request
    const at = now()
    const code = wordIn(request.body, 'response_code') || null
    const result = await wallet.result(row, { today: localDate(at, government.timeZone), code })
    if (!result.ok && result.refusal === 'waiting') return result
    return write(db, async (tx) => {
      if (!(await endWalletRequest(tx, row.id, whose(request), at))) return refused('gone')
      if (!result.ok) return result
      const { leastAge, ...found } = result.value
      const personId = requirePerson(request).id
      return leastAge === null
        ? verifyPerson(tx, government, personId, found, at)
        : verifyAge(tx, government, personId, { ...found, leastAge }, at)
    })
  }

  /** Used, too late, or never theirs: all the same to whoever asks. Who has just been verified by a wallet, in another press, is led there. */
  async function over(request: FastifyRequest, reply: FastifyReply, which: Which) {
    const at = now()
    for (const of of [verificationOf, ageOf]) {
      const known = await of(db.reads, requirePerson(request).id, request.government.id, at)
      const justNow = known?.method === 'wallet' && at.getTime() - known.givenAt.getTime() < shownWithin
      if (justNow) return leave(request, reply, `${pageOf(request, known.leastAge)}done=verified`)
    }
    return failed(request, reply.code(404), which, 'wallet_over')
  }

  const isLate = ({ createdAt }: WalletRequest, at: Date) => at.getTime() >= createdAt.getTime() + shownWithin

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { row, wallet }: Requested,
    said: WalletPage['said'],
    code: string | null = null,
  ) {
    reply.header('cache-control', 'no-store')
    const name = localised(wallet.name, request.language)
    const verification = selfOf(request)
    const { leastAge } = row
    return render(request, reply, 'verification/wallet', {
      ...{
        title: request.t('verification.wallet.title', { wallet: name }),
        nav: 'me',
        said,
        verification,
        least: leastAge,
      },
      ...{
        wallet: { id: wallet.id, name },
        self: `${verification}/wallets/${row.id}`,
        link: wallet.linkHere(row, baseOf(request, row.id)),
      },
      ...{ code, qr: qrOf(row.link), until: new Date(row.createdAt.getTime() + shownWithin), late: isLate(row, now()) },
    })
  }
}

/** Asked by the page's script, and not by a press. */
const byItself = ({ headers }: FastifyRequest): boolean => headers['hx-request'] === 'true'

/** To another page: for htmx by a header of its own, since it would put that page into this one. */
const leave = (request: FastifyRequest, reply: FastifyReply, to: string) =>
  byItself(request)
    ? reply.headers({ location: to, 'hx-redirect': to }).send() // the first one for what was just done (just-done.ts)
    : reply.redirect(to, 303)

/** Tells the log that a wallet's side failed. Throws what is anything else. */
function told(request: FastifyRequest, wallet: Wallet, error: unknown): void {
  if (!(error instanceof NoAnswer)) throw error
  request.log.warn({ service: wallet.id, why: error.message }, 'a wallet’s side failed')
}
