import type { FastifyReply } from 'fastify'
import type { FieldErrors } from '../../platform/web/forms.ts'

/** Somebody else was quicker: the case is not where it was when this form was opened. */
export const movedOn: FieldErrors = { form: { key: 'proposals.error.moved_on' } }
/** It is with another government. */
export const isAway: FieldErrors = { form: { key: 'routing.error.elsewhere' } }

/** 409 where what the form was about is not as it was when it was opened; 422 where something in it is to be mended. */
export const refusedAs = (reply: FastifyReply, { form }: FieldErrors): FastifyReply =>
  reply.code(/\.moved_on$/.test(form?.key ?? '') || form?.key === isAway.form?.key ? 409 : 422)
