// What of the outbox is due. What people wait for at their screen, and the demonstration's mail, goes in the order of time. Bulk
// goes domain by domain, one message of each in turn: a domain that may not get its mail yet, be it sixty thousand messages at
// the front, costs one look into an index.
import { and, asc, eq, inArray, lte, notInArray, sql } from 'drizzle-orm'
import { afterAt, rowsOf } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Instant, type Lanes, laneOf, mayStart } from '../../platform/mail/per-domain-rate-limit.ts'
import { outbox } from '../../schema/notifications.ts'
import type { OutboxRow } from './load-mail-data.ts'

const batch = 50
/** How many times `batch` domains are looked at in a row before pages have their turn. */
const looksInARow = 4

/** Of one priority, by time, at most `most`: their ids, which can always be read (see readDue). */
export async function dueIds(
  db: Db,
  now: Date,
  priority: number,
  underWay: string[] = [],
  most = batch,
): Promise<string[]> {
  const due = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        lte(outbox.nextTryAt, now),
        eq(outbox.priority, priority),
        underWay.length ? notInArray(outbox.id, underWay) : undefined,
      ),
    )
    .orderBy(asc(outbox.nextTryAt), asc(outbox.id))
    .limit(most)
  return due.map(({ id }) => id)
}

/** A row as far as it can always be read. */
type Unread = Pick<OutboxRow, 'id' | 'attempts'>

/** These rows in that order, where they are still due; apart from them those whose facts nobody can read. */
export async function readDue(db: Db, ids: string[], now: Date): Promise<{ rows: OutboxRow[]; unread: Unread[] }> {
  if (!ids.length) return { rows: [], unread: [] }
  const still = (some: string[]) => and(inArray(outbox.id, some), lte(outbox.nextTryAt, now))
  const read = (some: string[]) => db.select().from(outbox).where(still(some))
  try {
    const byId = new Map((await read(ids)).map((row) => [row.id, row]))
    return { rows: ids.flatMap((id) => byId.get(id) ?? []), unread: [] }
  } catch {
    const found: Awaited<ReturnType<typeof readDue>> = { rows: [], unread: [] }
    for (const id of ids) {
      // what fails here too is not about this row: it is thrown
      const [plain] = await db
        .select({ id: outbox.id, attempts: outbox.attempts })
        .from(outbox)
        .where(still([id]))
      if (!plain) continue
      const [row] = await read([id]).catch(() => [])
      if (row) found.rows.push(row)
      else found.unread.push(plain)
    }
    return found
  }
}

/** For each priority of bulk the domain that had its turn last; null before the first. */
export type Turn = { [priority: number]: string | null }

/** Bulk that may start now, from the domain after the last turn on. `later`: some is due and must wait, for a moment only. */
export async function dueBulk(
  db: Db,
  now: Date,
  turn: Turn,
  lanes: Lanes,
  at: Instant,
  underWay: string[],
): Promise<{ ids: string[]; later: boolean }> {
  let later = false
  for (const priority of [1, 2]) {
    if (!(await anyDue(db, now, priority))) continue
    let wentRound = false
    for (let look = 0; look < looksInARow && !wentRound; look++) {
      const after = turn[priority] ?? null
      const found = await nextOfDomains(db, now, priority, after, underWay)
      const due = found.filter(({ id }) => id !== null)
      const may = due.filter(({ domain }) => mayStart(lanes, { address: `@${domain}`, priority }, at))
      later ||= due.some(({ domain }) => at.now >= laneOf(lanes, domain).pausedUntil)
      const ended = found.length < batch
      turn[priority] = ended ? null : found.at(-1)!.domain
      if (may.length) {
        return { ids: may.map(({ id }) => id!), later: true }
      }
      wentRound = ended && after === null
    }
    later ||= !wentRound
  }
  return { ids: [], later }
}

async function anyDue(db: Db, now: Date, priority: number): Promise<boolean> {
  const due = and(eq(outbox.priority, priority), lte(outbox.nextTryAt, now))
  return (await db.select({ id: outbox.id }).from(outbox).where(due).limit(1)).length > 0
}

/** Domains for which mail waits, the first ones after `after`, each with its next due message that is not under way. */
function nextOfDomains(
  db: Db,
  now: Date,
  priority: number,
  after: string | null,
  underWay: string[],
): Promise<{ domain: string; id: string | null }[]> {
  const domain = afterAt(outbox.address)
  const waits = sql`${outbox.priority} = ${priority} and ${outbox.nextTryAt} is not null`
  const first = (more: ReturnType<typeof sql>) =>
    sql`(select ${domain} from ${outbox} where ${waits} ${more} order by ${domain} limit 1)`
  const due = sql`${outbox.nextTryAt} <= ${sql.param(now, outbox.nextTryAt)}`
  const free = underWay.length ? sql`and ${notInArray(outbox.id, underWay)}` : sql``
  return rowsOf(
    db,
    sql`with recursive lanes(domain) as (
        select ${first(after === null ? sql`` : sql`and ${domain} > ${after}`)}
        union all select ${first(sql`and ${domain} > lanes.domain`)} from lanes where lanes.domain is not null
      )
      select domain, (select ${outbox.id} from ${outbox}
        where ${waits} and ${domain} = lanes.domain and ${due} ${free} order by ${outbox.nextTryAt} limit 1) as id
      from lanes where domain is not null limit ${batch}`,
  )
}
