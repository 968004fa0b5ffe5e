// 429: what a form that was sent too often says, in one way everywhere.
import type { FastifyReply } from 'fastify'
import type { Wait } from '../../domain/people/friction.ts'
import type { FormState, Values } from '../../platform/web/forms.ts'

/** For a page that is shown again. `seconds`: until it may be tried again. */
export const tooOften = (reply: FastifyReply, seconds: number): FastifyReply =>
  reply.code(429).header('retry-after', String(seconds))

/** The form as typed, and how many minutes to wait. */
export const waiting = (values: Values, key: string, seconds: number): FormState => ({
  values,
  errors: { form: { key, params: { count: Math.ceil(seconds / 60) } } },
})

/** For whoever comes from a block that is over its share: the form as typed, what to bring along, and how many seconds to wait. */
export const waitingInLine = (values: Values, { seconds, ticket }: Wait): FormState => ({
  values: { ...values, wait: ticket },
  errors: { form: { key: 'people.error.network_busy', params: { count: seconds } } },
})
