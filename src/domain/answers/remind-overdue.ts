// A part that is overdue is told of again each week: to the agency, and to the administrators, who can give the case to somebody.
// A supporting part is overdue from its own day on; once the answer is, that is what is told of. After the answer it is its own day
// again, for so many weeks: then the part stands in its agency's queue alone, until it is added or released.

import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { localDate } from '../../lib/calendar.ts'
import { dayMs } from '../../lib/durations.ts'
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { restFor } from '../../platform/process/pace.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { daysLate } from '../governments/deadline.ts'
import { mostDaysBefore } from '../governments/part-due.ts'
import { isTimelinessKnown } from '../proposals/source-clock-query.ts'
import { latePartsDue } from './late-parts-query.ts'
import { partDue, partMoment } from './part-due-query.ts'
import { byCaseAndDay, type PartToRemind, partColumns, remindOf, wasToldOf } from './parts-to-remind.ts'

const batch = 200
const pause = 20 // ms between batches: on SQLite pages are made by the same thread

/** So many weeks in a row a part that is owed after the answer is told of: years of them would be read by nobody. */
const weeksTold = 12

/** Whole weeks that a due date has passed by; 0 in the first. */
export const weeksLate = (now: Date, due: Date, timeZone: string): number =>
  Math.floor(daysLate(now, due, timeZone) / 7)

/** How many parts somebody was told of. After a while switched off only this week's goes. */
export async function remindOverdue({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  let reminded = 0
  let last: Place | undefined
  while (!signal?.aborted) {
    const page = await overdueParts(db.reads, now, last)
    const whole = wholeCases(page)
    reminded += await remindThem(whole)
    last = whole.at(-1)
    if (page.length < batch) break
    await restFor(pause, signal)
  }
  if (!signal?.aborted)
    reminded += await remindThem(await latePartsDue(db.reads, daysAgo(now, 7 * weeksTold + 7), daysAgo(now, 6)))
  return reminded

  async function remindThem(parts: PartToRemind[]): Promise<number> {
    let told = 0
    for (const group of byCaseAndDay(parts)) {
      const { due, timeZone, proposalId, stage } = group
      const week = weeksLate(now, due, timeZone)
      const onceOf = (id: string) => `overdue:${id}:${localDate(due, timeZone)}:week${week}`
      if (
        week < 1 ||
        (stage === 'resolved' && week > weeksTold) ||
        signal?.aborted ||
        (await wasToldOf(db.reads, group, onceOf))
      )
        continue
      const reminder = { kind: 'overdue', rung: 'administrator', once: onceOf(proposalId), at: now } as const
      told += await write(db, (tx) => remindOf(tx, group.parts, reminder))
    }
    return told
  }
}

const daysAgo = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)

/** Without the case that the page may have cut, unless it is the only one. */
function wholeCases(page: PartToRemind[]): PartToRemind[] {
  const cut = page.length < batch ? undefined : page.at(-1)!.proposalId
  const whole = page.filter(({ proposalId }) => proposalId !== cut)
  return whole.length ? whole : page
}

/** The day that is told of: of a supporting part its own while the answer is not due yet. */
const dueTold = (now: Date) =>
  sql`case when ${gt(proposals.answerDueBefore, now)} then ${partDue} else ${proposals.answerDueBefore} end`.mapWith(
    assignments.dueBefore,
  )

type Place = Pick<PartToRemind, 'proposalId' | 'answerDue'>

/** Open parts of cases that are late by a week or more, by the day of the answer, of the cases after `last`. */
const overdueParts = (db: Db, now: Date, last?: Place): Promise<PartToRemind[]> =>
  db
    .select({ ...partColumns, due: dueTold(now), officerId: sql<null>`null` })
    .from(proposals)
    .innerJoin(assignments, eq(assignments.proposalId, proposals.id))
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(
      and(
        eq(proposals.stage, 'review'),
        lte(proposals.answerDueBefore, new Date(now.getTime() + (mostDaysBefore - 6) * dayMs)),
        lte(dueTold(now), partMoment(daysAgo(now, 6))),
        isNull(assignments.endedAt),
        isNull(assignments.answeredAt),
        isTimelinessKnown,
        last?.answerDue
          ? or(
              gt(proposals.answerDueBefore, last.answerDue),
              and(eq(proposals.answerDueBefore, last.answerDue), gt(proposals.id, last.proposalId)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(proposals.answerDueBefore), asc(proposals.id), asc(assignments.id))
    .limit(batch)
