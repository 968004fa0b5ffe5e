import type { FastifyRequest } from 'fastify'
import { requirePerson } from '../people/guards.ts'
import { httpError } from '../web/errors.ts'
import type { SeatOf } from '../web/types.ts'

/** Lets only staff through for whom `test` holds; a visitor is sent to sign in first. Throws 403 with the words of `refusal`. */
export function requireSeat(
  request: FastifyRequest,
  test: (seats: SeatOf[]) => boolean,
  refusal = 'errors.not_staff',
): SeatOf[] {
  requirePerson(request)
  if (!test(request.seats)) throw httpError(403, refusal)
  return request.seats
}
