// The answering side of the desk: what this officer can do with this case now, and what the answer's form begins with.
import type { FastifyRequest } from 'fastify'
import { contributable, refusalToExtend } from '../../domain/answers/answer.ts'
import { extensionsGiven } from '../../domain/answers/assignment-changes.ts'
import { releaseOf } from '../../domain/answers/release-store.ts'
import { newestAnswer } from '../../domain/answers/store.ts'
import { answerTakenBackUntil, rulesFor } from '../../domain/answers/take-back.ts'
import { templatesOf } from '../../domain/answers/templates.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { rulesOf } from '../../domain/governments/store.ts'
import { type Unit, unitsOf, wordFor } from '../../domain/governments/units.ts'
import { reachOf } from '../../domain/notifications/returned-mail.ts'
import { isOnePerson } from '../../domain/people/mailboxes.ts'
import { limits } from '../../domain/proposals/draft.ts'
import { lacksAsks } from '../../domain/proposals/draw-up-asks.ts'
import { attachedTo } from '../../domain/proposals/public-attachments.ts'
import { openAssignments, type ProposalRow, proposalText, proposalUpdatesOf } from '../../domain/proposals/store.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { decisions } from '../../schema/values.ts'
import { actingFor, mayActFor } from '../shared/agency-guards.ts'
import { attachmentView } from '../shared/attachment-view.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { answerFields } from './answer-fields.ts'
import { answerWarnings } from './answer-warnings.ts'
import { earlierSaid } from './earlier-said.ts'
import type { SentForm } from './sent-form.ts'

/** Units of the agency that answers: to choose from, each with its contact, and as words for whoever makes a commitment. */
async function offeredUnits(db: Db, { government, language }: FastifyRequest, agencyId: string | null) {
  const units = agencyId === null ? [] : (await unitsOf(db, government.id)).filter((unit) => unit.agencyId === agencyId)
  const words = ({ contact }: Unit) => localised(contact, language)
  return {
    units: units.map((unit) => ({
      value: wordFor(unit),
      label: [localised(unit.name, language), words(unit)].filter(Boolean).join(' · '),
    })),
    owners: units.map((unit) => ({ value: localised(unit.name, language), label: words(unit) })),
  }
}

/** What an agency does with the case. */
export type AnswerPanel = Awaited<ReturnType<ReturnType<typeof answerPanel>>>

/** `form` is the one that came back, if one did. */
export const answerPanel =
  ({ db, now }: Deps) =>
  async (request: FastifyRequest, proposal: ProposalRow, form: SentForm | null) => {
    const { seats } = request
    const parts = await openAssignments(db.reads, proposal.id)
    const lead = parts.find((p) => p.role === 'lead') ?? null
    const own = parts.find((p) => p.role === 'supporting' && seatMay.answerFor(seats, p.agency.id)) ?? null
    const acting = lead && (await actingFor(db.reads, request, lead.agency, now()))
    const leads = acting !== null && (seatMay.answerFor(seats, acting.id) || mayActFor(request, acting))
    const newest = await newestAnswer(db.reads, proposal.id)
    const rules = proposal.ruleVersionId ? await rulesOf(db.reads, proposal.ruleVersionId) : null
    const { asks } = await proposalText(db.reads, proposal.id)
    const at = now()
    const takeBack = leads ? await answerTakenBackUntil(db.reads, proposal, at) : null
    const supplementing = proposal.stage === 'resolved'
    const early = ['gathering', 'expired', 'last_seen'].includes(proposal.stage)
    const begun = (newest !== null && !newest.answer.publishedAt) || form?.name === 'answer'
    const inReview = leads && proposal.stage === 'review'
    const extensions = { given: await extensionsGiven(db.reads, proposal), most: rules?.extensions ?? 0 }
    const mayExtend = rules !== null && rules.extensionMonths > 0 && !refusalToExtend(proposal, extensions, at)
    const may = {
      answer: leads && (canTake('answer', proposal.stage) || supplementing),
      steer: inReview,
      drawUp: leads && lacksAsks(proposal.stage, asks.length),
      extend: inReview && mayExtend,
      contribute: own !== null && contributable.includes(proposal.stage),
    }
    const draft = newest && !newest.answer.publishedAt && may.answer ? newest.answer : null
    const release = draft && (await releaseOf(db.reads, draft.id))
    const fields = may.answer ? answerFields(newest, asks, form?.name === 'answer' ? form : null) : null
    return {
      ...{ assignments: parts, leads, lead, own, may },
      takeBack: takeBack && {
        noun: takeBack.answer.before?.stage === 'resolved' ? 'supplements' : 'answers',
        until: takeBack.until,
        published: takeBack.answer.publishedAt!,
      },
      updates: await proposalUpdatesOf(db.reads, proposal.id),
      ...(await reachOf(db.reads, proposal.authorId)),
      mostAsks: limits.asks,
      ...{ supplementing, early },
      /** nothing is owed and nothing begun: the long form waits until it is asked for */
      folded: (early || supplementing) && !begun,
      ...(await offeredUnits(db.reads, request, may.answer && acting ? acting.id : null)),
      nothing: !may.answer && !may.contribute,
      ...{ fields, decisions },
      /** the preview ends in asking for release, since a second person publishes */
      fourEyes: may.answer && (await rulesFor(db.reads, proposal, at)).fourEyes,
      /** where the draft stands on its way out; `mine`: whoever looks at it took that step */
      release: release && {
        ...{ state: release.state, words: release.words, at: release.changedAt, publishAt: release.publishAt },
        mine: await isOnePerson(db.reads, requirePerson(request).id, release.personId),
      },
      /** of what is being written; an answer that is about to be supplemented is published as it is */
      warnings: fields && begun ? answerWarnings(fields) : [],
      /** texts that the agency keeps, to begin with */
      templates: may.answer && acting ? await templatesOf(db.reads, [acting.id]) : [],
      attachments: draft ? (await attachedTo(db.reads, draft.id)).map(attachmentView) : [],
      /** what was answered and promised: for a supplement, a late part, a correction, whoever works on the case now */
      earlier: supplementing ? await earlierSaid(db.reads, proposal, asks, at, request.government.timeZone) : null,
      extensionMonths: rules?.extensionMonths ?? 0,
      extensions,
    }
  }
