// Drafts of answers that wait for somebody, above the queue.
import type { FastifyRequest } from 'fastify'
import { releasesThatWait } from '../../domain/answers/release-store.ts'
import { seatMay } from '../../domain/governments/government.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'

/** Those of the reader's agencies; all of them for an administrator. Colleagues of one second share them. */
export async function releasesFor(reads: Db, request: FastifyRequest, at: Date) {
  const { government, seats } = request
  const own = seats.flatMap(({ role, agencyId }) => (role === 'officer' && agencyId ? [agencyId] : []))
  const all = seatMay.administer(seats)
  if (!all && !own.length) return []
  const whose = all ? 'all' : own.join(' ')
  return sharedWithinSecond(reads, `releases ${government.id} ${whose}`, at, lastWriteAt(request), () =>
    releasesThatWait(reads, government.id, all ? null : own),
  )
}
