// Bringing read cases into the database: new ones are stored, those that are here are corrected.
import type { Government } from '../domain/governments/government.ts'
import type { Database } from '../platform/db/database.ts'
import { refusalIn } from '../platform/db/errors.ts'
import { correctCase } from './correct.ts'
import { type Brought, makePlaces, type Platform } from './places.ts'
import { type CaseHere, knownCases, presentCase } from './present.ts'
import { type Report, refuseIn, warnIn } from './report.ts'
import { type Context, digestOfBrought } from './rows.ts'
import { storeCases, whyNot } from './store.ts'

/** How many of the cases. What stays as it is was here `already`. */
export type Counted = { imported: number; corrected: number; already: number }
export type ImportResult = Counted & { refused: number; warnings: number }
export type Progress = (done: number, total: number) => void

const told = 50 // cases between two words of progress

/** `file`: where the lines of the cases stand. `isTrial`: nothing is written, and counted what would be. */
export type Bringing = { file: string; report: Report; at: Date; progress: Progress; isTrial?: boolean }

export async function bring(
  db: Database,
  government: Government,
  platform: Platform,
  cases: readonly Brought[],
  { file, report, at, progress, isTrial = false }: Bringing,
): Promise<Counted> {
  const known = await knownCases(db.reads, government.id)
  if (isTrial) return tried(cases, known)
  const places = await makePlaces(db, government, cases, platform, at)
  const context: Context = { government, platform: platform.name, places, at }
  const fresh = cases.filter(({ c }) => !known.has(c.sourceId)).sort(bySubmission)
  const here = cases.filter(({ c }) => known.has(c.sourceId))
  const imported = await storeCases(db, fresh, context, refuseIn(report, file), (n) => progress(n, cases.length))
  let corrected = 0
  for (const [i, brought] of here.entries()) {
    if (await corrects(db, brought, known.get(brought.c.sourceId)!, context, file, report)) corrected++
    if ((i + 1) % told === 0 || i + 1 === here.length) progress(fresh.length + i + 1, cases.length)
  }
  return { imported, corrected, already: here.length - corrected }
}

/** What a correction would find the same all the same is counted as one here: only the rows would tell. */
function tried(cases: readonly Brought[], known: ReadonlyMap<string, CaseHere>): Counted {
  const here = cases.filter(({ c }) => known.has(c.sourceId))
  const changed = here.filter((one) => known.get(one.c.sourceId)!.digest !== digestOfBrought(one))
  return { imported: cases.length - here.length, corrected: changed.length, already: here.length - changed.length }
}

const bySubmission = ({ c: a }: Brought, { c: b }: Brought) =>
  a.submittedAt.getTime() - b.submittedAt.getTime() || (a.sourceId < b.sourceId ? -1 : 1)

const reasons = {
  'worked on': 'it was worked on here since, so that it stays as it is',
  'moved meanwhile': 'it moved on meanwhile: run the import again',
} as const

async function corrects(
  db: Database,
  brought: Brought,
  { id, number, digest, seenOn }: CaseHere,
  context: Context,
  file: string,
  report: Report,
): Promise<boolean> {
  if (digest === digestOfBrought(brought) && !(brought.seenIsGiven && brought.seenOn > (seenOn ?? ''))) return false
  const was = await presentCase(db.reads, id)
  if (!was) return false
  try {
    const done = await correctCase(db, was, brought, context)
    if (done === 'worked on' || done === 'moved meanwhile')
      warnIn(report, file)(brought.line, 'kept', `case ${number}: ${reasons[done]}`)
    return done === 'corrected'
  } catch (error) {
    if (refusalIn(error)) throw error // the database is away or busy: run it again
    refuseIn(report, file)(brought.line, `cannot be corrected: ${whyNot(error)}`)
    return false
  }
}
