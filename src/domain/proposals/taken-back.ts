// What was public for a while and is not now, because what made it public was taken back. Whoever has its address is told so.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { type HttpError, httpError } from '../../platform/http/http-error.ts'
import { proposals } from '../../schema/proposals.ts'
import { isTold, record } from '../../schema/record.ts'
import type { EntryKind } from '../../schema/values.ts'
import { isThere } from './proposal.ts'

const shows: EntryKind[] = ['published', 'refused', 'merged']
const hides: EntryKind[] = ['approval_taken_back', 'undone']

/** Of a case that nobody finds at its address now: whether somebody may have found it there. */
async function wasTakenBack(db: Db, governmentId: string, number: string): Promise<boolean> {
  const [row] = await db
    .select({
      ...{ id: proposals.id, stage: proposals.stage },
      ...{ publishedAt: proposals.publishedAt, reconsideredAt: proposals.reconsideredAt },
    })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.number, number)))
  if (!row || isThere(row)) return false
  const kinds = (await told(db, row.id, [...shows, ...hides])).map(({ kind }) => kind)
  const shown = kinds.findIndex((kind) => shows.includes(kind))
  return shown >= 0 && kinds.slice(shown).some((kind) => hides.includes(kind))
}

/** The words for a case that nobody finds under this number; undefined where none ever stood there. */
export const whyNoCase = async (db: Db, governmentId: string, number: string): Promise<string | undefined> =>
  (await wasTakenBack(db, governmentId, number)) ? 'errors.taken_back.message' : undefined

/** 404 of a case, with what became of it. */
export const noSuchCase = async (db: Db, governmentId: string, number: string): Promise<HttpError> =>
  httpError(404, await whyNoCase(db, governmentId, number))

/** Every number that a commitment of this case was published under, in order. */
export async function promisedIn(db: Db, proposalId: string): Promise<number[]> {
  return (await told(db, proposalId, ['promised'])).map(({ facts }) => Number(facts.commitment ?? 0))
}

/** Of a commitment that is not found: whether it was published, in an answer that was taken back. */
export async function wasPromised(db: Db, governmentId: string, caseNumber: string, number: number): Promise<boolean> {
  const [row] = await db
    .select({ id: proposals.id, hiddenAt: proposals.hiddenAt })
    .from(proposals)
    .where(and(eq(proposals.governmentId, governmentId), eq(proposals.number, caseNumber)))
  return row !== undefined && row.hiddenAt === null && (await promisedIn(db, row.id)).includes(number)
}

const told = (db: Db, proposalId: string, kinds: EntryKind[]) =>
  db
    .select({ kind: record.kind, facts: record.facts })
    .from(record)
    .where(and(eq(record.proposalId, proposalId), isTold(record), inArray(record.kind, kinds)))
    .orderBy(asc(record.position))
