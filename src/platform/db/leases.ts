// What one process at a time does for all of them: whoever holds the row does it.
import { eq, gt, lte } from 'drizzle-orm'
import { anyOf, excluded } from './columns.ts'
import type { Db } from './database.ts'
import { leases } from './deployment-tables.ts'

type Times = { now: Date; until: Date; ahead: Date }

/** Takes a lease, or renews one's own, until `until`. False while another holder has it; one that lasts beyond `ahead` is nobody's. */
export async function takeLease(tx: Db, name: string, holder: string, times: Times): Promise<boolean> {
  const { now, until, ahead } = times
  const taken = await tx
    .insert(leases)
    .values({ name, holder, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder: excluded(leases.holder), until: excluded(leases.until) },
      setWhere: anyOf(eq(leases.holder, holder), lte(leases.until, now), gt(leases.until, ahead)),
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
