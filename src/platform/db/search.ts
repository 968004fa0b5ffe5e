// The search index on both engines: FTS5 without positions, or a text[] under GIN. Its tables are written by hand in the
// migrations. The order never comes from the engine: how much of a text is about it, then whatever the list says.
import { type SQL, sql } from 'drizzle-orm'
import { engine } from '../../config.ts'
import { contains, execute, rowsOf } from './columns.ts'
import type { Db } from './database.ts'
import { keepValue, keptValue } from './deployment-values.ts'
import type { Query, Way } from './search-query.ts'
import type { Unit } from './search-units.ts'
import { coded, documentTokens, nameToken, normalised, often, type Searchable, searchTokens } from './tokens.ts'

const indexKey = 'search index'

/** What a deployment says of how new its index is; empty where it says nothing. */
export async function indexState(db: Db): Promise<string> {
  return (await keptValue(db, indexKey)) ?? ''
}

/** Under which rules of cutting words the index was made. */
export async function keepIndexState(tx: Db, value: string): Promise<void> {
  await keepValue(tx, indexKey, value)
}

/** What documents say beside their own texts was changed, like a name: the job of the search makes the index again. */
export const indexAgain = (tx: Db): Promise<void> => keepIndexState(tx, '')

/** The text of a document as it is compared letter by letter. */
export const comparable = ({ title, body }: Searchable): string => normalised(`${title}\n|\n${body}`)

/** Puts a document into the index, or replaces it. Called in the unit that changes the text. */
export async function indexDocument(tx: Db, documentId: string, text: Searchable): Promise<void> {
  const tokens = codedList(documentTokens(text))
  await removeDocument(tx, documentId)
  const [added] = await rowsOf<{ row: number }>(
    tx,
    sql`insert into search_documents (document_id, title) values (${documentId}, ${normalised(text.title)}) returning row`,
  )
  const row = added!.row
  const body = comparable(text)
  if (engine === 'postgres')
    return execute(
      tx,
      sql`insert into search_texts (row, body, tokens) values (${row}, ${body}, string_to_array(${tokens}, ' '))`,
    )
  await execute(tx, sql`insert into search_texts (row, body) values (${row}, ${body})`)
  await execute(tx, sql`insert into search_index (rowid, tokens) values (${row}, ${tokens})`)
}

/** Takes a document out of the index: a hidden or erased text is not found. */
export async function removeDocument(tx: Db, documentId: string): Promise<void> {
  const removed = await rowsOf<{ row: number }>(
    tx,
    sql`delete from search_documents where document_id = ${documentId} returning row`,
  )
  for (const { row } of removed) {
    await execute(tx, sql`delete from search_texts where row = ${row}`)
    if (engine === 'sqlite') await execute(tx, sql`delete from search_index where rowid = ${row}`)
  }
}

/** Where documents that say it are found (`d`, and what of them is read), what is true of them, and how much they are about it. */
type Hits = { from: SQL; where: SQL | undefined; about: SQL }

/** What was typed. `about` is 2 where the title or the name of its agency or district says it, 1 where the text says it more than once, else 0. */
export function hitsOf({ all, none }: Query): Hits {
  const conditions = [
    ...all.filter((ways) => ways.some(({ phrases }) => phrases.length)).map(anyOf),
    ...none.map((ways) => sql`not (${anyOf(ways)})`),
  ]
  const inTitle = every(
    all.map((ways) => either(ways.filter(({ term }) => term).map(({ term }) => contains(sql`d.title`, term)))),
  )
  const named = (term: string): Way => ({ tokens: [nameToken(term)], phrases: [], term })
  const isNamed = tokensMatch(all.map((ways) => ways.map(({ term }) => named(term))))
  const whole = named(all.map(([way]) => way!.term).join(' ')) // Environmental Protection Bureau
  const isNamedWhole = all.length > 1 ? sql`or ${tokensMatch([[whole]])}` : sql``
  const isOften = tokensMatch(all.map((ways) => ways.map((way) => ({ ...way, tokens: way.tokens.map(often) }))))
  const texts = all.concat(none).some((ways) => ways.some(({ phrases }) => phrases.length))
  const joined = texts ? sql`join search_texts x on x.row = d.row` : sql``
  // SQLite goes through what it found in the order of its rows, and makes no table of them
  const order = engine === 'sqlite' ? sql`cross join` : sql`join`
  const hits = all.length
    ? sql`${rowsWith(tokensOf(all))} as hit ${order} search_documents d on d.row = hit.row`
    : sql`search_documents d`
  return {
    from: sql`${hits} ${joined}`,
    where: conditions.length ? every(conditions) : undefined,
    about: all.length
      ? sql`case when ${inTitle} or ${isNamed} ${isNamedWhole} then 2 when ${isOften} then 1 else 0 end`
      : sql`0`,
  }
}

/** True of documents (`d`) that say nothing of what was to be left out; undefined where nothing was. */
export const saysNone = (none: Query['none']): SQL | undefined =>
  none.length
    ? every(
        none.map((ways) =>
          ways.some(({ phrases }) => phrases.length)
            ? sql`not exists (select 1 from search_texts x where x.row = d.row and ${anyOf(ways)})`
            : sql`not (${anyOf(ways)})`,
        ),
      )
    : undefined

/** The same as a table to join: `found.document_id` and `found.about`. */
export function matching(query: Query): SQL {
  const { from, where, about } = hitsOf(query)
  return sql`(select d.document_id, ${about} as about from ${from} ${where ? sql`where ${where}` : sql``}) as found`
}

/** How many documents there are to find. */
export async function countDocuments(db: Db): Promise<number> {
  const [row] = await rowsOf<{ times: number | string }>(db, sql`select count(*) as times from search_documents`)
  return Number(row!.times)
}

/** In how many documents each unit comes: what comes more often than `most` is counted no further, and told as one more. */
export async function frequencies(db: Db, units: Unit[], most: number | null): Promise<number[]> {
  if (!units.length) return []
  const end = most === null ? sql`` : sql` limit ${most + 1}`
  const counts = units.map(
    ({ tokens }, i) =>
      sql`select ${sql.raw(String(i))} as unit, count(*) as times from (select 1 from ${among(tokens)}${end}) as seen`,
  )
  const rows = await rowsOf<{ unit: number; times: number | string }>(db, sql.join(counts, sql` union all `))
  const times = new Map(rows.map(({ unit, times }) => [Number(unit), Number(times)]))
  return units.map((_, i) => times.get(i) ?? 0)
}

type Sought = { tokens: string[][]; sought?: string[][]; weight: number }

/** Documents (`d`) by the weights of the units in them, or of what is `sought` for them (`h.score`), at least `least` together. */
export function scored(units: Sought[], least: number): SQL {
  const hits = units.map(
    ({ tokens, sought, weight }) => sql`select row, ${sql.raw(String(weight))} as w from ${among(sought ?? tokens)}`,
  )
  return sql`(select row, sum(w) as score from (${sql.join(hits, sql` union all `)}) as hits
       group by row having sum(w) >= ${sql.raw(String(least))}) as h cross join search_documents d`
}

/** Of `scored`: which of the documents has how much. */
export const isScored = sql`d.row = h.row`

/** Rows that have all tokens of one way, as a table with `row`. */
const among = (ways: string[][]): SQL => sql`${rowsWith([ways])} as hit`

/** Rows that have, of each group, all tokens of one way. Always the index as a whole is asked, and never a document. */
function rowsWith(all: string[][][]): SQL {
  if (engine === 'sqlite')
    return sql`(select rowid as row from search_index where search_index match ${expression(all)})`
  const [first, ...rest] = all.map((ways) => sql`search_rows(${waysAsArray(ways)})`)
  if (!first) return sql`(select t.row from search_texts t)`
  const others = rest.map((rows) => sql` and row in (select ${rows})`)
  return sql`(select row from ${first} as row where true${sql.join(others)})`
}

/** A way is its tokens with a space between, since arrays of arrays must all be of one length. */
const waysAsArray = (ways: string[][]): SQL => sql`string_to_array(${[...new Set(ways.map(codedList))].join('|')}, '|')`

const tokensOf = (all: Way[][]): string[][][] => all.map((ways) => ways.map(({ tokens }) => tokens))

const inIndex = (all: string[][][]): SQL => sql`d.row in ${rowsWith(all)}`

/** True of documents that have, of each group, all tokens of one way. */
const tokensMatch = (all: Way[][]): SQL => inIndex(tokensOf(all))

/** True of documents that say it in one of these ways, letter by letter. */
const anyOf = (ways: Way[]): SQL =>
  either(
    ways.map(({ tokens, phrases }) =>
      every([inIndex([[tokens]]), ...phrases.map((phrase) => contains(sql`x.body`, phrase))]),
    ),
  )

/** For FTS5: of each group one way, of a way every token. */
const expression = (all: string[][][]): string =>
  all.map((ways) => `(${[...new Set(ways.map(wholly))].join(' OR ')})`).join(' AND ')
const wholly = (tokens: string[]): string => `(${tokens.map(coded).join(' AND ')})`

const codedList = (tokens: string[]) => tokens.map(coded).join(' ')
const every = (conditions: SQL[]) => sql`(${sql.join(conditions, sql` and `)})`
const either = (conditions: SQL[]) => (conditions.length ? sql`(${sql.join(conditions, sql` or `)})` : sql`1 = 0`)

/** The tokens of a title, for weighing what was found. */
export const titleTokens = (title: string): Set<string> => new Set(searchTokens(title))
