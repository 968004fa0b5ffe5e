// What has expired is deleted a piece at a time, so that nobody waits long for the one who writes.
import type { Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'

/** How many rows at a time. */
export const pieceOfExpired = 500

/** Each deletes at most `pieceOfExpired` rows and gives them back; it is asked again until fewer are left. How many rows. */
export async function dropInPieces(
  { db }: Pick<Deps, 'db'>,
  drops: ((tx: Db, now: Date) => Promise<unknown[]>)[],
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let gone = 0
  for (const drop of drops)
    while (!signal?.aborted) {
      const rows = await write(db, (tx) => drop(tx, now))
      gone += rows.length
      if (rows.length < pieceOfExpired) break
    }
  return gone
}
