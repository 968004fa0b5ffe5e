// Four eyes: an approver reads a draft as everybody will see it, publishes it, sets its hour or sends it back. And calling off.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { lastRead } from '../../domain/answers/draft-versions.ts'
import {
  mayNotRelease,
  openDraft,
  type ReleaseRow,
  releaseOf,
  scheduleReleased,
  sendBack,
  takeBackRelease,
} from '../../domain/answers/release-store.ts'
import { publish } from '../../domain/answers/store.ts'
import { takeBackFrom } from '../../domain/answers/take-back.ts'
import { attachedToDraft } from '../../domain/proposals/public-attachments.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { isHandedOver } from '../../domain/proposals/transition.ts'
import { localDate } from '../../lib/calendar.ts'
import { attempt, Refused } from '../../platform/db/attempt.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { blankForm, type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { foundCase, leading } from '../shared/agency-guards.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { isAway, movedOn, refusedAs } from '../shared/moved-on.ts'
import { numberParams } from '../shared/params.ts'
import { type Answering, answerForm, missingFrom } from './answer-forms.ts'
import { deskPage, deskPath } from './desk-page.ts'
import { afterwards } from './desk-queue.ts'
import { draftChanges } from './draft-changes.ts'
import { showHandedOn } from './handed-on.ts'
import { previewPages } from './preview.ts'
import { hourFields, hourFrom, hourTyped, releaseForm, wrongWords } from './release-forms.ts'
import { textChanged } from './text-changed.ts'

export const releaseRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showDesk = deskPage(deps)
  const preview = previewPages(deps)
  const next = afterwards(deps)
  showHandedOn(app, showDesk)

  app.get('/desk/:number/release', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal } = await leading(db.reads, request, now())
    const kept = keptForm(request)
    const shown = await releasePage(request, reply, proposal, kept ?? blankForm())
    if (shown !== null) return shown
    if (!kept) return reply.redirect(deskPath(request, proposal.number), 303)
    return showDesk(request, reply, proposal, { form: { name: 'release', values: kept.values, errors: movedOn } })
  })

  app.post('/proposals/:number/releases', { schema: { params: numberParams } }, async (request, reply) => {
    const { proposal, actor } = await leading(db.reads, request, now())
    const changed = await textChanged(showDesk, request, reply, proposal, 'release')
    if (changed) return changed
    const form = readForm(releaseForm, request.body)
    const toDesk = async (errors: FieldErrors) =>
      showDesk(request, reply.code(422), await foundCase(db.reads, request), {
        form: { name: 'release', values: form.values, errors },
      })
    const again = async (errors: FieldErrors) =>
      (await releasePage(request, refusedAs(reply, errors), proposal, { values: form.values, errors })) ??
      toDesk(movedOn)
    if (!form.ok) return again(form.errors)
    const { action, revision, words } = form.data
    const open = await openDraft(db.reads, proposal.id)
    const release = open && (await releaseOf(db.reads, open.answer.id))
    if (!open || !release) return toDesk(movedOn)
    const backToDesk = (done: 'draft' | 'scheduled' | 'sent_back') =>
      reply.redirect(deskPath(request, proposal.number, done), 303)

    if (action === 'withdraw' || action === 'call_off') {
      const state = action === 'withdraw' ? 'asked' : 'scheduled'
      const gone = await attempt(db, (tx) => takeBackRelease(tx, release.answerId, state))
      return gone.ok ? backToDesk('draft') : toDesk(movedOn)
    }
    const refusal = await mayNotRelease(db.reads, release, actor)
    if (refusal) throw httpError(403, `answers.error.${refusal}`)
    if (release.state !== 'asked' || revision !== open.answer.revision) return again(movedOn)
    if (action === 'send_back') {
      const wrong = wrongWords(words)
      if (Object.keys(wrong).length) return again(wrong)
      const sent = await attempt(db, (tx) => sendBack(tx, proposal, open.answer, actor, words))
      return sent.ok ? backToDesk('sent_back') : again(movedOn)
    }
    if (proposal.stage !== 'resolved' && (await isHandedOver(db.reads, proposal.id))) return again(isAway)
    const hour = action === 'schedule' ? hourFrom(hourTyped(request.body), actor.at, request.government.timeZone) : null
    if (hour && !hour.ok) return again({ [hourFields.day]: { key: hour.refusal } })
    const attached = (await attachedToDraft(db.reads, proposal.id)).length > 0
    const today = localDate(hour?.ok ? hour.value : actor.at, request.government.timeZone)
    const wrong = missing(open.draft, { supplementing: proposal.stage === 'resolved', attached, today })
    if (Object.keys(wrong).length) return again({ form: { key: 'answers.error.not_ready' } })
    const tellFrom = await takeBackFrom(db.reads, proposal, actor.at)
    const out = await attempt(db, async (tx) => {
      const still = await releaseOf(tx, release.answerId)
      if (still?.state !== 'asked' || still.revision !== revision) throw new Refused('moved_on')
      if (hour?.ok) await scheduleReleased(tx, proposal, open.answer, actor, hour.value)
      else await publish(tx, proposal, open.draft, actor, tellFrom)
    })
    if (!out.ok) return again(out.refusal === 'elsewhere' ? isAway : movedOn)
    return hour ? backToDesk('scheduled') : reply.redirect(await next(request, proposal.number, 'answered'), 303)
  })

  /** Null where nothing waits for release. */
  async function releasePage(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    { values: typed, errors }: FormState,
  ): Promise<string | null> {
    const { actor } = await leading(db.reads, request, now())
    const open = await openDraft(db.reads, proposal.id)
    const release: ReleaseRow | null = open && (await releaseOf(db.reads, open.answer.id))
    if (!open || release?.state !== 'asked') return null
    const read = await lastRead(db.reads, release.answerId, actor.personId)
    const kind = (await mayNotRelease(db.reads, release, actor)) ? 'read' : 'release'
    const values = { revision: String(open.answer.revision), 'text-revision': String(proposal.revision) }
    return preview.answer(request, reply, proposal, open.draft, values, {
      ...{ kind, errors, words: String(typed.words ?? ''), hour: hourTyped(typed) },
      since:
        read && read.revision !== open.answer.revision
          ? {
              ...draftChanges(read.content, {
                ...open.draft,
                attachments: await attachedToDraft(db.reads, proposal.id),
              }),
              at: read.at,
            }
          : null,
    })
  }
}

/** What keeps the draft from being published on that day: a date may have passed since it was written. */
function missing(
  draft: NonNullable<Awaited<ReturnType<typeof openDraft>>>['draft'],
  answering: Answering,
): FieldErrors {
  const { analysis, deliberation, note, asks } = draft
  const input = answerForm.parse({ analysis, deliberation, note })
  const commitments = draft.commitments.map(({ askNumber, ...commitment }, i) => ({
    ...commitment,
    ask: askNumber === null ? '' : String(askNumber),
    row: i + 1,
  }))
  return missingFrom(input, asks, commitments, answering)
}
