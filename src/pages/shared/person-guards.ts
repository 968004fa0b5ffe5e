import type { FastifyRequest } from 'fastify'
import type { Need } from '../../domain/people/passkey.ts'
import { signInAgainPath, signInPath } from '../../domain/people/pending-action.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { elsewhere, type HttpError } from '../../platform/http/http-error.ts'
import { ownPath } from '../../platform/http/paths.ts'
import type { PendingAction } from '../../schema/values.ts'

/**
 * The signed-in person; a visitor is sent to sign in and comes back to this page, or after a press to the page it was on.
 * `act` is what they came for, at `next`: done as soon as they have signed in.
 */
export function requirePerson(request: FastifyRequest, act?: { kind: PendingAction['kind']; next: string }): Viewer {
  if (request.person) return request.person
  throw elsewhere(signInPath(act?.next ?? pageOf(request), act?.kind))
}

/** Redirects staff whose session does not open their seat to the page that says what opens it. It returns here. */
export const seatLocked = (request: FastifyRequest): HttpError =>
  needed(request, request.government.staffPasskeys ? 'passkey' : 'seat')

/** For somebody who must first sign in again. `next`: where that leads, this page unless said otherwise. */
export const needed = (request: FastifyRequest, need: Need, next = pageOf(request)): HttpError =>
  elsewhere(signInAgainPath(need, next))

function pageOf({ method, url, headers }: FastifyRequest): string {
  if (method === 'GET' || method === 'HEAD') return url
  const page = headers.referer ?? ''
  return URL.canParse(page) ? ownPath(new URL(page).pathname, '/me') : '/me'
}
