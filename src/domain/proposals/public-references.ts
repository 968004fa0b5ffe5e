// Where cases are cited, and which others they have to do with: what staff have checked.
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { alias, isTrue } from '../../platform/db/columns.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { caseReferences } from '../../schema/case-references.ts'
import { proposals } from '../../schema/proposals.ts'

const other = alias(proposals, 'other')

/** Other cases that are not public any more are left out. In the order in which they were suggested. */
export const referenceRowsOf = byIds((db, ids) =>
  db
    .select({
      ...{ id: caseReferences.id, proposalId: caseReferences.proposalId, kind: caseReferences.kind },
      ...{ url: caseReferences.url, title: caseReferences.title, publisher: caseReferences.publisher },
      ...{ publishedOn: caseReferences.publishedOn, number: other.number },
      // of what was never published the text may not be public
      caseTitle: sql<string | null>`case when ${isNotNull(other.publishedAt)} then ${other.title} end`,
    })
    .from(caseReferences)
    .leftJoin(other, eq(other.id, caseReferences.otherId))
    .where(
      and(
        inArray(caseReferences.proposalId, ids),
        eq(caseReferences.state, 'shown'),
        or(isNull(caseReferences.otherId), isTrue(other.listed)),
      ),
    )
    .orderBy(asc(caseReferences.suggestedAt), asc(caseReferences.id)),
)
