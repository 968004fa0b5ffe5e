// fuyi import: cases of other platforms. Bad lines are reported and left out, the rest loads.
import { statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { ConfigError, fuyi } from '../config.ts'
import type { Government } from '../domain/governments/government.ts'
import { findGovernment } from '../domain/governments/store.ts'
import type { ImportResult, Progress } from '../import/bring.ts'
import { importDump } from '../import/dump/import-dump.ts'
import type { GivenRules } from '../import/formats/format.ts'
import { formatNames, formatOf, importFile } from '../import/formats/import-file.ts'
import { importJoin } from '../import/join/import-join.ts'
import { findingLines, type Report, reportText, topics } from '../import/report.ts'
import { isDay, isoWithOffset } from '../lib/calendar.ts'
import type { Database } from '../platform/db/database.ts'
import { withDatabase } from './open.ts'

type Options = { government: string; seen?: string; report?: string; dryRun?: boolean } & {
  [option in 'from' | 'threshold' | 'days' | 'counts' | 'districts' | 'endorsements']?: string
}

const shownAtMost = 30 // refused lines; the report has all

/** `fuyi import FILE`, and `fuyi import join FILE` as it was called first. */
export async function importNow(words: string[], options: Options): Promise<void> {
  const [first = '', second] = words
  const isJoin = words.length === 2 && first === 'join'
  if (words.length > 1 && !isJoin) throw new ConfigError('One file at a time.')
  const file = isJoin ? second! : first
  mustBeFile(file)
  const from = (isJoin ? 'join' : options.from) ?? formatOf(file)
  if (from === null)
    throw new ConfigError(
      `${file} does not say what it is: name its format with --from, one of ${formatNames.join(', ')}.`,
    )
  const { counts, districts, endorsements, seen, dryRun = false } = options
  if (from !== 'join' && (counts ?? districts ?? endorsements))
    throw new ConfigError('--counts, --districts and --endorsements are of JOIN alone.')
  const rules = rulesOf(options)
  if (!isJoin) console.log(`${basename(file)} is read as ${from}.`)
  await importing(file, from, options, (db, government, at, progress) =>
    from === 'fuyi'
      ? importDump(db, government, { file, isTrial: dryRun }, at, progress)
      : from === 'join'
        ? importJoin(db, government, { file, counts, districts, endorsements, seen }, at, progress, dryRun)
        : importFile(db, government, { file, from, seen, rules, isTrial: dryRun }, at, progress),
  )
}

type Running = (db: Database, government: Government, at: Date, progress: Progress) => ReturnType<typeof importFile>

async function importing(file: string, from: string, options: Options, run: Running) {
  const { government: slug, report: reportPath, seen, dryRun, counts, districts, endorsements } = options
  for (const path of [counts, districts, endorsements]) if (path) mustBeFile(path, path === endorsements)
  if (seen !== undefined && !isDay(seen)) throw new ConfigError(`--seen: ${seen} is not a day like 2018-09-11.`)
  if (reportPath) write(reportPath, '') // before an hour's work, not after it
  await withDatabase(async (db) => {
    const government = await findGovernment(db.reads, slug)
    if (!government)
      throw new ConfigError(`There is no government at /${slug}. Add it with: ${fuyi} government add ${slug} --name …`)
    const at = new Date()
    const progress = progressOn(process.stdout)
    const { result, report } = await run(db, government, at, progress.show)
    progress.clear()
    const summary = [...(dryRun ? ['A trial: nothing was written.'] : []), ...summaryOf(result, report, from)]
    const head = [`${basename(file)} into /${slug}, ${isoWithOffset(at, government.timeZone)}`, ...summary]
    if (reportPath) write(reportPath, reportText(report, head, basename(file)))
    const refused = findingLines(report.refused, basename(file))
    for (const line of refused.slice(0, shownAtMost)) console.error(line)
    if (refused.length > shownAtMost) console.error(`… and ${refused.length - shownAtMost} more: ${whole(reportPath)}`)
    for (const line of [...summary, ...(report.warnings.length ? [`The whole report: ${whole(reportPath)}`] : [])])
      console.log(line)
    if (result.refused) process.exitCode = 3
  })
}

function mustBeFile(path: string, mayBeFolder = false): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new ConfigError(`There is no file ${path}.`)
  if (found.isDirectory() && !mayBeFolder) throw new ConfigError(`${path} is a folder: name the file in it.`)
}

/** Both or none. */
function rulesOf({ threshold, days }: Options): GivenRules | null {
  if (threshold === undefined && days === undefined) return null
  const read = { threshold: Number(threshold), days: Number(days) }
  const isFine = (n: number, most: number) => Number.isInteger(n) && n > 0 && n <= most
  if (!isFine(read.threshold, 1e9) || !isFine(read.days, 3660))
    throw new ConfigError('--threshold and --days belong together: whole numbers above 0, at most 3660 days.')
  return read
}

const whole = (path: string | undefined) => path ?? 'name a file with --report FILE'

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new ConfigError(`--report: ${path} cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}

function summaryOf(result: ImportResult, report: Report, from: string): string[] {
  const { imported, corrected, already, refused } = result
  const counted = Object.entries(topics).map(
    ([topic, heading]) => [heading, report.warnings.filter((warning) => warning.topic === topic).length] as const,
  )
  const isOtherFormat = from === 'join' && !imported && !corrected && !already && refused > 0
  return [
    `${imported} imported, ${already} were here already, ${refused} lines refused.`,
    ...(corrected ? [`${corrected} corrected after their source.`] : []),
    ...(isOtherFormat ? ['One case is one line: `jq -c .` or `jq -c .[]` makes lines of other JSON.'] : []),
    ...counted.flatMap(([heading, n]) => (n ? [`${heading}: ${n}`] : [])),
  ]
}

/** A bar that redraws itself on a terminal; elsewhere a line for every tenth. */
function progressOn(out: NodeJS.WriteStream) {
  let said = 0
  return {
    show: (done: number, total: number) => {
      const tenths = Math.floor((done / total) * 10)
      if (out.isTTY) {
        const filled = Math.round((done / total) * 30)
        out.write(`\r${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done} / ${total}`)
      } else if (tenths > said || done === total) out.write(`${done} of ${total}\n`)
      said = tenths
    },
    clear: () => {
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}
