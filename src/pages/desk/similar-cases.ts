// What a case that is checked is like, and the refusal of what was answered lately.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { type Similar, similarToCase } from '../../domain/search/similar.ts'
import type { Db } from '../../platform/db/database.ts'
import { wordIn } from '../../platform/http/query.ts'
import { formats } from '../../platform/i18n/format.ts'
import type { SentForm } from './sent-form.ts'

/** Only for who checks, and while it is checked. */
export const similarFor = async (
  reads: Db,
  { seats, government }: FastifyRequest,
  proposal: ProposalRow | null,
  at: Date,
): Promise<Similar[]> =>
  proposal?.stage === 'checking' && seatMay.check(seats) ? similarToCase(reads, government, proposal, at) : []

/** The refusal of a matter that was answered lately, written out for who asked for it. */
export function coolingDown(request: FastifyRequest, similar: Similar[]): SentForm | undefined {
  const { government, language, t } = request
  const found = similar.find(({ number, openAgainOn }) => openAgainOn && number === wordIn(request.query, 'prepare'))
  if (!found) return undefined
  const { date } = formats(language, government.timeZone, government.dates, t)
  const words = t('desk.cooldown_words', {
    number: found.number,
    answered: date(found.answeredAt!),
    again: date(found.openAgainOn!),
  })
  return { name: 'decision', values: { decision: 'refuse', reason: 'cooldown', words }, errors: {} }
}
