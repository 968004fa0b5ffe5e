// The desk as a page: the queue, and beside it a case's text and what can be done. Shown again by every form that comes back.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { outstandingOf } from '../../domain/answers/routing.ts'
import { unusualCases } from '../../domain/cosignatures/unusual-cases.ts'
import { isAssignable, seatMay } from '../../domain/governments/government.ts'
import { agenciesOf, offered, refusalReasonsOf, topicsOf } from '../../domain/governments/store.ts'
import { duesOf } from '../../domain/moderation/case-deadlines.ts'
import { casesWithPending } from '../../domain/moderation/correct-text.ts'
import { correctable } from '../../domain/moderation/correction.ts'
import { historyOf, liveCases, reasonsCount, toldTo } from '../../domain/moderation/history.ts'
import { canHide, canHold, canUndo, notices } from '../../domain/moderation/queue.ts'
import { countWaitingReferences } from '../../domain/moderation/references.ts'
import { approvalTakenBackUntil } from '../../domain/moderation/take-back.ts'
import { fallingDomains } from '../../domain/notifications/arrival-store.ts'
import { askedFor } from '../../domain/proposals/case-officers.ts'
import { isPublic } from '../../domain/proposals/proposal.ts'
import { digestOfSeen, type ProposalRow, proposalText } from '../../domain/proposals/store.ts'
import { changesBetween, changesSinceLastSent, type TextChange } from '../../domain/proposals/text-versions.ts'
import { canTake } from '../../domain/proposals/workflow.ts'
import { toldCount } from '../../domain/record/told-count.ts'
import type { Similar } from '../../domain/search/similar.ts'
import { localDate } from '../../lib/calendar.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { originOf } from '../../platform/http/security.ts'
import { blankForm, type FieldError, type FormState } from '../../platform/web/forms.ts'
import { drawnOnce, type Once } from '../../platform/web/fragment-cache.ts'
import type { Typed } from '../../platform/web/parts.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { agenciesToRoute } from '../shared/agency-guards.ts'
import { askOf } from '../shared/ask-field.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { lettersFor } from '../shared/looks.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { type AnswerPanel, answerPanel } from './answer-panel.ts'
import { assigning } from './assigning.ts'
import { dealtWith } from './dealt-with.ts'
import type { AskedOfDesk } from './desk-query.ts'
import { type QueueFacts, type QueueLine, queueFacts, sentPlace, sentView } from './desk-queue.ts'
import { checkChoices, duesFor, otherChoices, tickedAgencies, typedWords } from './desk-view.ts'
import { fallingWords } from './falling-words.ts'
import { handOverPanel } from './hand-over-panel.ts'
import { officerPanel } from './officer-panel.ts'
import { type OtherGovernments, otherGovernments } from './other-governments.ts'
import { pendingView } from './pending-view.ts'
import { readField } from './read-field.ts'
import { releasesFor } from './releases-wait.ts'
import { routingPanel } from './routing-panel.ts'
import { type SavedViews, savedViews } from './saved-views.ts'
import type { SentForm } from './sent-form.ts'
import { type Choosing, choosing, coolingDown, similarFor } from './similar-cases.ts'

export type DeskPage = InPlace &
  Choosing & {
    once: Once
    queue: QueueFacts
    /** where no case is open */
    saved: SavedViews | null
    /** of the case that is open, for its forms: the view of the queue, and its place there */
    place: { view: string; at: number } | null
    /** where no case is open: giving several at once */
    assign: Awaited<ReturnType<typeof assigning>>
    isAdministrator: boolean
    mayCheck: boolean
    /** how many cases have co-signatures that somebody has to look at, for whoever checks */
    unusual: number
    /** mentions and links that wait to be looked at */
    mentionsWait: number
    /** the alarm about mail that may not arrive, for administrators */
    mailAlarm: string | null
    /** drafts of answers on their way out, of this reader's agencies */
    releasesWait: Awaited<ReturnType<typeof releasesFor>>
    others: OtherGovernments
    /** cases that colleagues ask this person for */
    askedFor: Awaited<ReturnType<typeof askedFor>>
    /** cases in which a correction waits for a second person */
    correctionsWait: string[]
    dealtWith: Awaited<ReturnType<typeof dealtWith>>
    form: SentForm
    /** the form of that name as it was sent; blank where it was another one */
    formOf: (name: string) => FormState
    current: CurrentCase | null
    /** what a case that is checked is like */
    similar: Similar[]
    /** where a refusal by the cool-down is prepared, once a number follows */
    prepareAt: string
  }
export type CurrentCase = Awaited<ReturnType<ReturnType<typeof currentCaseOf>>>
/** The desk with a case opened. */
export type DeskCase = DeskPage & { current: CurrentCase }
/** A line of the queue. `here`: its case is open. `href`: where it lies, of another government’s. */
export type LinePage = DeskPage & { line: QueueLine; here: boolean; href?: string }
/** A field for the number of the case to merge into. */
export type Target = { id: string; value: Typed; error: FieldError | undefined }
/** A form of words: its name, and the noun it is sent to. */
export type TextForm = { name: string; noun: string; open: boolean; summary: string; label: string; button: string }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'desk/desk': DeskPage
  }
}

export type ShowDesk = (
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow | null,
  extra?: { form?: SentForm; readRevision?: number | null; asked?: AskedOfDesk },
) => Promise<string>

/** The desk's address for a case, in the view that its form was opened from. `done` names what has just been carried out. */
export function deskPath(request: FastifyRequest, number: string | null, done?: keyof typeof notices): string {
  const params = [sentView(request), done && `done=${done}`].filter(Boolean).join('&')
  return `/${request.government.slug}/desk/${number}${params && `?${params}`}`
}

/** Says nothing about who may see it: routes ask first. */
export const deskPage = (deps: Deps): ShowDesk => {
  const { db, now } = deps
  const currentCase = currentCaseOf(deps)
  const queueOf = queueFacts(deps)
  return async (request, reply, proposal, { form: sent, readRevision = null, asked = {} } = {}) => {
    const { government, seats, t } = request
    const at = now()
    const similar = await similarFor(db.reads, request, proposal, at)
    const form = sent ?? keptForm(request) ?? coolingDown(request, similar, asked)
    const { done: pressed, doneWith } = request
    const since = lastWriteAt(request)
    const queue = await queueOf(request, proposal?.number ?? null, asked)
    const correctionsOf = () =>
      sharedWithinSecond(db.reads, `corrections ${government.id}`, at, since, () =>
        casesWithPending(db.reads, government.id),
      )
    const counted = async (what: string, count: () => Promise<number>) =>
      seatMay.check(seats) ? sharedWithinSecond(db.reads, `${what} ${government.id}`, at, since, count) : 0
    const unusualOf = async () => (await unusualCases(db.reads, government.id, at)).length
    const notice = Object.entries(notices).find(([done]) => done === pressed)?.[1]
    const dealt = notice && doneWith ? await dealtWith(db.reads, request, doneWith, pressed ?? '', at) : null
    const assign = proposal ? null : await assigning(db.reads, request, { queue, sent: sent ?? null, asked })
    return render(request, reply, 'desk/desk', {
      title: t('desk.title', { n: queue.mine.total }),
      nav: 'desk',
      notice: assign?.notice ?? (notice ? (dealt?.words ?? t(notice)) : null),
      assign,
      dealtWith: doneWith === proposal?.number ? null : dealt,
      queue,
      saved: proposal ? null : await savedViews(db.reads, request, queue.view, at),
      place: sentPlace(request) ?? queue.place,
      once: drawnOnce(request, queue.shared, proposal?.number ?? ''),
      releasesWait: await releasesFor(db.reads, request, at),
      correctionsWait: seatMay.check(seats) ? await correctionsOf() : [],
      others: await otherGovernments(db.reads, request, at),
      isAdministrator: seatMay.administer(seats),
      mayCheck: seatMay.check(seats),
      unusual: await counted('unusual cases', unusualOf),
      mentionsWait: await counted('mentions', () => countWaitingReferences(db.reads, government.id)),
      mailAlarm: seatMay.administer(seats) ? fallingWords(request.t, await fallingDomains(db.reads)) : null,
      askedFor: await sharedWithinSecond(
        db.reads,
        `asked for ${government.id} ${requirePerson(request).id}`,
        at,
        since,
        () => askedFor(db.reads, government.id, requirePerson(request).id),
      ),
      form: form ?? { name: '', ...blankForm() },
      formOf: (name: string): FormState => (form?.name === name ? form : blankForm()),
      similar,
      ...(await choosing(db.reads, request, proposal, asked, at)),
      prepareAt: `${deskPath(request, proposal?.number ?? '')}?prepare=`,
      current: proposal ? await currentCase(request, proposal, form ?? null, readRevision) : null,
    })
  }
}

/** `ask`: its number, where the field is one. */
export type ShownChange = TextChange & { ask: number | null }

const shownChanges = async (changes: Promise<TextChange[] | null>): Promise<ShownChange[] | null> =>
  (await changes)?.map((change) => ({ ...change, ask: askOf(change.field) })) ?? null

/** The case that is worked on: its text, what happened to it, and what can be done with it. */
function currentCaseOf(deps: Deps) {
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
