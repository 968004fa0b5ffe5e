// A sample of a case's co-signatures: announced by one of those who check, drawn by the log, marked line by line, told by another.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasPersons } from '../../domain/cosignatures/forget-signers.ts'
import {
  announceSample,
  linesOf,
  markLine,
  type Sample,
  type SampleLine,
  samplesOf,
  tellSample,
} from '../../domain/cosignatures/samples.ts'
import { checkingRole, seatMay } from '../../domain/governments/government.ts'
import { currentRules } from '../../domain/governments/store.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { likelyRange } from '../../lib/likely-range.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { blankForm, type FormState, failedForm, typedValues } from '../../platform/web/forms.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { sampleMarks } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'

/** `open`: the sample that is not told yet; `mine`: they announced it. `told`: those before, the newest first. */
export type SamplePage = InPlace & {
  proposal: ProposalRow
  self: string
  back: string
  size: number
  /** of no co-signature is it known whose it is: there is nobody to ask */
  nobody: boolean
  open: (Sample & { mine: boolean; confirmed: number; notConfirmed: number }) | null
  lines: SampleLine[]
  told: (Sample & { range: { low: number; high: number } | null })[]
  said: (typeof outcomes)[number] | null
  form: FormState
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'integrity/sample': SamplePage
  }
}

const outcomes = ['announced', 'marked', 'told'] as const

/** `/:gov/desk/:number/sample`. */
export const sampleRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/desk/:number/sample', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    return proposal ? show(request, reply, proposal, keptForm(request) ?? blankForm()) : reply.callNotFound()
  })

  app.post('/desk/:number/sample', { schema: { params: numberParams } }, async (request, reply) => {
    const proposal = await caseOf(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const self = selfOf(request, proposal)
    const [personId, role, at] = [requirePerson(request).id, checkingRole(request.seats), now()]
    const values = typedValues(request.body)
    const again = (key: string) =>
      show(request, refusedAs(reply, { form: { key } }), proposal, { ...failedForm(key), values })
    const step = wordIn(request.body, 'step')
    const open = (await samplesOf(db.reads, proposal.id)).find(({ toldAt }) => toldAt === null)
    if (step === 'announce') {
      const { rules } = await currentRules(db.reads, request.government.id, at)
      const sample = { size: rules.sampleSize, announcedById: personId, role }
      const result = await write(db, (tx) => announceSample(tx, proposal, sample, at))
      return result.ok ? reply.redirect(`${self}?done=announced`, 303) : again(`sample.error.${result.refusal}`)
    }
    if (!open) return again('sample.error.over')
    if (step === 'tell') {
      const result = await write(db, (tx) => tellSample(tx, proposal, { number: open.number, personId, role }, at))
      return result.ok ? reply.redirect(`${self}?done=told`, 303) : again(`sample.error.${result.refusal}`)
    }
    const typed = wordIn(request.body, 'line') ?? ''
    const line = Number(/^(?:\d+-)?(\d{1,4})$/.exec(typed.normalize('NFKC').trim())?.[1] ?? 0)
    const sent = wordIn(request.body, 'mark')
    const mark = sampleMarks.find((one) => one === sent) ?? null
    if (mark === null && sent !== 'none') return again('sample.error.mark')
    const which = { proposalId: proposal.id, number: open.number }
    const result = await write(db, (tx) => markLine(tx, which, { line, mark, personId }, at))
    if (!result.ok) return again(result.refusal === 'own' ? 'sample.error.own_line' : 'sample.error.unknown')
    return reply.redirect(`${self}?done=marked#line-${line}`, 303)
  })

  /** A published case. Throws 403 for whoever does not check. */
  async function caseOf(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, number)
    return proposal?.publishedAt && !proposal.source ? proposal : null
  }
  const selfOf = ({ government }: FastifyRequest, { number }: ProposalRow) =>
    `/${government.slug}/desk/${number}/sample`

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    form: FormState = blankForm(),
  ) {
    const { government, t } = request
    const at = now()
    const all = await samplesOf(db.reads, proposal.id)
    const open = all.find(({ toldAt }) => toldAt === null) ?? null
    const which = { proposalId: proposal.id, number: open?.number ?? 0 }
    const lines = open?.drawnAt ? await linesOf(db.reads, which, government.id, at) : []
    const of = (wanted: string) => lines.filter(({ mark }) => mark === wanted).length
    return render(request, reply, 'integrity/sample', {
      ...{ title: t('sample.title', { number: proposal.number ?? '' }), nav: 'desk', proposal, form, lines },
      ...{ self: selfOf(request, proposal), back: `/${government.slug}/desk/${proposal.number}` },
      size: (await currentRules(db.reads, government.id, at)).rules.sampleSize,
      nobody: !(await hasPersons(db.reads, proposal.id)),
      open: open && {
        ...open,
        mine: open.announcedById === requirePerson(request).id,
        ...{ confirmed: of('confirmed'), notConfirmed: of('not_confirmed') },
      },
      told: all
        .filter(({ toldAt }) => toldAt !== null)
        .map((one) => ({ ...one, range: likelyRange(one.confirmed ?? 0, one.drawn ?? 0) })),
      said: outcomes.find((one) => one === request.done) ?? null,
    })
  }
}
