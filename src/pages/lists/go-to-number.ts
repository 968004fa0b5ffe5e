// Whoever types a case's number into a search wants the case.
import type { FastifyRequest } from 'fastify'
import { publicCasesNumbered } from '../../domain/proposals/store.ts'
import { caseNumberMeant } from '../../lib/case-number.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'

/** Where the one case of the number that was typed lies; null where it is no number, or none or several are public. */
export async function caseTyped(
  db: Db,
  request: FastifyRequest,
  governmentId: string | null,
  typed: string,
): Promise<string | null> {
  // The list alone is asked for: it shows the case as its first line
  if (request.headers['hx-request'] === 'true') return null
  const number = caseNumberMeant(typed)
  const [found, ...others] = number === null ? [] : await publicCasesNumbered(db, governmentId, number)
  return found && !others.length ? proposalPath(found, number) : null
}
