// Stopping, correcting and erasing one's data: each one page, done at once, with a receipt.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { needToChangeAddress } from '../../domain/people/address-change.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { signInAgainPath } from '../../domain/people/pending-action.ts'
import { readReceipt } from '../../domain/people/receipts.ts'
import { standingOf } from '../../domain/people/standing.ts'
import { isPublic, unpublishedStages } from '../../domain/proposals/proposal.ts'
import { casesOf } from '../../domain/proposals/remove-text.ts'
import { eraseAccount, heldSeat } from '../../domain/retention/erase-account.ts'
import { objections, objectTo } from '../../domain/retention/object.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { several } from '../../platform/web/fields.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { tokenParams } from '../shared/params.ts'
import { needed, requirePerson } from '../shared/person-guards.ts'
import { forgetBrowser } from '../shared/session-hook.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { mailReceipt, receiptPath, toReceipt } from './give-receipt.ts'

const eraseForm = z.object({
  cases: z.enum(['nameless', 'text']).default('nameless'),
  reasons: z.enum(['stay', 'remove']).default('stay'),
  sure: z.literal('1', 'own.erase.error.sure'),
})
const objectForm = z.object({
  stop: several.pipe(z.array(z.enum(objections)).min(1, 'own.object.error')),
})

export const ownDataRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps

  app.get('/me/data/erase', async (request, reply) => erasePage(request, reply, keptForm(request) ?? blankForm()))

  app.post('/me/data/erase', async (request, reply) => {
    const person = requirePerson(request)
    const need = await needOf(request)
    if (need) throw needed(request, need, '/me/data/erase')
    const accounts = await accountsBeside(db.reads, person)
    if (await heldSeat(db.reads, accounts)) return erasePage(request, reply.code(422), blankForm())
    const form = readForm(eraseForm, request.body)
    if (!form.ok) return erasePage(request, reply.code(422), form)
    const at = now()
    const { cases, reasons } = form.data
    const path = await write(db, async (tx) => {
      const erased = await eraseAccount(tx, accounts, { cases, reasons }, { at, secret: config.secret })
      if (!erased) return null
      const { ...counts } = erased
      const receipt = { act: 'erased', at: at.toISOString(), counts } as const
      const to = receiptPath(config.secret, receipt)
      await mailReceipt(tx, request, receipt, to, at)
      return to
    })
    if (path) logSecurityEvent(request, 'account_erased')
    forgetBrowser(request, reply)
    return path ? toReceipt(reply, path) : reply.redirect('/me', 303)
  })

  app.get('/me/data/object', async (request, reply) => objectPage(request, reply, keptForm(request) ?? blankForm()))

  app.post('/me/data/object', async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(objectForm, request.body)
    if (!form.ok) return objectPage(request, reply.code(422), form)
    const at = now()
    const accounts = await accountsBeside(db.reads, person)
    const path = await write(db, async (tx) => {
      const { ...counts } = await objectTo(tx, accounts, form.data.stop, at)
      const receipt = { act: 'objected', at: at.toISOString(), counts } as const
      const to = receiptPath(config.secret, receipt)
      await mailReceipt(tx, request, receipt, to, at)
      return to
    })
    return toReceipt(reply, path)
  })

  // Whoever has the address reads it: it says what was done and when, and names nobody.
  app.get('/me/data/receipts/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
    const receipt = readReceipt(config.secret, request.params.token)
    if (!receipt) return reply.callNotFound()
    const { t } = request
    return render(request, reply, 'me/receipt', {
      title: t(`own.receipt.title.${receipt.act}`),
      receipt,
      at: new Date(receipt.at),
      erased: receipt.act === 'erased',
      lines: Object.entries(receipt.counts)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => t(`own.receipt.done.${name}`, { count, n: count })),
    })
  })

  async function needOf(request: FastifyRequest) {
    const person = requirePerson(request)
    return needToChangeAddress(await standingOf(db.reads, person, now()), { ...person, stopped: false })
  }

  async function erasePage(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const person = requirePerson(request)
    const accounts = await accountsBeside(db.reads, person)
    const cases = await casesOf(db.reads, accounts)
    const need = await needOf(request)
    return render(request, reply, 'me/erase', {
      ...{ title: request.t('own.erase.title'), nav: 'me', form },
      needed: need && { need, href: signInAgainPath(need, '/me/data/erase') },
      seat: await heldSeat(db.reads, accounts),
      cases: cases.filter((one) => isPublic(one) && !one.textRemovedAt).length,
      reviewed: cases.filter(({ stage }) => stage === 'review').length,
      drafts: cases.filter(({ stage }) => stage === 'draft').length,
      unpublished: cases.filter((one) => one.stage !== 'draft' && unpublishedStages.includes(one.stage)).length,
    })
  }

  async function objectPage(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    requirePerson(request)
    const { t } = request
    return render(request, reply, 'me/object', {
      ...{ title: t('own.object.title'), nav: 'me', form },
      options: objections.map((value) => ({ value, label: t(`own.object.${value}`) })),
      picked: [form.values.stop ?? []].flat(),
    })
  }
}
