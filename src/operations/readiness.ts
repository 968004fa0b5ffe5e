// Whether this process can do its work, and if not why, in words for operators.
import { fuyi } from '../config.ts'
import { pendingMigrations } from '../platform/db/tools/migrate.ts'
import type { Deps } from '../platform/http/deps.ts'
import { getStatusTime } from './deployment-status.ts'

/** The scheduler beats every 10 s; after this long something is wrong with it. ms */
export const longestSilence = 60_000
/** A process has just begun: the first beat may be under way. ms */
const grace = 30_000
const patience = 2_000

/** Empty when ready. `since` is when the process began. */
export async function unreadiness(
  { db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>,
  since: Date,
): Promise<string[]> {
  const reasons = async () => {
    const pending = await pendingMigrations(db)
    if (pending.length) return [`The database lacks ${pending.join(', ')}. Run: ${fuyi} migrate`]
    if (config.readOnly) return [] // no scheduler runs
    const beat = await getStatusTime(db.reads, 'scheduler_beat')
    return silence(beat, since, now())
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([`The database did not answer within ${patience / 1000} s.`]), patience)
  })
  try {
    return await Promise.race([reasons().catch(() => ['The database cannot be read.']), late])
  } finally {
    clearTimeout(timer)
  }
}

function silence(beat: Date | null, since: Date, now: Date): string[] {
  const lastSign = Math.max(beat?.getTime() ?? 0, since.getTime() - longestSilence + grace)
  if (now.getTime() - lastSign <= longestSilence) return []
  return [
    beat
      ? `The scheduler last beat at ${beat.toISOString()}: deadlines and mail stand still. Look for "a job failed" in the log.`
      : 'The scheduler has never run. Look for "a job failed" in the log.',
  ]
}
