// The roll of a government: keyed digests of who lives there, made elsewhere by `fuyi roll make` and compared with what somebody types.
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../platform/db/database.ts'
import { identityFields } from '../../schema/values.ts'
import { rollEntries, rolls } from '../../schema/verifications.ts'

type Roll = typeof rolls.$inferSelect

/** The first line of a roll's file; every other line is a digest. */
export const rollHead = z.strictObject({
  fuyi_roll: z.literal(1),
  government: z.string(),
  name: z.string().min(1).max(60),
  fields: z.array(z.enum(identityFields)).min(1),
})
type RollHead = z.infer<typeof rollHead>

/** Null where the government has none. */
export async function rollOf(db: Db, governmentId: string): Promise<Roll | null> {
  const [row] = await db.select().from(rolls).where(eq(rolls.governmentId, governmentId))
  return row ?? null
}

/** `digest`: of the fields that the roll is made of, keyed. */
export async function isOnRoll(db: Db, governmentId: string, digest: string): Promise<boolean> {
  const rows = await db
    .select({ digest: rollEntries.digest })
    .from(rollEntries)
    .where(and(eq(rollEntries.governmentId, governmentId), eq(rollEntries.digest, digest)))
  return rows.length > 0
}

const chunk = 1000

/** Takes a roll in place of the one before, in one unit. `digests`: each once. Who was verified by the old one stays so until that expires. */
export async function replaceRoll(
  tx: Db,
  {
    governmentId,
    name,
    fields,
    digests,
  }: Omit<RollHead, 'fuyi_roll' | 'government'> & {
    governmentId: string
    digests: readonly string[]
  },
): Promise<void> {
  await tx.delete(rollEntries).where(eq(rollEntries.governmentId, governmentId))
  await tx.delete(rolls).where(eq(rolls.governmentId, governmentId))
  await tx.insert(rolls).values({ governmentId, name, fields, entries: digests.length })
  for (let i = 0; i < digests.length; i += chunk)
    await tx.insert(rollEntries).values(digests.slice(i, i + chunk).map((digest) => ({ governmentId, digest })))
}
