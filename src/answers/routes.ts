// What an agency does with its case: schedule, contact, transfer, extend, answer ask by ask, keep its promises.
import { and, eq, isNull } from 'drizzle-orm'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { write } from '../db/write.ts'
import { extended } from '../governments/deadline.ts'
import { seatMay } from '../governments/government.ts'
import { requireSeat } from '../governments/guards.ts'
import { agenciesOf, rulesOf, workCalendar } from '../governments/store.ts'
import { newId } from '../lib/id.ts'
import { tellAgency, tellPerson } from '../notifications/store.ts'
import { answerableStages } from '../proposals/proposal.ts'
import { findProposal, openParts, type ProposalRow, proposalText } from '../proposals/store.ts'
import { notes, parts, proposals, routings, updates } from '../proposals/tables.ts'
import { append, newSalt } from '../record/store.ts'
import type { Deps } from '../web/deps.ts'
import { httpError } from '../web/errors.ts'
import { type FormState, readForm } from '../web/forms.ts'
import { proposalPath } from '../web/paths.ts'
import { render } from '../web/view.ts'
import {
  answerForm,
  decisionsFrom,
  extensionForm,
  missingFrom,
  promiseForm,
  promisesFrom,
  transferForm,
  wordsForm,
} from './forms.ts'
import { answerPanel } from './panel.ts'
import { publish, saveDraft } from './store.ts'
import { commitments, commitmentUpdates } from './tables.ts'

type Params = { number: string; id: string }

export const answerRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { db, now } = deps
  const panel = answerPanel(deps)

  for (const noun of ['answers', 'supplements'] as const)
    app.post<{ Params: Params }>(`/proposals/:number/${noun}`, async (request, reply) => {
      const { proposal, agencyId, person } = await leading(request)
      const supplementing = proposal.stage === 'resolved'
      if (supplementing !== (noun === 'supplements') || (!supplementing && !answerableStages.includes(proposal.stage)))
        throw httpError(422, 'proposals.error.moved_on')
      const form = readForm(answerForm, request.body)
      const { asks } = await proposalText(db.reads, proposal.id)
      const decided = decisionsFrom(
        request.body,
        asks.map((ask) => ask.number),
      )
      if (!form.ok) return again(request, reply, proposal, form)
      const promises = promisesFrom(form.data)
      const draft = {
        analysis: form.data.analysis,
        deliberation: form.data.deliberation,
        note: form.data.note,
        asks: decided,
        promises,
      }
      const writer = { personId: person.id, agencyId, at: now() }
      if (form.data.action === 'save') {
        await write(db, (tx) => saveDraft(tx, proposal, draft, writer))
        return reply.redirect(`/${request.government.slug}/desk/${proposal.number}?done=saved`, 303)
      }
      const errors = missingFrom(form.data, decided, promises)
      if (supplementing && !draft.note) errors.note = { key: 'answers.error.note' }
      if (Object.keys(errors).length) return again(request, reply, proposal, { values: form.values, errors })
      const published = await write(db, (tx) => publish(tx, proposal, draft, writer))
      if (!published) throw httpError(422, 'proposals.error.moved_on')
      return reply.redirect(proposalPath(request.government, proposal.number), 303)
    })

  app.post<{ Params: Params }>('/proposals/:number/schedules', async (request, reply) => {
    const { proposal, agencyId, person } = await leading(request, 'review')
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return again(request, reply, proposal, renamed(form, 'schedule'))
    const at = now()
    const salt = newSalt()
    await write(db, async (tx) => {
      await tx.insert(updates).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'schedule',
        agencyId,
        body: form.data.words,
        salt,
        personId: person.id,
        writtenAt: at,
      })
      await tx
        .update(proposals)
        .set({ scheduledAt: at })
        .where(and(eq(proposals.id, proposal.id), isNull(proposals.scheduledAt)))
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'scheduled',
        role: 'officer',
        agencyId,
        occurredAt: at,
        text: { text: form.data.words, salt },
      })
    })
    return backToDesk(request, reply, proposal)
  })

  app.post<{ Params: Params }>('/proposals/:number/contacts', async (request, reply) => {
    const { proposal, agencyId, person } = await leading(request, 'review')
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return again(request, reply, proposal, renamed(form, 'contact'))
    const at = now()
    await write(db, async (tx) => {
      await tx.insert(notes).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'contact',
        agencyId,
        body: form.data.words,
        personId: person.id,
        writtenAt: at,
      })
      await tx
        .update(proposals)
        .set({ contactedAt: at })
        .where(and(eq(proposals.id, proposal.id), isNull(proposals.contactedAt)))
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'contacted',
        role: 'officer',
        agencyId,
        occurredAt: at,
      })
      await tellPerson(tx, proposal.authorId, {
        kind: 'reach_proposer',
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        facts: { number: proposal.number, title: proposal.title, words: form.data.words },
        at,
      })
    })
    return backToDesk(request, reply, proposal)
  })

  /** A transfer is public with its reason, and the clock does not restart. */
  app.post<{ Params: Params }>('/proposals/:number/transfers', async (request, reply) => {
    const { proposal, agencyId, person } = await leading(request, 'review')
    const form = readForm(transferForm, request.body)
    if (!form.ok) return again(request, reply, proposal, renamed(form, 'transfer'))
    const target = (await agenciesOf(db.reads, proposal.governmentId)).find(
      (a) => a.code === form.data.to && !a.validTo,
    )
    if (!target || target.id === agencyId)
      return again(request, reply, proposal, { values: form.values, errors: { to: { key: 'answers.error.agency' } } })
    const at = now()
    const salt = newSalt()
    const moved = await write(db, async (tx) => {
      const [old] = await tx
        .update(parts)
        .set({ endedAt: at })
        .where(
          and(
            eq(parts.proposalId, proposal.id),
            eq(parts.agencyId, agencyId),
            eq(parts.role, 'lead'),
            isNull(parts.endedAt),
          ),
        )
        .returning()
      if (!old) return false
      await tx
        .update(parts)
        .set({ endedAt: at })
        .where(and(eq(parts.proposalId, proposal.id), eq(parts.agencyId, target.id), isNull(parts.endedAt)))
      await tx.insert(parts).values({
        id: newId(),
        proposalId: proposal.id,
        agencyId: target.id,
        role: 'lead',
        assignedAt: at,
        dueBefore: old.dueBefore,
        answeredAt: null,
        endedAt: null,
        contribution: null,
        salt: null,
      })
      await tx.insert(routings).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'transferred',
        fromAgencyId: agencyId,
        toAgencyId: target.id,
        reason: form.data.words,
        salt,
        dueBefore: old.dueBefore,
        personId: person.id,
        decidedAt: at,
      })
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'transferred',
        role: 'officer',
        agencyId: target.id,
        occurredAt: at,
        text: { text: form.data.words, salt },
      })
      await tellAgency(tx, target.id, {
        kind: 'assigned',
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        facts: {
          number: proposal.number,
          title: proposal.title,
          role: 'lead',
          due_before: old.dueBefore?.toISOString() ?? null,
        },
        at,
      })
      return true
    })
    if (!moved) throw httpError(422, 'proposals.error.moved_on')
    return reply.redirect(`/${request.government.slug}/desk?done=transfer`, 303)
  })

  /** Once, before the due date; counted from the due date. */
  app.post<{ Params: Params }>('/proposals/:number/extensions', async (request, reply) => {
    const { proposal, agencyId, person } = await leading(request, 'review')
    const form = readForm(extensionForm, request.body)
    if (!form.ok) return again(request, reply, proposal, renamed(form, 'extension'))
    const rules = await rulesOf(db.reads, proposal.ruleVersionId!)
    const at = now()
    if (form.data.months > rules.extensionMonths)
      return again(request, reply, proposal, {
        values: form.values,
        errors: { months: { key: 'answers.error.months' } },
      })
    if (!proposal.answerDueBefore || at >= proposal.answerDueBefore || proposal.extendedAt)
      return again(request, reply, proposal, {
        values: form.values,
        errors: { months: { key: 'answers.error.extension' } },
      })
    const due = extended(
      proposal.answerDueBefore,
      { months: form.data.months },
      await workCalendar(db.reads, request.government),
    ).before
    const salt = newSalt()
    const done = await write(db, async (tx) => {
      const [moved] = await tx
        .update(proposals)
        .set({ extendedAt: at, answerDueBefore: due })
        .where(and(eq(proposals.id, proposal.id), isNull(proposals.extendedAt), eq(proposals.stage, 'review')))
        .returning()
      if (!moved) return false
      await tx
        .update(parts)
        .set({ dueBefore: due })
        .where(and(eq(parts.proposalId, proposal.id), isNull(parts.endedAt), isNull(parts.answeredAt)))
      await tx.insert(routings).values({
        id: newId(),
        proposalId: proposal.id,
        kind: 'extended',
        fromAgencyId: agencyId,
        toAgencyId: null,
        reason: form.data.words,
        salt,
        dueBefore: due,
        personId: person.id,
        decidedAt: at,
      })
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'extended',
        role: 'officer',
        agencyId,
        occurredAt: at,
        facts: { months: form.data.months, due_before: due.toISOString() },
        text: { text: form.data.words, salt },
      })
      return true
    })
    if (!done) throw httpError(422, 'proposals.error.moved_on')
    return backToDesk(request, reply, proposal)
  })

  /** A supporting agency's own part: public at once. */
  app.post<{ Params: Params }>('/proposals/:number/contributions', async (request, reply) => {
    requireSeat(request, (seats) => seats.some((s) => s.role === 'officer'))
    const proposal = await found(request)
    const part = (await openParts(db.reads, proposal.id)).find(
      (p) => p.role === 'supporting' && seatMay.answerFor(request.seats, p.agency.id),
    )
    if (!part || proposal.stage !== 'review') throw httpError(403, 'errors.not_staff')
    const form = readForm(wordsForm, request.body)
    if (!form.ok) return again(request, reply, proposal, renamed(form, 'contribution'))
    const at = now()
    const salt = newSalt()
    await write(db, async (tx) => {
      await tx.update(parts).set({ contribution: form.data.words, salt, answeredAt: at }).where(eq(parts.id, part.id))
      await append(tx, {
        governmentId: proposal.governmentId,
        proposalId: proposal.id,
        kind: 'contributed',
        role: 'officer',
        agencyId: part.agency.id,
        occurredAt: at,
        text: { text: form.data.words, salt },
      })
    })
    return backToDesk(request, reply, proposal)
  })

  /** Progress on a promise, or its end: kept, changed or dropped, always with words. */
  app.post<{ Params: Params }>('/commitments/:id/updates', async (request, reply) => {
    requireSeat(request, (seats) => seats.length > 0)
    const [promise] = await db.reads
      .select()
      .from(commitments)
      .where(and(eq(commitments.id, request.params.id), eq(commitments.governmentId, request.government.id)))
    if (!promise || promise.state === 'draft') return reply.callNotFound()
    if (!seatMay.answerFor(request.seats, promise.agencyId) && !seatMay.administer(request.seats))
      throw httpError(403, 'errors.not_staff')
    const [proposal] = await db.reads.select().from(proposals).where(eq(proposals.id, promise.proposalId))
    const form = readForm(promiseForm, request.body)
    if (!form.ok) return again(request, reply, proposal!, form)
    const { kind, words, evidence } = form.data
    const at = now()
    const salt = newSalt()
    const done = await write(db, async (tx) => {
      // A promise ends once: the record could not take a second, different end back.
      if (kind !== 'progress') {
        const closed = await tx
          .update(commitments)
          .set({ state: kind, closedAt: at })
          .where(and(eq(commitments.id, promise.id), eq(commitments.state, 'open')))
          .returning()
        if (!closed.length) return false
      }
      await tx.insert(commitmentUpdates).values({
        id: newId(),
        commitmentId: promise.id,
        kind,
        body: words,
        evidenceUrl: evidence || null,
        salt,
        personId: request.person!.id,
        writtenAt: at,
      })
      await append(tx, {
        governmentId: promise.governmentId,
        proposalId: promise.proposalId,
        kind: kind === 'progress' ? 'promise_updated' : `promise_${kind}`,
        role: 'officer',
        agencyId: promise.agencyId,
        occurredAt: at,
        text: { text: words, salt },
      })
      return true
    })
    if (!done) throw httpError(422, 'proposals.error.moved_on')
    return reply.redirect(`${proposalPath(request.government, proposal!.number)}#promises-h`, 303)
  })

  async function found(request: FastifyRequest): Promise<ProposalRow> {
    const proposal = await findProposal(db.reads, request.government.id, (request.params as Params).number)
    if (!proposal) throw httpError(404)
    return proposal
  }

  /** Only an officer of the lead agency, or an administrator, goes on; 403 for everybody else. */
  async function leading(request: FastifyRequest, stage?: 'review') {
    requireSeat(request, (seats) => seats.some((s) => s.role !== 'moderator'))
    const proposal = await found(request)
    const lead = (await openParts(db.reads, proposal.id)).find((p) => p.role === 'lead')
    if (!lead || (!seatMay.answerFor(request.seats, lead.agency.id) && !seatMay.administer(request.seats)))
      throw httpError(403, 'errors.not_staff')
    if (stage && proposal.stage !== stage) throw httpError(422, 'proposals.error.moved_on')
    return { proposal, agencyId: lead.agency.id, person: request.person! }
  }

  const backToDesk = (request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) =>
    reply.redirect(`/${request.government.slug}/desk/${proposal.number}?done=saved`, 303)

  /** The form again, as typed, with what is missing beside each field. */
  async function again(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow, form: FormState) {
    return render(request, reply.code(422), 'answers/again', {
      title: proposal.title,
      nav: 'desk',
      proposal,
      ...(await panel(request, proposal, form)),
    })
  }
}

/** Several small forms have a field "words": the message goes to the one that was sent. */
function renamed(form: FormState, name: string): FormState {
  const { words, ...rest } = form.errors
  return { values: form.values, errors: words ? { ...rest, [name]: words } : rest }
}
