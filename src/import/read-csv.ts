// A CSV file from elsewhere, row by row, for files of any length. Rows that cannot be read are refused by line.
import { basename } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { ConfigError } from '../config.ts'
import { type Line, readLines } from './read-lines.ts'
import type { Refuse } from './report.ts'

export type Row = { [column: string]: string }
/** A row and the line it begins on. */
export type NumberedRow = [line: number, row: Row]

/** What stands between the cells of a file, by its first line. */
export async function delimiterOf(path: string): Promise<Delimiter> {
  for await (const { text } of readLines(path))
    return text && text.split(';').length > text.split(',').length ? ';' : ','
  return ','
}
type Delimiter = ',' | ';'

/** Throws a ConfigError where the first row lacks one of the columns: somebody named another file. */
export async function* readCsv(
  path: string,
  columns: string[],
  refuse: Refuse,
  delimiter: Delimiter = ',',
): AsyncGenerator<NumberedRow> {
  const begins: number[] = [] // lines of the rows that csv-parse has not given back yet, in order
  const texts = async function* () {
    for await (const [line, text] of rowTexts(readLines(path), refuse, delimiter)) {
      begins.push(line)
      yield `${text}\n`
    }
  }
  const cells = pipeline(
    Readable.from(texts()),
    parse({ delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: true }),
    () => {}, // what goes wrong comes out of the loop below
  )
  let header: string[] | null = null
  for await (const row of cells as AsyncIterable<string[]>) {
    const line = begins.shift()!
    if (header) yield [line, Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']))]
    else {
      header = row.map((name) => name.trim())
      const missing = columns.find((name) => !header!.includes(name))
      if (missing) throw new ConfigError(`${basename(path)} has no column ${missing}.`)
    }
  }
  if (!header) throw new ConfigError(`${basename(path)} has no column ${columns[0]}.`)
}

const mostLines = 1000 // of one row

/**
 * Lines put together to rows, since a cell may hold line breaks between quotation marks. A mark that nobody closes would take
 * in all rows up to the next mark: then its own line is refused, and reading goes on with the one below.
 */
async function* rowTexts(
  lines: AsyncGenerator<Line>,
  refuse: Refuse,
  delimiter: Delimiter,
): AsyncGenerator<[line: number, text: string]> {
  const ahead: Line[] = []
  const lineAt = async (i: number): Promise<Line | null> => {
    while (ahead.length <= i) {
      const next = await lines.next()
      if (next.done) return null
      ahead.push(next.value)
    }
    return ahead[i]!
  }
  for (let first = await lineAt(0); first; first = await lineAt(0)) {
    let used = 1
    if (first.refused !== undefined) refuse(first.number, first.refused)
    else if (first.text) {
      let text = first.text
      let end = endOf(first.text, false, delimiter)
      while (end === 'open' && used < mostLines) {
        const more = await lineAt(used)
        if (more?.text === undefined) break
        text += `\n${more.text}`
        end = endOf(more.text, true, delimiter)
        used++
      }
      if (end === 'closed') yield [first.number, text]
      else {
        refuse(first.number, 'has a quotation mark that is not closed, or words after one that is')
        used = 1
      }
    }
    ahead.splice(0, used)
  }
}

/** How a line of a row ends: within a cell in quotation marks, or not. `torn`: words follow a closing mark. */
function endOf(line: string, beginsInside: boolean, delimiter: Delimiter): 'open' | 'closed' | 'torn' {
  let inside = beginsInside
  for (let at = 0; ; ) {
    if (!inside && line[at] !== '"') {
      const comma = line.indexOf(delimiter, at)
      if (comma < 0) return 'closed'
      at = comma + 1
      continue
    }
    if (!inside) at++
    const mark = line.indexOf('"', at)
    if (mark < 0) return 'open'
    const after = line[mark + 1]
    if (after === undefined) return 'closed'
    if (after !== '"' && after !== delimiter) return 'torn'
    inside = after === '"'
    at = mark + 2
  }
}
