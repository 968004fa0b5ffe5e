// What data is answered with that cannot be given: problem+json (RFC 9457), in the reader's language.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { requestFacts } from './request-log.ts'

export type Problem = {
  status: number
  /** what happened and what to do, in words */
  detail: string
  /** of the address, where it is about one */
  parameter?: string | undefined
}

/** The status says what kind it is, so there is no other type. */
export function problemOf(request: FastifyRequest, { status, detail, parameter }: Problem) {
  return {
    ...{ type: 'about:blank', title: request.t(`errors.${status}.title`), status, detail },
    instance: requestFacts(request).path,
    ...(parameter === undefined ? {} : { parameter }),
    error: { status, message: detail }, // as errors were before; scripts may read it
  }
}

/** `more`: facts that stand beside the problem. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem, more: object = {}) {
  reply.code(problem.status).type('application/problem+json; charset=utf-8')
  return reply.send(JSON.stringify({ ...problemOf(request, problem), ...more }))
}
