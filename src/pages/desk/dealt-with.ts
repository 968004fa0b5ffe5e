// What was just decided, named above the queue.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { approvalTakenBackUntil } from '../../domain/moderation/take-back.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'

/** What was just decided, to look at again; and until when it can be taken back, if it can. */
export async function dealtWith(db: Db, { government, seats }: FastifyRequest, number: string, at: Date) {
  const found = await findProposal(db, government.id, number)
  if (!found?.number) return null
  const until = seatMay.check(seats) ? await approvalTakenBackUntil(db, found, at) : null
  return { number: found.number, until }
}
