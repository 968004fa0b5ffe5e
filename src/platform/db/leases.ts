// What one process at a time does for all of them: whoever holds the row does it.
import { eq, lte } from 'drizzle-orm'
import { anyOf, excluded } from './columns.ts'
import type { Db } from './database.ts'
import { leases } from './deployment-tables.ts'

/** Takes a lease, or renews one's own, until `until`. False while another holder has it. */
export async function takeLease(tx: Db, name: string, holder: string, now: Date, until: Date): Promise<boolean> {
  const taken = await tx
    .insert(leases)
    .values({ name, holder, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder: excluded(leases.holder), until: excluded(leases.until) },
      setWhere: anyOf(eq(leases.holder, holder), lte(leases.until, now)),
    })
    .returning()
  return taken.length > 0
}

/** Waits in a unit until no other unit of this name is under way. On SQLite that is so from the beginning. */
export async function takeTurn(tx: Db, name: string): Promise<void> {
  await tx
    .insert(leases)
    .values({ name, holder: '', until: new Date(0) })
    .onConflictDoUpdate({ target: leases.name, set: { holder: '' } })
}
