// Which parts a case has at all. Most cases have few, and each was asked for on its own: half of the statements of a case page gave
// nothing.
import type { AnyColumn, Table } from 'drizzle-orm'
import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { answers } from '../../schema/answers.ts'
import { assignmentChanges } from '../../schema/assignments.ts'
import { broughtCases } from '../../schema/brought-cases.ts'
import { caseReferences } from '../../schema/case-references.ts'
import { commitments } from '../../schema/commitments.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { cosignatureBatches, refusedDoubles, refusedForms } from '../../schema/integrity.ts'
import { corrections, moderationDecisions } from '../../schema/moderation.ts'
import { paperChanges } from '../../schema/paper.ts'
import { evidence, proposals, proposalUpdates, textVersions } from '../../schema/proposals.ts'

type OfACase = Table & { proposalId: AnyColumn }

const there = (rows: OfACase): SQL<boolean> =>
  sql`exists (select 1 from ${rows} where ${eq(rows.proposalId, proposals.id)})`.mapWith(Boolean)

const partsOf = byIds((db, ids) =>
  db
    .select({
      answers: there(answers),
      commitments: there(commitments),
      evidence: there(evidence),
      updates: there(proposalUpdates),
      assignmentChanges: there(assignmentChanges),
      decisions: there(moderationDecisions),
      corrections: there(corrections),
      handOvers: there(handOvers),
      references: there(caseReferences),
      keptTexts: there(textVersions),
      brought: there(broughtCases),
      doubles: there(refusedDoubles),
      forms: there(refusedForms),
      batches: there(cosignatureBatches),
      sheets: there(paperChanges),
    })
    .from(proposals)
    .where(inArray(proposals.id, ids)),
)
type Part = keyof Awaited<ReturnType<typeof partsOf>>[number]

/** What `load` gives where one of the cases has such a part, else nothing. */
export type IfThere = <Row>(part: Part, load: (db: Db, ids: string[]) => Promise<Row[]>) => Promise<Row[]>

/** Asks for parts of these cases, but not for those of which none of them has any. */
export async function askingForParts(db: Db, ids: string[]): Promise<IfThere> {
  const cases = await partsOf(db, ids)
  return (part, load) => (cases.some((one) => one[part]) ? load(db, ids) : Promise.resolve([]))
}
