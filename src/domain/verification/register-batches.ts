// Files to the register office. One administrator draws a file up, another one releases it; for a day it can be fetched, then what it was
// made of is gone. Each line of the answer counts once two of them have brought in the same for it, as at the counter.
import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm'
import { done, type Result, refused } from '../../lib/result.ts'
import { countRows, max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { registerBatches, registerRequests } from '../../schema/register.ts'
import type { IdentityField, RegisterAnswer } from '../../schema/values.ts'
import { endConsent } from '../people/consents.ts'
import { day } from '../people/sign-in-limits.ts'
import { ageReadingKey } from './identity-key.ts'
import type { FileLine } from './register-file.ts'
import { officeOf, type Request, unsealValues, waitsFor } from './register-requests.ts'

export type RegisterBatch = typeof registerBatches.$inferSelect
/** One file: which, and of which government. */
type Which = { governmentId: string; number: number }

/** Lines of one file. */
export const mostLines = 2000
/** So long a file can be fetched, in ms. */
const fetchedFor = day

const isIt = ({ governmentId, number }: Which) =>
  and(eq(registerBatches.governmentId, governmentId), eq(registerBatches.number, number))
const linesOf = ({ governmentId, number }: Which) =>
  and(eq(registerRequests.governmentId, governmentId), eq(registerRequests.batch, number))

/** What a line is called: the random end of the row's id, in fours, so that no program takes it for a number or a date. */
const lineOf = (id: string) =>
  id
    .replaceAll('-', '')
    .slice(-12)
    .replace(/(.{4})(?=.)/g, '$1-')

/** The newest first. */
export const batchesOf = (db: Db, governmentId: string, limit: number): Promise<RegisterBatch[]> =>
  db
    .select()
    .from(registerBatches)
    .where(eq(registerBatches.governmentId, governmentId))
    .orderBy(desc(registerBatches.number))
    .limit(limit)

/** Draws up a file of those who have waited longest. Its number. `ages`: those that some rule asks for now. The primary key decides between two at once. */
export async function drawBatch(
  tx: Db,
  { governmentId, askedById, ages }: { governmentId: string; askedById: string; ages: number[] },
  at: Date,
): Promise<Result<number, 'nobody'>> {
  const office = await officeOf(tx, governmentId)
  const waiting = await tx
    .select({ id: registerRequests.id, asksAge: registerRequests.asksAge })
    .from(registerRequests)
    .where(and(eq(registerRequests.governmentId, governmentId), isNull(registerRequests.batch)))
    .orderBy(asc(registerRequests.askedAt), asc(registerRequests.id))
    .limit(mostLines)
  if (!office || !waiting.length) return refused('nobody')
  const [last] = await tx
    .select({ number: max(registerBatches.number) })
    .from(registerBatches)
    .where(eq(registerBatches.governmentId, governmentId))
  const number = (last?.number ?? 0) + 1
  const { fields } = office
  await tx.insert(registerBatches).values({
    ...{ governmentId, number, fields, lines: waiting.length, askedById, askedAt: at, yes: 0, no: 0 },
    ages: waiting.some(({ asksAge }) => asksAge) ? ages : [],
  })
  for (const { id } of waiting)
    await tx
      .update(registerRequests)
      .set({ batch: number, line: lineOf(id) })
      .where(and(eq(registerRequests.id, id), isNull(registerRequests.batch)))
  return done(number)
}

/** By a second person: from now on the file can be fetched, and whoever is in it waits for the answer. `own`: the first one again. */
export async function releaseBatch(
  tx: Db,
  which: Which & { sentById: string },
  at: Date,
): Promise<Result<{ lines: number }, 'own' | 'over'>> {
  const { sentById } = which
  const lines = await countIn(tx, which)
  const expiresAt = new Date(at.getTime() + waitsFor)
  const set = { sentAt: at, takenUntil: new Date(at.getTime() + fetchedFor), expiresAt, sentById }
  const [sent] = lines
    ? await tx
        .update(registerBatches)
        .set({ ...set, lines })
        .where(and(isIt(which), isNull(registerBatches.sentAt), ne(registerBatches.askedById, sentById)))
        .returning()
    : []
  if (sent) {
    await tx.update(registerRequests).set({ expiresAt }).where(linesOf(which))
    return done({ lines })
  }
  const [batch] = await tx.select().from(registerBatches).where(isIt(which))
  return refused(batch && !batch.sentAt && lines ? 'own' : 'over')
}

async function countIn(db: Db, which: Which): Promise<number> {
  const [row] = await db.select({ n: countRows() }).from(registerRequests).where(linesOf(which))
  return row?.n ?? 0
}

/** Before it is released, by anybody: whoever is in it waits for another file. False where it is out. */
export async function dropBatch(tx: Db, which: Which): Promise<boolean> {
  const gone = await tx
    .delete(registerBatches)
    .where(and(isIt(which), isNull(registerBatches.sentAt)))
    .returning({ number: registerBatches.number })
  if (!gone.length) return false
  await tx.update(registerRequests).set({ batch: null, line: null }).where(linesOf(which))
  return true
}

/** What the file is made of, in the order of its lines; null where it cannot be fetched (any more). */
export async function linesToFetch(
  db: Db,
  secret: string,
  which: Which,
  at: Date,
): Promise<{ fields: readonly IdentityField[]; ages: readonly number[]; lines: FileLine[] } | null> {
  const [batch] = await db.select().from(registerBatches).where(isIt(which))
  if (!batch?.takenUntil || batch.takenUntil <= at) return null
  const rows = await db
    .select()
    .from(registerRequests)
    .where(and(linesOf(which), isNotNull(registerRequests.sealed)))
    .orderBy(asc(registerRequests.line))
  const lines = rows.flatMap(({ line, sealed, asksAge }) => {
    const values = unsealValues(secret, which.governmentId, sealed!)
    return values ? [{ line: line!, values, asksAge }] : []
  })
  return { fields: batch.fields, ages: batch.ages, lines }
}

/** The office has it: what it was made of goes now, and it cannot be fetched again. */
export async function endFetching(tx: Db, which: Which): Promise<boolean> {
  const ended = await tx
    .update(registerBatches)
    .set({ takenUntil: null })
    .where(and(isIt(which), isNotNull(registerBatches.takenUntil)))
    .returning({ number: registerBatches.number })
  await tx.update(registerRequests).set({ sealed: null }).where(linesOf(which))
  return ended.length > 0
}

/** Files whose day is over. How many. */
export async function endFetchingDue(tx: Db, at: Date): Promise<number> {
  const due = await tx.select().from(registerBatches).where(lte(registerBatches.takenUntil, at))
  for (const { governmentId, number } of due) await endFetching(tx, { governmentId, number })
  return due.length
}

/**
 * What one of the staff has read for a line. `age`: at least so old, or null; it is looked at where the line asks for one. `anew`: it begins
 * again where a colleague has read something else.
 */
export type Reading = { line: string; answer: RegisterAnswer; age: number | null; byId: string; anew: boolean }
/**
 * `first`: it waits for a colleague who brings the same. `settles`: it is decided. Refused: `unknown`, no such line waits; `own`: their
 * own; `again`: they have brought it already; `differs`: a colleague read something else.
 */
export type Judged = 'first' | 'settles' | 'unknown' | 'own' | 'again' | 'differs'

/** Pure. `secret`: what a colleague read of an age lies in the row as a digest. */
export function judge(
  row: Request | undefined,
  { byId, anew, ...read }: Omit<Reading, 'line'>,
  secret: string,
): Judged {
  if (!row) return 'unknown'
  if (row.personId === byId) return 'own'
  if (row.answer === null) return 'first'
  const same = row.answer === read.answer && row.ageHash === ageHashOf(row, read.age, secret)
  if (row.readById === byId) return same ? 'again' : 'first'
  if (same) return 'settles'
  return anew ? 'first' : 'differs'
}

const ageHashOf = ({ id, asksAge }: Request, age: number | null, secret: string) =>
  asksAge ? ageReadingKey(secret, id, age) : null

const chunk = 500

/** Those of these lines that wait for an answer, in files that are out. */
export async function waitingLines(
  db: Db,
  governmentId: string,
  lines: readonly string[],
): Promise<Map<string, Request>> {
  const found = new Map<string, Request>()
  for (let i = 0; i < lines.length; i += chunk) {
    const rows = await db
      .select({ row: registerRequests })
      .from(registerRequests)
      .innerJoin(
        registerBatches,
        and(
          eq(registerBatches.governmentId, registerRequests.governmentId),
          eq(registerBatches.number, registerRequests.batch),
          isNotNull(registerBatches.sentAt),
        ),
      )
      .where(
        and(eq(registerRequests.governmentId, governmentId), inArray(registerRequests.line, lines.slice(i, i + chunk))),
      )
    for (const { row } of rows) found.set(row.line!, row)
  }
  return found
}

/** Takes one reading. The request, where it is decided by it: nothing of it is left but what is returned. */
export async function takeReading(
  tx: Db,
  { governmentId, secret }: { governmentId: string; secret: string },
  reading: Reading,
  at: Date,
): Promise<{ judged: Judged; decided: Request | null }> {
  const { line, answer, age, byId } = reading
  // locks the row, so that two who bring it at one moment come one after the other
  await tx
    .update(registerRequests)
    .set({ line: sql`${registerRequests.line}` })
    .where(and(eq(registerRequests.governmentId, governmentId), eq(registerRequests.line, line)))
  const row = (await waitingLines(tx, governmentId, [line])).get(line)
  const judged = judge(row, reading, secret)
  if (judged === 'first')
    await tx
      .update(registerRequests)
      .set({ answer, ageHash: ageHashOf(row!, age, secret), readById: byId })
      .where(eq(registerRequests.id, row!.id))
  if (judged !== 'settles') return { judged, decided: null }
  await tx.delete(registerRequests).where(eq(registerRequests.id, row!.id))
  await endConsent(tx, row!.personId, 'register', governmentId, at, 'done')
  await tx
    .update(registerBatches)
    .set(answer === 'yes' ? { yes: sql`${registerBatches.yes} + 1` } : { no: sql`${registerBatches.no} + 1` })
    .where(isIt({ governmentId, number: row!.batch! }))
  return { judged, decided: row! }
}

/** Somebody in it was verified to be so old. */
export const countOfAge = (tx: Db, which: Which) =>
  tx
    .update(registerBatches)
    .set({ ofAge: sql`${registerBatches.ofAge} + 1` })
    .where(isIt(which))
