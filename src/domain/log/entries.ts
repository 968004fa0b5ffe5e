// The entries of the record with their numbers, and what each puts into its government's log.
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { placeholder, prepared } from '../../platform/db/prepared.ts'
import { agencies } from '../../schema/agencies.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record, recordNumbers } from '../../schema/record.ts'
import { type Entry, isCounted, isLogged, toldWith } from './leaf.ts'

/** Entries at a time: some milliseconds of the one thread. */
export const batch = 400
/** Where many wait. */
export const largeBatch = 1000

const columns = {
  number: recordNumbers.number,
  id: record.id,
  governmentId: record.governmentId,
  proposalId: record.proposalId,
  kind: record.kind,
  role: record.role,
  occurredAt: record.occurredAt,
  recordedAt: record.recordedAt,
  facts: record.facts,
  digest: record.digest,
  caseNumber: proposals.number,
  agencyCode: agencies.code,
}
const numbered = (db: Db) =>
  db
    .select(columns)
    .from(recordNumbers)
    .innerJoin(record, eq(record.position, recordNumbers.position))
    .leftJoin(proposals, eq(proposals.id, record.proposalId))
    .leftJoin(agencies, eq(agencies.id, record.agencyId))
const numberedAfter = (db: Db) =>
  numbered(db)
    .where(gt(recordNumbers.number, placeholder('after')))
    .orderBy(asc(recordNumbers.number))
    .limit(placeholder('batch'))

/** Entries after a number, in order; some hundred. */
export const numberedFrom = async (db: Db, after: number, most = batch): Promise<Entry[]> =>
  (await prepared(db, numberedAfter).execute({ after, batch: most })) as Entry[]

/** What the entries of a batch put into each log, in order: themselves, and what waited for their case to become public. */
export async function leavesFor(db: Db, entries: Entry[]): Promise<Map<string, Entry[]>> {
  const cases = [...new Set(entries.flatMap((one) => (one.proposalId && !isCounted(one.kind) ? [one.proposalId] : [])))]
  const ofCases = cases.length
    ? await numbered(db)
        .where(and(inArray(record.proposalId, cases), isTold(record)))
        .orderBy(asc(recordNumbers.number))
    : []
  const byCase = new Map<string, Entry[]>()
  for (const one of ofCases as Entry[]) byCase.set(one.proposalId!, [...(byCase.get(one.proposalId!) ?? []), one])
  const told = new Map([...byCase].map(([id, all]) => [id, toldWith(all)]))
  const leaves = new Map<string, Entry[]>()
  const add = (entry: Entry) => {
    if (!isLogged(entry.kind)) return
    const known = leaves.get(entry.governmentId)
    if (known) known.push(entry)
    else leaves.set(entry.governmentId, [entry])
  }
  for (const entry of entries) {
    const { number, proposalId } = entry
    if (!proposalId || isCounted(entry.kind)) add(entry)
    else for (const one of byCase.get(proposalId) ?? []) if (told.get(proposalId)!.get(one.number) === number) add(one)
  }
  return leaves
}
