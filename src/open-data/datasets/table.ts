// What a table of open data is: its columns, each of one kind, and rows of plain values. Every format is written from it. Pure.

/** `date`: a local day, YYYY-MM-DD; `moment`: ISO 8601 with the government's offset. */
export type Kind = 'text' | 'integer' | 'boolean' | 'date' | 'moment'
export type Columns = { readonly [name: string]: Kind }
type ValueOf<K extends Kind> = K extends 'integer' ? number : K extends 'boolean' ? boolean : string
export type Row<C extends Columns> = { [name in keyof C]: ValueOf<C[name]> | null }
export type Value = string | number | boolean | null

/** `key`: the columns that name a row. What a column means stands in the catalogues, under `data.columns`. */
export type Table<C extends Columns = Columns> = {
  name: TableName
  columns: C
  key: readonly string[]
}
/** A row of any table. */
export type AnyRow = { [column: string]: Value }

export const tableOf = <const C extends Columns>(
  name: TableName,
  columns: C,
  key: readonly (keyof C & string)[],
): Table<C> => ({ name, columns, key })

export const tableNames = [
  'proposals',
  'agencies',
  'assignments',
  'decisions',
  'commitments',
  'transfers',
  'extensions',
  'versions',
  'mentions',
  'figures',
  'cosignatures',
] as const
export type TableName = (typeof tableNames)[number]

/** Three columns that name something in both languages. */
export const named = <N extends string>(name: N) =>
  ({ [name]: 'text', [`${name}_zh`]: 'text', [`${name}_en`]: 'text' }) as {
    [key in N | `${N}_zh` | `${N}_en`]: 'text'
  }

type Named = { code: string; name: { 'zh-Hant': string | null; en: string | null } } | null | undefined

/** What stands in those columns. */
export const namedIn = <N extends string>(name: N, found: Named) =>
  ({
    [name]: found?.code ?? null,
    [`${name}_zh`]: found?.name['zh-Hant'] ?? null,
    [`${name}_en`]: found?.name.en ?? null,
  }) as { [key in N | `${N}_zh` | `${N}_en`]: string | null }
