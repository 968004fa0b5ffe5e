// The page of all reasons of a case, and a moderator's removal of one.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { countReasons, reasonsOf, removeReason } from '../../domain/cosignatures/reason-store.ts'
import { checkingRole, hidesText, seatMay } from '../../domain/governments/government.ts'
import { refusalReasonsOf } from '../../domain/governments/store.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import { defaultPerPage, pageOf, pagerOf, readPageNumber } from '../../lib/paging.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { blankForm, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { numberParams } from '../shared/params.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { requireSeat } from '../shared/seat-guards.ts'
import { staffWordsForm } from '../shared/words-forms.ts'
import { showHidden } from './hidden-page.ts'
import type { FailedRemoval } from './reason-list.ts'

const reasonParams = z.looseObject({ number: z.string(), key: z.string() })

export const reasonRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  app.get(
    '/proposals/:number/reasons',
    { schema: { params: numberParams, querystring: pageQuery('page') } },
    async (request, reply) => {
      const proposal = await open(request, request.params.number)
      if (!proposal) return gone(request, reply)
      const { page: typed } = request.query
      const page = typed === undefined ? 1 : readPageNumber(typed)
      if (page === null) throw httpError(400)
      return reasonsPage(request, reply, proposal, page)
    },
  )

  app.post('/proposals/:number/reasons/:key/removals', { schema: { params: reasonParams } }, async (request, reply) => {
    requireSeat(request, seatMay.check)
    const proposal = await open(request, request.params.number)
    if (!proposal) return reply.callNotFound()
    const { key } = request.params
    const form = readForm(staffWordsForm, request.body)
    if (!form.ok) return reasonsPage(request, reply.code(422), proposal, await pageWith(proposal, key), { key, form })
    const moderatorId = requirePerson(request).id
    const role = checkingRole(request.seats)
    const at = now()
    await write(db, (tx) => removeReason(tx, proposal, { key, words: form.data.words, moderatorId, role, at }))
    const page = await pageWith(proposal, key)
    return reply.redirect(
      `${proposalPath(request.government, proposal.number)}/reasons${page > 1 ? `?page=${page}` : ''}#r-${key}`,
      303,
    )
  })

  async function reasonsPage(
    request: FastifyRequest,
    reply: FastifyReply,
    proposal: ProposalRow,
    number: number,
    refusedForm: FailedRemoval | null = null,
  ) {
    const failed = refusedForm ?? keptRemoval(request)
    const total = await countReasons(db.reads, proposal.id)
    const page = pageOf(total, number)
    if (!page) return reply.callNotFound()
    const self = proposalPath(request.government, proposal.number)
    return render(request, reply, 'cases/reasons', {
      title: request.t('cosignatures.reasons.title'),
      nav: 'live',
      proposal,
      self,
      total,
      reasons: await reasonsOf(db.reads, proposal.id, { limit: page.perPage, offset: page.offset }),
      pager: pagerOf(page, (n) => `${self}/reasons${n > 1 ? `?page=${n}` : ''}`),
      removing: seatMay.check(request.seats) ? `${self}/reasons` : null,
      failed,
      form: failed?.form ?? blankForm(),
    })
  }

  /** The page a reason stands on, so that a refused form is shown beside it. */
  async function pageWith(proposal: ProposalRow, key: string): Promise<number> {
    const all = await reasonsOf(db.reads, proposal.id, { limit: 10_000, offset: 0 })
    const at = all.findIndex((reason) => reason.key === key)
    return at < 0 ? 1 : Math.floor(at / defaultPerPage) + 1
  }

  /** A case that everybody found once does not vanish: 410 with the reason. */
  async function gone(request: FastifyRequest<{ Params: { number: string } }>, reply: FastifyReply) {
    const proposal = await findProposal(db.reads, request.government.id, request.params.number)
    if (!proposal || !isThere(proposal)) return reply.callNotFound()
    if (proposal.hiddenAt) return showHidden(deps, request, reply, proposal)
    throw httpError(410, 'case.text_hidden')
  }

  /** A public case whose text may be read: reasons say what it was. */
  async function open(request: FastifyRequest, number: string): Promise<ProposalRow | null> {
    const proposal = await findProposal(db.reads, request.government.id, number)
    if (!proposal || !isThere(proposal) || proposal.hiddenAt) return null
    const reasons = proposal.reasonCode ? await refusalReasonsOf(db.reads, request.government.id) : []
    return hidesText(reasons, proposal.reasonCode) ? null : proposal
  }
}

/** A removal that was typed and not sent: of which reason, and its words. */
function keptRemoval(request: FastifyRequest): FailedRemoval | null {
  const form = keptForm(request)
  const key = form && /\/reasons\/([^/]+)\/removals$/.exec(form.path)?.[1]
  return form && key ? { key, form } : null
}
