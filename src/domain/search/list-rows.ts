// The rows of a list as they are shown, by the ids of their cases: two prepared queries, whatever the length of the page.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { alias, countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { parts } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { governments } from '../../schema/governments.ts'
import { refusalReasons } from '../../schema/lists.ts'
import { proposals } from '../../schema/proposals.ts'
import { isItsRefusalReason } from '../proposals/store.ts'

const mergedInto = alias(proposals, 'merged_into')

const columns = {
  id: proposals.id,
  governmentId: proposals.governmentId,
  governmentSlug: governments.slug,
  governmentName: governments.name,
  timeZone: governments.timeZone,
  number: proposals.number,
  title: proposals.title,
  titleHidden: refusalReasons.hidesText,
  stage: proposals.stage,
  outcome: proposals.outcome,
  count: proposals.count,
  threshold: proposals.threshold,
  topicCode: proposals.topicCode,
  districtCode: proposals.districtCode,
  place: proposals.place,
  publishedAt: proposals.publishedAt,
  submittedAt: proposals.submittedAt,
  closesBefore: proposals.closesBefore,
  thresholdMetAt: proposals.thresholdMetAt,
  answerDueBefore: proposals.answerDueBefore,
  answeredAt: proposals.answeredAt,
  endedAt: proposals.endedAt,
  scheduleDueBefore: proposals.scheduleDueBefore,
  scheduledAt: proposals.scheduledAt,
  extendedAt: proposals.extendedAt,
  source: proposals.source,
  seenOn: proposals.seenOn,
  agencyCode: agencies.code,
  agencyName: agencies.name,
  mergedIntoNumber: mergedInto.number,
}

const casesIn = byIds((db, ids) =>
  db
    .select(columns)
    .from(proposals)
    .innerJoin(governments, eq(governments.id, proposals.governmentId))
    .leftJoin(parts, and(eq(parts.proposalId, proposals.id), eq(parts.role, 'lead'), isNull(parts.endedAt)))
    .leftJoin(agencies, eq(agencies.id, parts.agencyId))
    .leftJoin(mergedInto, eq(mergedInto.id, proposals.mergedIntoId))
    .leftJoin(refusalReasons, isItsRefusalReason)
    .where(inArray(proposals.id, ids)),
)

const promisesIn = byIds((db, ids) =>
  db
    .select({
      id: commitments.proposalId,
      total: countRows(),
      kept: sumOf(sql`case when ${eq(commitments.state, 'kept')} then 1 else 0 end`),
    })
    .from(commitments)
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .groupBy(commitments.proposalId),
)

export type ListRow = Awaited<ReturnType<typeof casesIn>>[number] & { promises: { kept: number; total: number } }

/** The cases with these ids, in their order, each with how many promises were made and kept. */
export async function rowsOf(db: Db, ids: string[]): Promise<ListRow[]> {
  if (!ids.length) return []
  const [cases, promises] = await Promise.all([casesIn(db, ids), promisesIn(db, ids)])
  const caseOf = new Map(cases.map((row) => [row.id, row]))
  const promisesOf = new Map(promises.map(({ id, kept, total }) => [id, { kept, total }]))
  return ids.flatMap((id) => {
    const found = caseOf.get(id) // gone between two queries: not shown
    return found ? [{ ...found, promises: promisesOf.get(id) ?? { kept: 0, total: 0 } }] : []
  })
}
