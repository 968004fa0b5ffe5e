// What the last nights erased, in numbers: nothing of it names anybody. One row of the deployment, the newest night first.
import { eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { deploymentStatus } from '../../platform/db/deployment-tables.ts'
import type { LetGo } from './case-traces.ts'

/** Its key in deployment_status. */
export const nightsKey = 'retention_nights'
/** So many nights are kept. */
const most = 14

/**
 * `at`: ISO 8601. Over all governments: `people` erased, `signers` and `rows` of cases that are past let go of (case-traces.ts), authors `warned`,
 * `drafts` deleted, `returned` cases ended.
 */
export type Night = LetGo & { at: string; people: number; warned: number; drafts: number; returned: number }

/** The newest first; empty where no night was yet. */
export async function lastNights(db: Db): Promise<Night[]> {
  const [row] = await db.select().from(deploymentStatus).where(eq(deploymentStatus.key, nightsKey))
  const nights = row ? (JSON.parse(row.value) as (Omit<Night, keyof LetGo> & Partial<LetGo>)[]) : []
  return nights.map((night) => ({ signers: 0, rows: 0, ...night })) // nights of a former version let go of none
}

/** As it is kept, with one more. */
export const withNight = (before: readonly Night[], night: Night): string =>
  JSON.stringify([night, ...before].slice(0, most))
