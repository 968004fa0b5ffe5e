// Parts that somebody is reminded of: those of one case with one date are one thing, and one mail to whoever hears of several.
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { governments } from '../../schema/governments.ts'
import { proposals } from '../../schema/proposals.ts'
import type { MessageFacts } from '../../schema/values.ts'
import { type Heard, type Part, type Rung, remindUpTo } from '../notifications/climb.ts'
import { wasTold } from '../notifications/was-told.ts'
import { namesOf } from './assignment-changes.ts'
import { isStillOwed } from './part-due-query.ts'

/** What every query of such parts reads, beside its day (`due`) and who has it (`officerId`). */
export const partColumns = {
  id: assignments.id,
  agencyId: assignments.agencyId,
  name: agencies.name,
  role: assignments.role,
  assignedAt: assignments.assignedAt,
  proposalId: proposals.id,
  governmentId: proposals.governmentId,
  stage: proposals.stage,
  number: proposals.number,
  title: proposals.title,
  thresholdMetAt: proposals.thresholdMetAt,
  answerDue: proposals.answerDueBefore,
  ...{ ruleVersionId: proposals.ruleVersionId, extendedAt: proposals.extendedAt },
  timeZone: governments.timeZone,
}

export type PartToRemind = Pick<typeof assignments.$inferSelect, 'id' | 'agencyId' | 'role' | 'assignedAt'> &
  Pick<typeof agencies.$inferSelect, 'name'> &
  Pick<typeof proposals.$inferSelect, 'governmentId' | 'stage' | 'number' | 'title' | 'thresholdMetAt'> &
  Pick<typeof proposals.$inferSelect, 'ruleVersionId' | 'extendedAt'> & {
    proposalId: string
    answerDue: Date | null
    due: Date | null
    timeZone: string
    officerId: string | null
  }

/** One that has a day: whoever is reminded is told which. */
export type DuePart = PartToRemind & { due: Date }
/** Parts of one case that are due at one moment, the lead's first. */
export type DueTogether = Pick<DuePart, 'proposalId' | 'due' | 'timeZone' | 'stage'> & { parts: DuePart[] }

/** Nobody is reminded of a part that has no day. */
export function byCaseAndDay(parts: PartToRemind[]): DueTogether[] {
  const groups = new Map<string, DueTogether>()
  for (const part of parts) {
    const { proposalId, due, timeZone, stage } = part
    if (!due) continue
    const key = `${proposalId} ${due.getTime()}`
    const group = groups.get(key) ?? { proposalId, due, timeZone, stage, parts: [] }
    group.parts.push({ ...part, due })
    groups.set(key, group)
  }
  for (const { parts } of groups.values()) parts.sort((a, b) => rank(a) - rank(b))
  return [...groups.values()]
}
const rank = ({ role }: PartToRemind) => (role === 'lead' ? 0 : 1)

/** Whether that was told of this case. Older versions told it of each part. */
export async function wasToldOf(
  db: Db,
  { proposalId, parts }: Pick<DueTogether, 'proposalId' | 'parts'>,
  onceOf: (id: string) => string,
): Promise<boolean> {
  for (const id of [proposalId, ...parts.map((part) => part.id)]) if (await wasTold(db, onceOf(id))) return true
  return false
}

/** As whom somebody is told: of the agency that leads, of one that supports, or as who sees to it that others do. */
export const roleOf = <P extends Part & { role: string }>({ theirs }: Heard<P>): 'lead' | 'supporting' | 'overseer' =>
  theirs.some(({ role }) => role === 'lead') ? 'lead' : theirs.length ? 'supporting' : 'overseer'

/** What a reminder of these parts says to somebody: whose they are, and whether they are parts of an answer or the answer. */
function factsOfParts(heard: Heard<DuePart>, now: Date): MessageFacts {
  const first = heard.parts[0]!
  const beforeAnswer = !!first.answerDue && first.due < first.answerDue && first.answerDue > now
  const part = first.stage === 'resolved' ? 'late' : beforeAnswer && first.role === 'supporting' ? true : null
  return {
    ...{ number: first.number, title: first.title, role: roleOf(heard), due_before: first.due.toISOString() },
    ...(part ? { part } : {}),
    ...namesOf(...heard.parts),
  }
}

type Reminder = { kind: 'due_14' | 'due_7' | 'due_0' | 'overdue'; once: string; rung: Rung; at: Date }

/** How many of them were still owed, and were told of in that unit. */
export async function remindOf(
  tx: Db,
  parts: DuePart[],
  { kind, once, rung, at }: Reminder,
  more: (heard: Heard<DuePart>) => MessageFacts = () => ({}),
): Promise<number> {
  const { proposalId, governmentId } = parts[0]!
  const open = await tx
    .select({ id: assignments.id })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .where(
      and(
        eq(assignments.proposalId, proposalId),
        inArray(
          assignments.id,
          parts.map(({ id }) => id),
        ),
        isStillOwed,
      ),
    )
  const owed = parts.filter(({ id }) => open.some((one) => one.id === id))
  if (owed.length)
    await remindUpTo(tx, rung, owed, { kind, governmentId, proposalId, once, at }, (heard) => ({
      ...factsOfParts(heard, at),
      ...more(heard),
    }))
  return owed.length
}
