// What was answered and promised, beside what is done with the case afterwards.
import { withAnsweringUnits } from '../../domain/governments/units.ts'
import { attachmentRowsOf } from '../../domain/proposals/public-attachments.ts'
import { commitmentRowsOf, updateRowsOf } from '../../domain/proposals/public-commitments.ts'
import { answerRowsOf, decisionRowsOf } from '../../domain/proposals/public-rows.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import type { Db } from '../../platform/db/database.ts'
import { answersOf, asksOf, commitmentsOf, type Said, tallyOf } from '../shared/answers.ts'

/** As the case page shows it, the newest answer first. */
export async function earlierSaid(
  db: Db,
  proposal: ProposalRow,
  asks: { number: number; text: string }[],
  at: Date,
  timeZone: string,
): Promise<Said> {
  const ids = [proposal.id]
  const [answerRows, decisions, commitments, updates, attached] = await Promise.all([
    answerRowsOf(db, ids).then((rows) => withAnsweringUnits(db, rows)),
    decisionRowsOf(db, ids),
    commitmentRowsOf(db, ids),
    updateRowsOf(db, ids),
    attachmentRowsOf(db, ids),
  ])
  const answers = answerRows.map((a) => ({
    ...a,
    decisions: decisions.filter((d) => d.answerId === a.id),
    attachments: attached.filter((one) => one.answerId === a.id),
  }))
  const updated = commitments.map((c) => ({ ...c, updates: updates.filter((u) => u.commitmentId === c.id) }))
  const decided = asksOf(asks, answers)
  return {
    ...{ proposal, asks: decided, outcome: tallyOf(decided) },
    answers: answersOf(answers, proposal.source === null),
    commitments: commitmentsOf(updated, proposal.number, at, timeZone),
  }
}
