// Receipts: a signer's own, as a page, a file and a QR code; and the page that checks one in the browser, without sending it anywhere.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { type Receipt, receiptOf } from '../../domain/cosignatures/receipt.ts'
import { keysOf, publicHalf } from '../../domain/log/keys.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import { vkeyOf } from '../../lib/signed-note.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'

/** Bytes that a QR code of the middle level of correction holds at most (ISO 18004, version 40). */
const mostInQr = 2331

export type ReceiptPage = InPlace & {
  caseNumber: string
  casePath: string
  receipt: Exclude<Receipt, { state: 'none' }>
  file: string
  check: string
  qr: Qr | null
}
export type CheckReceiptPage = InPlace & { keys: string[]; example: string }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'log/receipt': ReceiptPage
    'log/check-receipt': CheckReceiptPage
  }
}

/** A signer's own: `/:gov/proposals/:number/receipt`, and the same as a file. */
export const receiptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config }) => {
  async function own(request: FastifyRequest, number: string) {
    const { government } = request
    const person = requirePerson(request)
    const proposal = await findProposal(db.reads, government.id, number)
    if (!proposal || !isThere(proposal)) return null
    const receipt = await receiptOf(db.reads, proposal, person.id)
    return receipt.state === 'none' ? null : { proposal, receipt }
  }

  app.get('/proposals/:number/receipt', { schema: { params: numberParams } }, async (request, reply) => {
    const found = await own(request, request.params.number)
    if (!found) return reply.callNotFound()
    const { government, t } = request
    const { proposal, receipt } = found
    const casePath = proposalPath(government, proposal.number)
    const check = `/${government.slug}/log/receipt`
    // what stands after the # never leaves the browser
    const address =
      receipt.state === 'ready' ? `${originOf(request, config.origin)}${check}#${inAddress(receipt.text)}` : ''
    return render(request, reply, 'log/receipt', {
      title: t('log.receipt.title', { number: proposal.number }),
      nav: null,
      ...{ caseNumber: proposal.number!, casePath, receipt, check, file: `${casePath}/receipt.tlog-proof` },
      qr: address && address.length <= mostInQr ? qrOf(address) : null,
    })
  })

  app.get('/proposals/:number/receipt.tlog-proof', { schema: { params: numberParams } }, async (request, reply) => {
    const found = await own(request, request.params.number)
    if (found?.receipt.state !== 'ready') return reply.callNotFound()
    const name = `${request.government.slug}-${found.proposal.number}.tlog-proof`
    reply.header('content-disposition', `attachment; filename="${name}"`)
    return reply.type('text/plain; charset=utf-8').send(found.receipt.text)
  })
}

const inAddress = (text: string): string => Buffer.from(text).toString('base64url')

/** `/:gov/log/receipt`: open to everybody, and the same for all. */
export const checkReceiptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db }) => {
  app.get('/log/receipt', async (request, reply) => {
    const { government, t } = request
    const keys = await keysOf(db.reads, { governmentId: government.id, use: 'log' })
    return render(request, reply, 'log/check-receipt', {
      title: t('log.check_receipt.title'),
      nav: 'help',
      keys: keys.map((row) => vkeyOf(publicHalf(row))),
      example: 'npx fuyi verify receipt FILE',
    })
  })
}
