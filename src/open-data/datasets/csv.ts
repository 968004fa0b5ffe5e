// CSV as RFC 4180 has it, in UTF-8 with a byte order mark, so that spreadsheets read the Chinese. Pure.
import type { Columns, Table, Value } from './table.ts'

const byteOrderMark = '\uFEFF'

/** A spreadsheet takes a cell that begins so for a formula, also in the full width that an input method types. */
const likeFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** One cell. A text that a spreadsheet would run gets an apostrophe before it; what is not known is empty. */
export function csvCell(value: Value): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = likeFormula.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line with its end. */
export const csvLine = (cells: readonly Value[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** The first line: the names of the columns. */
export const csvHeader = ({ columns }: Pick<Table<Columns>, 'columns'>): string =>
  byteOrderMark + csvLine(Object.keys(columns))
