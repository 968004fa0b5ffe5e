// A counted sheet is taken back, or counts again: asked for with a reason by one, confirmed or dropped by another.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openCase } from '../../domain/cosignatures/after-counting.ts'
import { sheetOf } from '../../domain/cosignatures/paper.ts'
import { askChange, confirmChange, dropChange } from '../../domain/cosignatures/paper-changes.ts'
import { checkingRole, seatMay } from '../../domain/governments/government.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, failedForm, readForm } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { sheetActs } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { staffWords } from '../shared/words-forms.ts'
import { type ChangeFacts, changeFacts } from './paper-change.ts'

export type PaperChangePage = InPlace &
  ChangeFacts & { proposal: ProposalRow; sheet: number; counted: number; self: string; back: string; form: FormState }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'paper/paper-change': PaperChangePage
  }
}

const sheetParams = z.looseObject({ number: z.string(), sheet: z.string() })
const askForm = z.object({
  act: z.enum(sheetActs),
  words: staffWords,
})

/** `/:gov/desk/:number/paper/:sheet/changes`. */
export const paperChangeRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/:number/paper/:sheet/changes', { schema: { params: sheetParams } }, async (request, reply) => {
    const found = await sheetIn(request, request.params)
    return found ? show(request, reply, found, keptForm(request) ?? blankForm()) : reply.callNotFound()
  })

  app.post('/desk/:number/paper/:sheet/changes', { schema: { params: sheetParams } }, async (request, reply) => {
    const found = await sheetIn(request, request.params)
    if (!found) return reply.callNotFound()
    const { proposal, sheet } = found
    const which = { proposalId: proposal.id, sheet: sheet.number }
    const personId = requirePerson(request).id
    const step = wordIn(request.body, 'step')
    const again = (form: FormState) => show(request, refusedAs(reply, form.errors), found, form)
    const done = (what: string) =>
      reply.redirect(`${backOf(request, proposal)}?done=${what}#sheet-${sheet.number}`, 303)
    const at = now()
    if (step === 'drop') {
      const dropped = await write(db, (tx) => dropChange(tx, which))
      return dropped ? done('change_dropped') : again(failedForm('paper.error.change_over'))
    }
    if (step === 'confirm') {
      const open = await openCase(db.reads, proposal)
      const by = { government: request.government, open, proposal, role: checkingRole(request.seats), personId }
      const result = await write(db, (tx) => confirmChange(tx, which, by, at))
      if (!result.ok) return again(failedForm(`paper.error.change_${result.refusal}`))
      return done(result.value === 'restore' ? 'restored' : 'taken_back')
    }
    const form = readForm(askForm, request.body)
    if (!form.ok) return again(form)
    const asked = await write(db, (tx) => askChange(tx, { ...which, ...form.data, askedById: personId }, at))
    if (!asked.ok) return again({ ...failedForm(`paper.error.change_${asked.refusal}`), values: form.values })
    return done('change_asked')
  })

  /** A sheet of a published case. Throws 403 for whoever does not check. */
  async function sheetIn(request: FastifyRequest, params: { number: string; sheet: string }) {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, params.number)
    const number = /^\d{1,5}$/.test(params.sheet) ? Number(params.sheet) : 0
    const sheet = proposal?.publishedAt ? await sheetOf(db.reads, proposal.id, number) : null
    return proposal && sheet ? { proposal, sheet } : null
  }
  const backOf = ({ government }: FastifyRequest, { number }: ProposalRow) => `/${government.slug}/desk/${number}/paper`

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { proposal, sheet }: NonNullable<Awaited<ReturnType<typeof sheetIn>>>,
    form: FormState = blankForm(),
  ) {
    const back = backOf(request, proposal)
    const now = (await sheetOf(db.reads, proposal.id, sheet.number))!
    return render(request, reply, 'paper/paper-change', {
      title: request.t('paper.change.title', { sheet: sheet.number, number: proposal.number ?? '' }),
      ...{ nav: 'desk', proposal, form, back, sheet: sheet.number, counted: now.counted ?? 0 },
      self: `${back}/${sheet.number}/changes`,
      ...(await changeFacts(db.reads, now, requirePerson(request).id)),
    })
  }
}
