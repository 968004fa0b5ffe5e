// The case that is worked on at the desk: its text, what happened to it, and what can be done with it.
import type { FastifyRequest } from 'fastify'
import { outstandingOf } from '../../domain/answers/routing.ts'
import { isAssignable, seatMay } from '../../domain/governments/government.ts'
import { agenciesOf, offered, refusalReasonsOf, topicsOf } from '../../domain/governments/store.ts'
import { duesOf } from '../../domain/moderation/case-deadlines.ts'
import { correctable } from '../../domain/moderation/correction.ts'
import { historyOf, liveCases, reasonsCount, toldTo } from '../../domain/moderation/history.ts'
import { canHide, canHold, canUndo } from '../../domain/moderation/queue.ts'
import { approvalTakenBackUntil } from '../../domain/moderation/take-back.ts'
import { isPublic } from '../../domain/proposals/proposal.ts'
import { digestOfSeen, type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { changesBetween, changesSinceLastSent, type TextChange } from '../../domain/proposals/text-versions.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { toldCount } from '../../domain/record/told-count.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { blankForm } from '../../platform/web/forms.ts'
import type { Stage } from '../../schema/values.ts'
import { agenciesToRoute } from '../shared/agency-guards.ts'
import { askOf } from '../shared/ask-field.ts'
import { lettersFor } from '../shared/looks.ts'
import { isOvertaken } from '../shared/moved-on.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { type AnswerPanel, answerPanel } from './answer-panel.ts'
import { checkChoices, duesFor, otherChoices, tickedAgencies, typedWords } from './desk-view.ts'
import { handOverPanel } from './hand-over-panel.ts'
import { officerPanel } from './officer-panel.ts'
import { pendingView } from './pending-view.ts'
import { readField, stageBefore } from './read-field.ts'
import { routingPanel } from './routing-panel.ts'
import type { SentForm } from './sent-form.ts'

/** `ask`: its number, where the field is one. */
export type ShownChange = TextChange & { ask: number | null }

const shownChanges = async (changes: Promise<TextChange[] | null>): Promise<ShownChange[] | null> =>
  (await changes)?.map((change) => ({ ...change, ask: askOf(change.field) })) ?? null

/** The facts of an opened case. `readRevision`: of the text that a form was opened over, where that has changed since. */
export function currentCaseOf(deps: Deps) {
  const { db, now } = deps
  const panelOf = answerPanel(deps)
  return async (request: FastifyRequest, proposal: ProposalRow, form: SentForm | null, readRevision: number | null) => {
    const { government, seats } = request
    const reads = db.reads
    const at = now()
    const mayCheck = seatMay.check(seats)
    const agencies = await agenciesOf(reads, government.id)
    const reasons = await refusalReasonsOf(reads, government.id)
    const text = await proposalText(reads, proposal.id)
    const history = await historyOf(reads, proposal, { agencies, reasons })
    const answer: AnswerPanel = await panelOf(request, proposal, form)
    const routable = await agenciesToRoute(reads, proposal, answer.assignments, seats)
    const may = {
      check: mayCheck && proposal.stage === 'checking',
      hold: mayCheck && canHold(proposal),
      hide: mayCheck && canHide(proposal),
      merge: mayCheck && proposal.stage === 'gathering',
      undo: seatMay.administer(seats) && canUndo(proposal, history.undoable, at),
    }
    const letters = await lettersFor(deps, request, proposal, at)
    const decision = form?.name === 'decision' ? form : blankForm()
    return {
      ...{ proposal, text, mayCheck, may, answer, deeds: history.deeds },
      /** null: its source does not say how many co-signed it */
      count: toldCount(proposal),
      /** where the case's forms are sent */
      self: proposalPath(government, proposal.number),
      /** what the forms were opened over: of one that comes back what its writer read, until the new text is shown */
      textRevision: String((readRevision === null && form?.values[readField]) || proposal.revision),
      /** since the text was read that a form was opened over */
      changedSince:
        readRevision === null
          ? null
          : await shownChanges(changesBetween(reads, proposal.id, readRevision, proposal.revision)),
      moved: movedSince(form, proposal.stage, history.deeds),
      /** since the text that was returned to its author */
      changedSinceReturned:
        proposal.stage === 'checking' && history.deeds.some((deed) => deed.kind === 'returned')
          ? await shownChanges(changesSinceLastSent(reads, proposal.id, proposal.revision))
          : null,
      handOver: await handOverPanel(reads, request, proposal, answer.assignments, agencies, at),
      routing: routingPanel(seats, proposal, answer.assignments, routable, at, government.timeZone),
      outstanding: answer.leads || mayCheck ? outstandingOf(answer.assignments, proposal, at, government.timeZone) : [],
      reasons: offered(reasons),
      topic: (await topicsOf(reads, government.id)).find((o) => o.code === proposal.topicCode) ?? null,
      suggested: proposal.suggestedAgencies.flatMap((code) => agencies.filter((a) => a.code === code)),
      agencies: agencies.filter((a) => isAssignable(a, localDate(at, government.timeZone))),
      liveCases: mayCheck && canTake('merge', proposal.stage) ? await liveCases(reads, government.id, proposal.id) : [],
      letters,
      dues: duesFor(await duesOf(reads, government, proposal, at), proposal, answer, government.timeZone, at),
      checkChoices: checkChoices(proposal),
      ticked: tickedAgencies(decision, proposal.suggestedAgencies),
      otherChoices: otherChoices(proposal, may),
      /** nothing to answer, and nothing to decide */
      nothing: answer.nothing && !may.hold && !may.hide && !may.merge && !may.undo,
      /** what was typed in a form that cannot be shown again */
      typed: form?.errors.form ? typedWords(form.values) : [],
      officer: await officerPanel(reads, request, proposal, answer.assignments, at),
      reasonsGiven: mayCheck && isPublic(proposal) && !proposal.hiddenAt ? await reasonsCount(reads, proposal.id) : 0,
      told: letters ? await toldTo(deps, originOf(request, deps.config.origin), proposal, at) : [],
      corrections: mayCheck ? correctable(proposal, text).map((c) => ({ ...c, seen: digestOfSeen(c.text) })) : [],
      pending: mayCheck ? await pendingView(reads, proposal, requirePerson(request).id) : [],
      takeBack: mayCheck ? await approvalTakenBackUntil(reads, proposal, at) : null,
    }
  }
}

/**
 * What happened to the case since a form was opened over it: the stage that was seen and the stage now, where they differ, and the
 * newest deed. Null where nothing did.
 */
function movedSince<Deed>(form: SentForm | null, now: Stage, deeds: Deed[]) {
  if (!form) return null
  const was = stageBefore(form.values, now)
  const { target: _, ...ofThisCase } = form.errors // the case to merge into is another one: what was decided here says nothing of it
  return was || isOvertaken(ofThisCase) ? { was, now, deed: deeds[0] ?? null } : null
}
