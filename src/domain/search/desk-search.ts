// What staff find on the desk: by words of a case, its agencies, place and numbers as everybody does, and by who wrote it.
import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { matching } from '../../platform/db/search.ts'
import { proposals } from '../../schema/proposals.ts'
import { readSearch } from './read-search.ts'

const afterAll = '\u{10ffff}'

/** A query of the ids of cases, to stand behind IN; null where nothing was typed. An author is found by the beginning of the name. */
export async function foundForDesk(db: Db, governmentId: string, typed: string): Promise<SQL | null> {
  if (!typed) return null
  const { exact, asWritten } = await readSearch(db, governmentId, typed)
  const name = typed.trim()
  const theirs = and(
    eq(proposals.governmentId, governmentId),
    gte(proposals.authorName, name),
    lt(proposals.authorName, name + afterAll),
  )
  const byAuthor = sql`select ${proposals.id} from ${proposals} where ${theirs}`
  const ways = [exact, asWritten].flatMap((search) => search ?? []) // a hyphen may be a dash: both readings are shown
  const found = ways.map((search) => sql`select found.document_id from ${matching(search)}`)
  return sql`(${sql.join([...found, byAuthor], sql` union all `)})`
}
