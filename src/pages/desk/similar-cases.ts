// What a case that is checked is like, which agencies it may belong to, and the refusal of what was answered lately.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { type Similar, similarToCase } from '../../domain/search/similar.ts'
import { suggestAgencies } from '../../domain/search/suggest-agencies.ts'
import type { Db } from '../../platform/db/database.ts'
import { formats } from '../../platform/i18n/format.ts'
import { type ChoiceOf, choosingFrom } from './agency-choice.ts'
import type { AskedOfDesk } from './desk-query.ts'
import type { SentForm } from './sent-form.ts'

/** Only for who checks, and while it is checked. */
export const similarFor = async (
  reads: Db,
  { seats, government }: FastifyRequest,
  proposal: ProposalRow | null,
  at: Date,
): Promise<Similar[]> =>
  proposal?.stage === 'checking' && seatMay.check(seats) ? similarToCase(reads, government, proposal, at) : []

/**
 * Agencies to be chosen from. `suggests`: some are suggested; where not, `suggestAt` asks for them once the form’s name follows;
 * null: there are none to be had. `suggestsFor`: the form that asked, which is open then.
 */
export type Choosing = { choiceOf: ChoiceOf; suggests: boolean; suggestAt: string | null; suggestsFor: string }

/** Suggestions while it is checked, and where they are asked for by `suggest`: they take as long as a search. */
export async function choosing(
  reads: Db,
  { seats, government }: FastifyRequest,
  proposal: ProposalRow | null,
  { suggest: suggestsFor = '' }: AskedOfDesk,
  at: Date,
): Promise<Choosing> {
  const checking = proposal?.stage === 'checking' && seatMay.check(seats)
  // A guest chooses among the agencies of another government, which knows other cases.
  const isGuest = seats.every((seat) => seat.guest)
  const suggested =
    proposal && !isGuest && (checking || suggestsFor)
      ? await suggestAgencies(reads, government.id, proposal, at, government.timeZone)
      : []
  return {
    choiceOf: choosingFrom(suggested),
    suggests: suggested.length > 0,
    suggestAt: isGuest ? null : `/${government.slug}/desk/${proposal?.number}?suggest=`,
    suggestsFor,
  }
}

/** The refusal of a matter that was answered lately, written out for who asked for it by `prepare`. */
export function coolingDown(
  { government, language, t }: FastifyRequest,
  similar: Similar[],
  { prepare }: AskedOfDesk,
): SentForm | undefined {
  const found = similar.find(({ number, openAgainOn }) => openAgainOn && number === prepare)
  if (!found) return undefined
  const { date } = formats(language, government.timeZone, government.dates, t)
  const words = t('desk.cooldown_words', {
    number: found.number,
    answered: date(found.answeredAt!),
    again: date(found.openAgainOn!),
  })
  return { name: 'decision', values: { decision: 'refuse', reason: 'cooldown', words }, errors: {} }
}
