// fuyi import join: cases of Taiwan's national platform. Bad lines are reported and left out, the rest loads.
import { statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { ConfigError, fuyi } from '../config.ts'
import { findGovernment } from '../domain/governments/store.ts'
import { type ImportResult, importJoin } from '../import/join/import-join.ts'
import { findingLines, type Report, reportText, topics } from '../import/report.ts'
import { isDay, isoWithOffset } from '../lib/calendar.ts'
import { withDatabase } from './governments.ts'

type Options = {
  government: string
  counts?: string
  districts?: string
  endorsements?: string
  seen?: string
  report?: string
}

const shownAtMost = 30 // refused lines; the report has all

export async function importJoinAction(file: string, options: Options): Promise<void> {
  const { government: slug, report: reportPath, seen, ...counts } = options
  for (const path of [file, ...Object.values(counts)]) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) throw new ConfigError(`There is no file ${path}.`)
    if (found.isDirectory() && path !== counts.endorsements)
      throw new ConfigError(`${path} is a folder: name the file in it.`)
  }
  if (seen !== undefined && !isDay(seen)) throw new ConfigError(`--seen: ${seen} is not a day like 2018-09-11.`)
  if (reportPath) write(reportPath, '') // before an hour's work, not after it
  await withDatabase(async (db) => {
    const government = await findGovernment(db.reads, slug)
    if (!government)
      throw new ConfigError(`There is no government at /${slug}. Add it with: ${fuyi} government add ${slug} --name …`)
    const at = new Date()
    const progress = progressOn(process.stdout)
    const { result, report } = await importJoin(db, government, { file, seen, ...counts }, at, progress.show)
    progress.clear()
    const summary = summaryOf(result, report)
    if (reportPath)
      write(
        reportPath,
        reportText(
          report,
          [`${basename(file)} into /${slug}, ${isoWithOffset(at, government.timeZone)}`, ...summary],
          basename(file),
        ),
      )
    const refused = findingLines(report.refused, basename(file))
    for (const line of refused.slice(0, shownAtMost)) console.error(line)
    if (refused.length > shownAtMost) console.error(`… and ${refused.length - shownAtMost} more: ${whole(reportPath)}`)
    for (const line of [...summary, ...(report.warnings.length ? [`The whole report: ${whole(reportPath)}`] : [])])
      console.log(line)
    if (result.refused) process.exitCode = 3
  })
}

const whole = (path: string | undefined) => path ?? 'name a file with --report FILE'

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new ConfigError(`--report: ${path} cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}

function summaryOf(result: ImportResult, report: Report): string[] {
  const { imported, corrected, already, refused } = result
  const counted = Object.entries(topics).map(
    ([topic, heading]) => [heading, report.warnings.filter((warning) => warning.topic === topic).length] as const,
  )
  const isOtherFormat = !imported && !corrected && !already && refused > 0
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
