// What was just done, told above the case to whoever did it.
import type { FastifyRequest } from 'fastify'
import { answerTakenBackUntil } from '../../domain/answers/take-back.ts'
import { isReachable } from '../../domain/notifications/store.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import { formatsOf } from '../../platform/web/view.ts'

type Visit = { asked: string | undefined; isAuthor: boolean; isStaff: boolean; at: Date }

/** The address alone tells it to nobody else. */
export async function saidOnTop(db: Db, request: FastifyRequest, p: ProposalRow, visit: Visit): Promise<string | null> {
  const { asked, isAuthor, isStaff, at } = visit
  if (isStaff && asked === 'answered') return saidOfAnswer(db, request, p, at)
  return asked === 'submitted' && isAuthor ? request.t('case.done.submitted') : null
}

/** What staff read after publishing: until when it can be taken back, who will be mailed, and who cannot be. */
async function saidOfAnswer(db: Db, { government, language, t }: FastifyRequest, p: ProposalRow, at: Date) {
  const taken = await answerTakenBackUntil(db, p, at)
  const { dateTime } = formatsOf(language, government.timeZone, government.dates, at)
  const reachable = await isReachable(db, p.authorId)
  if (!taken) return t(reachable ? 'case.done.answered' : 'case.done.answered_nobody')
  const key = reachable ? 'case.done.answered_until' : 'case.done.answered_until_nobody'
  return t(key, { at: dateTime(taken.until) })
}
