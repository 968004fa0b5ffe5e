// The log of a government as files, beside a copy of its cases: as they are served, so that `fuyi verify log FOLDER` and other people's
// programs read them without a server.
import { checkpointOf, daysOf, witnessedOf } from '../domain/log/cosigned.ts'
import { policyOf } from '../domain/log/policy.ts'
import { tileOf } from '../domain/log/store.ts'
import { localDate } from '../lib/calendar.ts'
import { keptCheckpoint } from '../lib/signed-note.ts'
import { tilePath, tilesOf } from '../lib/tiles.ts'
import type { Db } from '../platform/db/database.ts'

type Wanted = { db: Db; government: { id: string; slug: string; timeZone: string }; origin: string; at: Date }

/**
 * Paths within the folder of the log, and what lies there. `begun`: the checkpoint from before the first case was copied: what is
 * said of a case meanwhile may be in the log and not in its copy. Nothing where there is no log yet.
 */
export async function* logFiles(
  { db, government, origin, at }: Wanted,
  begun: string | null,
): AsyncGenerator<{ path: string; bytes: Buffer }> {
  const checkpoint = await checkpointOf(db, government.id)
  if (!checkpoint) return
  const { size } = keptCheckpoint(checkpoint)
  const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) })
  for (const name of tilesOf(size)) {
    const bytes = await tileOf(db, government.id, name)
    if (!bytes) throw new Error(`tile/${tilePath(name)} of the log of /${government.slug} is missing.`)
    yield { path: `tile/${tilePath(name)}`, bytes }
  }
  yield file('policy', (await policyOf(db, government.id, `${origin}/${government.slug}/log`, at)) ?? '')
  const witnessed = await witnessedOf(db, government.id)
  if (witnessed) yield file('witnessed', witnessed.text)
  for (const { day, checkpoint: ended } of await daysOf(db, government.id, localDate(at, government.timeZone), 40_000))
    yield file(`days/${day}`, ended)
  if (begun) yield file('checkpoint.begun', begun)
  yield file('checkpoint', checkpoint) // last: what it names is there
}
