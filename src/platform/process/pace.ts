// Long work that nobody waits for, in pieces: it may be left off, and rests in between.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** `rest`: for so many times as long as a piece took. */
export type Pace = { signal?: AbortSignal; rest?: number }

/**
 * Rests for so many ms, or until it is to be left off: a job that sleeps for a minute after a slow piece would not be at a safe point
 * when the process stops, and would go on with a database that is closed.
 */
export const restFor = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, signal && { signal }).catch(() => {})
}

/** After a piece: lets others in, since queries alone would not, and rests. `begun`: when it began, of `performance.now()`. */
export const letOthersIn = ({ rest = 0, signal }: Pace, begun: number): Promise<unknown> =>
  rest ? restFor(rest * (performance.now() - begun), signal) : nextTurn()

/**
 * Rows in the order of their ids, a piece at a time: `read` gives at most `atOnce` after an id. Ends when it is left off; what it is used
 * for counts as work.
 */
export async function* inPieces<Row extends { id: string }>(
  read: (after: string) => Promise<Row[]>,
  atOnce: number,
  pace: Pace,
): AsyncGenerator<Row> {
  for (let after = ''; !pace.signal?.aborted; ) {
    const begun = performance.now()
    const rows = await read(after)
    yield* rows
    if (rows.length < atOnce) return
    after = rows.at(-1)!.id
    await letOthersIn(pace, begun)
  }
}
