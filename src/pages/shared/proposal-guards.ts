// Who may act as the author of a case.
import type { FastifyRequest } from 'fastify'
import { isThere } from '../../domain/proposals/proposal.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { wordIn } from '../../platform/http/query.ts'
import { requirePerson } from './person-guards.ts'

/** The case of the address, if it is this person's. What only author and staff may see is not there for anybody else. */
export async function ownCase(db: Db, request: FastifyRequest): Promise<ProposalRow> {
  const person = requirePerson(request)
  const proposal = await findProposal(db, request.government.id, wordIn(request.params, 'number') ?? '')
  if (!proposal) throw httpError(404)
  if (proposal.authorId !== person.id) throw isThere(proposal) ? httpError(403, 'errors.not_author') : httpError(404)
  return proposal
}
