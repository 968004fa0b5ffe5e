// fuyi import join: cases of Taiwan's national platform. Bad lines are reported and left out, the rest loads; again changes nothing.
import { createReadStream, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse/sync'
import { ConfigError, fuyi } from '../config.ts'
import { expireDue } from '../domain/cosignatures/expire-proposals.ts'
import type { Government } from '../domain/governments/government.ts'
import { findGovernment } from '../domain/governments/store.ts'
import { type CountsByCase, fromCounties, fromDailySums, fromList } from '../import/join/counts.ts'
import { readLine } from '../import/join/line.ts'
import { caseOf, type JoinCase } from '../import/join/map-case.ts'
import { importedIds, storeCases } from '../import/join/store.ts'
import type { Database } from '../platform/db/database.ts'
import { withDatabase } from './governments.ts'

export type JoinFiles = { file: string; counts?: string; districts?: string; endorsements?: string }
export type ImportResult = { imported: number; already: number; refused: number }
export type Told = { refused: (reason: string) => void; progress: (done: number, total: number) => void }

type Options = { government: string; counts?: string; districts?: string; endorsements?: string }

export async function importJoinAction(file: string, { government: slug, ...files }: Options): Promise<void> {
  for (const path of [file, ...Object.values(files)]) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) throw new ConfigError(`There is no file ${path}.`)
    if (found.isDirectory() && path !== files.endorsements)
      throw new ConfigError(`${path} is a folder: name the file in it.`)
  }
  await withDatabase(async (db) => {
    const government = await findGovernment(db.reads, slug)
    if (!government)
      throw new ConfigError(`There is no government at /${slug}. Add it with: ${fuyi} government add ${slug} --name …`)
    const progress = progressOn(process.stdout)
    const result = await importJoin(db, government, { file, ...files }, new Date(), {
      refused: (reason) => {
        progress.clear()
        console.error(reason)
      },
      progress: progress.show,
    })
    progress.clear()
    console.log(`${result.imported} imported, ${result.already} were here already, ${result.refused} lines refused.`)
    if (result.refused) process.exitCode = 3
  })
}

/** Reads, maps and writes the files; then what is past its closing date expires by the scheduler's own step. */
export async function importJoin(
  db: Database,
  government: Government,
  files: JoinFiles,
  at: Date,
  told: Told,
): Promise<ImportResult> {
  let refused = 0
  const refuse = (reason: string) => {
    refused++
    told.refused(reason)
  }
  const here = await importedIds(db.reads, government.id)
  const { cases, already } = await readCases(files.file, government.timeZone, here, refuse)
  const counts = await readCounts(files, refuse)
  cases.sort((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime() || (a.sourceId < b.sourceId ? -1 : 1))
  await storeCases(db, government, cases, counts, at, (n) => told.progress(n, cases.length))
  await expireDue({ db }, at)
  return { imported: cases.length, already, refused }
}

/** New cases, and how many are here already: those need no cleaning. */
async function readCases(
  file: string,
  timeZone: string,
  here: ReadonlySet<string>,
  refuse: (reason: string) => void,
): Promise<{ cases: JoinCase[]; already: number }> {
  const cases: JoinCase[] = []
  let already = 0
  const seen = new Map<string, number>()
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    const json = number === 1 ? text.replace(/^\uFEFF/, '') : text
    if (!json.trim()) continue
    const read = readLine(json)
    if (!read.ok) {
      refuse(`line ${number}: ${read.reason}`)
      continue
    }
    const before = seen.get(read.line.id)
    if (before) {
      refuse(`line ${number}: id: the same as in line ${before}`)
      continue
    }
    if (here.has(read.line.id)) {
      seen.set(read.line.id, number)
      already++
      continue
    }
    const c = caseOf(read.line, timeZone)
    if (!c.title) {
      refuse(`line ${number}: title: nothing in it can be read`)
      continue
    }
    seen.set(read.line.id, number)
    cases.push(c)
  }
  return { cases, already }
}

/** The more exact source wins: days, then days by county, then full lists. */
async function readCounts(files: JoinFiles, refuse: (reason: string) => void): Promise<CountsByCase> {
  const counts: CountsByCase = new Map()
  const take = (more: CountsByCase) => {
    for (const [id, rows] of more) counts.set(id, rows)
  }
  const refuseIn = (path: string) => (line: number, reason: string) =>
    refuse(`${basename(path)} line ${line}: ${reason}`)
  const read = async (path: string, columns: string[]) => readCsv(path, columns, refuseIn(path))
  if (files.counts)
    take(fromDailySums(await read(files.counts, ['proposal_id', 'date', 'endorse_count']), refuseIn(files.counts)))
  if (files.districts)
    take(
      fromCounties(await read(files.districts, ['proposal_id', 'date', 'county', 'count']), refuseIn(files.districts)),
    )
  for (const path of await listsIn(files.endorsements)) {
    const id = basename(path, '.csv')
    take(new Map([[id, fromList(id, await read(path, ['endorsed_at', 'county']), refuseIn(path))]]))
  }
  return counts
}

async function listsIn(path: string | undefined): Promise<string[]> {
  if (!path) return []
  if (!statSync(path).isDirectory()) return [path]
  return (await readdir(path))
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => join(path, name))
}

/** Rows with the line they end on. Throws a ConfigError for a file without the columns: somebody named another file. */
async function readCsv(path: string, columns: string[], refuse: (line: number, reason: string) => void) {
  let header: string[] = []
  const rows: { record: { [column: string]: string }; info: { lines: number } }[] = parse(await readFile(path), {
    columns: (names: string[]) => {
      header = names
      return names
    },
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      refuse(Number(error?.lines ?? 0), 'is not a row of a CSV file')
      return undefined
    },
  })
  const missing = columns.find((name) => !header.includes(name))
  if (missing) throw new ConfigError(`${basename(path)} has no column ${missing}.`)
  return rows.map(({ record, info }): [number, { [column: string]: string }] => [info.lines, record])
}

/** A bar that redraws itself on a terminal; elsewhere a line for every tenth. */
function progressOn(out: NodeJS.WriteStream) {
  let said = 0
  return {
    show: (done: number, total: number) => {
      const tenths = Math.floor((done / total) * 10)
      if (out.isTTY) {
        const filled = Math.round((done / total) * 30)
        out.write(`\r${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done} / ${total}`)
      } else if (tenths > said || done === total) out.write(`${done} of ${total}\n`)
      said = tenths
    },
    clear: () => {
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}
