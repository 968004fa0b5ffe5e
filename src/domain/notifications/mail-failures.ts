// What could not be delivered, for administrators: kinds, numbers and the mail server's last words. Never a citizen's address.
import { and, desc, eq, gt, isNotNull, isNull, notInArray, or } from 'drizzle-orm'
import { countRows, max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { outbox } from '../../schema/notifications.ts'
import { type MessageKind, messageKinds } from '../../schema/values.ts'

/** ms that are looked back */
export const failuresShown = 30 * 86_400_000
/** Ended by people themselves, or overtaken by time: nothing for staff to mend. */
export const nobodysFault = ['unsubscribed', 'no longer of use']

export type Failing = {
  kind: MessageKind
  /** given up for good */
  failed: number
  /** refused at least once, and tried again by itself */
  waiting: number
  /** sent, and came back */
  returned: number
  lastReason: string
  lastAt: Date | null
}

/** By kind, the most frequent first: mail of this government, and the sign-in codes of the platform. */
export async function failingMail(db: Db, governmentId: string, now: Date): Promise<Failing[]> {
  const since = new Date(now.getTime() - failuresShown)
  const ours = and(
    or(eq(outbox.governmentId, governmentId), isNull(outbox.governmentId)),
    gt(outbox.createdAt, since),
    isNull(outbox.sentAt),
    isNotNull(outbox.lastError),
    notInArray(outbox.lastError, nobodysFault),
  )
  const failed = await db
    .select({ kind: outbox.kind, count: countRows(), last: max(outbox.failedAt) })
    .from(outbox)
    .where(and(ours, isNotNull(outbox.failedAt)))
    .groupBy(outbox.kind)
  const waiting = await db
    .select({ kind: outbox.kind, count: countRows() })
    .from(outbox)
    .where(and(ours, isNotNull(outbox.nextTryAt)))
    .groupBy(outbox.kind)
  const returned = await db
    .select({ kind: outbox.kind, count: countRows(), last: max(outbox.bouncedAt) })
    .from(outbox)
    .where(and(eq(outbox.governmentId, governmentId), gt(outbox.bouncedAt, since)))
    .groupBy(outbox.kind)
  const failing: Failing[] = []
  for (const kind of messageKinds) {
    const given = failed.find((row) => row.kind === kind)
    const tried = waiting.find((row) => row.kind === kind)
    const back = returned.find((row) => row.kind === kind)
    if (!given && !tried && !back) continue
    const [newest] = await db
      .select({ reason: outbox.lastError, bounce: outbox.bounce })
      .from(outbox)
      .where(
        given || tried
          ? and(ours, eq(outbox.kind, kind))
          : and(eq(outbox.governmentId, governmentId), eq(outbox.kind, kind), gt(outbox.bouncedAt, since)),
      )
      .orderBy(desc(outbox.createdAt), desc(outbox.id))
      .limit(1)
    failing.push({
      kind,
      failed: given?.count ?? 0,
      waiting: tried?.count ?? 0,
      returned: back?.count ?? 0,
      lastReason: newest?.reason ?? newest?.bounce ?? '',
      lastAt: given?.last ?? back?.last ?? null,
    })
  }
  return failing.sort((a, b) => b.failed + b.returned - a.failed - a.returned || b.waiting - a.waiting)
}
