// Long work that nobody waits for, in pieces: it may be left off, and rests in between.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/**
 * `rest`: for so many times as long as a piece took. `sleep`: how it rests, by the machine's clock unless a test says otherwise.
 * `over`: ms of pieces that are over, with their rests; kept by `letOthersIn`.
 */
export type Pace = { signal?: AbortSignal; rest?: number; sleep?: typeof restFor; over?: number }

/** The rest of work for which nobody waits: it takes a tenth of the one thread at most, however much there is. */
export const unhurried = 9

/**
 * Rests for so many ms, or until it is to be left off: a job that sleeps for a minute after a slow piece would not be at a safe point
 * when the process stops, and would go on with a database that is closed.
 */
export const restFor = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, signal && { signal }).catch(() => {})
}

/** A piece of work that is under way. `begun`: ms, without what was over before. */
type Piece = { pace: Pace; begun: number }

/** What `letOthersIn` is given when the piece is over. */
export const beginPiece = (pace: Pace): Piece => ({ pace, begun: performance.now() - (pace.over ?? 0) })

/**
 * After a piece: lets others in, since queries alone would not, and rests. Pieces inside of it rested for themselves, and are no work of
 * this one: a night that rests 49 times as long would rest 49 times 49 times, a day and more for one large case.
 */
export async function letOthersIn({ pace, begun }: Piece): Promise<void> {
  const { rest = 0, signal, sleep = restFor } = pace
  if (!rest) return void (await nextTurn())
  const [worked, ended] = [beginPiece(pace).begun - begun, performance.now()]
  await sleep(rest * worked, signal)
  pace.over = (pace.over ?? 0) + worked + performance.now() - ended
}

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
    const piece = beginPiece(pace)
    const rows = await read(after)
    yield* rows
    if (rows.length < atOnce) return
    after = rows.at(-1)!.id
    await letOthersIn(piece)
  }
}
