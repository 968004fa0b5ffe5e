// The two files of a register office: what goes out, and what of the answer can be read. Pure.
import { parse } from 'csv-parse/sync'
import type { IdentityField, RegisterAnswer } from '../../schema/values.ts'
import { compared, type IdentityValues } from './identity-key.ts'

/** Columns that every file has, before and after the fields. */
const [lineColumn, answerColumn] = ['line', 'answer']
const yes = new Set(['yes', 'y', '1', 'true', '是', '有', '符合', '相符'])
const no = new Set(['no', 'n', '0', 'false', '否', '無', '不符合', '不符'])

/** As an office compares it. A program for tables takes none of it for a formula. */
function cell(field: IdentityField, value: string): string {
  if (field === 'name')
    return value
      .normalize('NFKC')
      .replace(/^[=+\-@\s]+/, '')
      .trim()
  const plain = compared(field, value)
  return field === 'birth_date' ? plain.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : plain
}

const quoted = (text: string) => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** CSV with a heading, in UTF-8 with its mark: the line's name, the fields, and an empty column for the answer. */
export function fileToOffice(
  fields: readonly IdentityField[],
  lines: readonly { line: string; values: IdentityValues }[],
): string {
  const rows = lines.map(({ line, values }) => [line, ...fields.map((field) => cell(field, values[field] ?? '')), ''])
  return `\ufeff${[[lineColumn, ...fields, answerColumn], ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** Excel writes CSV in UTF-8 with a mark, in UTF-16, or on a Chinese Windows in Big5. */
export function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('big5').decode(bytes)
  }
}

/** `row`: of the file, 1 is the heading. `twice`: the same line again; `word`: neither yes nor no. */
export type Refusal = { row: number; line: string; why: 'twice' | 'word' }
export type AnswerFile = {
  answers: { row: number; line: string; answer: RegisterAnswer }[]
  refused: Refusal[]
  /** lines without an answer: the office may send it later */
  open: number
}

const longest = 40

/**
 * What a file answers. Only the columns `line` and `answer` are read; a line that is wrong spoils no other. A line that comes twice with two
 * answers has none. Null: it is no table with these two columns.
 */
export function readAnswers(text: string): AnswerFile | null {
  let rows: string[][]
  try {
    rows = parse(text, {
      ...{ bom: true, delimiter: [',', ';', '\t'], relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: true, trim: true },
    }) as string[][]
  } catch {
    return null
  }
  const heading = (rows[0] ?? []).map((name) => name.trim().toLowerCase())
  const [lineAt, answerAt] = [heading.indexOf(lineColumn!), heading.indexOf(answerColumn!)]
  if (lineAt < 0 || answerAt < 0) return null
  const file: AnswerFile = { answers: [], refused: [], open: 0 }
  const seen = new Map<string, RegisterAnswer>()
  for (const [i, cells] of rows.slice(1).entries()) {
    const row = i + 2
    const line = (cells[lineAt] ?? '').normalize('NFKC').toLowerCase().slice(0, longest)
    const word = (cells[answerAt] ?? '').normalize('NFKC').toLowerCase()
    if (!line && !word) continue
    if (!word) {
      file.open++
      continue
    }
    const answer = yes.has(word) ? 'yes' : no.has(word) ? 'no' : null
    if (!answer) file.refused.push({ row, line, why: 'word' })
    else if (seen.has(line)) file.refused.push({ row, line, why: 'twice' })
    else {
      seen.set(line, answer)
      file.answers.push({ row, line, answer })
    }
  }
  const twice = new Set(file.refused.filter(({ why }) => why === 'twice').map(({ line }) => line))
  return { ...file, answers: file.answers.filter(({ line }) => !twice.has(line)) }
}
