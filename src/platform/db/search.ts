// The search index on both engines: FTS5 without positions, or a text[] under GIN. Its tables are at the end of the first
// migration, by hand. The order never comes from the engine: title hits first, then whatever the list says.
import { type SQL, sql } from 'drizzle-orm'
import { engine } from '../../config.ts'
import { contains, execute, rowsOf } from './columns.ts'
import type { Db } from './database.ts'
import { coded, normalised, parseQuery, searchTokens } from './tokens.ts'

/** Puts a document into the index, or replaces it. Called in the unit that changes the text. */
export async function indexDocument(tx: Db, documentId: string, text: { title: string; body: string }): Promise<void> {
  const tokens = codedList(searchTokens(`${text.title}\n\n${text.body}`))
  const title = normalised(text.title)
  const body = normalised(text.body)
  if (engine === 'postgres')
    return execute(
      tx,
      sql`insert into search_documents (document_id, title, body, tokens)
          values (${documentId}, ${title}, ${body}, string_to_array(${tokens}, ' '))
          on conflict (document_id) do update
          set title = excluded.title, body = excluded.body, tokens = excluded.tokens`,
    )

  await removeDocument(tx, documentId)
  const [added] = await rowsOf<{ row: number }>(
    tx,
    sql`insert into search_documents (document_id, title, body) values (${documentId}, ${title}, ${body}) returning row`,
  )
  await execute(tx, sql`insert into search_index (rowid, tokens) values (${added!.row}, ${tokens})`)
}

/** Takes a document out of the index: a hidden or erased text is not found. */
export async function removeDocument(tx: Db, documentId: string): Promise<void> {
  const removed = await rowsOf<{ row: number }>(
    tx,
    sql`delete from search_documents where document_id = ${documentId} returning row`,
  )
  if (engine === 'sqlite')
    for (const { row } of removed) await execute(tx, sql`delete from search_index where rowid = ${row}`)
}

/**
 * What was typed, as a table to join: `found.document_id`, and `found.in_title`, 1 where the title holds all of it, else 0.
 * Null when nothing in it can be searched for, such as "?!".
 */
export function matching(typed: string): SQL | null {
  const query = parseQuery(typed)
  if (!query) return null
  const tokens = codedList(query.tokens)
  const found =
    engine === 'postgres'
      ? sql`d.tokens @> string_to_array(${tokens}, ' ')`
      : sql`d.row in (select rowid from search_index where search_index match ${tokens})`
  const inText = query.phrases.map((p) => sql`(${contains(sql`d.title`, p)} or ${contains(sql`d.body`, p)})`)
  const inTitle = all(query.terms.map((term) => contains(sql`d.title`, term)))
  return sql`(select d.document_id, case when ${inTitle} then 1 else 0 end as in_title
              from search_documents d where ${all([found, ...inText])}) as found`
}

const codedList = (tokens: string[]) => tokens.map(coded).join(' ')
const all = (conditions: SQL[]) => sql.join(conditions, sql` and `)
