// The lines of the queue that are cases, with all that is owed on each. A handful of prepared queries for a page.
import { and, eq, inArray, or } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { byIds } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { deskItems } from '../../schema/desk.ts'
import { handOvers } from '../../schema/hand-overs.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { contributable } from '../answers/answer.ts'
import { isStillOwed } from '../answers/part-due-query.ts'
import { byDue, owedOn } from './owed.ts'
import type { Owed, QueueItem } from './queue-line.ts'

/** By the ids of rows of the desk. `agencies`: whose parts are told of beside each; `once`: where no other row of its case tells of them. */
export async function itemsOf(
  db: Db,
  ids: string[],
  whose: { agencies: 'everybody' | string[]; once: boolean },
): Promise<[id: string, item: QueueItem][]> {
  if (!ids.length) return []
  const rows = await rowsIn(db, ids)
  const owing = rows
    .filter(({ lane, stage }) => lane === 'owed' && contributable.includes(stage))
    .map((row) => row.proposalId)
  const parts = owing.length ? await partsIn(db, [...new Set(owing)]) : []
  const seen = parts.filter(({ agencyId }) => whose.agencies === 'everybody' || whose.agencies.includes(agencyId))
  const cases = [...new Set(rows.map((row) => row.proposalId))]
  const away = new Map((await elsewhereOf(db, cases)).map(({ proposalId, dueOn }) => [proposalId, { dueOn }]))
  return rows.map((row) => [
    row.id,
    itemOf(row, whose.once ? seen : seen.filter(isOf(row)), away.get(row.proposalId) ?? null),
  ])
}

const isOf = (row: { agencyId: string | null }) => (part: { agencyId: string }) => part.agencyId === row.agencyId

type Row = Awaited<ReturnType<typeof rowsIn>>[number]
type Part = Awaited<ReturnType<typeof partsIn>>[number]

function itemOf(row: Row, parts: Part[], elsewhere: QueueItem['elsewhere']): QueueItem {
  const tasks = row.lane === 'owed' ? parts.filter((part) => part.proposalId === row.proposalId).flatMap(tasksOf) : []
  const isThis = ({ task, agencyId }: (typeof tasks)[number]) => task === row.task && agencyId === row.agencyId
  return {
    proposalId: row.proposalId,
    number: row.number!,
    title: row.title,
    held: row.heldAt !== null,
    task: row.task,
    dueBefore: row.dueBefore,
    agency: row.agency,
    agencyId: row.agencyId,
    officerId: row.personId,
    replied: row.repliedAt !== null,
    also: tasks.filter((one) => !isThis(one)).sort(byDue),
    elsewhere,
    commitmentId: null,
  }
}

const tasksOf = ({ agency, agencyId, author, ...part }: Part): (Owed & { agencyId: string })[] =>
  owedOn({ ...part, reachable: author !== null }).map((one) => ({ ...one, agency, agencyId }))

const rowsIn = byIds((db, ids) =>
  db
    .select({
      id: deskItems.id,
      proposalId: deskItems.proposalId,
      lane: deskItems.lane,
      task: deskItems.task,
      agencyId: deskItems.agencyId,
      personId: deskItems.personId,
      dueBefore: deskItems.dueBefore,
      repliedAt: deskItems.repliedAt,
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      heldAt: proposals.heldAt,
      agency: agencies.name,
    })
    .from(deskItems)
    .innerJoin(proposals, eq(proposals.id, deskItems.proposalId))
    .leftJoin(agencies, eq(agencies.id, deskItems.agencyId))
    .where(inArray(deskItems.id, ids)),
)

const partsIn = byIds((db, ids) =>
  db
    .select({
      proposalId: assignments.proposalId,
      agencyId: assignments.agencyId,
      role: assignments.role,
      dueBefore: assignments.dueBefore,
      agency: agencies.name,
      answerDueBefore: proposals.answerDueBefore,
      scheduledAt: proposals.scheduledAt,
      scheduleDueBefore: proposals.scheduleDueBefore,
      contactedAt: proposals.contactedAt,
      contactDueBefore: proposals.contactDueBefore,
      author: people.email,
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .leftJoin(people, eq(people.id, proposals.authorId))
    .where(and(inArray(assignments.proposalId, ids), isStillOwed)),
)

/** Which of these cases are with another government now. The condition is that of an index. */
const elsewhereOf = byIds((db, ids) =>
  db
    .select({ proposalId: handOvers.proposalId, dueOn: handOvers.dueOn })
    .from(handOvers)
    .where(and(inArray(handOvers.proposalId, ids), or(eq(handOvers.state, 'offered'), eq(handOvers.state, 'open')))),
)
