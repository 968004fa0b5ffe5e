// Our logs as their witnesses have signed them: who they are, how far each has come, and the checkpoints with their lines.
import { and, asc, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { newId } from '../../lib/id.ts'
import { keptCheckpoint } from '../../lib/signed-note.ts'
import type { Database, Db } from '../../platform/db/database.ts'
import { write } from '../../platform/db/write.ts'
import { logHeads } from '../../schema/log.ts'
import { logCosignatures, logDays, logWitnesses } from '../../schema/witnesses.ts'

export type Witness = typeof logWitnesses.$inferSelect
type Cosigned = typeof logCosignatures.$inferSelect

/** Who is asked to sign: witnesses, and those who keep our logs whole. */
export const witnessesOf = (db: Db): Promise<Witness[]> =>
  db
    .select()
    .from(logWitnesses)
    .where(isNull(logWitnesses.endedAt))
    .orderBy(asc(logWitnesses.addedAt), asc(logWitnesses.id))

/** Asks a witness from now on, or at another address; of a mirror its last checkpoint is read. */
export async function addWitness(
  db: Database,
  { vkey, url, kind }: Pick<Witness, 'vkey' | 'url' | 'kind'>,
  at: Date,
): Promise<void> {
  await write(db, (tx) =>
    tx
      .insert(logWitnesses)
      .values({ id: newId(), vkey, url, kind, addedAt: at })
      .onConflictDoUpdate({ target: logWitnesses.vkey, set: { url, kind, endedAt: null } }),
  )
}

/** False where there is none of this key. */
export async function endWitness(db: Database, vkey: string, at: Date): Promise<boolean> {
  const ended = await write(db, (tx) =>
    tx.update(logWitnesses).set({ endedAt: at }).where(eq(logWitnesses.vkey, vkey)).returning(),
  )
  return ended.length > 0
}

export type WitnessStanding = { witness: Witness; row: Cosigned | null }

/** How far each witness has come with a log. */
export async function standingsOf(db: Db, governmentId: string): Promise<WitnessStanding[]> {
  const rows = await db
    .select({ witness: logWitnesses, row: logCosignatures })
    .from(logWitnesses)
    .leftJoin(
      logCosignatures,
      and(eq(logCosignatures.witnessId, logWitnesses.id), eq(logCosignatures.governmentId, governmentId)),
    )
    .where(isNull(logWitnesses.endedAt))
    .orderBy(asc(logWitnesses.addedAt), asc(logWitnesses.vkey))
  return rows
}

const bodyOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n'))

/** A checkpoint with the lines of those who signed the same. */
const withLines = (note: string, rows: WitnessStanding[]): string =>
  note +
  rows.flatMap(({ row }) => (row?.checkpoint && bodyOf(row.checkpoint) === bodyOf(note) ? row.line! : [])).join('')

/** Every log of ours, as far as it was signed. */
export const signedLogs = (db: Db) =>
  db
    .select({ origin: logHeads.origin, size: logHeads.signedSize })
    .from(logHeads)
    .where(isNotNull(logHeads.checkpoint))
    .orderBy(asc(logHeads.origin))

/** The newest checkpoint, with the lines of the witnesses that have seen it; null before there is one. */
export async function checkpointOf(db: Db, governmentId: string): Promise<string | null> {
  const [head] = await db.select().from(logHeads).where(eq(logHeads.governmentId, governmentId))
  return head?.checkpoint ? withLines(head.checkpoint, await standingsOf(db, governmentId)) : null
}

/** The largest checkpoint that a witness has signed, with the lines of all who did; null where there is none. */
export async function witnessedOf(db: Db, governmentId: string): Promise<{ text: string; size: number } | null> {
  const rows = await standingsOf(db, governmentId)
  const notes = rows.flatMap(({ row }) => row?.checkpoint ?? []).map((note) => ({ note, size: sizeOf(note) }))
  const largest = notes.reduce<(typeof notes)[number] | null>((a, b) => (a && a.size >= b.size ? a : b), null)
  return largest && { text: withLines(largest.note, rows), size: largest.size }
}

/** How many leaves a checkpoint of ours speaks of. Throws where it is none. */
export const sizeOf = (note: string): number => keptCheckpoint(note).size

export type LogDay = typeof logDays.$inferSelect

/** Checkpoints with which days ended, the newest first; days before `before` ('YYYY-MM-DD') alone. */
export async function daysOf(db: Db, governmentId: string, before: string, most: number): Promise<LogDay[]> {
  const rows = await db
    .select()
    .from(logDays)
    .where(eq(logDays.governmentId, governmentId))
    .orderBy(desc(logDays.day))
    .limit(most + 1)
  return rows.filter(({ day }) => day < before).slice(0, most)
}

/** The checkpoint with which a day of a log ended; null while it has not. */
export async function dayOf(db: Db, governmentId: string, day: string): Promise<LogDay | null> {
  const [row] = await db
    .select()
    .from(logDays)
    .where(and(eq(logDays.governmentId, governmentId), eq(logDays.day, day)))
  return row ?? null
}

/** Days of a log that are over and were mailed to nobody yet, the oldest first. */
export const unmailedDays = (db: Db, governmentId: string, before: string): Promise<LogDay[]> =>
  db
    .select()
    .from(logDays)
    .where(and(eq(logDays.governmentId, governmentId), isNull(logDays.mailedAt), lt(logDays.day, before)))
    .orderBy(asc(logDays.day))

/** Its followers have it in the outbox. */
export const markMailed = (tx: Db, governmentId: string, day: string, at: Date): Promise<unknown> =>
  tx
    .update(logDays)
    .set({ mailedAt: at })
    .where(and(eq(logDays.governmentId, governmentId), eq(logDays.day, day)))
    .returning({ day: logDays.day })
