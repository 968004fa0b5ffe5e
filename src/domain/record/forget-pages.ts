// Drawn pages lie in a file (platform/db/page-file.ts). What a case showed before it changed goes from there too: a page that nobody asks
// for again would keep a name that was erased.
import { gt, isNull, max, or } from 'drizzle-orm'
import type { PageFile } from '../../platform/db/page-file.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { caseChanges, changeSteps } from '../../schema/case-changes.ts'

/** How many pages it took out. Each machine has its own file, so each process looks. */
export async function forgetPages(db: Deps['db'], file: PageFile): Promise<number> {
  const [newest] = await db.reads.select({ step: max(changeSteps.number) }).from(changeSteps)
  const step = newest?.step ?? 0
  const seen = file.isEmpty() ? file.note(step) : file.note()
  if (step < seen) {
    if (file.empty()) file.note(step) // a database from before: nobody knows what changed
    return 0
  }
  const gone = file.forget(await changedSince(db, seen))
  if (gone !== null && step !== seen) file.note(step)
  return gone ?? 0
}

/** The ids of cases that changed after a step, or have none since. */
export async function changedSince(db: Deps['db'], step: number): Promise<string[]> {
  const changed = await db.reads
    .select({ id: caseChanges.proposalId })
    .from(caseChanges)
    .where(or(isNull(caseChanges.step), gt(caseChanges.step, step)))
  return changed.map(({ id }) => id)
}
