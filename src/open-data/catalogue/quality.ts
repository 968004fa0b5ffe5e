// The six checks that data.gov.tw makes of what is registered there (政府資料品質檢測): that a link works, that what it leads to is the
// data itself, that a program can read it, that its encoding is the one told, that its columns are those described, and that it is as
// fresh as told. Here they are made of one file as it was answered. Pure but for the parsers of CSV and JSON.
import { parse } from 'csv-parse/sync'
import type { Registered } from './data-gov-tw.ts'

export const checks = ['link', 'direct', 'structured', 'encoding', 'columns', 'fresh'] as const
export type Check = (typeof checks)[number]

export type Answer = { status: number; type: string; bytes: Buffer; receivedAt: Date; answeredAt: Date | null }
type Resource = Registered['資料資源'][number]
/** `what` is empty where it passed. */
export type Verdict = { check: Check; what: string }

const types: { [format: string]: string } = {
  CSV: 'text/csv',
  JSON: 'application/json',
  NDJSON: 'application/x-ndjson',
  PARQUET: 'application/vnd.apache.parquet',
}
/** ms within which what is called 即時 was made. */
const instantly = 3_600_000

/** Every check of one file, in order. What cannot be read fails all that need its content. */
export function checked(resource: Resource, described: Registered['主要欄位說明'], answer: Answer): Verdict[] {
  const { 檔案格式: format } = resource
  const text = format === 'PARQUET' ? null : decoded(answer.bytes)
  const found = answer.status === 200 ? columnsIn(format, answer.bytes, text) : null
  const wanted = described.map(({ 欄位名稱 }) => 欄位名稱)
  const undescribed = described.filter(({ 欄位說明 }) => !欄位說明.trim()).map(({ 欄位名稱 }) => 欄位名稱)
  const age = answer.answeredAt && answer.receivedAt.getTime() - answer.answeredAt.getTime()
  const words: { [check in Check]: string } = {
    link: answer.status === 200 ? '' : `answered ${answer.status}`,
    direct:
      answer.type.split(';')[0] === types[format] ? '' : `is ${answer.type || 'of no type'}, not ${types[format]}`,
    structured: found === null ? `is no ${format}` : '',
    encoding: encodingTrouble(format, answer.bytes, text),
    columns: columnsTrouble(found, wanted, undescribed),
    fresh: age !== null && Math.abs(age) <= instantly ? '' : 'does not say that it was made within the hour',
  }
  return checks.map((check) => ({ check, what: words[check] }))
}

const decoded = (bytes: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function encodingTrouble(format: string, bytes: Buffer, text: string | null): string {
  if (format === 'PARQUET') return ''
  if (text === null) return 'is not UTF-8'
  const isMarked = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
  return format === 'CSV' && !isMarked ? 'lacks the byte order mark by which spreadsheets know UTF-8' : ''
}

function columnsTrouble(found: string[] | 'empty' | null, wanted: string[], undescribed: string[]): string {
  if (undescribed.length) return `says nothing about ${undescribed.join(', ')}`
  if (found === null) return 'cannot be read'
  if (found === 'empty') return ''
  const missing = wanted.filter((name) => !found.includes(name))
  const unknown = found.filter((name) => !wanted.includes(name))
  return [missing.length && `lacks ${missing.join(', ')}`, unknown.length && `has ${unknown.join(', ')}, not described`]
    .filter(Boolean)
    .join(' and ')
}

/** The names of its columns; `empty` where the format says them with its lines alone, and there are none; null: it cannot be read. */
function columnsIn(format: string, bytes: Buffer, text: string | null): string[] | 'empty' | null {
  try {
    if (format === 'PARQUET') return isParquet(bytes) ? 'empty' : null // its foot is read by whoever has a reader
    if (text === null) return null
    if (format === 'CSV') return csvColumns(text)
    const lines =
      format === 'JSON'
        ? JSON.parse(text).data
        : text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
    if (!Array.isArray(lines)) return null
    const sets = new Set(lines.map((line) => Object.keys(line).join()))
    if (sets.size > 1) return null
    return lines.length ? Object.keys(lines[0]) : 'empty'
  } catch {
    return null
  }
}

/** Throws where a line has other columns than the first. */
function csvColumns(text: string): string[] {
  const [head] = parse(text, { bom: true, record_delimiter: '\r\n' }) as string[][]
  return head ?? []
}

const isParquet = (bytes: Buffer): boolean =>
  bytes.length > 12 && bytes.subarray(0, 4).toString() === 'PAR1' && bytes.subarray(-4).toString() === 'PAR1'
