// Whether a database agrees with itself: each number that is kept for speed against the rows it stands for.
import { fuyi } from '../config.ts'
import { unevenCases, unevenIds, unevenSums } from '../domain/cosignatures/counts.ts'
import { damagedFiles } from '../domain/proposals/public-attachments.ts'
import { countRows, sumOf } from '../platform/db/columns.ts'
import type { Database, Db } from '../platform/db/database.ts'
import type { Pace } from '../platform/process/pace.ts'
import { files } from '../schema/attachments.ts'
import { people } from '../schema/people.ts'
import { proposals } from '../schema/proposals.ts'
import { record } from '../schema/record.ts'
import { setStatus } from './deployment-status.ts'

export type Counts = { cases: number; cosignatures: number; people: number; entries: number; files: number }

/** How much is in it. */
export async function countsOf(db: Db): Promise<Counts> {
  const [cases] = await db.select({ n: countRows() }).from(proposals)
  const [signed] = await db.select({ n: sumOf(proposals.count) }).from(proposals)
  const [known] = await db.select({ n: countRows() }).from(people)
  const [entries] = await db.select({ n: countRows() }).from(record)
  const [attached] = await db.select({ n: countRows() }).from(files)
  return { files: attached!.n, cases: cases!.n, cosignatures: signed!.n, people: known!.n, entries: entries!.n }
}

/** Counts that are not what their rows are, in words; empty when all agree. Of many the first five. `ids`: of these cases alone. */
export async function unevenCounts(db: Db, ids?: string[]): Promise<string[]> {
  const [sums, cases] = [await unevenSums(db, ids), await unevenCases(db, ids)]
  return [
    ...(await damagedInWords(db)),
    ...cases.slice(0, 5).map((c) => `The count of case ${c.proposalId} is ${c.kept}, and its days come to ${c.rows}.`),
    ...sums
      .slice(0, 5)
      .map(
        (s) =>
          `The sum of case ${s.proposalId} on ${s.day} in ${s.districtCode || 'no district'} is ${s.kept}, of ${s.rows} co-signatures.`,
      ),
  ]
}

/** Attached files whose bytes are not those that they are named after. */
export const damagedInWords = async (db: Db): Promise<string[]> =>
  (await damagedFiles(db)).slice(0, 5).map((hash) => `The attached file ${hash} is not what its name says.`)

/** A look at all counts. What it finds is a number for the metrics, and an error in the log. */
export async function checkCounts(database: Database, now: Date, pace: Pace = {}): Promise<void> {
  const uneven = await unevenIds(database.reads, pace)
  if (pace.signal?.aborted) return
  await setStatus(database, 'counts_checked', `${now.toISOString()} ${uneven.length}`)
  if (uneven.length)
    throw new Error(
      `Counts of ${uneven.length} cases are not what their rows are: ${uneven.slice(0, 5).join(', ')}. See them: ${fuyi} counts`,
    )
}

export const inWords = (c: Counts): string =>
  `${c.cases} cases, ${c.cosignatures} co-signatures, ${c.people} people, ${c.entries} entries in the record, ${c.files} attached files`
