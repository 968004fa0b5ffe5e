// Erased is gone, also from the file. SQLite overwrites what it deletes (secure_delete), but where it balances its pages it leaves
// copies of rows that live on, and those outlive the row: of 4,000 erased addresses eleven stood in the file still. The write-ahead
// log keeps old pages, and the search index what it only marked as deleted. So the file is written anew, once a night.
// PostgreSQL does the like by its own vacuum (deploy/README.md).
import { setTimeout as sleep } from 'node:timers/promises'
import { usualTimeZone } from '../config.ts'
import { localTime } from '../lib/calendar.ts'
import type { Database, Exec } from '../platform/db/database.ts'
import { isBusyFile } from '../platform/db/errors.ts'
import type { Deps } from '../platform/http/deps.ts'
import { factTime, noteFact } from './deployment-status.ts'

const hour = 3_600_000
/** Nobody is served on SQLite meanwhile: some seconds for each gigabyte. */
const quiet = { from: '02:00', until: '05:00' }

/** Once a night, in the usual time zone; at once where it has never been done, or not for two days. Whether it was done. */
export async function eraseTracesNightly({ db }: Pick<Deps, 'db'>, now: Date): Promise<boolean> {
  if (db.engine !== 'sqlite') return false
  const last = await factTime(db.reads, 'traces_erased')
  const since = last ? now.getTime() - last.getTime() : Number.POSITIVE_INFINITY
  const time = localTime(now, usualTimeZone)
  if (since < 20 * hour || (since < 48 * hour && (time < quiet.from || time >= quiet.until))) return false
  await eraseTraces(db)
  await noteFact(db, 'traces_erased', now.toISOString())
  return true
}

/** Writes a SQLite file anew, with nothing in it but what its tables hold, and empties the log beside it. */
export async function eraseTraces(db: Database): Promise<void> {
  if (db.engine !== 'sqlite') return
  await db.exclusively(async (exec) => {
    await exec(`insert into search_index (search_index) values ('optimize')`)
    await exec('pragma temp_store = default') // the copy it makes may not fit into memory
    try {
      await patiently(() => exec('vacuum'))
    } finally {
      await exec('pragma temp_store = memory')
    }
    await emptyLog(exec)
  })
}

/** A reader of another process may hold the log for a moment. */
async function emptyLog(exec: Exec): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const [row] = await patiently(() => exec('pragma wal_checkpoint(truncate)'))
    if (Number(row?.busy) === 0) return
    await sleep(50)
  }
  throw new Error('The write-ahead log could not be emptied: some process reads the database for long.')
}

const tries = 100

/** Another process may be writing for a moment. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await act()
    } catch (error) {
      if (attempt === tries || !isBusyFile(error)) throw error
      await sleep(50)
    }
}
