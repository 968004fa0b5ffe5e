// What was just decided or published, named above the queue.
import type { FastifyRequest } from 'fastify'
import { answerTakenBackUntil } from '../../domain/answers/take-back.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { approvalTakenBackUntil } from '../../domain/moderation/take-back.ts'
import { reachOf } from '../../domain/notifications/returned-mail.ts'
import { findProposal, type ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import { formatsOf } from '../../platform/web/every-page.ts'

/**
 * The case that was just dealt with, to look at again; until when that can be taken back, if it can; and what is said of it, where
 * that is more than that it was done.
 */
export async function dealtWith(db: Db, request: FastifyRequest, number: string, done: string, at: Date) {
  const found = await findProposal(db, request.government.id, number)
  if (!found?.number) return null
  if (done === 'answered')
    return { number: found.number, until: null, words: await saidOfAnswer(db, request, found, at) }
  const until = seatMay.check(request.seats) ? await approvalTakenBackUntil(db, found, at) : null
  return { number: found.number, until, words: null }
}

/** Until when it can be taken back, who will be mailed, and who cannot be. */
async function saidOfAnswer(db: Db, { government, language, t }: FastifyRequest, p: ProposalRow, at: Date) {
  const taken = await answerTakenBackUntil(db, p, at)
  const { dateTime } = formatsOf(language, government.timeZone, government.dates, at)
  const { hears } = await reachOf(db, p.authorId)
  if (!taken) return t(hears ? 'desk.done.answered' : 'desk.done.answered_nobody')
  const key = hears ? 'desk.done.answered_until' : 'desk.done.answered_until_nobody'
  return t(key, { at: dateTime(taken.until) })
}
