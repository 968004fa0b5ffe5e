// The case page: one permanent address from first word to kept promise.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findShared, type ProposalRow } from '../../domain/proposals/store.ts'
import { keptInFile } from '../../platform/cache/cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { noteOwnLook } from '../shared/looks.ts'
import { numberParams } from '../shared/params.ts'
import { casePage } from './case-page.ts'
import { showHidden } from './hidden-page.ts'
import { lastingCases, type ToDraw } from './lasting-case.ts'
import { loadCase } from './load-case.ts'

export const caseRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now } = deps
  const showCase = casePage(deps)
  const lasting = lastingCases(deps)
  app.filedPages?.tell(lasting.versionAt)

  /** Said of a page that was drawn a moment ago, from what others share within the second. */
  async function file(request: FastifyRequest, { id }: ProposalRow, version: ToDraw) {
    const { government } = request
    const at = now()
    const loaded = await loadCase(db.reads, id, government, at, lastWriteAt(request))
    const known = lasting.of(version, loaded, at, government.timeZone)
    if (known === 'early')
      request.stillTrue = null // drawn once more soon, and filed then
    else keptInFile(request, known)
  }

  app.get('/proposals/:number', { schema: { params: numberParams } }, async (request, reply) => {
    const { government, params } = request
    const version = app.filedPages && (await lasting.before(request, params.number))
    const proposal = await findShared(db.reads, government.id, params.number, now(), lastWriteAt(request))
    if (!proposal || !maySee(request, proposal)) return reply.callNotFound()
    if (!isThere(proposal)) await noteOwnLook(deps, request, proposal, now())
    if (proposal.hiddenAt && !seatMay.check(request.seats)) return showHidden(deps, request, reply, proposal)
    // withdrawn: gone, and still told, with its record
    if (proposal.stage === 'withdrawn' && isThere(proposal)) reply.code(410)
    const page = await showCase(request, reply, proposal)
    if (version) await file(request, proposal, version)
    return page
  })
}

/** Before publication, only author and staff. */
const maySee = (request: FastifyRequest, p: ProposalRow) =>
  isThere(p) || (request.person !== null && request.person.id === p.authorId) || seatMay.work(request.seats)
