// Plain text as a reader expects to see it: paragraphs, lists, tables and links. They are found by the signs that people type
// ("• ", "1. ", " | "), and by the tabs between the cells of a pasted table. Nothing of the words is changed. Pure.

import { cut } from '../../lib/graphemes.ts'
import { linksIn } from '../../lib/links.ts'

/** `url` where the piece is a link; its words are then a shorter reading of the same address. */
export type Piece = { words: string; url: string | null }
export type Line = Piece[]
export type Block =
  | { kind: 'paragraph'; text: string; lines: Line[] }
  | { kind: 'list'; text: string; items: Line[] }
  | { kind: 'numbers'; text: string; start: number; items: Line[] }
  | { kind: 'table'; text: string; head: Line[] | null; rows: Line[][] }

const mostCells = 12
/** Nobody types tabs: a table from Word or Excel may be wider. */
const mostPastedCells = 60

/** The blocks of a text, in order. `text` is what the block was made of, so that its language can be told. */
export function proseOf(text: string | null | undefined): Block[] {
  return (text ?? '')
    .split(/\n{2,}/)
    .filter(Boolean)
    .flatMap((paragraph) => runsOf(paragraph.split('\n')).map(blockOf))
}

type Kind = 'words' | 'bullet' | 'number' | 'row' | 'pasted'
type Run = { kind: Kind; lines: string[] }

/** Lines of one kind that follow each other. */
function runsOf(lines: string[]): Run[] {
  const runs: Run[] = []
  for (const line of lines) {
    const kind = kindOf(line)
    const last = runs.at(-1)
    if (last && last.kind === kind && (kind !== 'row' || isTogether(last.lines[0]!, line))) last.lines.push(line)
    else runs.push({ kind, lines: [line] })
  }
  return together(runs.map((run) => (isReal(run) ? run : { kind: 'words', lines: run.lines })))
}

const cellsOf = (line: string) => line.trim().split(/ ?\| ?/)
const pastedCellsOf = (line: string) => line.split('\t').map((cell) => cell.trim())
const isTogether = (a: string, b: string) => cellsOf(a).length === cellsOf(b).length

function kindOf(line: string): Kind {
  if (/^• /.test(line)) return 'bullet'
  if (/^\d{1,2}\. \S/.test(line)) return 'number'
  if (line.includes('\t')) return pastedCellsOf(line).length <= mostPastedCells ? 'pasted' : 'words'
  if (/\S \| | \| ?\S|^\| |\S \|$/.test(line) && cellsOf(line).length <= mostCells) return 'row'
  return 'words'
}

/** One row, numbers that don't count on, and lines that only begin with a tab are something that a person wrote so. */
function isReal({ kind, lines }: Run): boolean {
  if (kind === 'row') return lines.length > 1
  if (kind === 'pasted')
    return lines.length > 1 && 2 * lines.filter((line) => /\S *\t+ *\S/.test(line)).length >= lines.length
  if (kind === 'number') return lines.length > 1 && lines.every((line, i) => numberOf(line) === numberOf(lines[0]!) + i)
  return true
}

const numberOf = (line: string) => Number.parseInt(line, 10)

/** What is no list or table after all belongs to the words around it. */
function together(runs: Run[]): Run[] {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last?.kind === 'words' && run.kind === 'words') last.lines.push(...run.lines)
    else joined.push({ ...run, lines: [...run.lines] })
  }
  return joined
}

function blockOf({ kind, lines }: Run): Block {
  const text = lines.join('\n')
  if (kind === 'bullet') return { kind: 'list', text, items: lines.map((line) => piecesOf(line.slice(2))) }
  if (kind === 'number') {
    const items = lines.map((line) => piecesOf(line.replace(/^\d+\. /, '')))
    return { kind: 'numbers', text, start: numberOf(lines[0]!), items }
  }
  if (kind === 'row') return tableOf(text, lines.map(cellsOf))
  if (kind === 'pasted') return tableOf(text, filledUp(lines.map(pastedCellsOf)))
  return { kind: 'paragraph', text, lines: lines.map(piecesOf) }
}

function tableOf(text: string, [first, ...rest]: string[][]): Block {
  const isHead = first!.every((cell) => cell !== '' && !/^[\d.,%％]+$/.test(cell))
  const rows = isHead ? rest : [first!, ...rest]
  return {
    kind: 'table',
    text,
    head: isHead ? first!.map(piecesOf) : null,
    rows: rows.map((cells) => cells.map(piecesOf)),
  }
}

/** Rows of one length: empty cells at the end of a row are not always pasted. */
function filledUp(rows: string[][]): string[][] {
  const most = Math.max(...rows.map((cells) => cells.length))
  return rows.map((cells) => [...cells, ...Array<string>(most - cells.length).fill('')])
}

/** A line in pieces: its addresses are links. */
export function piecesOf(line: string): Line {
  const pieces: Line = []
  let from = 0
  for (const { start, end } of linksIn(line)) {
    pieces.push({ words: line.slice(from, start), url: null }, linkTo(line.slice(start, end)))
    from = end
  }
  return [...pieces, { words: line.slice(from), url: null }].filter(({ words }) => words !== '')
}

/** What somebody gave as evidence: the address, with the words that came with it. */
export function evidenceLine({ url, label }: { url: string; label: string }): Line {
  const [before, ...after] = label.split(url)
  if (!after.length) return [{ words: label, url }] // typed without its scheme
  const pieces = [{ words: before!, url: null }, linkTo(url), { words: after.join(url), url: null }]
  return pieces.filter(({ words }) => words !== '')
}

const linkTo = (url: string): Piece => ({ words: readable(url), url })

const longestAddress = 60
const misleading = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/u

/**
 * An address without what only machines read: `zh.wikipedia.org/wiki/臺灣` for 58 characters of percent signs. Its host is shown
 * to the end, which says whose it is, and as the browser writes it: other alphabets have letters that look like ours.
 */
function readable(url: string): string {
  const bare = url.replace(/^https?:\/\//i, '').replace(/\/$/, '')
  let words = bare
  let host = ''
  try {
    const [typed = '', ...path] = bare.split('/')
    host = /[^\x21-\x7e]/.test(typed) ? new URL(url).host : typed
    const decoded = [host, ...path.map((part) => decodeURIComponent(part))].join('/')
    if (!misleading.test(decoded)) words = decoded
  } catch {} // percent signs that are no code
  return cut(words, Math.max(longestAddress, host.length + 1))
}
