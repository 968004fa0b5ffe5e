// Where cases of a dump are mentioned and what they are linked with: once all cases are here, since each of two names the other.
import { and, eq, isNotNull } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import type { Database } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { caseReferences } from '../../schema/case-references.ts'
import { proposals } from '../../schema/proposals.ts'
import type { CaseLine } from './dump-shapes.ts'
import type { DumpLine } from './read-dump.ts'

/** What was shown there was checked there. A case that is not here has no link. */
export async function bringLinks(
  db: Database,
  governmentId: string,
  cases: DumpLine<CaseLine>[],
  at: Date,
): Promise<void> {
  const numbers = await db.reads
    .select({ id: proposals.id, number: proposals.number })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.number)))
  const ids = new Map(numbers.map(({ id, number }) => [number!, id]))
  for (const { told } of cases) {
    const proposalId = ids.get(told.number)
    if (!proposalId) continue
    let n = 0
    const common = () => ({
      ...{ id: newId(), governmentId, proposalId, suggestedBy: 'staff' as const, state: 'shown' as const },
      ...{ suggestedAt: new Date(at.getTime() + n++), decidedAt: at },
    })
    const rows: (typeof caseReferences.$inferInsert)[] = [
      ...told.cited_in.map(({ kind, url, title, publisher, published_on: publishedOn }) => ({
        ...{ ...common(), kind, url, title: title ?? url, publisher, publishedOn },
      })),
      ...told.linked_cases.flatMap(({ relation: kind, number }) => {
        const otherId = ids.get(number)
        return otherId ? [{ ...common(), kind, otherId }] : []
      }),
    ]
    if (rows.length) await write(db, (tx) => tx.insert(caseReferences).values(rows).onConflictDoNothing())
  }
}
