// What waits on the desk, for the seats a person holds. Two queries, whatever the length.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../db/connect.ts'
import { type Seat, seatMay } from '../governments/government.ts'
import { parts, proposals } from './tables.ts'

export type QueueItem = {
  number: string
  title: string
  task: 'check' | 'schedule' | 'contact' | 'answer' | 'contribution'
  dueBefore: Date | null
  held: boolean
  count: number
}

/** Checks for moderators, parts of their agency for officers, everything for administrators; by due date. */
export async function deskQueue(db: Db, governmentId: string, seats: Seat[]): Promise<QueueItem[]> {
  const items: QueueItem[] = []
  if (seatMay.check(seats)) {
    const rows = await db
      .select()
      .from(proposals)
      .where(and(eq(proposals.governmentId, governmentId), eq(proposals.stage, 'checking')))
      .orderBy(asc(proposals.checkDueBefore))
      .limit(500)
    for (const p of rows)
      items.push({
        number: p.number!,
        title: p.title,
        task: 'check',
        dueBefore: p.checkDueBefore,
        held: p.heldAt !== null,
        count: p.count,
      })
  }
  const own = seats.filter((s) => s.role === 'officer').map((s) => s.agencyId!)
  const everything = seatMay.administer(seats)
  if (own.length || everything) {
    const rows = await db
      .select({ proposal: proposals, part: parts })
      .from(parts)
      .innerJoin(proposals, eq(proposals.id, parts.proposalId))
      .where(
        and(
          eq(proposals.governmentId, governmentId),
          eq(proposals.stage, 'review'),
          isNull(parts.endedAt),
          isNull(parts.answeredAt),
          everything ? undefined : inArray(parts.agencyId, own),
        ),
      )
      .orderBy(asc(proposals.answerDueBefore))
      .limit(500)
    for (const { proposal: p, part } of rows) {
      const base = { number: p.number!, title: p.title, held: p.heldAt !== null, count: p.count }
      if (part.role === 'supporting') items.push({ ...base, task: 'contribution', dueBefore: part.dueBefore })
      else items.push({ ...base, ...leadTask(p) })
    }
  }
  return items.sort((a, b) => (a.dueBefore?.getTime() ?? Infinity) - (b.dueBefore?.getTime() ?? Infinity))
}

/** What a lead agency has to do next. */
function leadTask(p: typeof proposals.$inferSelect): { task: QueueItem['task']; dueBefore: Date | null } {
  if (!p.scheduledAt) return { task: 'schedule', dueBefore: p.scheduleDueBefore }
  if (!p.contactedAt) return { task: 'contact', dueBefore: p.contactDueBefore }
  return { task: 'answer', dueBefore: p.answerDueBefore }
}
