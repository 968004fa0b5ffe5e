// Erased is gone, also from the file. SQLite overwrites what it deletes (secure_delete), but where it balances its pages it leaves
// copies of rows that live on, and those outlive the row: of 4,000 erased addresses eleven stood in the file still. The write-ahead
// log keeps old pages, and the search index what it only marked as deleted. So the file is written anew, once a night.
// PostgreSQL does the like by its own vacuum (deploy/README.md).
import { stat } from 'node:fs/promises'
import { usualTimeZone } from '../config.ts'
import { localTime } from '../lib/calendar.ts'
import type { Database } from '../platform/db/database.ts'
import { writeAnew } from '../platform/db/tools/write-anew.ts'
import type { Deps } from '../platform/http/deps.ts'
import { getStatusTime, setStatus } from './deployment-status.ts'

const hour = 3_600_000
const quiet = { from: '02:00', until: '05:00' }
/** Bytes of a file that is written anew in a second or two: that may be at any time. */
const small = 256 * 1024 * 1024

/** Once a night, in the usual time zone; by day where two nights were missed, or for the first time and the file is small. Whether it was done. */
export async function eraseTracesNightly({ db }: Pick<Deps, 'db'>, now: Date): Promise<boolean> {
  if (!db.file) return false
  const last = await getStatusTime(db.reads, 'traces_erased')
  const since = last ? now.getTime() - last.getTime() : null
  if (since !== null && since < 20 * hour) return false
  const time = localTime(now, usualTimeZone)
  const isNight = time >= quiet.from && time < quiet.until
  const isLate = since !== null && since >= 48 * hour
  if (!isNight && !isLate && (since !== null || (await stat(db.file)).size > small)) return false
  await eraseTraces(db)
  await setStatus(db, 'traces_erased', now.toISOString())
  return true
}

/** Writes a SQLite file anew, with nothing in it but what its tables hold, and empties the log beside it. Pages are read meanwhile. */
export async function eraseTraces(db: Database): Promise<void> {
  const { file } = db
  if (file) await db.exclusively(() => writeAnew(file))
}
