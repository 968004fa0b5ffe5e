// Drawn pages lie in a file (platform/db/page-file.ts). What a case showed before it changed goes from there too: a page that nobody asks
// for again would keep a name that was erased.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, isNull, max, or } from 'drizzle-orm'
import type { PageFile } from '../../platform/db/page-file.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { caseChanges, changeSteps } from '../../schema/case-changes.ts'

type Reads = Pick<Deps['db'], 'reads'>

/**
 * So many marked cases are looked at in one look. More wait for their step only where an upgrade or an import marked everything: to look at
 * all of 100,000 every two seconds took the whole thread for minutes.
 */
const most = 5000
const chunk = 500

/** After which id the next look goes on, where more are marked than are looked at once. */
const turns = new WeakMap<PageFile, string>()

/** How many pages it took out. Each machine has its own file, so each process looks. */
export async function forgetPages(db: Reads, file: PageFile, atOnce = most): Promise<number> {
  const [newest] = await db.reads.select({ step: max(changeSteps.number) }).from(changeSteps)
  const step = newest?.step ?? 0
  const isEmpty = file.isEmpty()
  const seen = isEmpty ? file.note(step) : file.note()
  if (isEmpty && !file.isWaiting()) return 0
  if (step < seen) {
    if (file.empty()) file.note(step) // a database from before: nobody knows what changed
    return 0
  }
  const { ids, next } = await toLookAt(db, seen, turns.get(file) ?? '', atOnce)
  let gone = 0
  for (let i = 0; i < ids.length; i += chunk) {
    const some = file.forget(ids.slice(i, i + chunk))
    if (some === null) return gone // somebody else writes: all of it once more
    gone += some
    await nextTurn()
  }
  turns.set(file, next)
  if (step !== seen) file.note(step)
  return gone
}

/**
 * Cases that changed after a step; those that were marked since the last run of who gives steps; and of those that wait for theirs longer,
 * so many at a time, in turn. A page of a marked case has no version, so whatever was taken out is not filed anew.
 */
async function toLookAt(
  { reads }: Reads,
  step: number,
  after: string,
  atOnce: number,
): Promise<{ ids: string[]; next: string }> {
  const of = { id: caseChanges.proposalId }
  const stepped = await reads.select(of).from(caseChanges).where(gt(caseChanges.step, step))
  const fresh = await reads
    .select(of)
    .from(caseChanges)
    .where(and(isNull(caseChanges.step), eq(caseChanges.seen, false)))
  const waiting = await reads
    .select(of)
    .from(caseChanges)
    .where(and(isNull(caseChanges.step), eq(caseChanges.seen, true), gt(caseChanges.proposalId, after)))
    .orderBy(asc(caseChanges.proposalId))
    .limit(atOnce)
  const next = waiting.length < atOnce ? '' : waiting.at(-1)!.id
  return { ids: [...stepped, ...fresh, ...waiting].map(({ id }) => id), next }
}

/** Which of these cases changed after a step, or have none since. */
export async function changedSince({ reads }: Reads, step: number, of: string[]): Promise<string[]> {
  const changed = await reads
    .select({ id: caseChanges.proposalId })
    .from(caseChanges)
    .where(and(inArray(caseChanges.proposalId, of), or(isNull(caseChanges.step), gt(caseChanges.step, step))))
  return changed.map(({ id }) => id)
}
