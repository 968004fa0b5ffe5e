// The index of all dumps that are kept, and what of them is no longer handed out.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { listGovernments } from '../../domain/governments/store.ts'
import { withdrawalsOf } from '../../domain/record/withdrawn.ts'
import { localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { license, licenseUrl } from '../case-head.ts'
import { type Dump, type DumpFile, type Keeping, keptDumps, readDumpName, sums } from './dump.ts'
import { allDumpsIn, dumpsIn, type Found, namesIn, readList, removeAllBut, replaceText } from './dump-folder.ts'

export const indexName = 'index.json'
export const sumsName = 'SHA256SUMS'

/** Files of a dump that hold something that is no longer public. */
export async function withdrawnFiles(db: Db, governmentId: string, files: DumpFile[]): Promise<DumpFile[]> {
  const years = [...new Set(files.flatMap(({ year }) => (year === null ? [] : [year])))]
  const counts = await withdrawalsOf(db, governmentId, years)
  return files.filter(({ year, withdrawals }) => year !== null && counts.get(year) !== withdrawals)
}

type OfGovernment = { slug: string; dumps: (Found<Dump> & { withdrawn: DumpFile[] })[] }

/**
 * Removes what is not kept any longer, and what must not be, and writes the index anew. A list of files stays for its time also
 * where some of its files went: it is names and sums, by which whoever has them knows what they have.
 */
export async function tidy(db: Db, { folder, days, months }: Keeping & { folder: string }, origin: string, at: Date) {
  const kept: OfGovernment[] = []
  for (const { id, slug, timeZone } of await listGovernments(db)) {
    const all = dumpsIn(folder, slug).map((found) => ({ ...found, day: found.dump.day, takenAt: found.dump.taken_at }))
    const mine = keptDumps(all, { days, months }, localDate(at, timeZone))
    const doubtful = await Promise.all(mine.map(({ dump }) => withdrawnFiles(db, id, dump.files)))
    // what a dump that was taken since has as well, sign for sign, is public
    const fine = new Set(mine.flatMap(({ dump }, n) => dump.files.filter((f) => !doubtful[n]!.includes(f))).map(nameOf))
    const withdrawn = doubtful.map((files) => files.filter(({ name }) => !fine.has(name)))
    kept.push({ slug, dumps: mine.map((found, n) => ({ ...found, withdrawn: withdrawn[n]! })) })
  }
  const together = allDumpsIn(folder).map((found) => ({ ...found, day: found.dump.day, takenAt: found.dump.taken_at }))
  const newest = kept.flatMap(({ dumps }) => dumps.map(({ dump }) => dump.day)).sort()
  const all = keptDumps(together, { days, months }, newest.at(-1) ?? localDate(at, 'UTC'))
  const there = filesOf(kept)
  const names = [...there, ...kept.flatMap(({ dumps }) => dumps), ...all].map(({ name, sha256 }) => ({ name, sha256 }))
  removeAllBut(folder, new Set(names.map(({ name }) => name)))
  replaceText(folder, sumsName, sums(names))
  const index = {
    ...{ kind: 'fuyi-dump-index', version: 1, license, license_url: licenseUrl },
    kept: { days, first_of_months: months },
    sums: `${origin}/dumps/${sumsName}`,
    all: all.reverse().map(({ name, sha256, day }) => ({ name, url: `${origin}/dumps/${name}`, day, sha256 })),
    dumps: kept.flatMap(({ slug, dumps }) =>
      [...dumps].reverse().map(({ name, sha256, dump, withdrawn }) => ({
        ...{ government: slug, day: dump.day, taken_at: dump.taken_at, name, url: `${origin}/dumps/${name}`, sha256 },
        ...{ files: dump.files.length, bytes: dump.files.reduce((sum, { bytes }) => sum + bytes, 0) },
        ...{ rows: dump.files.reduce((sum, { rows }) => sum + rows, 0), whole: withdrawn.length === 0 },
        withdrawn: withdrawn.map(({ name, sha256 }) => ({ name, sha256 })),
      })),
    ),
  }
  replaceText(folder, indexName, `${JSON.stringify(index, null, 1)}\n`)
  return kept
}

const nameOf = ({ name }: { name: string }) => name

/** Each file that is handed out, once. */
function filesOf(kept: OfGovernment[]): DumpFile[] {
  const gone = new Set(kept.flatMap(({ dumps }) => dumps.flatMap(({ withdrawn }) => withdrawn.map(nameOf))))
  const all = new Map(kept.flatMap(({ dumps }) => dumps.flatMap(({ dump }) => dump.files.map((f) => [f.name, f]))))
  return [...all.values()].filter(({ name }) => !gone.has(name))
}

/** The newest dump of a government that has all its files; null where there is none. Reads no more lists than it must. */
export function newestDump(folder: string, slug: string): Found<Dump> | null {
  const isThere = ({ name }: DumpFile) => statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined
  const names = namesIn(folder).filter((name) => readDumpName(name)?.of === `${slug}-dump`)
  const days = [...new Set(names.map((name) => readDumpName(name)!.day))].sort().reverse()
  for (const day of days) {
    const ofDay = names
      .filter((name) => readDumpName(name)!.day === day)
      .flatMap((name) => readList<Dump>(folder, name))
    const [newest] = ofDay
      .filter(({ dump }) => dump.files.every(isThere))
      .sort((a, b) => (a.dump.taken_at < b.dump.taken_at ? 1 : -1))
    if (newest) return newest
  }
  return null
}
