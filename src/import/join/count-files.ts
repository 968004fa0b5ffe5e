// Co-signature counts out of JOIN's CSV files: how many on which day, from which county.
import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isDay } from '../../lib/calendar.ts'
import { type CountRow, growthOf, type Series, type SeriesByCase, type SeriesKind } from '../counts.ts'
import { type NumberedRow, type Row, readCsv } from '../read-csv.ts'
import { type Refuse, type Report, refuseIn, warnIn } from '../report.ts'

type CountFiles = {
  counts?: string | undefined
  districts?: string | undefined
  endorsements?: string | undefined
}
/** `seen`: the local day on which the files were taken from the source, where that is known. */
export type JoinFiles = CountFiles & { file: string; seen?: string | undefined }

/** Every series of every case. Throws a ConfigError for a file without the columns. */
export async function readSeries(files: CountFiles, report: Report): Promise<SeriesByCase> {
  const found: SeriesByCase = new Map()
  const take = (kind: SeriesKind, more: Map<string, Series>) => {
    for (const [id, series] of more) found.set(id, { ...found.get(id), [kind]: series })
  }
  if (files.counts) {
    const rows = readCsv(files.counts, ['proposal_id', 'date', 'endorse_count'], refuseIn(report, files.counts))
    take('daily', await dailySums(rows, refuseIn(report, files.counts), warnIn(report, files.counts)))
  }
  if (files.districts) {
    const rows = readCsv(files.districts, ['proposal_id', 'date', 'county', 'count'], refuseIn(report, files.districts))
    take('districts', await daysByCounty(rows, refuseIn(report, files.districts)))
  }
  for (const path of await listsIn(files.endorsements)) {
    const rows = readCsv(path, ['endorsed_at', 'county'], refuseIn(report, path))
    const list = await fullList(rows, refuseIn(report, path))
    if (list.times.length) take('list', new Map([[basename(path, '.csv'), list]]))
  }
  return found
}

async function listsIn(path: string | undefined): Promise<string[]> {
  if (!path) return []
  if (!statSync(path).isDirectory()) return [path]
  return (await readdir(path))
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => join(path, name))
}

type Rows = AsyncIterable<NumberedRow>

/** Days with the sum so far. Of two sums of one day the larger stands. */
async function dailySums(
  rows: Rows,
  refuse: Refuse,
  warn: (line: number, topic: 'counts', reason: string) => void,
): Promise<Map<string, Series>> {
  const sums = new Map<string, Map<string, number>>()
  for await (const [line, row] of rows) {
    const sum = whole(row.endorse_count)
    const reason = reasonAgainst(row, 'endorse_count', sum)
    if (reason) {
      refuse(line, reason)
      continue
    }
    const days = sums.get(row.proposal_id!) ?? new Map<string, number>()
    sums.set(row.proposal_id!, days)
    const before = days.get(row.date!)
    if (before !== undefined && before !== sum)
      warn(line, 'counts', `case ${row.proposal_id}: ${row.date} has ${before} and ${sum}: the larger stands`)
    days.set(row.date!, Math.max(before ?? 0, sum!))
  }
  return new Map([...sums].map(([id, days]) => [id, growthOf([...days].map(([day, sum]) => ({ day, sum })))]))
}

/** One row for each case, day and county: a second one would count the same people twice. */
async function daysByCounty(rows: Rows, refuse: Refuse): Promise<Map<string, Series>> {
  const counts = new Map<string, Grouped>()
  const seen = new Map<string, number>()
  for await (const [line, row] of rows) {
    const count = whole(row.count)
    const reason = reasonAgainst(row, 'count', count)
    const key = [row.proposal_id, row.date, row.county].join('\n')
    if (reason) refuse(line, reason)
    else if (seen.has(key)) refuse(line, `the same case, day and county as in line ${seen.get(key)}`)
    else {
      seen.set(key, line)
      const grouped = counts.get(row.proposal_id!) ?? new Map()
      counts.set(row.proposal_id!, grouped)
      add(grouped, row.date!, row.county!, count!)
    }
  }
  return new Map([...counts].map(([id, grouped]) => [id, seriesOf(grouped, [])]))
}

/** A full list of one case: one row for each co-signature, with its local time. */
async function fullList(rows: Rows, refuse: Refuse): Promise<Series> {
  const grouped: Grouped = new Map()
  const times: string[] = []
  const seen = new Map<string, number>()
  for await (const [line, row] of rows) {
    const at = (row.endorsed_at ?? '').replace('T', ' ')
    if (!/^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(at) || !isPossibleDay(at.slice(0, 10)))
      refuse(line, 'endorsed_at: is not a real date and time from 1900 to 2199')
    else if (row.seq && seen.has(row.seq)) refuse(line, `seq: the same as in line ${seen.get(row.seq)}`)
    else {
      if (row.seq) seen.set(row.seq, line)
      times.push(at)
      add(grouped, at.slice(0, 10), row.county!, 1)
    }
  }
  return seriesOf(grouped, times.sort())
}

type Grouped = Map<string, CountRow>

function add(grouped: Grouped, day: string, place: string, count: number) {
  const district = countyOf(place)
  const row = grouped.get(`${day} ${district}`)
  if (row) row.count += count
  else if (count > 0) grouped.set(`${day} ${district}`, { day, district, count })
}

function seriesOf(grouped: Grouped, times: string[]): Series {
  const rows = [...grouped.values()]
  return {
    rows,
    base: 0,
    lastDay:
      rows
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? '',
    times,
  }
}

/** 其它 and 其他 say nothing about where. */
const countyOf = (name: string | undefined): string => {
  const county = (name ?? '').trim().replace('台', '臺')
  return /^其[它他]$/.test(county) ? '' : county
}

const whole = (typed: string | undefined): number | null => (/^\d{1,15}$/.test(typed ?? '') ? Number(typed) : null)

/** Years that a date of the platform could have. */
export const isPossibleDay = (day: string): boolean => isDay(day) && /^(?:19|20|21)/.test(day)

function reasonAgainst(row: Row, column: string, count: number | null): string | null {
  if (!row.proposal_id) return 'proposal_id: missing'
  if (!isPossibleDay(row.date ?? '')) return 'date: is not a real day from 1900 to 2199'
  return count === null ? `${column}: is not a whole number from 0` : null
}
