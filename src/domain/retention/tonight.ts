// What the night would do if it came now: numbers and ages, never persons. Reads everybody, so it is asked for by a press.
import { lt } from 'drizzle-orm'
import { countRows, min } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatureSignals } from '../../schema/integrity.ts'
import { keptDays } from '../integrity/store.ts'
import { countTraces, type LetGo } from './case-traces.ts'
import { type Forgotten, forgottenNow, oldestAlone } from './forgotten.ts'
import { pastNow } from './retention.ts'
import { keepingOf } from './retention-rules.ts'

/** `oldest`: since when the oldest of them is there; null where there is none. */
export type Some = { count: number; oldest: Date | null }
/** `people`, `past` and `came` are of all governments here: one person may have signed in several. The rest is of one government. */
export type Tonight = { people: Some; past: LetGo; came: Some; forgotten: Forgotten; alone: Date | null }

/** What the night would erase, counted now. Throws where the government has no rules. */
export async function tonight(db: Db, governmentId: string, now: Date): Promise<Tonight> {
  const keeping = (await keepingOf(db, now)).find((one) => one.governmentId === governmentId)
  if (!keeping) throw new Error('A government has no rules.')
  const before = new Date(now.getTime() - keptDays * 86_400_000)
  const [came] = await db
    .select({ count: countRows(), oldest: min(cosignatureSignals.at) })
    .from(cosignatureSignals)
    .where(lt(cosignatureSignals.at, before))
  return {
    people: await pastNow(db, now),
    past: await countTraces(db, now),
    came: { count: came?.count ?? 0, oldest: came?.oldest ?? null },
    forgotten: await forgottenNow(db, keeping, now),
    alone: await oldestAlone(db, governmentId),
  }
}
