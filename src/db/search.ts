// The search index on both engines: FTS5 without positions, or a text[] under GIN. Tables are in the migrations, by hand.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { engine } from '../config.ts'
import { execute, rowsOf } from './columns.ts'
import type { Db } from './connect.ts'
import { coded, documentTokens, normalised, parseQuery, type Query } from './tokens.ts'

type Rows = { row: number }[]

/** Puts a document into the index, or replaces it. Call inside the unit that changes the text. */
export async function indexDocument(tx: Db, documentId: string, { title, body }: { title: string; body: string }) {
  const tokens = [...documentTokens(`${title}\n${body}`)].map(coded)
  const plainTitle = normalised(title)
  const plainBody = normalised(body)
  if (engine === 'postgres') {
    await execute(
      tx,
      sql`insert into search_documents (document_id, title, body, tokens)
          values (${documentId}, ${plainTitle}, ${plainBody}, string_to_array(${tokens.join(' ')}, ' '))
          on conflict (document_id) do update set title = excluded.title, body = excluded.body, tokens = excluded.tokens`,
    )
    return
  }
  await removeDocument(tx, documentId)
  const [{ row }] = (await rowsOf<{ row: number }>(
    tx,
    sql`insert into search_documents (document_id, title, body) values (${documentId}, ${plainTitle}, ${plainBody}) returning row`,
  )) as [{ row: number }]
  await execute(tx, sql`insert into search_index (rowid, tokens) values (${row}, ${tokens.join(' ')})`)
}

/** Takes a document out of the index (hidden or erased texts). */
export async function removeDocument(tx: Db, documentId: string) {
  const gone = (await rowsOf(
    tx,
    sql`delete from search_documents where document_id = ${documentId} returning row`,
  )) as Rows
  if (engine === 'sqlite')
    for (const { row } of gone) await execute(tx, sql`delete from search_index where rowid = ${row}`)
}

/** A WHERE condition for `id` and an ORDER BY value (0 for title hits, else 1); null when nothing can be searched for. */
export function matching(id: SQLWrapper, typed: string): { where: SQL; rank: SQL } | null {
  const query = parseQuery(typed)
  if (!query) return null
  const found = engine === 'postgres' ? foundOnPostgres(query) : foundOnSqlite(query)
  const where = sql`${id} in (select d.document_id from search_documents d where ${found} ${and(
    query.phrases.map((phrase) => sql`(${contains(sql`d.title`, phrase)} or ${contains(sql`d.body`, phrase)})`),
  )})`
  const rank = sql`case when exists (select 1 from search_documents t where t.document_id = ${id} ${and(
    query.terms.map((term) => contains(sql`t.title`, term)),
  )}) then 0 else 1 end`
  return { where, rank }
}

const foundOnSqlite = (query: Query) =>
  sql`d.row in (select rowid from search_index where search_index match ${query.tokens.map(coded).join(' AND ')})`
const foundOnPostgres = (query: Query) => sql`d.tokens @> string_to_array(${query.tokens.map(coded).join(' ')}, ' ')`
const contains = (column: SQL, part: string) =>
  engine === 'postgres' ? sql`strpos(${column}, ${part}) > 0` : sql`instr(${column}, ${part}) > 0`
const and = (conditions: SQL[]) => (conditions.length ? sql`and ${sql.join(conditions, sql` and `)}` : sql``)
