// Making the search's index anew, where its tables or the way of cutting texts are newer than what lies in it. Safe to repeat, and
// to stop at any moment: it goes on where it was.
import { and, asc, gt, isNotNull } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.ts'
import { indexState, keepIndexState } from '../../platform/db/search.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { proposals } from '../../schema/proposals.ts'
import { indexCase } from '../proposals/searchable.ts'

/** Raise it with every change of what a case is found by. */
const version = '3'
const atOnce = 20

export const searchJobs: Job[] = [
  {
    name: 'search-index',
    every: 5_000,
    run: async ({ db }: Pick<Deps, 'db'>, _: Date, signal: AbortSignal) => {
      await reindex(db, { signal })
    },
  },
]

type Options = { again?: boolean; signal?: AbortSignal; progress?: (done: number) => void }

/** Returns how many cases were done; 0 where the index is new enough, unless `again`. */
export async function reindex(db: Database, { again = false, signal, progress }: Options = {}): Promise<number> {
  if (again) await write(db, (tx) => keepIndexState(tx, `${version} `))
  let done = 0
  while (!signal?.aborted) {
    const [of, last] = (await indexState(db.reads)).split(' ')
    if (of === version && last === undefined) break
    const from = of === version ? (last ?? '') : ''
    const ids = await db.reads
      .select({ id: proposals.id })
      .from(proposals)
      .where(and(isNotNull(proposals.number), gt(proposals.id, from)))
      .orderBy(asc(proposals.id))
      .limit(atOnce)
    await write(db, async (tx) => {
      for (const { id } of ids) await indexCase(tx, id)
      await keepIndexState(tx, ids.length < atOnce ? version : `${version} ${ids.at(-1)!.id}`)
    })
    done += ids.length
    progress?.(done)
    await new Promise(setImmediate) // requests go first
  }
  return done
}
