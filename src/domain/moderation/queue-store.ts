// What waits on the desk, for the seats a person holds. A handful of queries, whatever the length.
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDay } from '../../lib/calendar.ts'
import type { Localised } from '../../lib/localised.ts'
import { countRows, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { agencies } from '../../schema/agencies.ts'
import { assignments } from '../../schema/assignments.ts'
import { commitments } from '../../schema/commitments.ts'
import { people } from '../../schema/people.ts'
import { proposals } from '../../schema/proposals.ts'
import { isUnderWay } from '../answers/commitment-query.ts'
import { type Seat, seatMay } from '../governments/government.ts'
import { isInSight } from '../proposals/source-clock-query.ts'
import { pressing } from './queue.ts'

type Owed = Pick<QueueItem, 'task' | 'dueBefore' | 'agency'>
export type QueueItem = {
  proposalId: string
  number: string
  title: string
  task: 'check' | 'schedule' | 'contact' | 'answer' | 'contribution' | 'promise' | 'early' | 'held'
  dueBefore: Date | null
  held: boolean
  agency: Localised | null
  /** what else is owed on the same case, by other agencies or later */
  also: Owed[]
  /** where it is done, when that is not the case itself */
  commitmentId: string | null
}

/** mine: what my seats owe. all: what anybody owes. held: on hold. early: could be answered though nothing is owed. */
export const scopes = ['mine', 'all', 'held', 'early'] as const
export type Scope = (typeof scopes)[number]
export const isScope = (value: unknown): value is Scope => scopes.some((scope) => scope === value)

/** `first`: how many are read in full. `today`: local. */
type Asked = {
  government: { id: string; timeZone: string }
  seats: Seat[]
  scope: Scope
  today: string
  first: number
}
export type Queue = { items: QueueItem[]; total: number; late: number; today: number }
const most = 500 // cases
const isOpenLead = and(eq(assignments.role, 'lead'), isNull(assignments.endedAt))

/** By due date, what has none at the end; and how much waits in all, is late and is due today. */
export async function deskQueue(db: Db, asked: Asked): Promise<Queue> {
  const { government, seats, scope, today, first } = asked
  const own = ownAgencies(seats)
  const whose = scope === 'all' || seatMay.administer(seats) ? 'everybody' : own
  const cases =
    scope === 'held'
      ? await heldCases(db, government.id)
      : scope === 'early'
        ? await answerable(db, government.id, seatMay.check(seats) ? 'everybody' : own)
        : [
            ...(scope === 'all' || seatMay.check(seats) ? await checks(db, government.id) : []),
            ...(await openAssignments(db, government.id, whose, startOfDay(today, government.timeZone))),
          ]
  const counts = pressing(cases, today, government.timeZone)
  if (scope === 'held' || scope === 'early' || !whose.length)
    return { ...counts, items: cases.sort(byDue).slice(0, first), total: cases.length }
  const due = commitmentsDue(government.id, whose, today)
  const commitmentCounts = await countCommitments(db, due, today)
  return {
    items: [...cases, ...(await commitmentItems(db, due, government.timeZone, first))].sort(byDue).slice(0, first),
    total: cases.length + commitmentCounts.total,
    late: counts.late + commitmentCounts.late,
    today: counts.today + commitmentCounts.today,
  }
}

type Dated = { dueBefore: Date | null }
const byDue = (a: Dated, b: Dated) => (a.dueBefore?.getTime() ?? Infinity) - (b.dueBefore?.getTime() ?? Infinity)

type Whose = 'everybody' | string[]

const ownAgencies = (seats: Seat[]) => seats.filter((s) => s.role === 'officer').map((s) => s.agencyId!)
// a whole case has forty columns, and there may be a thousand
const named = { id: proposals.id, number: proposals.number, title: proposals.title, heldAt: proposals.heldAt }
const leading = {
  answerDueBefore: proposals.answerDueBefore,
  scheduledAt: proposals.scheduledAt,
  scheduleDueBefore: proposals.scheduleDueBefore,
  contactedAt: proposals.contactedAt,
  contactDueBefore: proposals.contactDueBefore,
}
type Case = typeof proposals.$inferSelect
/** Written out: for a thousand items, spreading and leaving out took longer than the queries. */
const itemOf = (
  p: Pick<Case, keyof typeof named>,
  { task, dueBefore, agency }: Owed,
  also: Owed[] = [],
  commitmentId: string | null = null,
): QueueItem => ({
  proposalId: p.id,
  number: p.number!,
  title: p.title,
  held: p.heldAt !== null,
  task,
  dueBefore,
  agency,
  also,
  commitmentId,
})

async function checks(db: Db, governmentId: string): Promise<QueueItem[]> {
  const rows = await db
    .select({ ...named, checkDueBefore: proposals.checkDueBefore })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.stage, 'checking')))
    .orderBy(asc(proposals.checkDueBefore))
    .limit(most)
  return rows.map((p) => itemOf(p, { task: 'check', dueBefore: p.checkDueBefore, agency: null }))
}

/** A case once, however many of its parts are owed. Not an imported one whose date has passed: perhaps it was answered there. */
async function openAssignments(db: Db, governmentId: string, whose: Whose, today: Date): Promise<QueueItem[]> {
  if (!whose.length) return []
  const rows = await db
    .select({
      ...named,
      ...leading,
      role: assignments.role,
      dueBefore: assignments.dueBefore,
      agency: agencies.name,
      author: people.email,
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .leftJoin(people, eq(people.id, proposals.authorId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        eq(proposals.stage, 'review'),
        isInSight(today),
        isNull(assignments.endedAt),
        isNull(assignments.answeredAt),
        whose === 'everybody' ? undefined : inArray(assignments.agencyId, whose),
      ),
    )
    .orderBy(asc(proposals.answerDueBefore))
    .limit(most)
  const owed = new Map<string, { case: (typeof rows)[number]; tasks: Owed[] }>()
  for (const row of rows) {
    const known = owed.get(row.id)
    if (known) known.tasks.push(...tasksOf(row))
    else owed.set(row.id, { case: row, tasks: tasksOf(row) })
  }
  return [...owed.values()].map(({ case: p, tasks }) => {
    const [first, ...also] = tasks.sort(byDue)
    return itemOf(p, first!, also)
  })
}

type Part = Pick<Case, keyof typeof leading> & {
  role: string
  dueBefore: Date | null
  agency: Localised
  author: string | null
}

/** What an agency owes on its part; of a lead agency its next step, and the answer it leads to. */
function tasksOf(p: Part): Owed[] {
  const { agency } = p
  if (p.role === 'supporting') return [{ task: 'contribution', dueBefore: p.dueBefore, agency }]
  const answer: Owed = { task: 'answer', dueBefore: p.answerDueBefore, agency }
  if (!p.scheduledAt) return [{ task: 'schedule', dueBefore: p.scheduleDueBefore, agency }, answer]
  if (!p.contactedAt && p.author !== null) return [{ task: 'contact', dueBefore: p.contactDueBefore, agency }, answer]
  return [answer]
}

/** Commitments that are late or due within a month; not those that their agency calls done. */
const commitmentsDue = (governmentId: string, whose: Whose, today: string) =>
  and(
    eq(commitments.governmentId, governmentId),
    isUnderWay,
    lte(commitments.dueOn, addDays(today, 30)),
    whose === 'everybody' ? undefined : inArray(commitments.agencyId, whose),
  )

/** From an index alone. */
async function countCommitments(db: Db, due: SQL | undefined, today: string) {
  const when = (condition: SQL) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const [counts] = await db
    .select({ total: countRows(), late: when(lt(commitments.dueOn, today)), today: when(eq(commitments.dueOn, today)) })
    .from(commitments)
    .where(due)
  return counts!
}

async function commitmentItems(db: Db, due: SQL | undefined, timeZone: string, first: number): Promise<QueueItem[]> {
  const rows = await db
    .select({
      ...named,
      title: commitments.what,
      commitmentId: commitments.id,
      dueOn: commitments.dueOn,
      agency: agencies.name,
    })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .where(due)
    .orderBy(asc(commitments.dueOn))
    .limit(first)
  return rows.map((row) => {
    const dueBefore = startOfDay(addDays(row.dueOn, 1), timeZone)
    return itemOf(row, { task: 'promise', dueBefore, agency: row.agency }, [], row.commitmentId)
  })
}

async function heldCases(db: Db, governmentId: string): Promise<QueueItem[]> {
  const { stage, checkDueBefore, answerDueBefore } = proposals
  const rows = await db
    .select({ ...named, stage, checkDueBefore, answerDueBefore })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.heldAt)))
    .orderBy(asc(proposals.heldAt))
    .limit(most)
  const dueOf = (p: (typeof rows)[number]) =>
    p.stage === 'checking' ? p.checkDueBefore : p.stage === 'review' ? p.answerDueBefore : null
  return rows.map((p) => itemOf(p, { task: 'held', dueBefore: dueOf(p), agency: null }))
}

/** Gathering ones by their closing date, then what missed its threshold or was last seen elsewhere, the newest first. */
async function answerable(db: Db, governmentId: string, whose: Whose): Promise<QueueItem[]> {
  if (!whose.length) return []
  const rows = await db
    .select({ ...named, stage: proposals.stage, closesBefore: proposals.closesBefore, agency: agencies.name })
    .from(proposals)
    .innerJoin(assignments, and(eq(assignments.proposalId, proposals.id), isOpenLead))
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        inArray(proposals.stage, ['gathering', 'expired', 'last_seen']),
        whose === 'everybody' ? undefined : inArray(assignments.agencyId, whose),
      ),
    )
    .orderBy(desc(proposals.closesBefore))
    .limit(most)
  return rows.map((p) =>
    itemOf(p, { task: 'early', dueBefore: p.stage === 'gathering' ? p.closesBefore : null, agency: p.agency }),
  )
}
