// Saved searches: which of them find a case. Asked once for each thing that happened, when somebody follows a search.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { proposals } from '../../schema/proposals.ts'
import { publicStages } from '../proposals/proposal.ts'
import { everything, type ListQuery, listAddress, readListQuery } from './list-query.ts'
import { askedFor } from './list-store.ts'
import { readSearch } from './read-search.ts'

/** The parameters that a search is kept by: what narrows it, in one order. Empty where nothing does. */
export function searchKept(query: ListQuery): string {
  const kept: Partial<ListQuery> = { ...query, sort: undefined, page: everything.page, per_page: everything.per_page }
  for (const name of ['stage', 'outcome', 'topic', 'agency', 'district', 'year'] as const)
    Object.assign(kept, { [name]: [...query[name]].sort() })
  return listAddress('', everything, kept).replace(/^\?/, '')
}

/** What was kept, read again; null where this version does not know it any more. */
export function keptSearch(kept: string): ListQuery | null {
  const typed: { [name: string]: string[] } = {}
  for (const [name, value] of new URLSearchParams(kept)) typed[name] = [...(typed[name] ?? []), value]
  const read = readListQuery(typed)
  return read.ok ? read.query : null
}

/** Those that find the case at this moment. One that nobody can read finds nothing. */
export async function findsCase(
  db: Db,
  governmentId: string,
  proposalId: string,
  searches: string[],
  at: Date,
): Promise<string[]> {
  const found: string[] = []
  for (const kept of searches) {
    const query = keptSearch(kept)
    if (query && (await finds(db, governmentId, proposalId, query, at))) found.push(kept)
  }
  return found
}

async function finds(db: Db, governmentId: string, proposalId: string, query: ListQuery, now: Date): Promise<boolean> {
  const { exact, asWritten } = await readSearch(db, governmentId, query.q)
  if (!query.q) return isAmong(db, governmentId, proposalId, query, null, now)
  for (const search of [exact, asWritten])
    if (search && (await isAmong(db, governmentId, proposalId, query, search, now))) return true
  return false
}

async function isAmong(
  db: Db,
  governmentId: string,
  proposalId: string,
  query: ListQuery,
  search: Awaited<ReturnType<typeof readSearch>>['exact'],
  now: Date,
): Promise<boolean> {
  const { where, among } = await askedFor(db, governmentId, query, search, now, publicStages)
  const only = and(eq(proposals.id, proposalId), where)
  const rows = among
    ? await db.select({ id: proposals.id }).from(among).crossJoin(proposals).where(only).limit(1)
    : await db.select({ id: proposals.id }).from(proposals).where(only).limit(1)
  return rows.length > 0
}
