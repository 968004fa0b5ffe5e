import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { forgetTitles } from '../notifications/forget-titles.ts'
import { removedSince } from '../proposals/remove-text.ts'

const day = 86_400_000

export const retentionJobs: Job[] = [{ name: 'removed-texts', every: day, run: forgetRemoved }]

/** What an author removed since the last nights stands in the facts of mails that were sent: it goes from there too. */
async function forgetRemoved({ db }: Pick<Deps, 'db'>, now: Date, signal?: AbortSignal): Promise<number> {
  const removed = await removedSince(db.reads, new Date(now.getTime() - 3 * day))
  for (const id of removed) if (!signal?.aborted) await write(db, (tx) => forgetTitles(tx, id))
  return removed.length
}
