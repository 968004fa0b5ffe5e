// A commitment whose day has passed and that nobody reported as done: author and followers hear it, once for each date.
import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import { addDays, localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { commitments } from '../../schema/commitments.ts'
import { governments } from '../../schema/governments.ts'
import { mailings } from '../../schema/notifications.ts'
import { isListed, proposals } from '../../schema/proposals.ts'
import { tellAll } from '../notifications/tell-case.ts'
import { isLate, isUnderWay } from './commitment-query.ts'

/** What was missed while the scheduler was off is told; what was late long before this was told of is no news. */
const daysBack = 7

/** How many were told. */
export async function tellLateCommitments({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const places = await db.reads.select({ id: governments.id, timeZone: governments.timeZone }).from(governments)
  let told = 0
  for (const { id, timeZone } of places) {
    const late = await lateIn(db.reads, id, localDate(now, timeZone))
    const known = late.length ? await toldOf(db.reads, late.map(onceOf)) : new Set<string | null>()
    for (const one of late)
      if (!signal?.aborted && !known.has(onceOf(one)) && (await write(db, (tx) => tellLate(tx, one, now)))) told++
  }
  return told
}

type Late = Awaited<ReturnType<typeof lateIn>>[number]
const onceOf = ({ id, dueOn }: Late) => `late:${id}:${dueOn}`

const lateIn = (db: Db, governmentId: string, today: string) =>
  db
    .select({
      id: commitments.id,
      proposalId: commitments.proposalId,
      what: commitments.what,
      dueOn: commitments.dueOn,
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .where(
      and(
        eq(commitments.governmentId, governmentId),
        gte(commitments.dueOn, addDays(today, -daysBack)),
        isLate(today),
        isListed,
      ),
    )
    .orderBy(asc(commitments.dueOn), asc(commitments.id))

async function toldOf(db: Db, onces: string[]): Promise<Set<string | null>> {
  const rows = await db.select({ once: mailings.once }).from(mailings).where(inArray(mailings.once, onces))
  return new Set(rows.map(({ once }) => once))
}

/** False where it was reported on meanwhile, or told by another process. */
async function tellLate(tx: Db, late: Late, now: Date): Promise<boolean> {
  const { id, proposalId, what, dueOn } = late
  const [still] = await tx
    .select({ id: commitments.id })
    .from(commitments)
    .where(and(eq(commitments.id, id), isUnderWay, eq(commitments.dueOn, dueOn)))
  if (!still) return false
  return tellAll(tx, proposalId, 'late', { facts: { what, due_on: dueOn }, at: now, once: onceOf(late) })
}
