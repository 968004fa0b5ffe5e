// The desk: what is due first, the case's text and the action side by side.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { write } from '../db/write.ts'
import { daysLeft, deadline } from '../governments/deadline.ts'
import { seatMay } from '../governments/government.ts'
import { requireSeat } from '../governments/guards.ts'
import { agenciesOf, refusalReasonsOf, rulesOf, topicsOf, workCalendar } from '../governments/store.ts'
import { newId } from '../lib/id.ts'
import { tellPerson } from '../notifications/store.ts'
import type { Deps } from '../web/deps.ts'
import { blankForm, type FormState, readForm } from '../web/forms.ts'
import { render } from '../web/view.ts'
import { type DecisionContext, decide } from './decisions.ts'
import { deskQueue, type QueueItem } from './desk-store.ts'
import { decisionForm, messageForm } from './forms.ts'
import { decisionsOf, findProposal, notesOf, openParts, type ProposalRow, proposalText } from './store.ts'
import { notes } from './tables.ts'

type Params = { number: string }
export type AnswerPanel = (request: FastifyRequest, proposal: ProposalRow) => Promise<object>

export const deskRoutes: FastifyPluginAsync<Deps & { answerPanel: AnswerPanel }> = async (
  app,
  { db, now, answerPanel },
) => {
  app.get('/desk', async (request, reply) => {
    requireSeat(request, (seats) => seats.length > 0)
    return deskPage(request, reply, null)
  })

  app.get<{ Params: Params }>('/desk/:number', async (request, reply) => {
    requireSeat(request, (seats) => seats.length > 0)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    return deskPage(request, reply, proposal)
  })

  app.post<{ Params: Params }>('/proposals/:number/decisions', async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const form = readForm(decisionForm, request.body)
    if (!form.ok) return deskPage(request, reply.code(422), proposal, form)

    const { government } = request
    const context: DecisionContext = {
      government,
      proposal,
      personId: request.person!.id,
      role: seatMay.administer(request.seats) && form.data.decision === 'undo' ? 'administrator' : 'moderator',
      administrator: seatMay.administer(request.seats),
      at: now(),
    }
    const refusal = await decide(db, context, form.data)
    if (refusal)
      return deskPage(request, reply.code(422), proposal, {
        values: form.values,
        errors: { [refusal.field]: { key: refusal.key } },
      })
    return reply.redirect(`/${government.slug}/desk?done=${form.data.decision}`, 303)
  })

  /** Words to the proposer, mailed, or a note among staff. Never public. */
  app.post<{ Params: Params }>('/proposals/:number/notes', async (request, reply) => {
    requireSeat(request, (seats) => seats.length > 0)
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || proposal.stage === 'draft') return reply.callNotFound()
    const form = readForm(messageForm, request.body)
    if (!form.ok) return deskPage(request, reply.code(422), proposal, form)
    const { words, kind } = form.data
    const at = now()
    await write(db, async (tx) => {
      await tx.insert(notes).values({
        id: newId(),
        proposalId: proposal.id,
        kind,
        body: words,
        personId: request.person!.id,
        agencyId: request.seats[0]?.agencyId ?? null,
        writtenAt: at,
      })
      if (kind === 'to_proposer')
        await tellPerson(tx, proposal.authorId, {
          kind: 'reach_proposer',
          governmentId: proposal.governmentId,
          proposalId: proposal.id,
          facts: { number: proposal.number, title: proposal.title, words },
          at,
        })
    })
    return reply.redirect(`/${request.government.slug}/desk/${proposal.number}`, 303)
  })

  async function deskPage(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow | null,
    form: FormState = blankForm(),
  ) {
    const { government, t } = request
    const at = now()
    const queue = await deskQueue(db.reads, government.id, request.seats)
    const groups = grouped(queue, at, government.timeZone)
    const late = groups.find((g) => g.key === 'overdue')?.items.length ?? 0
    const today = groups.find((g) => g.key === 'today')?.items.length ?? 0
    return render(request, reply, 'proposals/desk', {
      title: t('proposals.desk.title', { n: queue.length }),
      nav: 'desk',
      groups,
      total: queue.length,
      late,
      today,
      at,
      done: (request.query as { done?: string }).done ?? null,
      form,
      current: proposal ? await currentCase(request, proposal) : null,
    })
  }

  async function currentCase(request: FastifyRequest, proposal: ProposalRow) {
    const { government } = request
    const mayCheck = seatMay.check(request.seats)
    const rules = proposal.ruleVersionId ? await rulesOf(db.reads, proposal.ruleVersionId) : null
    const since = proposal.reconsideredAt ?? proposal.updatedAt
    return {
      proposal,
      text: await proposalText(db.reads, proposal.id),
      parts: await openParts(db.reads, proposal.id),
      decisions: await decisionsOf(db.reads, proposal.id),
      notes: await notesOf(db.reads, proposal.id),
      topics: await topicsOf(db.reads, government.id),
      agencies: await agenciesOf(db.reads, government.id),
      reasons: await refusalReasonsOf(db.reads, government.id),
      mayCheck,
      mayUndo: seatMay.administer(request.seats),
      due:
        proposal.stage === 'checking' && rules
          ? deadline(since, { workingDays: rules.checkingWorkingDays }, await workCalendar(db.reads, government))
          : null,
      answer: await answerPanel(request, proposal),
    }
  }
}

type Group = { key: 'overdue' | 'today' | 'week' | 'later'; items: (QueueItem & { days: number })[] }

/** Overdue, today, within a week, later: each by due date. */
function grouped(queue: QueueItem[], at: Date, timeZone: string): Group[] {
  const groups: Group[] = (['overdue', 'today', 'week', 'later'] as const).map((key) => ({ key, items: [] }))
  for (const item of queue) {
    const days = item.dueBefore ? daysLeft(at, item.dueBefore, timeZone) : 9999
    const index = days < 0 ? 0 : days === 0 ? 1 : days <= 7 ? 2 : 3
    groups[index]!.items.push({ ...item, days })
  }
  return groups.filter((group) => group.items.length > 0)
}
