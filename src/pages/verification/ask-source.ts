// Asking a source about what somebody typed: within the limits on guessing, and with words for one that does not answer.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { triesCounter } from '../../domain/people/sign-in-limits.ts'
import { compared, type IdentityValues } from '../../domain/verification/identity-key.ts'
import { guessLimits } from '../../domain/verification/residence-sources.ts'
import { NoAnswer } from '../../domain/verification/yes-no-services.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { IdentityField } from '../../schema/values.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { tooOften } from '../shared/too-often.ts'

type Source = { id: string; fields: readonly IdentityField[] }

/** A residence and an age have the same counters: who tries both has no more tries. */
export function sourceAsker({ db, config }: Deps) {
  const countTries = triesCounter(config.secret)

  /** `found`: null where the source knows nobody like that. `error`: the message to show; the reply has its status. */
  return async function askSource<Found>(
    request: FastifyRequest,
    reply: FastifyReply,
    { source, values, at }: { source: Source; values: IdentityValues; at: Date },
    find: () => Promise<Found | null>,
  ): Promise<{ found: Found | null; error: null } | { error: string }> {
    const [first] = source.fields
    const limits = guessLimits(request.government.id, requirePerson(request).id, compared(first!, values[first!] ?? ''))
    const { retryAfter } = await write(db, (tx) => countTries(tx, limits, at))
    if (retryAfter) {
      tooOften(reply, retryAfter)
      return { error: 'verification.error.too_often' }
    }
    try {
      return { found: await find(), error: null }
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      request.log.warn({ service: source.id, why: error.message }, 'a yes/no service failed')
      reply.code(502)
      return { error: 'verification.error.no_answer' }
    }
  }
}
