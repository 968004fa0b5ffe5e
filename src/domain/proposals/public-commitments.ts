// The rows of which everything public about the commitments of some cases is made.
import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { alias } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { answers } from '../../schema/answers.ts'
import { commitments, commitmentUpdates } from '../../schema/commitments.ts'
import { withUnits } from '../governments/units.ts'

const promiser = alias(agencies, 'promiser')
/** For each of these cases, with the unit that is responsible. */
export const commitmentRowsOf = async (db: Db, ids: string[]) => withUnits(db, await rowsOf(db, ids))
const rowsOf = byIds((db, ids) =>
  db
    .select({
      id: commitments.id,
      proposalId: commitments.proposalId,
      ...{ governmentId: commitments.governmentId, agencyId: commitments.agencyId },
      askNumber: commitments.askNumber,
      number: commitments.number,
      what: commitments.what,
      measure: commitments.measure,
      salt: commitments.salt,
      owner: commitments.owner,
      dueOn: commitments.dueOn,
      state: commitments.state,
      closedAt: commitments.closedAt,
      reportedAt: commitments.reportedAt,
      doneAt: commitments.doneAt,
      verdict: commitments.verdict,
      checkedAt: commitments.checkedAt,
      handedOverAt: commitments.handedOverAt,
      answerVersion: answers.version,
      promisedBy: { code: promiser.code, name: promiser.name },
      ...{ code: agencies.code, name: agencies.name },
    })
    .from(commitments)
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .leftJoin(answers, eq(answers.id, commitments.answerId))
    .leftJoin(promiser, eq(promiser.id, answers.agencyId))
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .orderBy(asc(commitments.position), asc(commitments.id)),
)
export const updateRowsOf = byIds((db, ids) =>
  db
    .select({
      commitmentId: commitmentUpdates.commitmentId,
      kind: commitmentUpdates.kind,
      body: commitmentUpdates.body,
      salt: commitmentUpdates.salt,
      verdict: commitmentUpdates.verdict,
      evidenceUrl: commitmentUpdates.evidenceUrl,
      evidenceOn: commitmentUpdates.evidenceOn,
      dueFrom: commitmentUpdates.dueFrom,
      dueTo: commitmentUpdates.dueTo,
      writtenAt: commitmentUpdates.writtenAt,
    })
    .from(commitmentUpdates)
    .innerJoin(commitments, eq(commitments.id, commitmentUpdates.commitmentId))
    .where(and(inArray(commitments.proposalId, ids), ne(commitments.state, 'draft')))
    .orderBy(asc(commitmentUpdates.writtenAt), asc(commitmentUpdates.id)),
)
