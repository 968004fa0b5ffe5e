// The case page: one permanent address from first word to kept promise.

import { eq } from 'drizzle-orm'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { hasSigned } from '../cosignatures/store.ts'
import { isPaused } from '../governments/deadline.ts'
import { seatMay } from '../governments/government.ts'
import { agenciesOf, blackoutsOf, districtsOf, refusalReasonsOf, rulesOf, topicsOf } from '../governments/store.ts'
import { residenceOf } from '../people/store.ts'
import type { CasePage } from '../proposals/author.ts'
import { cosignableStages, isPublic } from '../proposals/proposal.ts'
import {
  decisionsOf,
  findProposal,
  openParts,
  type ProposalRow,
  proposalText,
  routingsOf,
  updatesOf,
} from '../proposals/store.ts'
import { proposals } from '../proposals/tables.ts'
import type { Deps } from '../web/deps.ts'
import { blankForm } from '../web/forms.ts'
import { proposalPath } from '../web/paths.ts'
import { originOf } from '../web/security.ts'
import { render } from '../web/view.ts'
import { loadCases } from './case-store.ts'
import { clockOf, curveOf, districtRows, stepsOf } from './case-view.ts'

const done = ['submitted', 'cosigned', 'withdrawn']

/** Shows a case; also again by lower features, with a form that came back. Says nothing about who may see it. */
export const casePage =
  ({ db, now, config }: Deps): CasePage =>
  async (request, reply, proposal, extra = {}) => {
    const { government, person, t } = request
    const at = now()
    const { reads } = db
    const [full] = await loadCases(reads, [proposal.id])
    if (!full) throw new Error('A case was gone while it was shown.')
    const rules = proposal.ruleVersionId ? await rulesOf(reads, proposal.ruleVersionId) : null
    const districts = await districtsOf(reads, government.id)
    const agencies = await agenciesOf(reads, government.id)
    const signed = person ? await hasSigned(reads, proposal.id, person.id) : false
    const paused = isPaused(at, await blackoutsOf(reads, government.id), government.timeZone)
    const open =
      cosignableStages.includes(proposal.stage) && proposal.closesBefore !== null && at < proposal.closesBefore
    const [mergedInto] = proposal.mergedIntoId
      ? await reads.select().from(proposals).where(eq(proposals.id, proposal.mergedIntoId))
      : []
    const answered = (request.query as { done?: string }).done
    const decisions = await decisionsOf(reads, proposal.id)
    return render(request, reply, 'pages/case', {
      title: proposal.title,
      nav: proposal.stage === 'gathering' || proposal.stage === 'review' ? 'live' : 'archive',
      notice:
        extra.notice ??
        (answered && done.includes(answered)
          ? t(`case.done.${answered}`, { n: proposal.count.toLocaleString('en') })
          : null),
      proposal,
      rules,
      has: full.has,
      text: await proposalText(reads, proposal.id),
      textHidden: full.row.textHidden && person?.id !== proposal.authorId && !seatMay.check(request.seats),
      parts: await openParts(reads, proposal.id),
      routings: await routingsOf(reads, proposal.id),
      updates: await updatesOf(reads, proposal.id),
      decision: decisions.find((d) => !d.undoneAt && ['returned', 'refused', 'merged'].includes(d.kind)) ?? null,
      reasonName:
        (await refusalReasonsOf(reads, government.id)).find((r) => r.code === proposal.reasonCode)?.name ?? null,
      topics: await topicsOf(reads, government.id),
      agencyName: (id: string | null) => agencies.find((a) => a.id === id)?.name ?? null,
      mergedInto: mergedInto ?? null,
      districts,
      residence: person ? await residenceOf(reads, person.id, government.id) : null,
      isAuthor: person !== null && person.id === proposal.authorId,
      isStaff: request.seats.length > 0,
      may: {
        cosign: open && !paused,
        paused: open && paused,
        signed,
        withdraw: signed && proposal.stage === 'gathering' && (rules?.withdrawalAllowed ?? false),
      },
      form: extra.form ?? blankForm(),
      steps: stepsOf(proposal, at),
      clock: clockOf(proposal, at, government.timeZone),
      curve: curveOf(full.has.byDay, proposal, at, government.timeZone),
      districtRows: districtRows(full.has.byDistrict, districts),
      url: originOf(request, config.origin) + proposalPath(government, proposal.number),
      at,
    })
  }

export const caseRoutes: FastifyPluginAsync<Deps & { casePage: CasePage }> = async (app, { db, casePage: page }) => {
  app.get<{ Params: { number: string } }>('/proposals/:number', async (request, reply) => {
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || !maySee(request, proposal)) return reply.callNotFound()
    if (proposal.hiddenAt && !seatMay.check(request.seats)) return hidden(request, reply, proposal)
    return page(request, reply, proposal)
  })
}

/** Before publication, only author and staff. */
const maySee = (request: FastifyRequest, p: ProposalRow) =>
  isPublic(p) || (request.person !== null && request.person.id === p.authorId) || request.seats.length > 0

/** 410 with the reason: count and record stay. */
const hidden = (request: FastifyRequest, reply: FastifyReply, p: ProposalRow) =>
  render(request, reply.code(410), 'shared/error', {
    title: request.t('errors.410.title'),
    status: 410,
    message: `${request.t('errors.410.message')} ${p.hiddenReason ?? ''}`,
  })
