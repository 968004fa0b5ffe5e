// What the page about open data shows: every table with its files and its columns.
import type { Government } from '../domain/governments/government.ts'
import type { Translate } from '../platform/i18n/i18n.ts'
import type { InPlace } from '../platform/web/view.ts'
import { datasets } from './datasets/datasets.ts'
import { formats } from './datasets/formats.ts'
import { seriesTable } from './datasets/series-table.ts'
import type { Columns, Kind, Table } from './datasets/table.ts'
import type { Dump, Keeping } from './dumps/dump.ts'

export type DataPage = InPlace & {
  tables: {
    name: string
    /** empty for what each case has of its own */
    files: { label: string; href: string }[]
    columns: { name: string; kind: Kind; meaning: string }[]
    described: string
  }[]
  attribution: string
  rules: string[]
  dumps: DumpShown | null
}

/** The newest dump, and for how long dumps are kept; `day` null where there is none yet. */
type DumpShown = {
  days: number
  months: number
  day: string | null
  list: string
  files: { name: string; href: string; table: string; year: number | null; rows: number; size: Size }[]
}
type Size = { unit: 'megabytes' | 'kilobytes'; n: string }

declare module '../platform/web/view.ts' {
  interface Pages {
    'data/data': DataPage
  }
}

const labels = { csv: 'CSV', json: 'JSON', ndjson: 'NDJSON', parquet: 'Parquet' } as const

export function tablesShown({ slug }: Pick<Government, 'slug'>, t: Translate): DataPage['tables'] {
  const shown = (table: Table<Columns>, ofEachCase: boolean) => ({
    name: table.name,
    files: ofEachCase
      ? []
      : formats.map((format) => ({ label: labels[format], href: `/api/v1/${slug}/${table.name}.${format}` })),
    columns: Object.entries(table.columns).map(([name, kind]) => ({ name, kind, meaning: meaningOf(name, t) })),
    described: `/api/v1/${slug}/${table.name}.csv-metadata.json`,
  })
  return [...datasets.map(({ table }) => shown(table, false)), shown(seriesTable, true)]
}

/** Null where this deployment keeps no dumps. */
export function dumpShown(dumps: Keeping | null, newest: { name: string; dump: Dump } | null): DumpShown | null {
  if (!dumps) return null
  return {
    ...{ days: dumps.days, months: dumps.months, day: newest?.dump.day ?? null },
    list: newest ? `/dumps/${newest.name}` : '',
    files: (newest?.dump.files ?? []).map(({ name, table, year, rows, bytes }) => ({
      ...{ name, href: `/dumps/${name}`, table, year, rows, size: sizeOf(bytes) },
    })),
  }
}

/** As people read it: kB below a tenth of a MB. */
const sizeOf = (bytes: number): Size =>
  bytes < 100_000
    ? { unit: 'kilobytes', n: (bytes / 1000).toFixed(1) }
    : { unit: 'megabytes', n: (bytes / 1_000_000).toFixed(1) }

/** What a column means. Those of a name in one language are told by one sentence for both. */
export function meaningOf(column: string, t: Translate): string {
  const [, base, language] = /^(.+)_(zh|en)$/.exec(column) ?? []
  if (base === undefined) return t(`data.columns.${column}`)
  const name = t(`data.columns.${base}_name`)
  return language === 'zh' ? t('data.page.name_zh', { name }) : t('data.page.name_en', { name })
}
