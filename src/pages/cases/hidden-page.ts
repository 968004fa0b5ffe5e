// A case whose text a moderator hid: 410 with the reason, at each of its addresses.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { loadCase } from './load-case.ts'
import { type TimelineItem, timelineOf } from './timeline.ts'

export type HiddenPage = InPlace & {
  proposal: ProposalRow
  count: number | null
  timeline: TimelineItem[]
  asSeen: null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/hidden': HiddenPage
  }
}

/** Count and record stay. */
export async function showHidden(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  request: FastifyRequest,
  reply: FastifyReply,
  proposal: ProposalRow,
) {
  const { row, has } = await loadCase(db.reads, proposal.id, request.government, now(), lastWriteAt(request))
  return render(request, reply.code(410), 'cases/hidden', {
    title: request.t('case.hidden.title', { number: proposal.number }),
    nav: 'archive',
    proposal,
    count: row.count,
    timeline: timelineOf(has.timeline, { closes: null, due: null }),
    asSeen: null,
  })
}
