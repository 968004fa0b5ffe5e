// Versions of the rules: the next one, in force at once or from a day on, and calling one off before its day.
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { ruleVersions } from '../../schema/governments.ts'
import type { Rules } from '../../schema/values.ts'
import { completed } from './government.ts'
import { currentRules, nextRuleVersion, type RuleVersion } from './store.ts'

/** The next version, in force from `validFrom` on. Returns its number. Throws a unique violation when two are made at once. */
export async function addRules(tx: Db, governmentId: string, rules: Rules, validFrom: Date, at: Date): Promise<number> {
  const version = await nextRuleVersion(tx, governmentId)
  await tx.insert(ruleVersions).values({ id: newId(), governmentId, version, rules, validFrom, createdAt: at })
  return version
}

/** The version that takes effect next, after `at`; null where none is planned. */
export async function plannedRules(db: Db, governmentId: string, at: Date): Promise<RuleVersion | null> {
  const [row] = await db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.governmentId, governmentId), gt(ruleVersions.validFrom, at)))
    .orderBy(asc(ruleVersions.validFrom), desc(ruleVersions.version))
    .limit(1)
  return row ? { ...row, rules: completed(row.rules) } : null
}

/** One version, as cases name theirs; shared by all that are read within a second. Null where there is none. */
export const ruleVersion = (db: Db, id: string): Promise<{ version: number; rules: Rules } | null> =>
  cached(db, `rule version ${id}`, async () => {
    const [row] = await prepared(db, versionQuery).execute({ id })
    return row ? { version: row.version, rules: completed(row.rules) } : null
  })

const versionQuery = (db: Db) =>
  db
    .select({ version: ruleVersions.version, rules: ruleVersions.rules })
    .from(ruleVersions)
    .where(eq(ruleVersions.id, placeholder('id')))

/** Every version, by number; also those of imported cases, which were never in force (`validFrom` null). */
export async function ruleVersionsOf(db: Db, governmentId: string): Promise<RuleVersion[]> {
  const rows = await db
    .select()
    .from(ruleVersions)
    .where(eq(ruleVersions.governmentId, governmentId))
    .orderBy(asc(ruleVersions.version))
  return rows.map((row) => ({ ...row, rules: completed(row.rules) }))
}

/** Calls off a version that is not in force yet: no case was ever submitted under it. False when it is, or is gone. */
export async function callOffRules(tx: Db, governmentId: string, version: number, at: Date): Promise<boolean> {
  const planned = and(
    eq(ruleVersions.governmentId, governmentId),
    eq(ruleVersions.version, version),
    gt(ruleVersions.validFrom, at),
  )
  return (await tx.delete(ruleVersions).where(planned).returning({ id: ruleVersions.id })).length > 0
}

/** Months for which people are kept after their last case ended, by the rules in force: what whoever gives their data is told. */
export const keptMonths = (db: Db, governmentId: string, at: Date): Promise<number> =>
  cached(db, `months kept by ${governmentId}`, async () => (await currentRules(db, governmentId, at)).rules.keptMonths)
