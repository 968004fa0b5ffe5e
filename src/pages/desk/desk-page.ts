// The desk as a page: the queue, and beside it a case's text and what can be done. Shown again by every form that comes back.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { unusualCases } from '../../domain/cosignatures/unusual-cases.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { casesWithPending } from '../../domain/moderation/correct-text.ts'
import { notices } from '../../domain/moderation/queue.ts'
import { countWaitingReferences } from '../../domain/moderation/references.ts'
import { fallingDomains } from '../../domain/notifications/arrival-store.ts'
import { askedFor } from '../../domain/proposals/case-officers.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Similar } from '../../domain/search/similar.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FieldError, type FormState } from '../../platform/web/forms.ts'
import { drawnOnce, type Once } from '../../platform/web/fragment-cache.ts'
import type { Typed } from '../../platform/web/parts.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { noteOwnLook } from '../shared/looks.ts'
import { movedOn, refusedAs } from '../shared/moved-on.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { assigning } from './assigning.ts'
import { currentCaseOf } from './current-case.ts'
import { dealtWith } from './dealt-with.ts'
import type { AskedOfDesk } from './desk-query.ts'
import { type QueueFacts, type QueueLine, queueFacts, sentPlace, sentView } from './desk-queue.ts'
import { fallingWords } from './falling-words.ts'
import { type OtherGovernments, otherGovernments } from './other-governments.ts'
import { stageBefore } from './read-field.ts'
import { releasesFor } from './releases-wait.ts'
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
/** What happened to it since a form was opened. */
export type Moved = NonNullable<CurrentCase['moved']>
/** One thing that was decided about it. */
export type Deed = CurrentCase['deeds'][number]
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

/** Says nothing about who may see it: routes ask first. That a case was looked at is noted here, also where a form comes back. */
export const deskPage = (deps: Deps): ShowDesk => {
  const { db, now } = deps
  const currentCase = currentCaseOf(deps)
  const queueOf = queueFacts(deps)
  return async (request, reply, proposal, { form: sent, readRevision = null, asked = {} } = {}) => {
    const { government, seats, t } = request
    const at = now()
    if (proposal) await noteOwnLook(deps, request, proposal, at)
    const similar = await similarFor(db.reads, request, proposal, at)
    // What is wrong in a form of a state that is over need not be mended: its form may not be there any more.
    if (sent && reply.statusCode === 422) {
      if (proposal && stageBefore(sent.values, proposal.stage))
        sent = { ...sent, errors: { ...sent.errors, ...movedOn } }
      refusedAs(reply, sent.errors)
    }
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
