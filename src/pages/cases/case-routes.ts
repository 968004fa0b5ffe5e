// The case page: one permanent address from first word to kept promise.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findShared, type ProposalRow } from '../../domain/proposals/store.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { numberParams } from '../shared/params.ts'
import { casePage } from './case-page.ts'
import { loadCase } from './load-case.ts'
import { type TimelineItem, timelineOf } from './timeline.ts'

export type HiddenPage = InPlace & { proposal: ProposalRow; timeline: TimelineItem[]; asSeen: null }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/hidden': HiddenPage
  }
}

export const caseRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showCase = casePage(deps)

  app.get('/proposals/:number', { schema: { params: numberParams } }, async (request, reply) => {
    const { government, params } = request
    const proposal = await findShared(db.reads, government.id, params.number, now(), lastWriteAt(request))
    if (!proposal || !maySee(request, proposal)) return reply.callNotFound()
    if (proposal.hiddenAt && !seatMay.check(request.seats)) return hidden(request, reply, proposal)
    // withdrawn: gone, and still told, with its record
    if (proposal.stage === 'withdrawn' && isThere(proposal)) reply.code(410)
    return showCase(request, reply, proposal)
  })

  /** 410 with the reason; count and record stay. */
  async function hidden(request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) {
    const { has } = await loadCase(db.reads, proposal.id, request.government, now(), lastWriteAt(request))
    return render(request, reply.code(410), 'cases/hidden', {
      title: request.t('case.hidden.title', { number: proposal.number }),
      nav: 'archive',
      proposal,
      timeline: timelineOf(has.timeline, { closes: null, due: null }),
      asSeen: null,
    })
  }
}

/** Before publication, only author and staff. */
const maySee = (request: FastifyRequest, p: ProposalRow) =>
  isThere(p) || (request.person !== null && request.person.id === p.authorId) || seatMay.work(request.seats)
