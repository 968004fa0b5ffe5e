// What the desk says of other governments: cases that they handed to this one, those that this one handed out, and cases of
// theirs that agencies here have accepted: they belong to the other government, and are work of this one.
import type { FastifyRequest } from 'fastify'
import { acceptedFrom, countHandedOut, countReceived } from '../../domain/answers/hand-overs.ts'
import { standingsOf } from '../../domain/answers/routing.ts'
import { type Seat, seatMay } from '../../domain/governments/government.ts'
import { agenciesOf } from '../../domain/governments/store.ts'
import { grouped } from '../../domain/moderation/queue.ts'
import type { QueueItem } from '../../domain/moderation/queue-line.ts'
import { queueCounts, queueItems } from '../../domain/moderation/queue-store.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { sharedWithinSecond } from '../../platform/db/read-cache.ts'
import { lastWriteAt } from '../../platform/http/cookies.ts'

export type OtherGovernments = Awaited<ReturnType<typeof otherGovernments>>
/** Of each government so many cases are named. */
const named = 20

/** Colleagues of one second share what is counted. A guest’s own government is the other one: nothing is said here. */
export async function otherGovernments(db: Db, request: FastifyRequest, at: Date) {
  const { government, seats } = request
  if (!seatMay.work(seats)) return { received: 0, handedOut: 0, accepted: [] }
  const shared = <T>(what: string, load: () => Promise<T>) =>
    sharedWithinSecond(db, `${what} ${government.id}`, at, lastWriteAt(request), load)
  const agencies = await agenciesOf(db, government.id)
  const coordinating = agencies.find((agency) => agency.coordinating)?.id ?? null
  const routes = standingsOf(seats, null, coordinating).length > 0
  const own = seatMay.check(seats) ? agencies.map(({ id }) => id) : seats.flatMap(({ agencyId }) => agencyId ?? [])
  const accepted = await shared(`accepted for ${own.join()}`, () => acceptedCases(db, government.id, own, at))
  return {
    /** those that wait here to be accepted, for whoever decides on it */
    received: routes ? await shared('received', () => countReceived(db, government.id)) : 0,
    handedOut: routes ? await shared('handed out', () => countHandedOut(db, government.id)) : 0,
    accepted: accepted.map(({ slug, name, total, groups }) => ({
      ...{ name, total },
      lines: groups.flatMap(({ items }) => items.map((line) => ({ line, href: hrefOf(slug, seats, line) }))),
    })),
  }
}

/** Whose agency has a case works on the other government’s desk, on this case alone; the others read its page. */
type Where = Pick<QueueItem, 'commitmentId' | 'agencyId' | 'number'>
function hrefOf(slug: string, seats: Seat[], { commitmentId, agencyId, number }: Where): string {
  if (commitmentId) return `/${slug}/commitments/${commitmentId}`
  return `/${slug}/${seatMay.answerFor(seats, agencyId) ? 'desk' : 'proposals'}/${number}`
}

/** Of each government what these agencies owe it; none of those that they owe nothing. */
async function acceptedCases(db: Db, governmentId: string, agencyIds: string[], at: Date) {
  const seats = agencyIds.map((agencyId) => ({ role: 'officer' as const, agencyId }))
  const found = []
  for (const { slug, name, ...government } of await acceptedFrom(db, governmentId)) {
    const asked = { government, seats, scope: 'mine' as const, today: localDate(at, government.timeZone) }
    const { total } = await queueCounts(db, asked)
    if (!total) continue
    const groups = grouped(await queueItems(db, asked, 0, named), at, government.timeZone)
    found.push({ slug, name, total, groups })
  }
  return found
}
