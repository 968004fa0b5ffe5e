// What was typed into a search, read with the synonyms of its government.
import { eq } from 'drizzle-orm'
import { memoize } from '../../lib/memoize.ts'
import type { Db } from '../../platform/db/database.ts'
import { cached } from '../../platform/db/read-cache.ts'
import { parseQuery, type Query, type Synonyms } from '../../platform/db/search-query.ts'
import { governments } from '../../schema/governments.ts'
import { synonymsOf } from './synonyms.ts'

/**
 * `exact`: null when nothing in it can be searched for. `asWritten`: with hyphens as dashes, where that makes a difference.
 * `loosely`: word by word with mistakes forgiven, for what is close where few cases say it; each only where those before find nothing.
 */
export async function readSearch(db: Db, governmentId: string | null, typed: string): Promise<Read> {
  if (!typed) return { exact: null, asWritten: null, loosely: [] }
  return readerFor(await synonymsFor(db, governmentId))(typed)
}

type Read = { exact: Query | null; asWritten: Query | null; loosely: Query[] }

/** A page asks several times what was typed. By the synonyms, which are the same as long as nobody edits them. */
const readers = new WeakMap<Synonyms, (typed: string) => Read>()

function readerFor(synonyms: Synonyms) {
  const known = readers.get(synonyms)
  if (known) return known
  const read = memoize((typed): Read => {
    const exact = parseQuery(typed, synonyms)
    const asWritten = exact?.hyphens ? parseQuery(typed, synonyms, { dashes: true }) : null
    const dashes = asWritten !== null
    const known = new Set([keyOf(exact)])
    const loosely = [false, true]
      .map((apart) => parseQuery(typed, synonyms, { dashes, loosely: true, apart }))
      .filter((way): way is Query => !!way?.all.length && !known.has(keyOf(way)) && !!known.add(keyOf(way)))
    return { exact, asWritten, loosely }
  }, 100)
  readers.set(synonyms, read)
  return read
}

const keyOf = (query: Query | null): string => JSON.stringify(query?.all.map((ways) => ways.map(({ term }) => term)))

/** A government's own, or the usual ones: those too where the search goes across governments. */
export async function synonymsFor(db: Db, governmentId: string | null): Promise<Synonyms> {
  if (!governmentId) return synonymsOf(null)
  const [row] = await cached(db, `synonyms ${governmentId}`, () =>
    db.select({ text: governments.synonyms }).from(governments).where(eq(governments.id, governmentId)),
  )
  return synonymsOf(row?.text ?? null)
}
