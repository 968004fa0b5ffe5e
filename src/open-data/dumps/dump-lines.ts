// The lines of a dump: whole cases as their JSON says them, and the tables, both of one year's numbers. The process that takes them
// serves pages too: after each few cases it rests as long as they took.
import { pausedUntil } from '../../domain/governments/deadline.ts'
import { blackoutsOf } from '../../domain/governments/store.ts'
import { hiddenCasesOf } from '../../domain/proposals/hidden-cases.ts'
import { loadCases } from '../../domain/proposals/public-proposal.ts'
import { idBatches } from '../../domain/search/list-batches.ts'
import { everything } from '../../domain/search/list-query.ts'
import { restFor } from '../../platform/process/pace.ts'
import { caseJson } from '../case-json.ts'
import type { Taking } from '../datasets/case-tables.ts'
import { type Dataset, linesOf, readQuery } from '../datasets/datasets.ts'
import type { AnyRow } from '../datasets/table.ts'
import { hiddenJson } from '../hidden-case-json.ts'

/** So many whole cases are read at a time: each takes a few ms of the one thread. */
const atOnce = 10

/** One line for each public case, whole, in the order of the numbers. Of a hidden case only `hiddenLines` tell. */
export async function* caseLines(taking: Taking, year: number): AsyncGenerator<string[]> {
  const { db, government, names, origin, at } = taking
  const seen = { at, timeZone: government.timeZone }
  const paused = pausedUntil(at, await blackoutsOf(db, government.id), government.timeZone)
  for await (const ids of idBatches(db, government.id, { ...everything, year: [year] }, at))
    for (let from = 0; from < ids.length; from += atOnce) {
      const cases = await loadCases(db, ids.slice(from, from + atOnce), seen)
      yield cases
        .filter(({ row }) => row.listed)
        .map(({ row, has }) => `${JSON.stringify(caseJson(row, has, government, names, origin, paused))}\n`)
    }
}

/** What stays public of each case whose text is hidden, as its address says it. */
export async function* hiddenLines(
  { db, government, names, origin, at }: Taking,
  year: number,
): AsyncGenerator<string[]> {
  const ids = (await hiddenCasesOf(db, government.id)).filter((one) => one.year === year).map(({ id }) => id)
  for (let from = 0; from < ids.length; from += atOnce) {
    const cases = await loadCases(db, ids.slice(from, from + atOnce), { at, timeZone: government.timeZone })
    yield cases.map(({ row, has }) => `${JSON.stringify(hiddenJson(row, has, government, names, origin))}\n`)
  }
}

/** The lines of a table. `year` null: of a table that has none of cases. */
export async function* tableLines(dataset: Dataset, taking: Taking, year: number | null): AsyncGenerator<AnyRow[]> {
  const query = await readQuery(taking.db, dataset, taking.government.id, {})
  yield* linesOf(dataset, taking, year === null ? query : { ...query, cases: { ...everything, year: [year] } })
}

/** Rests between batches as long as each took. Throws what `signal` was aborted with. */
export async function* paced<T>(batches: AsyncIterable<T>, signal?: AbortSignal): AsyncGenerator<T> {
  let begun = performance.now()
  for await (const batch of batches) {
    yield batch
    signal?.throwIfAborted()
    if (signal) await restFor(performance.now() - begun, signal)
    begun = performance.now()
  }
}
