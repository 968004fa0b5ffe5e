// A case that had its threshold and has it no more, because co-signatures were found not to count: it gathers again, until its closing
// date. What agencies were given ends; what an agency has answered stays answered.
import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import { applyTransition, undateParts } from '../proposals/transition.ts'

/** In the unit that took them out of the count. False where the case has its threshold still, or never had. */
export async function missThreshold(tx: Db, id: string, at: Date): Promise<boolean> {
  const [now] = await tx.select().from(proposals).where(eq(proposals.id, id))
  if (now?.stage !== 'review' || now.threshold === null || now.count >= now.threshold) return false
  const moved = await applyTransition(tx, now, 'miss_threshold', {
    role: 'system',
    at,
    set: { thresholdMetAt: null, answerDueBefore: null, scheduleDueBefore: null, contactDueBefore: null },
    facts: { what: 'threshold_met', count: now.count, threshold: now.threshold },
  })
  if (!moved) return false
  await undateParts(tx, id)
  return true
}
