// What a wallet reads and sends, by OpenID4VP 1.0: the signed request, and the answer to it. Neither knows who is signed in: what came of
// an answer waits in the request's row until the page that asked for it goes on. What was shown is gone when this has answered.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { holderOfAge } from '../../domain/verification/age-card.ts'
import { subjectOf } from '../../domain/verification/card.ts'
import {
  type Asking,
  type Device,
  devices,
  type OpenidWallet,
  signedRequest,
} from '../../domain/verification/openid-wallet.ts'
import { readAnswer } from '../../domain/verification/presentation.ts'
import { answerWalletRequest, openWalletRequest, shownWithin } from '../../domain/verification/wallet-requests.ts'
import { localDate } from '../../lib/calendar.ts'
import { newToken, sha256 } from '../../lib/id.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { bodyOf } from '../../platform/http/query.ts'
import { originOf } from '../../platform/http/security.ts'
import { selfOf, walletsOf } from './verification-page.ts'

const params = { schema: { params: z.looseObject({ id: z.string(), device: z.enum(devices) }) } }
type Params = { id: string; device: Device }

export const presentationRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  /** The request that still waits for an answer, and the wallet that it is for; null where there is none. */
  async function waiting(request: FastifyRequest, { id, device }: Params, at: Date) {
    const row = await openWalletRequest(db.reads, { id, governmentId: request.government.id }, at)
    const wallet = walletsOf(request).find((one) => one.id === row?.source)?.openid
    if (!row || !wallet) return null
    const asking: Asking = {
      id,
      device,
      least: row.leastAge,
      base: `${originOf(request, config.origin)}${selfOf(request)}/wallets/${id}`,
    }
    return { row, wallet, asking }
  }

  app.get('/verification/wallets/:id/requests/:device', params, async (request, reply) => {
    const at = now()
    const found = await waiting(request, request.params, at)
    if (!found) return reply.callNotFound()
    const until = found.row.createdAt.getTime() + shownWithin
    const seconds = Math.ceil((until - at.getTime()) / 1000)
    const signed = await signedRequest(found.wallet, found.asking, { at, seconds })
    return reply.header('cache-control', 'no-store').type('application/oauth-authz-req+jwt').send(signed)
  })

  app.post('/verification/wallets/:id/presentations/:device', params, async (request, reply) => {
    const at = now()
    reply.header('cache-control', 'no-store').type('application/json')
    const found = await waiting(request, request.params, at)
    if (!found) return reply.code(404).send(JSON.stringify({ error: 'invalid_request' })) // none, used or too late
    const { wallet, asking } = found
    const { answer, why } = await cameOf(wallet, asking, request, at)
    if (why) request.log.warn({ service: wallet.id, why }, 'what a wallet sent was not accepted')
    const code = asking.device === 'here' ? newToken() : null
    const kept = { outcome: null, subjectKey: null, ...answer, codeHash: code && sha256(code) }
    const which = { id: asking.id, governmentId: request.government.id }
    const taken = answer !== null && (await write(db, (tx) => answerWalletRequest(tx, which, kept, at)))
    if (!taken) return reply.code(400).send(JSON.stringify({ error: 'invalid_request' }))
    return reply.send(JSON.stringify(code ? { redirect_uri: `${asking.base}?response_code=${code}` } : {}))
  })
}

/** What is kept of an answer; null where it is none to this request. `why`: for the log. */
async function cameOf(wallet: OpenidWallet, asking: Asking, request: FastifyRequest, at: Date) {
  const shown = await readAnswer(wallet, asking, { ...bodyOf(request) }, at)
  if (!shown.ok)
    return { answer: shown.refusal === 'unreadable' ? null : { outcome: shown.refusal }, why: shown.why ?? null }
  const { slug, timeZone } = request.government
  const where = { secret: wallet.secret, government: slug, source: wallet.id, today: localDate(at, timeZone) }
  const { residence, age } = wallet.asks
  const subject = residence
    ? subjectOf(residence, shown.value, where)
    : holderOfAge(age, asking.least!, shown.value, where)
  if (!subject.ok) return { answer: { outcome: subject.refusal }, why: null }
  return { answer: { outcome: 'found' as const, subjectKey: subject.value }, why: null }
}
