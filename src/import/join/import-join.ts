// Cases of Taiwan's national platform, from its open data.
import type { Government } from '../../domain/governments/government.ts'
import type { Database } from '../../platform/db/database.ts'
import { bring, type ImportResult, type Progress } from '../bring.ts'
import type { Platform } from '../places.ts'
import { newReport, type Report } from '../report.ts'
import { type JoinFiles, readSeries } from './count-files.ts'
import { counties } from './counties.ts'
import { casesOf, readJoinLines } from './read-cases.ts'

const join: Platform = { name: 'JOIN', code: 'join', districts: counties }

/**
 * New cases are stored, those that are here are corrected, and what is wrong or hard to believe is in the report.
 * Throws a ConfigError for a file that is another one. `progress` hears how many of the cases are done.
 */
export async function importJoin(
  db: Database,
  government: Government,
  files: JoinFiles,
  at: Date,
  progress: Progress = () => {},
  isTrial = false,
): Promise<{ result: ImportResult; report: Report }> {
  const report = newReport()
  const lines = await readJoinLines(files.file, report)
  const series = await readSeries(files, report)
  const cases = casesOf(lines, series, { files, report, at, timeZone: government.timeZone })
  const counted = await bring(db, government, join, cases, { file: files.file, report, at, progress, isTrial })
  return { result: { ...counted, refused: report.refused.length, warnings: report.warnings.length }, report }
}
