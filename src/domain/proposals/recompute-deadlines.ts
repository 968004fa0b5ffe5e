// Dates that move because the calendar did: closing dates when a blackout comes or goes, due dates when an office day does.
// The change asks (in its own unit) and the job carries it out, case by case: what is right already stays, so running again is safe.
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { invalidate } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { deadlineRecomputations } from '../../schema/calendar.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { deadline, type WorkCalendar } from '../governments/deadline.ts'
import { governmentById, workCalendar } from '../governments/store.ts'
import { append, sentToCheckAt } from '../record/store.ts'
import { batch, eachBatch, moveClosings } from './closing-dates.ts'

/** A case that was being published while the change came may have read the old calendar: one more pass, after this. */
const settledAfterMs = 60_000

export const dateJobs: Job[] = [
  { name: 'pending-dates', every: 5_000, run: ({ db }, now, signal) => computePendingDates({ db }, now, signal) },
]

type Kind = 'closing' | 'due'
type Place = { id: string; timeZone: string }

/** In the unit of the change itself: nothing is forgotten if the process ends in between. */
export async function askForDates(tx: Db, governmentId: string, kind: Kind, at: Date): Promise<void> {
  await tx.insert(deadlineRecomputations).values({ id: newId(), governmentId, kind, askedAt: at, doneAt: null })
}

/** Carries out what was asked for, of one government or of all. How many cases got another date. */
export async function computePendingDates(
  { db }: Pick<Deps, 'db'>,
  now: Date,
  signal?: AbortSignal,
  governmentId?: string,
): Promise<number> {
  const asked = await db.reads
    .select()
    .from(deadlineRecomputations)
    .where(
      and(
        isNull(deadlineRecomputations.doneAt),
        governmentId ? eq(deadlineRecomputations.governmentId, governmentId) : undefined,
      ),
    )
    .orderBy(asc(deadlineRecomputations.askedAt), asc(deadlineRecomputations.id))
  if (asked.length) invalidate(db.reads) // another process may have changed what this one remembers, with what it asked for
  let moved = 0
  for (const { id, kind, askedAt, ...row } of asked) {
    const government = await governmentById(db.reads, row.governmentId)
    if (!government || signal?.aborted) continue
    moved +=
      kind === 'closing' ? await moveClosings(db, government, now, signal) : await moveDues(db, government, now, signal)
    if (!signal?.aborted && now.getTime() - askedAt.getTime() >= settledAfterMs)
      await write(db, (tx) =>
        tx.update(deadlineRecomputations).set({ doneAt: now }).where(eq(deadlineRecomputations.id, id)).returning(),
      )
  }
  return moved
}

/** Checks and handling schedules that are still owed: the only periods of working days. */
async function moveDues(db: Deps['db'], government: Place, now: Date, signal?: AbortSignal): Promise<number> {
  const calendar = await workCalendar(db.reads, government)
  return eachBatch(signal, async (after) => {
    const cases = await owed(db.reads, government.id, after)
    const moved = await Promise.all(cases.map((c) => moveDue(db, c, calendar, now)))
    return { last: cases.at(-1)?.id, full: cases.length === batch, moved: moved.filter(Boolean).length }
  })
}

type Owed = Awaited<ReturnType<typeof owed>>[number]

const owed = (db: Db, governmentId: string, after: string) =>
  db
    .select({
      id: proposals.id,
      governmentId: proposals.governmentId,
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      checkDueBefore: proposals.checkDueBefore,
      thresholdMetAt: proposals.thresholdMetAt,
      scheduledAt: proposals.scheduledAt,
      scheduleDueBefore: proposals.scheduleDueBefore,
      rules: ruleVersions.rules,
    })
    .from(proposals)
    .innerJoin(ruleVersions, eq(ruleVersions.id, proposals.ruleVersionId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        inArray(proposals.stage, ['checking', 'review']),
        gt(proposals.id, after),
      ),
    )
    .orderBy(asc(proposals.id))
    .limit(batch)

/** The due date of a case as it is and as the calendar gives it; null where nothing moves. */
async function dueUnder(db: Db, c: Owed, calendar: WorkCalendar): Promise<{ was: Date; before: Date } | null> {
  const checking = c.stage === 'checking'
  const was = checking ? c.checkDueBefore : c.scheduledAt ? null : c.scheduleDueBefore
  const event = checking ? await sentToCheckAt(db, c.id) : c.thresholdMetAt
  if (!was || !event) return null
  const { checkingWorkingDays, scheduleWorkingDays } = c.rules
  const workingDays = checking ? checkingWorkingDays : scheduleWorkingDays
  const { before } = deadline(event, { workingDays }, calendar)
  return before.getTime() === was.getTime() ? null : { was, before }
}

/** `was` and `before`: the first instant after the due date. */
type DueMove = { number: string | null; title: string; what: 'checking' | 'schedule'; was: Date; before: Date }

/** What this calendar would move, by number of case: asked before it is saved. Changes nothing. */
export async function duesUnder(db: Db, governmentId: string, calendar: WorkCalendar): Promise<DueMove[]> {
  const found: DueMove[] = []
  await eachBatch(undefined, async (after) => {
    const cases = await owed(db, governmentId, after)
    for (const c of cases) {
      const move = await dueUnder(db, c, calendar)
      const what = c.stage === 'checking' ? ('checking' as const) : ('schedule' as const)
      if (move) found.push({ number: c.number, title: c.title, what, ...move })
    }
    return { last: cases.at(-1)?.id, full: cases.length === batch, moved: 0 }
  })
  return found.sort((a, b) => String(a.number).localeCompare(String(b.number), 'en'))
}

async function moveDue(db: Deps['db'], c: Owed, calendar: WorkCalendar, at: Date): Promise<boolean> {
  const move = await dueUnder(db.reads, c, calendar)
  if (!move) return false
  const { was, before } = move
  const checking = c.stage === 'checking'
  const column = checking ? proposals.checkDueBefore : proposals.scheduleDueBefore
  return write(db, async (tx) => {
    const moved = await tx
      .update(proposals)
      .set(checking ? { checkDueBefore: before } : { scheduleDueBefore: before })
      .where(and(eq(proposals.id, c.id), eq(proposals.stage, c.stage), eq(column, was)))
      .returning()
    if (!moved.length) return false
    await append(tx, {
      governmentId: c.governmentId,
      proposalId: c.id,
      kind: 'due_recomputed',
      role: 'system',
      occurredAt: at,
      facts: {
        what: checking ? 'checking' : 'schedule',
        due_before_was: was.toISOString(),
        due_before: before.toISOString(),
      },
    })
    return true
  })
}
