// What operators want to know of the database: the same for every process, read when asked.
import { type AnyColumn, and, asc, desc, eq, gt, isNotNull, isNull, lte, notInArray } from 'drizzle-orm'
import type { fallingKey } from '../domain/notifications/arrival-store.ts'
import { failuresShown, nobodysFault } from '../domain/notifications/mail-failures.ts'
import { isTimelinessKnown } from '../domain/proposals/source-clock-query.ts'
import type { nightsKey } from '../domain/retention/night-report.ts'
import { countRows, min } from '../platform/db/columns.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { keepValue, keptValue } from '../platform/db/deployment-values.ts'
import { write } from '../platform/db/write.ts'
import { governments } from '../schema/governments.ts'
import { outbox } from '../schema/notifications.ts'
import { proposals } from '../schema/proposals.ts'
import type { Stage } from '../schema/values.ts'

/** Mail that waits, by priority (0: sign-in codes): how many, and since when the oldest. */
export const waitingMail = (db: Db) =>
  db
    .select({ priority: outbox.priority, waiting: countRows(), oldest: min(outbox.createdAt) })
    .from(outbox)
    .where(isNotNull(outbox.nextTryAt))
    .groupBy(outbox.priority)
    .orderBy(asc(outbox.priority))

export async function failedMail(db: Db): Promise<number> {
  const [row] = await db.select({ failed: countRows() }).from(outbox).where(isNotNull(outbox.failedAt))
  return row?.failed ?? 0
}

/** Mail that was sent in the last 30 days and came back. */
export async function bouncedMail(db: Db, now: Date): Promise<number> {
  const since = new Date(now.getTime() - failuresShown)
  const [row] = await db.select({ bounced: countRows() }).from(outbox).where(gt(outbox.bouncedAt, since))
  return row?.bounced ?? 0
}

/** What the mail server said of the newest mail of a day that it did not take, whether that is tried again or given up. */
export async function lastRefusal(db: Db, now: Date): Promise<string | null> {
  const [row] = await db
    .select({ words: outbox.lastError })
    .from(outbox)
    .where(
      and(
        isNull(outbox.sentAt),
        isNotNull(outbox.lastError),
        notInArray(outbox.lastError, nobodysFault),
        gt(outbox.createdAt, new Date(now.getTime() - 86_400_000)),
      ),
    )
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1)
  return row?.words ?? null
}

export const casesByStage = (db: Db) =>
  db
    .select({ government: governments.slug, stage: proposals.stage, cases: countRows() })
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .groupBy(governments.slug, proposals.stage)
    .orderBy(asc(governments.slug), asc(proposals.stage))

/** Cases whose answer, or whose check, was due before `now` and is not there, by government. */
export async function overdue(db: Db, now: Date) {
  const late = (stage: Stage, due: AnyColumn) =>
    db
      .select({ government: governments.slug, cases: countRows() })
      .from(proposals)
      .innerJoin(governments, eq(governments.id, proposals.governmentId))
      .where(and(eq(proposals.stage, stage), lte(due, now), isTimelinessKnown))
      .groupBy(governments.slug)
  return {
    answers: await late('review', proposals.answerDueBefore),
    checks: await late('checking', proposals.checkDueBefore),
  }
}

/** Facts about the deployment that a process leaves for the others. */
type StatusKey =
  | 'scheduler_beat'
  | 'last_backup'
  | 'counts_checked'
  | 'log_checked'
  | 'traces_erased'
  | typeof fallingKey
  | typeof nightsKey

export async function setStatus(database: Database, key: StatusKey, value: string): Promise<void> {
  await write(database, (tx) => keepValue(tx, key, value))
}

export const getStatus = (db: Db, name: StatusKey): Promise<string | null> => keptValue(db, name)

/** When something was last noted with the time as its value; null when never. */
export async function getStatusTime(db: Db, name: StatusKey): Promise<Date | null> {
  const value = await getStatus(db, name)
  return value ? new Date(value.split(' ')[0]!) : null
}

/** Where the newest copy lies; null where there is none, or it was written to the standard output. */
export async function lastBackup(db: Db): Promise<string | null> {
  const where = (await getStatus(db, 'last_backup'))?.split(' ').slice(1).join(' ')
  return where && where !== '-' ? where : null
}
