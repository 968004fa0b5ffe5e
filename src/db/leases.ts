// Work that must be done once in all processes: whoever changes the row does it.
import { and, eq, lt, or } from 'drizzle-orm'
import type { Db } from './connect.ts'
import { leases } from './tables.ts'

/** Takes or renews a lease until `until`. False when another holder has it. */
export async function takeLease(tx: Db, name: string, holder: string, now: Date, until: Date): Promise<boolean> {
  const made = await tx.insert(leases).values({ name, holder, until }).onConflictDoNothing().returning()
  if (made.length) return true
  const taken = await tx
    .update(leases)
    .set({ holder, until })
    .where(and(eq(leases.name, name), or(eq(leases.holder, holder), lt(leases.until, now))))
    .returning()
  return taken.length > 0
}
