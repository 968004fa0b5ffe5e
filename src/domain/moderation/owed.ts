// What an agency owes on its part of a case under review. Pure. The database view desk_owed says the same of the first of it
// (migrations/derived), which orders the queue; a test tries every combination against it on both engines.
import type { AssignmentRole, DeskTask } from '../../schema/values.ts'

type OpenPart = {
  role: AssignmentRole
  /** of a supporting agency's own part */
  dueBefore: Date | null
  answerDueBefore: Date | null
  scheduledAt: Date | null
  scheduleDueBefore: Date | null
  contactedAt: Date | null
  contactDueBefore: Date | null
  /** whether the proposer can be written to */
  reachable: boolean
}
type Step = { task: DeskTask; dueBefore: Date | null }

/** By due date, what has none at the end; of two on one day the one that came first. */
export const byDue = (a: { dueBefore: Date | null }, b: { dueBefore: Date | null }): number =>
  instant(a) === instant(b) ? 0 : instant(a) - instant(b)
const instant = ({ dueBefore }: { dueBefore: Date | null }) => dueBefore?.getTime() ?? Infinity

/** A supporting agency owes its part; a lead agency its next step, and the answer that it leads to. In the order in which they are due. */
export function owedOn(part: OpenPart): Step[] {
  if (part.role === 'supporting') return [{ task: 'contribution', dueBefore: part.dueBefore }]
  const answer: Step = { task: 'answer', dueBefore: part.answerDueBefore }
  if (!part.scheduledAt) return [{ task: 'schedule' as const, dueBefore: part.scheduleDueBefore }, answer].sort(byDue)
  if (!part.contactedAt && part.reachable)
    return [{ task: 'contact' as const, dueBefore: part.contactDueBefore }, answer].sort(byDue)
  return [answer]
}
