// For which ages somebody can be verified under a government: those that its rules ask for now, and those that cases still go by which
// were submitted under earlier rules. Nothing finer is ever kept of anybody.
import { and, eq, gt, inArray, isNotNull, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import type { LevelRules } from '../../schema/values.ts'
import { currentRules, rulesOf } from '../governments/store.ts'
import { cosignableStages } from '../proposals/proposal.ts'

const agesIn = ({ ageToPropose, ageToCount }: LevelRules) => [ageToPropose, ageToCount].filter((age) => age > 0)

/** The lowest first, each once; none where no rule asks for any. */
export async function agesAsked(db: Db, governmentId: string, at: Date): Promise<number[]> {
  const underWay = await db
    .selectDistinct({ version: proposals.ruleVersionId })
    .from(proposals)
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        isNotNull(proposals.ruleVersionId),
        or(
          eq(proposals.stage, 'returned'),
          and(inArray(proposals.stage, [...cosignableStages]), gt(proposals.closesBefore, at)),
        ),
      ),
    )
  const rules: LevelRules[] = [(await currentRules(db, governmentId, at)).rules]
  for (const { version } of underWay) rules.push(await rulesOf(db, version!))
  return [...new Set(rules.flatMap(agesIn))].sort((one, other) => one - other)
}

/** The highest of the ages that are asked for and that somebody has; null where they have none. `asked`: the lowest first. */
export const coarsest = (asked: readonly number[], age: number): number | null =>
  asked.findLast((one) => one <= age) ?? null
