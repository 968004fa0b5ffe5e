// Logs that lie in a folder, with the cases of the same copy: as `fuyi export data` and `fuyi export site` write them, or by themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { usualTimeZone } from '../config.ts'
import type { ShownCase } from '../domain/log/verify.ts'
import { tilePath } from '../lib/tiles.ts'
import type { Place } from './log-source.ts'

const holds = (folder: string) => existsSync(join(folder, 'checkpoint'))
const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((one) => one.isDirectory())
        .map(({ name }) => join(folder, name))
        .sort()
    : []

/** Every log in a folder: its own, those of a dump (`log/GOVERNMENT/`), those of a static copy (`data/GOVERNMENT/log/`). */
export function placesIn(folder: string): Place[] {
  for (const own of [folder, join(folder, 'log')]) if (holds(own)) return [placeOf(own, folder, null)]
  const ofDump = foldersIn(join(folder, 'log')).filter(holds)
  const ofSite = foldersIn(join(folder, 'data')).map((one) => join(one, 'log'))
  return [
    ...ofDump.map((root) => placeOf(root, folder, basename(root))),
    ...ofSite.filter(holds).map((root) => placeOf(root, dirname(root), null)),
  ]
}

/** `cases`: where files with cases lie. `slug`: whose, where several lie there. */
function placeOf(root: string, cases: string, slug: string | null): Place {
  const file = (...path: string[]) => {
    const full = join(root, ...path)
    return existsSync(full) ? readFileSync(full) : null
  }
  const text = async (name: string) => file(name)?.toString() ?? null
  return {
    name: root,
    log: {
      checkpoint: () => text('checkpoint'),
      tile: async (name) => file('tile', tilePath(name)),
      days: async () =>
        (existsSync(join(root, 'days')) ? readdirSync(join(root, 'days')).sort() : []).map((day) => ({
          day,
          text: file('days', day)!.toString(),
        })),
    },
    policy: () => text('policy'),
    keys: () => text('keys'),
    isMirror: existsSync(join(root, 'mirror.json')),
    begun: () => text('checkpoint.begun'),
    shown: async () => {
      const found = new Map<string, ShownCase>()
      for (const one of casesIn(cases, slug)) found.set(one.number, one)
      if (!found.size) return null
      return {
        timeZone: timeZoneIn(cases, slug),
        one: async (number) => found.get(number) ?? null,
        async *all() {
          yield* found.values()
        },
      }
    },
  }
}

/** As the copy says it of the government, beside its cases or in the list of all. */
function timeZoneIn(folder: string, slug: string | null): string {
  const name = readdirSync(folder).findLast(
    (one) => /^(.+-)?government-\d{8}-[0-9a-f]+\.json$/.test(one) && one.startsWith(slug ?? ''),
  )
  const all = join(folder, '..', 'api', 'v1', 'governments.json')
  type Zoned = { code: string; time_zone: string }
  if (name) return (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Zoned).time_zone
  const { data } = JSON.parse(existsSync(all) ? readFileSync(all, 'utf8') : '{"data":[]}') as { data: Zoned[] }
  return data.find(({ code }) => code === basename(folder))?.time_zone ?? usualTimeZone
}

/** Of a dump's newest files for each year, or a file each. */
function* casesIn(folder: string, slug: string | null): Generator<ShownCase> {
  const single = join(folder, 'proposals')
  if (existsSync(single))
    for (const name of readdirSync(single).sort())
      if (/^\d{4}-\d{4,9}\.json$/.test(name)) yield JSON.parse(readFileSync(join(single, name), 'utf8')) as ShownCase
  const newest = new Map<string, string>()
  for (const name of readdirSync(folder).sort()) {
    const [, what, who = ''] = /^((?:(.+)-)?cases-\d{4}).*\.ndjson(?:\.gz)?$/.exec(name) ?? []
    if (what && (slug === null || who === slug)) newest.set(what, name)
  }
  for (const name of newest.values()) {
    const bytes = readFileSync(join(folder, name))
    for (const line of (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n'))
      if (line) yield JSON.parse(line) as ShownCase
  }
}
