// What waits on the desk, for the seats a person holds: counted and read in order from an index, whatever the length. The rows are
// kept by the database (src/schema/desk.ts). Commitments have their own table and are merged in by their dates.
import { and, asc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDay } from '../../lib/calendar.ts'
import { allOf, countRows, isTrue, sumOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { deskItems } from '../../schema/desk.ts'
import { type Seat, seatMay } from '../governments/government.ts'
import { commitmentCounts, commitmentKeys, commitmentsDue, commitmentsOf } from './queue-commitments.ts'
import { itemsOf } from './queue-items.ts'
import { type QueueFilter, type QueueItem, unfiltered } from './queue-line.ts'
import type { DueGroup, Scope } from './queue-view.ts'

/** `today`: local. */
export type AskedQueue = {
  government: { id: string; timeZone: string }
  seats: Seat[]
  scope: Scope
  today: string
  filter?: QueueFilter
}
export type QueueCounts = { total: number; late: number; today: number }

/** How much waits in all, is late, and is due today. */
export async function queueCounts(db: Db, asked: AskedQueue): Promise<QueueCounts> {
  const start = startOfDay(asked.today, asked.government.timeZone)
  const end = startOfDay(addDays(asked.today, 1), asked.government.timeZone)
  const when = (condition: SQL | undefined) => sumOf(sql`case when ${condition} then 1 else 0 end`)
  const { dueBefore } = deskItems
  const [rows] = await db
    .select({
      total: countRows(),
      late: when(lte(dueBefore, start)),
      today: when(and(gt(dueBefore, start), lte(dueBefore, end))),
    })
    .from(deskItems)
    .where(and(or(...desksOf(asked)), waiting(asked, start)))
  const due = dueCommitments(asked)
  if (!due) return rows!
  const promised = await commitmentCounts(db, due, asked.today)
  return {
    total: rows!.total + promised.total,
    late: rows!.late + promised.late,
    today: rows!.today + promised.today,
  }
}

/** So many, from a place in the queue on: letters first, then by due date, what has none at the end. */
export async function queueItems(db: Db, asked: AskedQueue, offset: number, limit: number): Promise<QueueItem[]> {
  const { government, today } = asked
  const start = startOfDay(today, government.timeZone)
  const due = dueCommitments(asked)
  const desks = desksOf(asked)
  // What lies before may be of either kind, or of any desk, so all of that is read, by keys alone.
  const skipped = due || desks.length > 1 ? 0 : offset
  const keys: { id: string; key: number }[] = []
  for (const desk of desks)
    keys.push(
      ...(await db
        .select({ id: deskItems.id, key: deskItems.orderKey })
        .from(deskItems)
        .where(and(desk, waiting(asked, start)))
        // of one desk the agency says nothing about the order, but PostgreSQL reads the index of the moderators only so
        .orderBy(...(desk ? [asc(deskItems.agencyId)] : []), asc(deskItems.orderKey), asc(deskItems.id))
        .limit(offset - skipped + limit)
        .offset(skipped)),
    )
  const promised = due ? await commitmentKeys(db, due, government.timeZone, offset + limit) : []
  const page = [...keys.map((one) => ({ ...one, commitment: false })), ...promised]
    .sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1))
    .slice(offset - skipped, offset - skipped + limit)
  const idsOf = (commitment: boolean) => page.filter((one) => one.commitment === commitment).map(({ id }) => id)
  const items = new Map([
    ...(await itemsOf(db, idsOf(false), { ...whoseOf(asked), once: standsOnce(asked) })),
    ...(await commitmentsOf(db, idsOf(true), government.timeZone)),
  ])
  return page.flatMap(({ id }) => items.get(id) ?? [])
}

/** The agencies whose parts somebody sees; everybody’s; and whether what waits for moderators is among it. */
type Whose = { agencies: 'everybody' | string[]; moderators: boolean }

function whoseOf({ seats, scope, filter = unfiltered }: AskedQueue): Whose {
  const everybody = scope === 'all' || seatMay.administer(seats) || (scope === 'early' && seatMay.check(seats))
  const own = seats.flatMap((seat) => (seat.role === 'officer' && seat.agencyId ? [seat.agencyId] : []))
  const { agencyId } = filter
  if (agencyId) return { agencies: everybody || own.includes(agencyId) ? [agencyId] : [], moderators: false }
  return everybody ? { agencies: 'everybody', moderators: true } : { agencies: own, moderators: seatMay.check(seats) }
}

const lanes = { mine: 'owed', all: 'owed', held: 'held', early: 'early' } as const

/**
 * The desks whose items somebody sees, each as a condition; undefined: everybody’s. An index has the items of one desk in their
 * order: asked for several at once, both engines read and sort everything that waits.
 */
function desksOf(asked: AskedQueue): (SQL | undefined)[] {
  const { agencies, moderators } = whoseOf(asked)
  if (asked.scope === 'held' || agencies === 'everybody') return [undefined]
  const own = [...agencies.map((id) => eq(deskItems.agencyId, id)), ...(moderators ? [isNull(deskItems.agencyId)] : [])]
  return own.length ? own : [sql`1 = 0`]
}

/** A case that several agencies owe something on stands once where everybody’s is looked at, by what is due first. */
const standsOnce = (asked: AskedQueue): boolean =>
  whoseOf(asked).agencies === 'everybody' && !asked.filter?.task && !asked.filter?.officer

function waiting(asked: AskedQueue, start: Date): SQL {
  const { government, scope, filter = unfiltered } = asked
  return allOf(
    eq(deskItems.governmentId, government.id),
    eq(deskItems.lane, lanes[scope]),
    standsOnce(asked) && scope !== 'held' ? isTrue(deskItems.comesFirst) : undefined,
    or(isNull(deskItems.unknownFrom), gt(deskItems.unknownFrom, start)),
    filtered(filter, asked),
  )
}

function filtered(filter: QueueFilter, { government, today }: AskedQueue): SQL | undefined {
  const { task, topic, due, officer, found } = filter
  const { dueBefore, personId, proposalId } = deskItems
  const startIn = (days: number) => startOfDay(addDays(today, days), government.timeZone)
  const whens: { [group in DueGroup]: () => SQL | undefined } = {
    overdue: () => lte(dueBefore, startIn(0)),
    today: () => and(gt(dueBefore, startIn(0)), lte(dueBefore, startIn(1))),
    week: () => and(gt(dueBefore, startIn(1)), lte(dueBefore, startIn(8))),
    later: () => gt(dueBefore, startIn(8)),
    undated: () => isNull(dueBefore),
  }
  return and(
    task ? (task === 'promise' ? sql`1 = 0` : eq(deskItems.task, task)) : undefined,
    topic ? eq(deskItems.topicCode, topic) : undefined,
    due ? whens[due]() : undefined,
    officer ? (officer.personId ? eq(personId, officer.personId) : isNull(personId)) : undefined,
    found ? sql`${proposalId} in ${found}` : undefined,
  )
}

/** Commitments that are late or due within a month, as a condition; null where none are asked for. */
function dueCommitments(asked: AskedQueue): SQL | null {
  const { government, scope, today, filter = unfiltered } = asked
  const { agencies } = whoseOf(asked)
  const others = (filter.task && filter.task !== 'promise') || filter.officer || filter.due === 'undated'
  if (scope === 'held' || scope === 'early' || others || !agencies.length) return null
  return commitmentsDue(government.id, agencies, today, filter)
}
