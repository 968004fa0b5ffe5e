// What a dump is: everything public of one government on one day, as files whose names never mean anything else. Pure.
// docs/decisions/171 says what is promised of them.
import { addDays, addMonths } from '../../lib/calendar.ts'

/** `year`: of the numbers of its cases; null where it holds none. `withdrawals`: domain/record/withdrawn.ts, at that time. */
export type DumpFile = {
  name: string
  url: string
  table: string
  year: number | null
  format: 'csv' | 'ndjson' | 'parquet' | 'json'
  media_type: string
  compression: 'gzip' | null
  rows: number
  bytes: number
  sha256: string
  described_by: string | null
  withdrawals: number
}

export type Dump = {
  kind: 'fuyi-dump'
  version: 1
  government: { code: string; name: { 'zh-Hant': string | null; en: string | null } }
  /** local day of the government */
  day: string
  taken_at: string
  license: string
  license_url: string
  attribution: { 'zh-Hant': string; en: string }
  files: DumpFile[]
}

/** The newest dump of every government, under one name. */
export type AllDumps = {
  kind: 'fuyi-dumps'
  version: 1
  day: string
  taken_at: string
  license: string
  license_url: string
  dumps: { name: string; url: string; sha256: string; government: string; day: string }[]
}

export const everyGovernment = 'all'

/** Lines of a log in one file of a dump: a whole number of bundles. */
export const linesInFile = 65_536

/** A name that no other content ever has: what it is, since which day it is so, and how its SHA-256 begins. */
export const dumpName = (of: { who: string; what: string; day: string; sha256: string; ending: string }): string =>
  `${of.who}-${of.what}-${of.day.replaceAll('-', '')}-${of.sha256.slice(0, 16)}.${of.ending}`

const ours = /^([a-z][a-z0-9-]*)-(\d{4})(\d\d)(\d\d)-([0-9a-f]{16})\.(json|ndjson\.gz|csv\.gz|parquet)$/

/** What a name says; null for what is none of ours. */
export function readDumpName(name: string): { of: string; day: string; hash: string; ending: string } | null {
  const [, of, year, month, day, hash, ending] = ours.exec(name) ?? []
  if (!of || !hash || !ending) return null
  return { of, day: `${year}-${month}-${day}`, hash, ending }
}

/** So many days of dumps are kept, and of so many months the first one. */
export type Keeping = { days: number; months: number }

/**
 * The dumps of one government that are kept, of all that are there: of each of the last days the newest, of each of the last months
 * the first day's newest, and the newest of all in any case.
 */
export function keptDumps<D extends { day: string; takenAt: string }>(all: D[], keep: Keeping, today: string): D[] {
  const newest = new Map<string, D>()
  for (const dump of [...all].sort((a, b) => (a.takenAt < b.takenAt ? -1 : 1))) newest.set(dump.day, dump)
  const days = [...newest.keys()].sort()
  const firstOfMonth = new Map<string, string>()
  for (const day of days) if (!firstOfMonth.has(day.slice(0, 7))) firstOfMonth.set(day.slice(0, 7), day)
  const sinceDay = addDays(today, 1 - keep.days)
  const sinceMonth = addMonths(`${today.slice(0, 7)}-01`, 1 - keep.months).slice(0, 7)
  const isKept = (day: string) =>
    day >= sinceDay ||
    day === days.at(-1) ||
    (day.slice(0, 7) >= sinceMonth && keep.months > 0 && firstOfMonth.get(day.slice(0, 7)) === day)
  return days.filter(isKept).map((day) => newest.get(day)!)
}

/** Local times of a night, in which whole governments are read. */
const night = { from: '02:00', until: '05:00' }
export const isNight = (time: string): boolean => time >= night.from && time < night.until
/** So few cases are read in a moment, whatever the hour. */
export const fewCases = 1000

/**
 * Whether a dump is to be taken now. `last`: the newest day of which there is one that is whole. A first one, or one after a night
 * that was missed, waits for the next night unless the government is small; one that holds what is no longer public waits for nothing.
 */
export function isDue(now: {
  today: string
  time: string
  last: string | null
  isWhole: boolean
  cases: number
}): boolean {
  if (now.last !== null && !now.isWhole) return true
  if (now.last === now.today) return false
  const isMissed = now.last !== null && now.last < addDays(now.today, -1)
  return isNight(now.time) || (now.cases <= fewCases && (now.last === null || isMissed))
}

/** The lines that `sha256sum -c` reads. */
export const sums = (files: { name: string; sha256: string }[]): string =>
  files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')
