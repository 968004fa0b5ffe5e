// Dumps happen by themselves: each government's in its own night, and once more as soon as something in the newest stopped being
// public. What is withdrawn is deleted within a minute.
import { statfsSync } from 'node:fs'
import { listGovernments } from '../../domain/governments/store.ts'
import { logState } from '../../domain/log/store.ts'
import { withdrawalMark } from '../../domain/record/withdrawn.ts'
import { listedYears } from '../../domain/search/list-batches.ts'
import { isoWithOffset, localDate, localTime } from '../../lib/calendar.ts'
import { makeFolder } from '../../lib/folder.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job, Log } from '../../platform/process/scheduler.ts'
import { license, licenseUrl } from '../case-head.ts'
import { type AllDumps, everyGovernment, isDue, isNight } from './dump.ts'
import { newestDump, tidy, withdrawnFiles } from './dump-index.ts'
import { BehindItsLog, keepList, takeDump, type Where } from './take-dump.ts'

const every = 60_000
/** Bytes that stay free on the disk: the database may lie on it too. */
const leftFree = 1e9
/** Entries without a line in the log: it is being brought in, and the dump is taken when it is there. */
const farBehind = 2000

export function dumpJobs(): Job[] {
  const settled: Settled = new Map()
  return [{ name: 'dumps', every, run: (deps, now, signal, log) => takeDumps(deps, now, { signal, log, settled }) }]
}

/** What was found by government, and needs no second look before it changes. */
type Settled = Map<string, string>
type Given = Pick<Deps, 'db' | 'config'>
type Running = { signal?: AbortSignal; log?: Log; settled?: Settled }

/** Takes what is due, deletes what must go, and writes the index where anything changed. The slugs of which one was taken. */
export async function takeDumps(
  { db, config }: Given,
  now: Date,
  { signal, log, settled = new Map() }: Running = {},
): Promise<string[]> {
  if (!config.dumps || config.readOnly) return []
  const { folder } = config.dumps
  const where = { folder, origin: config.origin ?? `http://localhost:${config.port}` }
  makeFolder(folder)
  const taken: string[] = []
  let isNews = false
  for (const government of await listGovernments(db.reads)) {
    if (signal?.aborted) return taken
    const { id, slug, timeZone } = government
    const time = localTime(now, timeZone)
    const today = localDate(now, timeZone)
    const sight = `${today} ${isNight(time)} ${await withdrawalMark(db.reads, id)}`
    if (settled.get(slug) === sight) continue
    isNews = true
    const newest = newestDump(folder, slug)
    const isWhole = !newest || !(await withdrawnFiles(db.reads, id, newest.dump.files)).length
    const cases = (await listedYears(db.reads, id)).reduce((sum, year) => sum + year.cases, 0)
    const due = isDue({ today, time, last: newest?.dump.day ?? null, isWhole, cases })
    if (due && isNearlyFull(folder)) {
      log?.error({ folder }, 'no dump was taken: the disk of DUMPS_FOLDER is nearly full')
      continue
    }
    if (due && ((await logState(db.reads))?.behind ?? 0) > farBehind) continue
    if (due) {
      try {
        await takeDump(db.reads, government, where, now, signal)
      } catch (error) {
        if (!(error instanceof BehindItsLog)) throw error
        log?.error({ slug }, `no dump was taken: ${error.message}`)
        continue // what was withdrawn must go all the same
      }
      taken.push(slug)
    }
    settled.set(slug, sight)
  }
  if (taken.length) await keepTogether(db.reads, where, now)
  if (isNews) await tidy(db.reads, config.dumps, where.origin, now)
  return taken
}

/** One name for the newest dump of every government. */
async function keepTogether(db: Db, { folder, origin }: Where, at: Date): Promise<void> {
  const governments = await listGovernments(db)
  const newest = governments.flatMap(({ slug }) => newestDump(folder, slug) ?? [])
  const { timeZone } = governments[0]!
  const all: AllDumps = {
    ...{ kind: 'fuyi-dumps', version: 1, day: localDate(at, timeZone), taken_at: isoWithOffset(at, timeZone) },
    ...{ license, license_url: licenseUrl },
    dumps: newest.map(({ name, sha256, dump }) => ({
      ...{ name, url: `${origin}/dumps/${name}`, sha256, government: dump.government.code, day: dump.day },
    })),
  }
  await keepList(folder, everyGovernment, 'dumps', all.day, all)
}

function isNearlyFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < leftFree
}
