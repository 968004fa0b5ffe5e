// The answering side of the desk: what this officer can do with this case now.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../governments/government.ts'
import { agenciesOf, rulesOf } from '../governments/store.ts'
import { answerableStages } from '../proposals/proposal.ts'
import { openParts, type ProposalRow, proposalText } from '../proposals/store.ts'
import type { Deps } from '../web/deps.ts'
import { blankForm, type FormState } from '../web/forms.ts'
import { newestAnswer } from './store.ts'

/** Facts for views/answers/_desk.eta. */
export const answerPanel =
  ({ db }: Deps) =>
  async (request: FastifyRequest, proposal: ProposalRow, form: FormState = blankForm()) => {
    const parts = await openParts(db.reads, proposal.id)
    const lead = parts.find((p) => p.role === 'lead') ?? null
    const own = parts.find((p) => p.role === 'supporting' && seatMay.answerFor(request.seats, p.agency.id)) ?? null
    const leads =
      seatMay.answerFor(request.seats, lead?.agency.id ?? null) || (lead !== null && seatMay.administer(request.seats))
    const newest = await newestAnswer(db.reads, proposal.id)
    const rules = proposal.ruleVersionId ? await rulesOf(db.reads, proposal.ruleVersionId) : null
    return {
      answering: form,
      text: await proposalText(db.reads, proposal.id),
      lead,
      own,
      newest,
      may: {
        answer: leads && (answerableStages.includes(proposal.stage) || proposal.stage === 'resolved'),
        steer: leads && proposal.stage === 'review',
        extend:
          leads && proposal.stage === 'review' && !proposal.extendedAt && rules !== null && rules.extensionMonths > 0,
        contribute: own !== null && proposal.stage === 'review',
      },
      extensionMonths: rules?.extensionMonths ?? 0,
      otherAgencies: (await agenciesOf(db.reads, proposal.governmentId)).filter(
        (a) => a.id !== lead?.agency.id && !a.validTo,
      ),
    }
  }
