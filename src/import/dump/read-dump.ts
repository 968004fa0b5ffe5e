// A dump as it lies in a folder: its list, and the files that the list names beside it. A file whose sum is another is refused whole.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import { ConfigError } from '../../config.ts'
import { sha256 } from '../../lib/id.ts'
import { readAs } from '../read-as.ts'
import { type Report, refuseIn } from '../report.ts'
import {
  type CaseLine,
  caseLine,
  type DumpList,
  dumpList,
  type GovernmentFile,
  governmentFile,
  type HiddenLine,
  hiddenLine,
} from './dump-shapes.ts'

/** A line with where it stands, and the digest of all that it says. */
export type DumpLine<Line> = { file: string; line: number; digest: string; told: Line }
export type ReadDump = {
  list: DumpList
  government: GovernmentFile
  cases: DumpLine<CaseLine>[]
  hidden: DumpLine<HiddenLine>[]
}

/** Throws a ConfigError where the list, or the file of the government, cannot be read. */
export async function readDump(path: string, report: Report): Promise<ReadDump> {
  const folder = dirname(path)
  const list = read(dumpList, readFileSync(path, 'utf8'), path)
  const named = (table: string, format: string) =>
    list.files.filter((file) => file.table === table && file.format === format)
  const [whole] = named('government', 'json')
  if (!whole) throw new ConfigError(`${path} names no file of the government.`)
  const dump: ReadDump = { list, government: governmentOf(folder, whole), cases: [], hidden: [] }
  for (const file of named('cases', 'ndjson')) dump.cases.push(...(await linesOf(folder, file, caseLine, report)))
  for (const file of named('hidden', 'ndjson')) dump.hidden.push(...(await linesOf(folder, file, hiddenLine, report)))
  return dump
}

type File = DumpList['files'][number]

function governmentOf(folder: string, { name, sha256: sum }: File): GovernmentFile {
  const path = join(folder, name)
  if (!existsSync(path)) throw new ConfigError(`There is no file ${path}. All files of a dump lie beside its list.`)
  const text = readFileSync(path, 'utf8')
  if (sha256(text) !== sum) throw new ConfigError(`${path} is not the file that the list names: its sum is another.`)
  return read(governmentFile, text, path)
}

function read<T extends z.ZodType>(shape: T, text: string, path: string): z.output<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ConfigError(`${path} is not JSON.`)
  }
  const found = readAs(shape, json)
  if (!found.ok) throw new ConfigError(`${path}: ${found.reason}`)
  return found.data
}

/** What cannot be a case is refused by its line; a file that is not there, or another, is refused by itself. */
async function linesOf<T extends z.ZodType>(
  folder: string,
  { name, sha256: sum }: File,
  shape: T,
  report: Report,
): Promise<DumpLine<z.output<T>>[]> {
  const refuse = refuseIn(report, name)
  const path = join(folder, name)
  const lines: DumpLine<z.output<T>>[] = []
  if (!existsSync(path)) refuse(0, 'is not there: it was withdrawn, or was not copied')
  else if ((await sumOf(path)) !== sum) refuse(0, 'is not the file that the list names: its sum is another')
  else {
    let line = 0
    for await (const text of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
      line++
      const found = readAs(shape, jsonOf(text))
      if (found.ok) lines.push({ file: name, line, digest: sha256(text), told: found.data })
      else refuse(line, found.reason)
    }
  }
  return lines
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
