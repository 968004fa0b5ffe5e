// Mail that was sent and came back: the message is marked, so that somebody can do something about it.
import { and, eq, isNotNull } from 'drizzle-orm'
import { returnedId } from '../../lib/verp.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Report } from '../../platform/mail/delivery-report.ts'
import { outbox } from '../../schema/notifications.ts'
import { countReturned } from './returned-mail.ts'

/** 'unknown': of no mail of ours, or of one that is no longer kept. 'for_now': the server goes on trying. */
export type Taken = 'marked' | 'for_now' | 'unknown'

/** Marks the message that came back, the first time that it is told. `arrivedAs`: the address that the report was handed to, where known. */
export async function takeReport(
  db: Database,
  secret: string,
  report: Report,
  at: Date,
  arrivedAs: string | null = null,
): Promise<Taken> {
  const id = idIn(secret, report, arrivedAs)
  if (!id) return 'unknown'
  const failed = report.action === 'failed' || (!report.action && report.status.startsWith('5'))
  if (!failed) return 'for_now'
  const bounce = [report.status, report.words].filter(Boolean).join(' ') || 'returned'
  return write(db, async (tx) => {
    const [row] = await tx.select({ bouncedAt: outbox.bouncedAt }).from(outbox).where(eq(outbox.id, id))
    const [marked] = await tx
      .update(outbox)
      .set({ bouncedAt: at, bounce })
      .where(and(eq(outbox.id, id), isNotNull(outbox.sentAt)))
      .returning({ personId: outbox.personId })
    // told twice, it came back once
    if (marked && !row?.bouncedAt) await countReturned(tx, marked.personId, bounce, at)
    return marked ? ('marked' as const) : ('unknown' as const)
  })
}

/** By the return address, which nobody can make up; else by the Message-ID, which only the mail itself told. */
function idIn(secret: string, { sentTo, messageId }: Report, arrivedAs: string | null): string | null {
  for (const address of arrivedAs === null ? sentTo : [arrivedAs, ...sentTo]) {
    const id = returnedId(secret, address)
    if (id) return id
  }
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/.exec(messageId ?? '')?.[1] ?? null
}
