// After a merger: the signers are asked, and whoever says yes moves over. By the link in the mail, or signed in.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openCase } from '../../domain/cosignatures/after-counting.ts'
import { isCountedFrom, refusalToCosign } from '../../domain/cosignatures/cosignature.ts'
import { hasSigned } from '../../domain/cosignatures/has-signed.ts'
import { type Moved, moveCosignature } from '../../domain/cosignatures/merge-consent-store.ts'
import { isPaused } from '../../domain/governments/deadline.ts'
import { blackoutsOf, residenceIn } from '../../domain/governments/store.ts'
import { sendAgain } from '../../domain/notifications/returned-mail.ts'
import { readSealedToken } from '../../domain/notifications/sealed-links.ts'
import { personById } from '../../domain/people/store.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal, moderationDecisionsOf, type ProposalRow } from '../../domain/proposals/store.ts'
import { attempt } from '../../platform/db/attempt.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { type InPlace, render } from '../../platform/web/view.ts'
import { proposals } from '../../schema/proposals.ts'
import { requirePerson } from '../shared/person-guards.ts'

/** `token`: of the link in the mail; without it the signed-in person is meant. */
const moveParams = z.looseObject({ number: z.string(), token: z.string().optional() })

/** What the page says: the question, or how it ended. */
type MoveState = 'ask' | 'too_late' | 'paused' | 'elsewhere' | Moved

export type MovePage = InPlace & {
  from: ProposalRow
  to: ProposalRow
  /** null where only the number may be told */
  toTitle: string | null
  state: MoveState
  /** where the answer is sent */
  action: string
  fromPath: string
  toPath: string
}
export type UnmergedPage = InPlace & { proposal: ProposalRow; casePath: string }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'cases/move': MovePage
    'cases/unmerged': UnmergedPage
  }
}

const longestChain = 5

export const mergeConsentRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  for (const address of ['/proposals/:number/moves', '/proposals/:number/moves/:token'])
    app.get(address, { schema: { params: moveParams } }, async (request, reply) => {
      const found = await mergedCase(request, request.params.number)
      if (!found) return notMerged(request, reply, request.params.number)
      const personId = await signerOf(request, found.from, request.params.token)
      if (!personId) return badLink(request, reply, found.from)
      return movePage(request, reply, found, await stateOf(request, found, personId))
    })

  for (const address of ['/proposals/:number/moves', '/proposals/:number/moves/:token'])
    app.post(address, { schema: { params: moveParams } }, async (request, reply) => {
      const found = await mergedCase(request, request.params.number)
      if (!found) return notMerged(request, reply.code(422), request.params.number)
      const personId = await signerOf(request, found.from, request.params.token)
      if (!personId) return badLink(request, reply, found.from)
      const state = await stateOf(request, found, personId)
      if (state === 'too_late' || state === 'paused' || state === 'elsewhere')
        return movePage(request, reply.code(422), found, state)
      const at = now()
      const to = { ...found.to, ...(await openCase(db.reads, found.to)) }
      const { token } = request.params
      const moved = await attempt(db, async (tx) => {
        if (token) await sendAgain(tx, personId) // what was pressed was in a mail: mail arrives
        return moveCosignature(tx, request.government, found.from, to, personId, at, config.secret)
      })
      // The answer is this page again, as things stand now: whoever came by the mail's link is not signed in, and need not be.
      const self = `${proposalPath(request.government, found.from.number)}/moves`
      return reply.redirect(
        `${self}${token ? `/${token}` : ''}${moved.ok && moved.value === 'moved' ? '?done=moved' : ''}`,
        303,
      )
    })

  /**
   * The person of the link, else the one who is signed in (sent to sign in first). Null for a link that is not ours, and for one
   * whose person was erased since: they may have signed the other case anew.
   */
  async function signerOf(
    request: FastifyRequest,
    from: ProposalRow,
    token: string | undefined,
  ): Promise<string | null> {
    if (token === undefined) return requirePerson(request).id
    const sealed = readSealedToken(config.secret, 'move', token)
    const person = sealed?.proposalId === from.id ? await personById(db.reads, sealed.personId) : null
    return person?.email ? person.id : null
  }

  /** A merged case and the one that its signers are asked about: where that was merged too, the last. */
  async function mergedCase(
    request: FastifyRequest,
    number: string,
  ): Promise<{ from: ProposalRow; to: ProposalRow } | null> {
    const from = await findProposal(db.reads, request.government.id, number)
    if (from?.stage !== 'merged' || from.hiddenAt) return null
    let to = from
    for (let i = 0; i < longestChain && to.stage === 'merged' && to.mergedIntoId; i++) {
      const [next] = await db.reads.select().from(proposals).where(eq(proposals.id, to.mergedIntoId))
      if (!next) return null
      to = next
    }
    return to.id === from.id ? null : { from, to }
  }

  /** Where the merger was taken back, whoever comes by the mail's link is told; a case that never merged has no such page. */
  async function notMerged(request: FastifyRequest, reply: FastifyReply, number: string) {
    const proposal = await findProposal(db.reads, request.government.id, number)
    const alone = proposal && proposal.stage !== 'merged' && isThere(proposal) && !proposal.hiddenAt
    if (!alone || !(await moderationDecisionsOf(db.reads, proposal.id)).some((d) => d.kind === 'merged' && d.undoneAt))
      return reply.callNotFound()
    return render(request, reply, 'cases/unmerged', {
      title: request.t('cosignatures.moves.unmerged'),
      nav: 'live',
      proposal,
      casePath: proposalPath(request.government, proposal.number),
    })
  }

  async function stateOf(
    request: FastifyRequest,
    { from, to }: { from: ProposalRow; to: ProposalRow },
    personId: string,
  ): Promise<MoveState> {
    const [signed, there] = await Promise.all([
      hasSigned(db.reads, from.id, personId),
      hasSigned(db.reads, to.id, personId),
    ])
    if (there) return request.done === 'moved' ? 'moved' : 'signed_there'
    if (!signed) return 'not_signed'
    const at = now()
    const paused = isPaused(at, await blackoutsOf(db.reads, request.government.id), request.government.timeZone)
    const refusal = refusalToCosign(to, at, paused)
    if (refusal) return refusal === 'paused' ? 'paused' : 'too_late'
    const residence = await residenceIn(db.reads, personId, request.government.id)
    return residence !== null && !isCountedFrom(residence, await openCase(db.reads, to)) ? 'elsewhere' : 'ask'
  }

  const movePage = (
    request: FastifyRequest,
    reply: FastifyReply,
    { from, to }: { from: ProposalRow; to: ProposalRow },
    state: MoveState,
  ) => {
    reply.header('cache-control', 'no-store')
    return render(request, reply, 'cases/move', {
      title: request.t('cosignatures.moves.title'),
      nav: 'live',
      from,
      to,
      toTitle: to.hiddenAt ? null : to.title,
      state,
      action: request.url.split('?')[0]!,
      toPath: proposalPath(request.government, to.number),
      fromPath: proposalPath(request.government, from.number),
    })
  }

  const badLink = (request: FastifyRequest, reply: FastifyReply, proposal: ProposalRow) =>
    render(request, reply.code(410), 'cases/gone', {
      title: request.t('cosignatures.gone.title'),
      proposal,
    })
}
