// What waits on the desk, for the seats a person holds. A handful of queries, whatever the length.
import { and, asc, desc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { commitments } from '../answers/tables.ts'
import type { Db } from '../db/connect.ts'
import { type Localised, type Seat, seatMay } from '../governments/government.ts'
import { agencies, governments } from '../governments/tables.ts'
import { addDays, startOfDay } from '../lib/calendar.ts'
import { notes, parts, proposals } from '../proposals/tables.ts'

export type QueueItem = {
  number: string
  title: string
  task: 'check' | 'schedule' | 'contact' | 'answer' | 'contribution' | 'promise' | 'early' | 'held'
  dueBefore: Date | null
  held: boolean
  agency: Localised | null
  /** what else is owed on the same case, by other agencies or later */
  also: Pick<QueueItem, 'task' | 'dueBefore' | 'agency'>[]
  /** where it is done, when that is not the case itself */
  commitmentId: string | null
  /** the proposer wrote last */
  replied: boolean
}

/** mine: what my seats owe. all: what anybody owes. held: on hold. early: could be answered though nothing is owed. */
export const scopes = ['mine', 'all', 'held', 'early'] as const
export type Scope = (typeof scopes)[number]
export const isScope = (value: unknown): value is Scope => scopes.some((scope) => scope === value)

type Asked = { governmentId: string; seats: Seat[]; scope: Scope /** local */; today: string }
const most = 500

/** By due date, what has none at the end. */
export async function deskQueue(db: Db, asked: Asked): Promise<QueueItem[]> {
  const { governmentId, seats, scope, today } = asked
  const own = ownAgencies(seats)
  const whose = scope === 'all' || seatMay.administer(seats) ? 'everybody' : own
  const items =
    scope === 'held'
      ? await heldCases(db, governmentId)
      : scope === 'early'
        ? await answerable(db, governmentId, seatMay.check(seats) ? 'everybody' : own)
        : [
            ...(scope === 'all' || seatMay.check(seats) ? await checks(db, governmentId) : []),
            ...(await openParts(db, governmentId, whose)),
            ...(await promises(db, governmentId, whose, today)),
          ]
  const waiting = await whereProposerWroteLast(db, [...new Set(items.map((item) => item.proposalId))])
  return items.map(({ proposalId, ...item }) => ({ ...item, replied: waiting.has(proposalId) })).sort(byDue)
}

type Dated = { dueBefore: Date | null }
const byDue = (a: Dated, b: Dated) => (a.dueBefore?.getTime() ?? Infinity) - (b.dueBefore?.getTime() ?? Infinity)

type Found = Omit<QueueItem, 'replied'> & { proposalId: string }
type Whose = 'everybody' | string[]

const ownAgencies = (seats: Seat[]) => seats.filter((s) => s.role === 'officer').map((s) => s.agencyId!)
const plain = { agency: null, commitmentId: null, also: [] }
const factsOf = (p: typeof proposals.$inferSelect) => ({
  proposalId: p.id,
  number: p.number!,
  title: p.title,
  held: p.heldAt !== null,
})

async function checks(db: Db, governmentId: string): Promise<Found[]> {
  const rows = await db
    .select()
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.stage, 'checking')))
    .orderBy(asc(proposals.checkDueBefore))
    .limit(most)
  return rows.map((p) => ({ ...plain, ...factsOf(p), task: 'check', dueBefore: p.checkDueBefore }))
}

/** A case once, however many of its parts are owed. */
async function openParts(db: Db, governmentId: string, whose: Whose): Promise<Found[]> {
  if (!whose.length) return []
  const rows = await db
    .select({ proposal: proposals, part: parts, agency: agencies.name })
    .from(parts)
    .innerJoin(proposals, eq(proposals.id, parts.proposalId))
    .innerJoin(agencies, eq(agencies.id, parts.agencyId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        eq(proposals.stage, 'review'),
        isNull(parts.endedAt),
        isNull(parts.answeredAt),
        whose === 'everybody' ? undefined : inArray(parts.agencyId, whose),
      ),
    )
    .orderBy(asc(proposals.answerDueBefore))
    .limit(most)
  const owed = new Map<string, { facts: ReturnType<typeof factsOf>; tasks: QueueItem['also'] }>()
  for (const { proposal: p, part, agency } of rows) {
    const { tasks } = owed.get(p.id) ?? { tasks: [] }
    const own =
      part.role === 'supporting' ? [{ task: 'contribution' as const, dueBefore: part.dueBefore }] : leadTasks(p)
    owed.set(p.id, { facts: factsOf(p), tasks: [...tasks, ...own.map((task) => ({ ...task, agency }))] })
  }
  return [...owed.values()].flatMap(({ facts, tasks }) => {
    const [first, ...also] = tasks.sort(byDue)
    return first ? [{ ...plain, ...facts, ...first, also }] : []
  })
}

/** What a lead agency has to do next, and the answer it leads to. */
function leadTasks(p: typeof proposals.$inferSelect): Pick<QueueItem, 'task' | 'dueBefore'>[] {
  const answer = { task: 'answer' as const, dueBefore: p.answerDueBefore }
  if (!p.scheduledAt) return [{ task: 'schedule', dueBefore: p.scheduleDueBefore }, answer]
  if (!p.contactedAt) return [{ task: 'contact', dueBefore: p.contactDueBefore }, answer]
  return [answer]
}

/** Commitments that are late or due within a month. */
async function promises(db: Db, governmentId: string, whose: Whose, today: string): Promise<Found[]> {
  if (!whose.length) return []
  const rows = await db
    .select({ promise: commitments, proposal: proposals, agency: agencies.name, timeZone: governments.timeZone })
    .from(commitments)
    .innerJoin(proposals, eq(proposals.id, commitments.proposalId))
    .innerJoin(agencies, eq(agencies.id, commitments.agencyId))
    .innerJoin(governments, eq(governments.id, commitments.governmentId))
    .where(
      and(
        eq(commitments.governmentId, governmentId),
        eq(commitments.state, 'open'),
        lte(commitments.dueOn, addDays(today, 30)),
        whose === 'everybody' ? undefined : inArray(commitments.agencyId, whose),
      ),
    )
    .orderBy(asc(commitments.dueOn))
    .limit(most)
  return rows.map(({ promise, proposal, agency, timeZone }) => ({
    ...factsOf(proposal),
    title: promise.what,
    task: 'promise',
    dueBefore: startOfDay(addDays(promise.dueOn, 1), timeZone),
    agency,
    also: [],
    commitmentId: promise.id,
  }))
}

async function heldCases(db: Db, governmentId: string): Promise<Found[]> {
  const rows = await db
    .select()
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), isNotNull(proposals.heldAt)))
    .orderBy(asc(proposals.heldAt))
    .limit(most)
  return rows.map((p) => ({
    ...plain,
    ...factsOf(p),
    task: 'held',
    dueBefore: p.stage === 'checking' ? p.checkDueBefore : p.stage === 'review' ? p.answerDueBefore : null,
  }))
}

/** Gathering ones by their closing date, then what missed its threshold, the newest first. */
async function answerable(db: Db, governmentId: string, whose: Whose): Promise<Found[]> {
  if (!whose.length) return []
  const rows = await db
    .select({ proposal: proposals, agency: agencies.name })
    .from(proposals)
    .innerJoin(parts, and(eq(parts.proposalId, proposals.id), eq(parts.role, 'lead'), isNull(parts.endedAt)))
    .innerJoin(agencies, eq(agencies.id, parts.agencyId))
    .where(
      and(
        eq(proposals.governmentId, governmentId),
        inArray(proposals.stage, ['gathering', 'expired']),
        whose === 'everybody' ? undefined : inArray(parts.agencyId, whose),
      ),
    )
    .orderBy(desc(proposals.closesBefore))
    .limit(most)
  return rows.map(({ proposal: p, agency }) => ({
    ...plain,
    ...factsOf(p),
    agency,
    task: 'early',
    dueBefore: p.stage === 'gathering' ? p.closesBefore : null,
  }))
}

/** Cases whose last private letter came from the proposer: somebody waits for a reply. */
async function whereProposerWroteLast(db: Db, proposalIds: string[]): Promise<Set<string>> {
  if (!proposalIds.length) return new Set()
  const rows = await db
    .select({ proposalId: notes.proposalId, kind: notes.kind })
    .from(notes)
    .where(
      and(inArray(notes.proposalId, proposalIds), inArray(notes.kind, ['to_proposer', 'from_proposer', 'contact'])),
    )
    .orderBy(asc(notes.writtenAt), asc(notes.id))
  const last = new Map(rows.map((row) => [row.proposalId, row.kind]))
  return new Set([...last].filter(([, kind]) => kind === 'from_proposer').map(([id]) => id))
}
