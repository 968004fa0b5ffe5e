// Logs that lie in dumps, as lines without tiles: `DUMPS_FOLDER`, a mirror of it, or the list of one dump.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { usualTimeZone } from '../config.ts'
import type { LogSource } from '../domain/log/read-log.ts'
import type { ShownCase } from '../domain/log/verify.ts'
import { leafHash, rootOf } from '../lib/merkle.ts'
import { bundleOf, type TileName, tileWidth } from '../lib/tiles.ts'
import { type Dump, readDumpName } from '../open-data/dumps/dump.ts'
import type { DumpedLog } from '../open-data/dumps/dump-log.ts'
import type { Place } from './log-source.ts'

/** Every log of the newest dumps in a folder, or that of the dump whose list this file is. None where there is none. */
export function placesInDumps(where: string): Place[] {
  if (!existsSync(where)) return []
  if (statSync(where).isFile()) return placeOf(dirname(where), JSON.parse(readFileSync(where, 'utf8')) as Dump)
  const newest = new Map<string, Dump>()
  for (const name of readdirSync(where)) {
    if (!readDumpName(name)?.of.endsWith('-dump')) continue
    const dump = JSON.parse(readFileSync(join(where, name), 'utf8')) as Dump
    const { code } = dump.government
    const isNewer = Date.parse(dump.taken_at) > Date.parse(newest.get(code)?.taken_at ?? '1970-01-01')
    if (isNewer) newest.set(code, dump)
  }
  return [...newest.values()]
    .sort((a, b) => (a.government.code < b.government.code ? -1 : 1))
    .flatMap((dump) => placeOf(where, dump))
}

function placeOf(folder: string, { files, day }: Dump): Place[] {
  const named = (table: RegExp) => files.filter((file) => table.test(file.table) && file.format !== 'csv')
  const read = (name: string) => {
    const path = join(folder, name)
    if (!existsSync(path)) throw new Error(`${path} is named by the dump of ${day}, and is not there.`)
    const bytes = readFileSync(path)
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  }
  const [head] = named(/^log$/)
  if (!head) return []
  const log = JSON.parse(read(head.name)) as DumpedLog
  const lines = (table: RegExp) =>
    named(table)
      .sort((a, b) => Number(a.table.split('-')[1] ?? a.year) - Number(b.table.split('-')[1] ?? b.year))
      .flatMap(({ name }) => read(name).split('\n').filter(Boolean))
  return [
    {
      name: join(folder, head.name),
      log: sourceOf(log, () => lines(/^log-\d+$/)),
      policy: async () => log.policy,
      keys: async () => null,
      begun: async () => log.begun,
      shown: async () => {
        const cases = lines(/^(cases|hidden)$/).map((line) => JSON.parse(line) as ShownCase)
        const found = new Map(cases.map((one) => [one.number, one]))
        const [about] = named(/^government$/)
        return {
          timeZone: about ? (JSON.parse(read(about.name)) as { time_zone: string }).time_zone : usualTimeZone,
          one: async (number) => found.get(number) ?? null,
          async *all() {
            yield* found.values()
          },
        }
      },
    },
  ]
}

/** Tiles are worked out from the lines: whoever has the lines needs no others. */
function sourceOf({ checkpoint, days }: DumpedLog, lines: () => string[]): LogSource {
  let read: Buffer[] | null = null
  const entries = () => {
    read ??= lines().map((line) => Buffer.from(line))
    return read
  }
  const levels: Buffer[][] = []
  const level = (n: number): Buffer[] => {
    levels[n] ??= n === 0 ? entries().map(leafHash) : above(level(n - 1))
    return levels[n]
  }
  return {
    checkpoint: async () => checkpoint,
    days: async () => days.map(({ day, checkpoint: text }) => ({ day, text })),
    tile: async ({ level: of, n, width }: TileName) => {
      const from = n * tileWidth
      const part = of === 'entries' ? entries().slice(from, from + width) : level(of).slice(from, from + width)
      if (part.length < width) return null
      return of === 'entries' ? bundleOf(part) : Buffer.concat(part)
    },
  }
}

/** Hashes one level of tiles higher: of whole tiles alone. */
const above = (hashes: Buffer[]): Buffer[] =>
  Array.from({ length: Math.floor(hashes.length / tileWidth) }, (_, i) =>
    rootOf(hashes, i * tileWidth, (i + 1) * tileWidth),
  )
