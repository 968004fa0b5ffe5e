import type { FastifyRequest } from 'fastify'

/** Where what is attached to the draft of a case's answer is looked after. */
export const attachmentsPath = (request: FastifyRequest, number: string): string =>
  `/${request.government.slug}/desk/${number}/attachments`
