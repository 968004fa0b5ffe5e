// Receipts: a signer's own, as a page, a file and a QR code; and the page that checks one in the browser, without sending it anywhere.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { checkReceipt, inAddress, type Receipt, receiptOf } from '../../domain/cosignatures/receipt.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { keysOf, publicHalf } from '../../domain/log/keys.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { type Qr, qrOf } from '../../lib/qr.ts'
import { readVkey, vkeyOf } from '../../lib/signed-note.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'

/** Bytes that a QR code of the middle level of correction holds at most (ISO 18004, version 40). */
const mostInQr = 2331

export type ReceiptPage = InPlace & {
  caseNumber: string
  casePath: string
  keptMonths: number
  receipt: Receipt
  /** the case that it moved to */
  into: { number: string; path: string } | null
  file: string
  check: string
  qr: Qr | null
}
/** `checked`: what came of a receipt that was sent here; null where none was. */
export type CheckReceiptPage = InPlace & {
  keys: string[]
  example: string
  form: FormState
  checked: { case: string; day: string; index: number; origin: string } | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'log/receipt': ReceiptPage
    'log/check-receipt': CheckReceiptPage
  }
}

/** A signer's own: `/:gov/proposals/:number/receipt`, and the same as a file. */
export const receiptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config, now }) => {
  async function own(request: FastifyRequest, number: string) {
    const { government } = request
    const person = requirePerson(request)
    const proposal = await findProposal(db.reads, government.id, number)
    if (!proposal || !isThere(proposal)) return null
    const receipt = await receiptOf(db.reads, proposal, person.id)
    return { proposal, receipt }
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
    // whoever never signed is told the same as somebody of whom nobody knows any more that they did
    return render(request, receipt.state === 'none' ? reply.code(404) : reply, 'log/receipt', {
      title: t('log.receipt.title', { number: proposal.number }),
      nav: null,
      ...{ caseNumber: proposal.number!, casePath, receipt, check, file: `${casePath}/receipt.tlog-proof` },
      into: receipt.state === 'moved' ? { number: receipt.into, path: proposalPath(government, receipt.into) } : null,
      keptMonths: (await currentRules(db.reads, government.id, now())).rules.keptMonths,
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

/** `/:gov/log/receipt`: open to everybody, and the same for all. */
export const checkReceiptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db }) => {
  app.get('/log/receipt', async (request, reply) => show(db.reads, request, reply, blankForm(), null))
}

/** Where no script runs, a receipt can be sent here. It is checked with the same steps, and nothing of it is kept. */
export const sentReceiptRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db }) => {
  app.post('/log/receipt', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const form = readForm(receiptForm, request.body)
    if (!form.ok) return show(db.reads, request, reply.code(422), form, null)
    const keys = (await vkeysOf(db.reads, request)).flatMap((vkey) => readVkey(vkey) ?? [])
    const found = checkReceipt(form.data.receipt, (origin) => keys.filter(({ name }) => name === origin))
    if (found.fault === null) return show(db.reads, request, reply, form, found)
    const errors = { receipt: { key: `log.check_receipt.${found.fault}` } }
    return show(db.reads, request, reply.code(422), { values: form.values, errors }, null)
  })
}

const mostOfReceipt = 20_000 // characters; one has some 2,000
const receiptForm = z.object({
  receipt: z
    .string('log.check_receipt.file')
    .trim()
    .min(1, 'log.check_receipt.file')
    .max(mostOfReceipt, 'log.check_receipt.file'),
})

const vkeysOf = async (db: Db, { government }: FastifyRequest): Promise<string[]> =>
  (await keysOf(db, { governmentId: government.id, use: 'log' })).map((row) => vkeyOf(publicHalf(row)))

async function show(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  form: FormState,
  checked: CheckReceiptPage['checked'],
) {
  return render(request, reply, 'log/check-receipt', {
    title: request.t('log.check_receipt.title'),
    nav: 'help',
    keys: await vkeysOf(db, request),
    example: 'npx fuyi verify receipt FILE',
    ...{ form, checked },
  })
}
