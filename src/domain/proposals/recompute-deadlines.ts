// Dates that move because the calendar did: closing dates when a blackout comes or goes, due dates when an office day does.
// The change asks (in its own unit) and the job carries it out, case by case: what is right already stays, so running again is safe.
import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { invalidate } from '../../platform/db/read-cache.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { pendingDates } from '../../schema/calendar.ts'
import { ruleVersions } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import { type Blackout, closingDate, deadline, type WorkCalendar } from '../governments/deadline.ts'
import { blackoutsOf, governmentById, workCalendar } from '../governments/store.ts'
import { tellPerson } from '../notifications/store.ts'
import { append, sentToCheckAt } from '../record/store.ts'

const batch = 100
/** A case that was being published while the change came may have read the old calendar: one more pass, after this. */
const settledAfterMs = 60_000

export const dateJobs: Job[] = [
  { name: 'pending-dates', every: 5_000, run: ({ db }, now, signal) => computePendingDates({ db }, now, signal) },
]

type Kind = 'closing' | 'due'
type Place = { id: string; timeZone: string }

/** In the unit of the change itself: nothing is forgotten if the process ends in between. */
export async function askForDates(tx: Db, governmentId: string, kind: Kind, at: Date): Promise<void> {
  await tx.insert(pendingDates).values({ id: newId(), governmentId, kind, askedAt: at, doneAt: null })
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
    .from(pendingDates)
    .where(and(isNull(pendingDates.doneAt), governmentId ? eq(pendingDates.governmentId, governmentId) : undefined))
    .orderBy(asc(pendingDates.askedAt))
  if (asked.length) invalidate(db.reads) // another process may have changed what this one remembers, with what it asked for
  let moved = 0
  for (const { id, kind, askedAt, ...row } of asked) {
    const government = await governmentById(db.reads, row.governmentId)
    if (!government || signal?.aborted) continue
    moved +=
      kind === 'closing' ? await moveClosings(db, government, now, signal) : await moveDues(db, government, now, signal)
    if (!signal?.aborted && now.getTime() - askedAt.getTime() >= settledAfterMs)
      await write(db, (tx) => tx.update(pendingDates).set({ doneAt: now }).where(eq(pendingDates.id, id)).returning())
  }
  return moved
}

/** Every case that gathers gets the closing date its rules and today's blackouts give. Passed ones stay passed. */
async function moveClosings(db: Deps['db'], government: Place, now: Date, signal?: AbortSignal): Promise<number> {
  const blackouts = await blackoutsOf(db.reads, government.id)
  return eachBatch(signal, async (after) => {
    const cases = await gathering(db.reads, government.id, now, after)
    const imported = await closingAsImported(
      db.reads,
      cases.filter((c) => c.source).map((c) => c.id),
    )
    const moved = await Promise.all(
      cases.map((c) => {
        const before = closingOf(c, blackouts, government.timeZone, imported.get(c.id))
        return before.getTime() === c.closesBefore!.getTime()
          ? false
          : write(db, (tx) => moveClosing(tx, c, before, now))
      }),
    )
    return { last: cases.at(-1)?.id, full: cases.length === batch, moved: moved.filter(Boolean).length }
  })
}

type Gathering = Awaited<ReturnType<typeof gathering>>[number]

const gathering = (db: Db, governmentId: string, now: Date, after: string) =>
  db
    .select({
      id: proposals.id,
      governmentId: proposals.governmentId,
      authorId: proposals.authorId,
      publishedAt: proposals.publishedAt,
      closesBefore: proposals.closesBefore,
      source: proposals.source,
      rules: ruleVersions.rules,
    })
    .from(proposals)
    .innerJoin(ruleVersions, eq(ruleVersions.id, proposals.ruleVersionId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        eq(proposals.stage, 'gathering'),
        isNotNull(proposals.publishedAt),
        gt(proposals.closesBefore, now),
        gt(proposals.id, after),
      ),
    )
    .orderBy(asc(proposals.id))
    .limit(batch)

type AsImported = { closesBefore: Date; recordedAt: Date }

/** Elsewhere the closing date was not computed by our rules: it is what the record said when the case came, and later pauses move it. */
async function closingAsImported(db: Db, ids: string[]): Promise<Map<string, AsImported>> {
  if (!ids.length) return new Map()
  const entries = await db
    .select()
    .from(record)
    .where(and(inArray(record.proposalId, ids), isTold(record), eq(record.kind, 'published')))
    .orderBy(asc(record.recordedAt), asc(record.id)) // a second import may have corrected it: the last one stands
  return new Map(
    entries
      .filter((e) => typeof e.facts.closes_before === 'string')
      .map((e) => [e.proposalId!, { closesBefore: new Date(String(e.facts.closes_before)), recordedAt: e.recordedAt }]),
  )
}

function closingOf(
  { publishedAt, rules }: Gathering,
  blackouts: (Blackout & { createdAt: Date })[],
  timeZone: string,
  imported?: AsImported,
): Date {
  if (!imported) return closingDate(publishedAt!, rules.cosigningDays, blackouts, timeZone)
  const days = daysBetween(localDate(publishedAt!, timeZone), lastDay(imported.closesBefore, timeZone))
  const later = blackouts.filter((b) => b.createdAt > imported.recordedAt)
  return closingDate(publishedAt!, days, later, timeZone)
}

async function moveClosing(tx: Db, c: Gathering, before: Date, at: Date): Promise<boolean> {
  const moved = await tx
    .update(proposals)
    .set({ closesBefore: before })
    .where(and(eq(proposals.id, c.id), eq(proposals.stage, 'gathering'), eq(proposals.closesBefore, c.closesBefore!)))
    .returning()
  if (!moved.length) return false
  const facts = { closes_before_was: c.closesBefore!.toISOString(), closes_before: before.toISOString() }
  await append(tx, {
    governmentId: c.governmentId,
    proposalId: c.id,
    kind: 'closing_moved',
    role: 'system',
    occurredAt: at,
    facts,
  })
  // The author has a plan for these weeks; co-signers have nothing to do.
  await tellPerson(tx, c.authorId, {
    kind: 'closing_moved',
    governmentId: c.governmentId,
    proposalId: c.id,
    facts,
    at,
  })
  return true
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

async function moveDue(db: Deps['db'], c: Owed, calendar: WorkCalendar, at: Date): Promise<boolean> {
  const checking = c.stage === 'checking'
  const was = checking ? c.checkDueBefore : c.scheduledAt ? null : c.scheduleDueBefore
  const event = checking ? await sentToCheckAt(db.reads, c.id) : c.thresholdMetAt
  if (!was || !event) return false
  const { checkingWorkingDays, scheduleWorkingDays } = c.rules
  const workingDays = checking ? checkingWorkingDays : scheduleWorkingDays
  const { before } = deadline(event, { workingDays }, calendar)
  if (before.getTime() === was.getTime()) return false
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

type Pass = { last: string | undefined; full: boolean; moved: number }

/** By id, batch after batch. */
async function eachBatch(signal: AbortSignal | undefined, pass: (after: string) => Promise<Pass>): Promise<number> {
  let total = 0
  for (let after = ''; !signal?.aborted; ) {
    const { last, full, moved } = await pass(after)
    total += moved
    if (!full || !last) break
    after = last
  }
  return total
}
