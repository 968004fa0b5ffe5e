// Buttons that were pressed a moment ago, in all processes: the clicks of a double click are often taken by two of them.
import { eq, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { presses } from '../../schema/sign-in.ts'

/** What a press finds: it is the first; or another leads to an address; or another is being answered, and is waited for. */
type PressState = { first: true } | { first: false; leadsTo: string | null }

/** `key`: a SHA-256, in hex. `until`: when nobody waits for this press any longer. */
export async function takePress(tx: Db, key: string, at: Date, until: Date): Promise<PressState> {
  const [taken] = await tx
    .insert(presses)
    .values({ key, leadsTo: null, knownUntil: until })
    .onConflictDoUpdate({
      target: presses.key,
      set: { leadsTo: sql`null`, knownUntil: until },
      setWhere: lte(presses.knownUntil, at),
    })
    .returning({ key: presses.key })
  if (taken) return { first: true }
  const [other] = await tx.select({ leadsTo: presses.leadsTo }).from(presses).where(eq(presses.key, key))
  return { first: false, leadsTo: other?.leadsTo ?? null }
}

/** It was taken, and leads there: whoever presses again before `until` is led there too. */
export const answerPress = (tx: Db, key: string, leadsTo: string, until: Date): Promise<unknown> =>
  tx.update(presses).set({ leadsTo, knownUntil: until }).where(eq(presses.key, key))

/** It was refused: the next press is the first again. */
export const forgetPress = (tx: Db, key: string): Promise<unknown> => tx.delete(presses).where(eq(presses.key, key))

/** Deletes some that nobody waits for. How many rows. */
export function dropPresses(tx: Db, now: Date, most: number) {
  const old = tx.select({ key: presses.key }).from(presses).where(lte(presses.knownUntil, now)).limit(most)
  return tx.delete(presses).where(inArray(presses.key, old)).returning({ key: presses.key })
}
