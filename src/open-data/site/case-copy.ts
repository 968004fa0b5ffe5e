// The files of one case in a static copy, and the key by which the next copy knows that they would be the same.

import { referenceOf } from '../../domain/answers/commitment.ts'
import { countReasons, reasonsOf } from '../../domain/cosignatures/reason-store.ts'
import { isAtRest } from '../../domain/proposals/at-rest.ts'
import { type LoadedCase, lending } from '../../domain/proposals/public-proposal.ts'
import { localDate } from '../../lib/calendar.ts'
import { sha256 } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { caseJson } from '../case-json.ts'
import { proposals, type Taking } from '../datasets/case-tables.ts'
import { csvHeader, csvLine } from '../datasets/csv.ts'
import { seriesLines, seriesTable } from '../datasets/series-table.ts'
import type { AnyRow, Columns, Table } from '../datasets/table.ts'
import { filesOfCase, type Target, targetOf } from './addresses.ts'
import type { SiteCopy } from './site-copy.ts'

/**
 * Changes whenever any file of the case would. `around`: of everything else that its pages show. Null for a case that shows
 * something of another one: it is drawn each time.
 */
export async function keyOf(
  db: Db,
  one: LoadedCase,
  around: string,
  at: Date,
  timeZone: string,
): Promise<string | null> {
  const { row, has } = one
  if (row.mergedIntoId) return null
  const reasons = (row.count ?? 0) > 0 ? await countReasons(db, row.id) : 0
  const shown = reasons ? await reasonsOf(db, row.id, { limit: 5, offset: 0 }) : []
  const today = isAtRest(row, has, at, timeZone) ? '' : localDate(at, timeZone)
  const all = JSON.stringify([around, today, row, has, reasons, shown], (_, value) =>
    value instanceof Map ? [...value] : value,
  )
  return sha256(all)
}

/** Writes every file of some cases. By the id of each, the files beside those that every case has. */
export const copyCases = (
  copy: SiteCopy,
  taking: Taking,
  cases: readonly LoadedCase[],
  pausedUntil: Date | null,
): Promise<Map<string, string[]>> => lending(copy.db, cases, () => copyEach(copy, taking, cases, pausedUntil))

async function copyEach(copy: SiteCopy, taking: Taking, cases: readonly LoadedCase[], pausedUntil: Date | null) {
  const lines = await proposals.rows(
    taking,
    cases.map(({ row }) => row.id),
  )
  const byNumber = new Map(lines.map((line) => [line.number, line as AnyRow]))
  const extras = new Map<string, string[]>()
  for (const one of cases)
    extras.set(one.row.id, await copyCase(copy, taking, one, byNumber.get(one.row.number!), pausedUntil))
  return extras
}

async function copyCase(
  copy: SiteCopy,
  taking: Taking,
  { row, has }: LoadedCase,
  line: AnyRow | undefined,
  pausedUntil: Date | null,
): Promise<string[]> {
  const { folder, languages } = copy
  const { government, names, origin, at } = taking
  const number = row.number!
  const base = `/${government.slug}/proposals/${number}`
  const data = `data${base}`
  copy.isIn(government.slug, number)
  await folder.write(`${data}.json`, `${JSON.stringify(caseJson(row, has, government, names, origin, pausedUntil))}\n`)
  await folder.write(`${data}.csv`, csvOf(proposals.table, line ? [line] : []))
  await folder.write(`${data}.ndjson`, line ? `${JSON.stringify(line)}\n` : '')
  const of = { government: government.slug, number }
  const series = seriesLines(has, of, names.districts, localDate(at, government.timeZone))
  await folder.write(`${data}-cosignatures.csv`, csvOf(seriesTable, series))

  const usual = new Set(filesOfCase(government.slug, number, languages))
  const extras = new Map<string, Target>()
  const found = (target: Target) => {
    if (target.kind === 'extra' && target.of?.number === number && !usual.has(target.file))
      extras.set(target.file, target)
  }
  for (const language of languages) {
    await copy.page(targetOf(base, language)!, found)
    await copy.file(targetOf(`${base}/timeline.atom`, language)!)
    for (const promise of has.commitments)
      found(targetOf(`/${government.slug}/commitments/${referenceOf(number, promise.number)}`, language)!)
  }
  for (const [file, target] of extras) // pages of reasons lead to further ones, which are met in their turn
    await (file.endsWith('.html') ? copy.page(target, found) : copy.file(target))
  return [...extras.keys()]
}

function csvOf(table: Table<Columns>, rows: readonly AnyRow[]): string {
  const names = Object.keys(table.columns)
  return csvHeader(table) + rows.map((row) => csvLine(names.map((name) => row[name] ?? null))).join('')
}
