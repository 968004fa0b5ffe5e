// Whoever types a case's number into a search wants the case.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { publicCasesNumbered } from '../../domain/proposals/store.ts'
import { proposalYearsOf } from '../../domain/search/list-store.ts'
import { caseNumbersMeant, serialMeant } from '../../lib/case-number.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'

/**
 * Where the one case of the number that was typed lies, its year or its zeros left out or not; null where it is no number, or none or
 * several are public.
 */
export async function caseTyped(db: Db, governmentId: string | null, typed: string): Promise<string | null> {
  if (!/\d/.test(typed.normalize('NFKC'))) return null
  // only a number without its year may be of any of them: to ask for all is to read all cases
  const years = serialMeant(typed)?.surely ? await proposalYearsOf(db, governmentId) : []
  const numbers = caseNumbersMeant(typed, years)
  const [found, ...others] = await publicCasesNumbered(db, governmentId, numbers)
  return found && !others.length ? proposalPath(found, found.number!) : null
}

/** To that case: for htmx by a header of its own, since it would put the case into the list. */
export const leadTo = (request: FastifyRequest, reply: FastifyReply, path: string) =>
  request.headers['hx-request'] === 'true' ? reply.header('hx-redirect', path).send() : reply.redirect(path, 303)
