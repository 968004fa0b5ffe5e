// Parts of agencies in a case: each begins, is answered, is transferred and ends as the record tells.
import { eq } from 'drizzle-orm'
import type { Db } from '../platform/db/database.ts'
import { assignmentChanges, assignments } from '../schema/assignments.ts'
import type { proposals } from '../schema/proposals.ts'
import { isOf, type RecordedEntry, type ToldCase } from './told-case.ts'

/** Parts of agencies begin, are answered and end with an entry; and each agency that the record names has its part. */
export async function partDifferences(
  db: Db,
  { id, sourceId }: Pick<typeof proposals.$inferSelect, 'id' | 'sourceId'>,
  told: ToldCase,
  entries: RecordedEntry[],
): Promise<string[]> {
  const parts = await db.select().from(assignments).where(eq(assignments.proposalId, id))
  const again = entries.findLastIndex(({ kind }) => kind === 'approval_taken_back') // what was given before is given anew
  const unknown = entries
    .slice(again + 1)
    .filter(({ kind, agencyId }) => agencyId !== null && (kind === 'assigned' || kind === 'transferred'))
    .filter(
      ({ kind, agencyId, facts }) =>
        !parts.some((part) => part.agencyId === agencyId && (kind === 'transferred' || part.role === facts.role)),
    )
  const dated = parts.flatMap(({ role, assignedAt, answeredAt, endedAt }) =>
    Object.entries({ assigned_at: assignedAt, answered_at: answeredAt, ended_at: endedAt })
      .filter(([, at]) => at && !entries.some((entry) => isOf(entry, at)))
      .map(([name, at]) => `a ${role} part: ${name} is ${at!.toISOString()}; the record has nothing of then.`),
  )
  const moved = await db.select().from(assignmentChanges).where(eq(assignmentChanges.proposalId, id))
  // a part that is transferred ends then; of an extension it is that of the agency that asked for it
  const fromElsewhere = moved.filter(
    ({ kind, fromAgencyId: from, decidedAt }) =>
      (kind === 'transferred' || kind === 'extended') &&
      !parts.some(
        ({ agencyId, endedAt }) =>
          agencyId === from && (kind === 'extended' || endedAt?.getTime() === decidedAt.getTime()),
      ),
  )
  const unsaid = entries.filter(
    ({ kind, agencyId }, i) =>
      kind === 'contributed' && i > again && !parts.some((part) => part.agencyId === agencyId && part.answeredAt),
  )
  // elsewhere it may have been answered by whoever it was
  const isAnswered = parts.some(({ role, answeredAt }) => role === 'lead' && answeredAt?.getTime() === told.answeredAt)
  const lead = told.answeredAt !== null && sourceId === null && !isAnswered
  return [
    ...(lead ? ['no lead part was answered when the record says that the case was.'] : []),
    ...dated,
    ...fromElsewhere.map(
      ({ kind, decidedAt }) => `“${kind}” of ${decidedAt.toISOString()} is of an agency that had no such part in it.`,
    ),
    ...unsaid.map(({ at }) => `“contributed” of ${at.toISOString()} is in the record; its part was not answered.`),
    ...unknown.map(
      ({ kind, at }) => `the agency that “${kind}” of ${new Date(at).toISOString()} names has no such part in it.`,
    ),
  ]
}
