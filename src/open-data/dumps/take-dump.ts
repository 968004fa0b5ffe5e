// Takes a dump: every file of it, and then the list that names them. Until the list is there nothing has happened, and what was
// written before is found again by its content.
import type { Government } from '../../domain/governments/government.ts'
import { caughtUp, standsStill } from '../../domain/log/caught-up.ts'
import { checkpointOf } from '../../domain/log/cosigned.ts'
import { hiddenCasesOf } from '../../domain/proposals/hidden-cases.ts'
import { withdrawalsOf } from '../../domain/record/withdrawn.ts'
import { listedYears } from '../../domain/search/list-batches.ts'
import { isoWithOffset, localDate } from '../../lib/calendar.ts'
import type { Db } from '../../platform/db/database.ts'
import { namesOf } from '../asked.ts'
import { license, licenseUrl } from '../case-head.ts'
import type { Taking } from '../datasets/case-tables.ts'
import { type Dataset, datasets } from '../datasets/datasets.ts'
import { attributionOf, inBoth } from '../datasets/file.ts'
import type { FileAbout } from '../datasets/write-table.ts'
import { tableAs } from '../datasets/write-table.ts'
import { nameJson } from '../name-json.ts'
import type { Dump, DumpFile } from './dump.ts'
import { keepFile } from './dump-folder.ts'
import { caseLines, hiddenLines, paced, tableLines } from './dump-lines.ts'
import { dumpedLog, filesOfLines, logLines } from './dump-log.ts'
import { governmentWhole } from './government-whole.ts'

/** A dump that shows more than its log would look forged to everybody who checks it. */
export class BehindItsLog extends Error {}

export type Where = {
  folder: string
  /** the platform's own address, without a slash at its end */
  origin: string
  /** false where the log is copied beside it */
  withLog?: boolean
}

/** The formats of tables in a dump: one that every spreadsheet reads, one for programs. */
const tableFormats = ['csv', 'parquet'] as const
const mediaTypes = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
} as const

/** `signal`: rests between pieces, and leaves off when it is aborted; without it, as fast as it can. The name of the dump's list. Throws `BehindItsLog`. */
export async function takeDump(
  db: Db,
  government: Government,
  { folder, origin, withLog = true }: Where,
  at: Date,
  signal?: AbortSignal,
): Promise<{ name: string; dump: Dump }> {
  const taking: Taking = { db, government, names: await namesOf(db, government.id), origin, at }
  const day = localDate(at, government.timeZone)
  const years = (await listedYears(db, government.id)).map(({ year }) => year)
  const hiddenYears = [...new Set((await hiddenCasesOf(db, government.id)).map(({ year }) => year))]
  const withdrawals = await withdrawalsOf(db, government.id, [...new Set([...years, ...hiddenYears])]) // before anything is read: what goes meanwhile is seen later
  const files: DumpFile[] = []
  const begun = await checkpointOf(db, government.id)

  async function keep(
    table: string,
    year: number | null,
    format: DumpFile['format'],
    pieces: (counted: (rows: number) => void) => AsyncIterable<string | Buffer>,
  ) {
    let rows = 0
    const zipped = format === 'csv' || format === 'ndjson'
    const what = year === null ? table : `${table}-${year}`
    const of = { who: government.slug, what, day, ending: zipped ? `${format}.gz` : format }
    const kept = await keepFile(
      folder,
      of,
      pieces((n) => {
        rows += n
      }),
      zipped,
    )
    const described = datasets.some((one) => one.table.name === table)
    files.push({
      ...{ name: kept.name, url: `${origin}/dumps/${kept.name}`, table, year, format },
      ...{ media_type: mediaTypes[format], compression: zipped ? 'gzip' : null, rows },
      ...{ bytes: kept.bytes, sha256: kept.sha256 },
      described_by: described ? `${origin}/api/v1/${government.slug}/${table}.csv-metadata.json` : null,
      withdrawals: year === null ? 0 : withdrawals.get(year)!,
    })
  }

  await keep('government', null, 'json', async function* (counted) {
    counted(1)
    yield `${JSON.stringify(await governmentWhole(db, government), null, 1)}\n`
  })
  for (const year of years)
    await keep('cases', year, 'ndjson', async function* (counted) {
      for await (const lines of paced(caseLines(taking, year), signal)) {
        counted(lines.length)
        if (lines.length) yield lines.join('')
      }
    })
  for (const year of hiddenYears)
    await keep('hidden', year, 'ndjson', async function* (counted) {
      for await (const lines of paced(hiddenLines(taking, year), signal)) {
        counted(lines.length)
        if (lines.length) yield lines.join('')
      }
    })
  for (const dataset of datasets)
    for (const year of isByYear(dataset) ? years : [null])
      for (const format of tableFormats)
        await keep(dataset.table.name, year, format, (counted) => {
          const lines = countedIn(paced(tableLines(dataset, taking, year), signal), counted)
          return tableAs(format, dataset.table, lines, aboutTable(dataset.table.name, taking))
        })

  // last: what the cases say is in it
  if (withLog && !(await caughtUp(db, signal))) {
    signal?.throwIfAborted()
    throw new BehindItsLog(standsStill)
  }
  const log = withLog ? await dumpedLog(taking, begun) : null
  for (let n = 0; log && n < filesOfLines(log); n++)
    await keep(`log-${n}`, null, 'ndjson', async function* (counted) {
      for await (const lines of paced(logLines(taking, log, n), signal)) {
        counted(lines.length)
        yield lines.join('')
      }
    })
  if (log)
    await keep('log', null, 'json', async function* (counted) {
      counted(1)
      yield `${JSON.stringify(log, null, 1)}\n`
    })

  const title = inBoth('data.dumps.title')
  const dump: Dump = {
    ...{ kind: 'fuyi-dump', version: 1 },
    government: { code: government.slug, name: nameJson(government.name) },
    ...{ day, taken_at: isoWithOffset(at, government.timeZone), license, license_url: licenseUrl },
    attribution: attributionOf(government, title, day.slice(0, 4)),
    files,
  }
  return { name: (await keepList(folder, government.slug, 'dump', day, dump)).name, dump }
}

/** A list of files, under the name that its content gives it. */
export const keepList = (folder: string, who: string, what: string, day: string, list: object) =>
  keepFile(folder, { who, what, day, ending: 'json' }, once(`${JSON.stringify(list, null, 1)}\n`), false)

/** What a table's file says of itself, wherever it lies: not when it was taken. */
export function aboutTable(name: string, { government, origin, at }: Taking): FileAbout {
  const title = inBoth(`data.tables.${name}.title`)
  return {
    ...{ title, license, license_url: licenseUrl },
    attribution: attributionOf(government, title, localDate(at, government.timeZone).slice(0, 4)),
    described_by: `${origin}/api/v1/${government.slug}/${name}.csv-metadata.json`,
  }
}

/** Agencies and figures are of all years at once. */
const isByYear = ({ narrowed }: Dataset) => narrowed === 'cases' || narrowed === 'commitments'

async function* once(text: string) {
  yield text
}

async function* countedIn<T>(batches: AsyncIterable<T[]>, counted: (rows: number) => void) {
  for await (const rows of batches) {
    counted(rows.length)
    yield rows
  }
}
