import type { FastifyRequest } from 'fastify'
import { httpError } from '../../platform/http/http-error.ts'
import type { NamedSeat } from './government-scope.ts'
import { requirePerson, seatLocked } from './person-guards.ts'

/**
 * Lets only staff through for whom `test` holds; a visitor is sent to sign in first, and whose seat asks for a passkey, to
 * sign in with that. Throws 403 with the words of `refusal`.
 */
export function requireSeat(
  request: FastifyRequest,
  test: (seats: NamedSeat[]) => boolean,
  refusal = 'errors.not_staff',
): NamedSeat[] {
  requirePerson(request)
  if (test(request.lockedSeats)) throw seatLocked(request)
  if (!test(request.seats)) throw httpError(403, refusal)
  return request.seats
}
