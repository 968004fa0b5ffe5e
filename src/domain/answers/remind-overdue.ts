// A part that is overdue is told of again each week: to the agency, and to the administrators, who can give the case to somebody.
// A supporting part is overdue from its own day on; once the answer is, that is what is told of.

import { setTimeout as sleep } from 'node:timers/promises'
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { daysLate } from '../governments/deadline.ts'
import { mostDaysBefore } from '../governments/part-due.ts'
import { remindUpTo } from '../notifications/climb.ts'
import { wasTold } from '../notifications/was-told.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { namesOf } from './assignment-changes.ts'
import { partDue, partMoment } from './part-due-query.ts'

const batch = 200
const pause = 20 // ms between batches: on SQLite pages are made by the same thread

/** Whole weeks that a due date has passed by; 0 in the first. */
export const weeksLate = (now: Date, due: Date, timeZone: string): number =>
  Math.floor(daysLate(now, due, timeZone) / 7)

/** How many parts somebody was told of. After a while switched off only this week's goes. */
export async function remindOverdue({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let reminded = 0
  let last: Overdue | undefined
  while (!signal?.aborted) {
    const late = await overdueParts(db.reads, now, last)
    for (const part of late) {
      const week = weeksLate(now, part.due!, part.timeZone)
      const once = `overdue:${part.id}:${localDate(part.due!, part.timeZone)}:week${week}`
      if (week < 1 || (await wasTold(db.reads, once))) continue
      await write(db, (tx) =>
        remindUpTo(
          tx,
          'administrator',
          { governmentId: part.governmentId, agencyId: part.agencyId, officerId: null },
          {
            kind: 'overdue',
            governmentId: part.governmentId,
            proposalId: part.proposalId,
            facts: {
              ...{ number: part.number, title: part.title, role: part.role, due_before: part.due!.toISOString() },
              ...(part.answerDue! > now ? { part: true } : {}),
              ...namesOf(part), // administrators read whose part it is
            },
            once,
            at: now,
          },
        ),
      )
      reminded++
    }
    last = late.at(-1)
    if (late.length < batch) break
    await sleep(pause)
  }
  return reminded
}

/** The day that is told of: of a supporting part its own while the answer is not due yet. */
const dueTold = (now: Date) =>
  sql`case when ${gt(proposals.answerDueBefore, now)} then ${partDue} else ${proposals.answerDueBefore} end`.mapWith(
    assignments.dueBefore,
  )

type Overdue = Awaited<ReturnType<typeof overdueParts>>[number]

/** Open parts of cases that are late by a week or more, by the day of the answer, after `last`. */
const overdueParts = (db: Db, now: Date, last?: { id: string; answerDue: Date | null }) =>
  db
    .select({
      id: assignments.id,
      agencyId: assignments.agencyId,
      name: agencies.name,
      role: assignments.role,
      proposalId: proposals.id,
      governmentId: proposals.governmentId,
      number: proposals.number,
      title: proposals.title,
      answerDue: proposals.answerDueBefore,
      due: dueTold(now),
      timeZone: governments.timeZone,
    })
    .from(proposals)
    .innerJoin(assignments, eq(assignments.proposalId, proposals.id))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(
      and(
        eq(proposals.stage, 'review'),
        lte(proposals.answerDueBefore, new Date(now.getTime() + (mostDaysBefore - 6) * dayMs)),
        lte(dueTold(now), partMoment(new Date(now.getTime() - 6 * dayMs))),
        isNull(assignments.endedAt),
        isNull(assignments.answeredAt),
        isTimelinessKnown,
        last?.answerDue
          ? or(
              gt(proposals.answerDueBefore, last.answerDue),
              and(eq(proposals.answerDueBefore, last.answerDue), gt(assignments.id, last.id)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(proposals.answerDueBefore), asc(assignments.id))
    .limit(batch)
