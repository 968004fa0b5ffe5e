// Moderators hear of a check on its last day, and once more when it is late. Each can run twice: a message is told once.

import { and, asc, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { daysLeft } from '../governments/deadline.ts'
import { tellStaff } from '../notifications/store.ts'

export const moderationJobs: Job[] = [{ name: 'check-reminders', every: 60_000, run: remindModerators }]

const batch = 200

/** How many cases somebody was told of. What has been late for more than thirty days was told long ago. */
export async function remindModerators({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let told = 0
  let last: Late | undefined
  while (!signal?.aborted) {
    const due = await dueChecks(db.reads, now, last)
    for (const one of due) {
      const left = daysLeft(now, one.before!, one.timeZone)
      const kind = left < 0 ? 'check_overdue' : left === 0 ? 'check_due' : null
      if (!kind) continue
      await write(db, (tx) =>
        tellStaff(tx, one.governmentId, null, {
          kind,
          governmentId: one.governmentId,
          proposalId: one.id,
          facts: {
            number: one.number,
            title: one.title,
            path: `/${one.slug}/desk/${one.number}`,
            due_before: one.before!.toISOString(),
          },
          once: `${kind}:${one.id}:${localDate(one.before!, one.timeZone)}`,
          at: now,
        }),
      )
      told++
    }
    last = due.at(-1)
    if (due.length < batch) break
  }
  return told
}

type Late = Awaited<ReturnType<typeof dueChecks>>[number]

const dueChecks = (db: Db, now: Date, last?: { id: string; before: Date | null }) =>
  db
    .select({
      id: proposals.id,
      governmentId: proposals.governmentId,
      number: proposals.number,
      title: proposals.title,
      before: proposals.checkDueBefore,
      slug: governments.slug,
      timeZone: governments.timeZone,
    })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .where(
      and(
        eq(proposals.stage, 'checking'),
        isNull(proposals.heldAt),
        isNotNull(proposals.checkDueBefore),
        lte(proposals.checkDueBefore, new Date(now.getTime() + 2 * dayMs)),
        gt(proposals.checkDueBefore, new Date(now.getTime() - 30 * dayMs)),
        last?.before
          ? or(
              gt(proposals.checkDueBefore, last.before),
              and(eq(proposals.checkDueBefore, last.before), gt(proposals.id, last.id)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(proposals.checkDueBefore), asc(proposals.id))
    .limit(batch)
