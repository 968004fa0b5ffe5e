import type { FastifyRequest } from 'fastify'
import { elsewhere } from '../web/errors.ts'
import type { Viewer } from '../web/types.ts'

/** The signed-in person; a visitor is sent to sign in and comes back to this page. */
export function requirePerson(request: FastifyRequest): Viewer {
  if (request.person) return request.person
  const back = request.method === 'GET' ? request.url : '/me'
  throw elsewhere(`/sign-in?next=${encodeURIComponent(back)}`)
}
