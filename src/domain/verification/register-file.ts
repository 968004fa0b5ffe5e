// The two files of a register office: what goes out, and what of the answer can be read. Pure.
import { parse } from 'csv-parse/sync'
import type { IdentityField, RegisterAnswer } from '../../schema/values.ts'
import { compared, type IdentityValues } from './identity-key.ts'

/** Columns that every file has, before and after the fields. */
const [lineColumn, answerColumn] = ['line', 'answer']
/** And after them, one for each age that is asked for. */
const ageColumn = (age: number) => `at_least_${age}`
const ageIn = (heading: string) => Number(/^at_least_([1-9]\d?)$/.exec(heading)?.[1] ?? 0)
/** In such a column, of a line that does not ask. */
const unasked = '-'
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

export type FileLine = { line: string; values: IdentityValues; asksAge: boolean }

/** CSV with a heading, in UTF-8 with its mark: the line's name, the fields, an empty column for the answer, and one for each age. */
export function fileToOffice(
  fields: readonly IdentityField[],
  ages: readonly number[],
  lines: readonly FileLine[],
): string {
  const rows = lines.map(({ line, values, asksAge }) => [
    ...[line, ...fields.map((field) => cell(field, values[field] ?? '')), ''],
    ...ages.map(() => (asksAge ? '' : unasked)),
  ])
  const heading = [lineColumn!, ...fields, answerColumn!, ...ages.map(ageColumn)]
  return `\ufeff${[heading, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
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

/** `row`: of the file, 1 is the heading. `twice`: the same line again; `word`: neither yes nor no; `ages`: so old, and not as old as less. */
export type Refusal = { row: number; line: string; why: 'twice' | 'word' | 'ages' }
/** `age`: the highest that it says yes to, null where to none. `saysAge`: whether it answers for any. */
type AnswerLine = { row: number; line: string; answer: RegisterAnswer; age: number | null; saysAge: boolean }
export type AnswerFile = {
  answers: AnswerLine[]
  refused: Refusal[]
  /** lines without an answer: the office may send it later */
  open: number
}

const longest = 40
const wordIn = (cell = '') => cell.normalize('NFKC').toLowerCase()
const said = (word: string): RegisterAnswer | null => (yes.has(word) ? 'yes' : no.has(word) ? 'no' : null)

/** What the columns of ages say of one line: years and word of each. */
function agesIn(cells: (readonly [number, string])[]): Pick<AnswerLine, 'age' | 'saysAge'> | 'word' | 'ages' {
  const answered = cells.filter(([, word]) => word !== '' && word !== unasked)
  if (answered.some(([, word]) => said(word) === null)) return 'word'
  const those = (answer: RegisterAnswer) => answered.filter(([, word]) => said(word) === answer).map(([years]) => years)
  const age = those('yes').length ? Math.max(...those('yes')) : null
  if (age !== null && those('no').some((years) => years <= age)) return 'ages'
  return { age, saysAge: answered.length > 0 }
}

/**
 * What a file answers. Only the columns `line`, `answer` and those of ages are read; a line that is wrong spoils no other. A line that comes twice with two
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
  const ageAt = heading.map((name, at) => ({ at, years: ageIn(name) })).filter(({ years }) => years > 0)
  const file: AnswerFile = { answers: [], refused: [], open: 0 }
  const seen = new Map<string, RegisterAnswer>()
  for (const [i, cells] of rows.slice(1).entries()) {
    const row = i + 2
    const line = (cells[lineAt] ?? '').normalize('NFKC').toLowerCase().slice(0, longest)
    const word = wordIn(cells[answerAt])
    if (!line && !word) continue
    if (!word) {
      file.open++
      continue
    }
    const answer = said(word)
    const ages = agesIn(ageAt.map(({ at, years }) => [years, wordIn(cells[at])] as const))
    if (!answer || ages === 'word') file.refused.push({ row, line, why: 'word' })
    else if (ages === 'ages') file.refused.push({ row, line, why: 'ages' })
    else if (seen.has(line)) file.refused.push({ row, line, why: 'twice' })
    else {
      seen.set(line, answer)
      file.answers.push({ row, line, answer, ...ages })
    }
  }
  const twice = new Set(file.refused.filter(({ why }) => why === 'twice').map(({ line }) => line))
  return { ...file, answers: file.answers.filter(({ line }) => !twice.has(line)) }
}
