// A table as a file in one of its formats, piece by piece: nothing but one batch of rows is held.
import { csvHeader, csvLine } from './csv.ts'
import type { Format } from './formats.ts'
import type { AnyRow, Columns, Table } from './table.ts'

/** What a file says of itself: in it where the format has a place for it, beside it in any case. */
export type FileAbout = {
  title: { 'zh-Hant': string; en: string }
  license: string
  license_url: string
  attribution: { 'zh-Hant': string; en: string }
  /** address of what each column means */
  described_by: string
  /** moment at which it was taken, with the government's offset; a file of a dump does not say, so that the same lines are the same file */
  taken_at?: string
}

export function tableAs(
  format: Format,
  table: Table<Columns>,
  batches: AsyncIterable<AnyRow[]>,
  about: FileAbout,
): AsyncGenerator<string | Buffer> {
  if (format === 'csv') return csvOf(table, batches)
  if (format === 'ndjson') return linesOf(batches)
  if (format === 'parquet') return parquetOf(table, batches, about)
  return jsonOf(table, batches, about)
}

/** Its library is loaded when somebody asks: fifty files that no start has to wait for. */
async function* parquetOf(table: Table<Columns>, batches: AsyncIterable<AnyRow[]>, about: FileAbout) {
  const parquet = await import('./parquet.ts')
  yield* parquet.parquetOf(table, batches, flat(about))
}

async function* csvOf(table: Table<Columns>, batches: AsyncIterable<AnyRow[]>) {
  const names = Object.keys(table.columns)
  yield csvHeader(table)
  for await (const rows of batches)
    if (rows.length) yield rows.map((row) => csvLine(names.map((name) => row[name] ?? null))).join('')
}

async function* linesOf(batches: AsyncIterable<AnyRow[]>) {
  for await (const rows of batches) if (rows.length) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

async function* jsonOf(table: Table<Columns>, batches: AsyncIterable<AnyRow[]>, about: FileAbout) {
  const head = JSON.stringify({ table: table.name, ...about })
  yield `${head.slice(0, -1)},"data":[`
  let first = true
  for await (const rows of batches) {
    if (!rows.length) continue
    yield (first ? '\n' : ',\n') + rows.map((row) => JSON.stringify(row)).join(',\n')
    first = false
  }
  yield '\n]}\n'
}

const flat = ({ title, attribution, taken_at, ...about }: FileAbout) => ({
  ...about,
  ...(taken_at !== undefined && { taken_at }),
  title: title['zh-Hant'],
  title_en: title.en,
  attribution: attribution['zh-Hant'],
  attribution_en: attribution.en,
})
