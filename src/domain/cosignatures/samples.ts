// A sample of a case's co-signatures that staff look into. It is announced in the record; the first checkpoint of the log that this server finds
// after that begins the draw (sample-draw.ts), so nobody who announces can pick. Every signer can work out from their receipt whether they are in
// it. Each of them is asked by mail; whoever is verified is confirmed by that. Once the result is told, nothing of persons is left.
import { and, asc, desc, eq, isNull, lte } from 'drizzle-orm'
import { done, type Result, refused } from '../../lib/result.ts'
import { max } from '../../platform/db/columns.ts'
import type { Db } from '../../platform/db/database.ts'
import { sampleLines, samples } from '../../schema/samples.ts'
import type { ActorRole, SampleMark } from '../../schema/values.ts'
import { append } from '../record/store.ts'
import { verificationOf } from '../verification/verifications.ts'
import { hasPersons } from './forget-signers.ts'

export type Sample = typeof samples.$inferSelect
export type Which = { proposalId: string; number: number }
type Case = { id: string; governmentId: string; number: string | null }

/** So long a sample may wait for its result, in ms. */
const untoldFor = 180 * 86_400_000

/** The one sample, as a condition. */
export const isIt = ({ proposalId, number }: Which) =>
  and(eq(samples.proposalId, proposalId), eq(samples.number, number))
const linesAt = ({ proposalId, number }: Which) =>
  and(eq(sampleLines.proposalId, proposalId), eq(sampleLines.sample, number))

/** The newest first. */
export const samplesOf = (db: Db, proposalId: string): Promise<Sample[]> =>
  db.select().from(samples).where(eq(samples.proposalId, proposalId)).orderBy(desc(samples.number))

/**
 * Says in the record that there will be one. `open`: one is not told yet; `nobody`: of no co-signature is it known here whose it is. The
 * primary key decides between two at once.
 */
export async function announceSample(
  tx: Db,
  { id: proposalId, governmentId }: Case,
  { size, announcedById, role }: { size: number; announcedById: string; role: ActorRole },
  at: Date,
): Promise<Result<number, 'open' | 'nobody'>> {
  const [open] = await tx
    .select({ number: samples.number })
    .from(samples)
    .where(and(eq(samples.proposalId, proposalId), isNull(samples.toldAt)))
  if (open) return refused('open')
  if (!(await hasPersons(tx, proposalId))) return refused('nobody')
  const [last] = await tx
    .select({ number: max(samples.number) })
    .from(samples)
    .where(eq(samples.proposalId, proposalId))
  const number = (last?.number ?? 0) + 1
  await tx.insert(samples).values({ proposalId, number, size, announcedById, announcedAt: at })
  await append(tx, {
    ...{ governmentId, proposalId, kind: 'sampled', role, occurredAt: at },
    facts: { what: 'announced', sample: number, size },
  })
  return done(number)
}

/** A sample that nobody tells ends: what it says of persons is not kept for longer. How many. */
export async function dropForgotten(tx: Db, now: Date): Promise<number> {
  const old = await tx
    .select({ proposalId: samples.proposalId, number: samples.number })
    .from(samples)
    .where(and(isNull(samples.toldAt), lte(samples.drawnAt, new Date(now.getTime() - untoldFor))))
  for (const which of old) {
    await tx.delete(sampleLines).where(linesAt(which))
    await tx.delete(samples).where(isIt(which))
  }
  return old.length
}

/** `by`: 'verified' where a verification says so, without anybody's mark. */
export type SampleLine = { line: number; mark: SampleMark | null; by: 'staff' | 'verified' | null }

/** Without persons: whoever looks knows a line by its number alone, as its signer has it in their mail. */
export async function linesOf(db: Db, which: Which, governmentId: string, at: Date): Promise<SampleLine[]> {
  const rows = await db.select().from(sampleLines).where(linesAt(which)).orderBy(asc(sampleLines.line))
  const lines: SampleLine[] = []
  for (const { line, mark, personId } of rows) {
    const verified = mark === null && (await verificationOf(db, personId, governmentId, at)) !== null
    lines.push({
      line,
      mark: verified ? 'confirmed' : mark,
      by: verified ? 'verified' : mark === null ? null : 'staff',
    })
  }
  return lines
}

/** `unknown`: no such line, or the result is told; `own`: their own. `mark` null: takes one back. */
export async function markLine(
  tx: Db,
  which: Which,
  { line, mark, personId }: { line: number; mark: SampleMark | null; personId: string },
  at: Date,
): Promise<Result<null, 'unknown' | 'own'>> {
  const isLine = and(linesAt(which), eq(sampleLines.line, line))
  const [row] = await tx.select().from(sampleLines).where(isLine)
  if (!row) return refused('unknown')
  if (row.personId === personId) return refused('own')
  const by = mark === null ? { markedById: null, markedAt: null } : { markedById: personId, markedAt: at }
  await tx
    .update(sampleLines)
    .set({ mark, ...by })
    .where(isLine)
  return done(null)
}

/** Tells the result, by another person than who announced it; whose lines they were is gone. `own`; `over`: not drawn, or told. */
export async function tellSample(
  tx: Db,
  { id: proposalId, governmentId }: Case,
  { number, personId, role }: { number: number; personId: string; role: ActorRole },
  at: Date,
): Promise<Result<null, 'own' | 'over'>> {
  const which = { proposalId, number }
  const [sample] = await tx.select().from(samples).where(isIt(which))
  if (!sample?.drawnAt || sample.toldAt) return refused('over')
  if (sample.announcedById === personId) return refused('own')
  const lines = await linesOf(tx, which, governmentId, at)
  const of = (wanted: SampleMark) => lines.filter(({ mark }) => mark === wanted).length
  const found = { confirmed: of('confirmed'), notConfirmed: of('not_confirmed') }
  const told = await tx
    .update(samples)
    .set({ ...found, toldAt: at, toldById: personId })
    .where(and(isIt(which), isNull(samples.toldAt)))
    .returning({ number: samples.number })
  if (!told.length) return refused('over')
  await tx.delete(sampleLines).where(linesAt(which))
  const { population, drawn, treeSize, rootHash, cutoff } = sample
  await append(tx, {
    ...{ governmentId, proposalId, kind: 'sampled', role, occurredAt: at },
    facts: {
      ...{
        what: 'told',
        sample: number,
        confirmed: found.confirmed,
        not_confirmed: found.notConfirmed,
        population,
        drawn,
      },
      ...{ tree_size: treeSize, root: rootHash, cutoff },
    },
  })
  return done(null)
}
