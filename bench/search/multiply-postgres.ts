// The same big platform on PostgreSQL, where all of it is copied by the server. For measuring time alone.
import pg from 'pg'

/** Returns how many cases there are then. `url`: a database that holds nothing else. */
export async function multiplyOnPostgres(url: string, wanted: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("set session_replication_role = 'replica'") // no foreign keys, and no triggers either
    await client.query('create temp table copies (old text, id text, round int)')
    await client.query(
      `insert into copies select old, gen_random_uuid()::text, round from (
         select id as old, round from proposals cross join generate_series(1, $1 / greatest((select count(*) from proposals)::int, 1)) as round
         order by round, id limit greatest($1 - (select count(*) from proposals), 0)) as wanted`,
      [wanted],
    )
    await copy(client, 'proposals', {
      id: 'c.id',
      number: "p.year || '-' || c.round || substr(p.number, 6)",
      source_id: "p.source_id || '-' || c.round",
      published_at: "p.published_at - c.round * interval '1 day'",
    })
    await copy(client, 'assignments', { id: 'gen_random_uuid()::text', proposal_id: 'c.id' }, 'proposal_id')
    // as the triggers leave it, since what lists ask of a case stands beside its title
    await copy(client, 'search_documents', { document_id: 'c.id', row: 'default' }, 'document_id')
    // a GIN index takes many rows quicker all at once
    await client.query("set maintenance_work_mem = '1GB'")
    await client.query('drop index search_tokens')
    await client.query(
      `insert into search_texts (row, body, tokens) select d.row, t.body, t.tokens
       from copies c join search_documents o on o.document_id = c.old join search_texts t on t.row = o.row
       join search_documents d on d.document_id = c.id`,
    )
    await client.query('create index search_tokens on search_texts using gin (tokens)')
    await client.query('vacuum analyze')
    const { rows } = await client.query<{ name: string; size: string; cases: number }>(
      `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
       where relname in ('proposals', 'search_documents', 'search_texts', 'search_tokens')`,
    )
    for (const { name, size } of rows) console.log(`${name.padEnd(28)} ${size}`)
    const counted = await client.query<{ cases: number }>('select count(*)::int as cases from proposals')
    return counted.rows[0]!.cases
  } finally {
    await client.end()
  }
}

/** Every copied row of a table, with these columns as the expressions say. `of`: the column that names the case. */
async function copy(client: pg.Client, table: string, changed: { [column: string]: string }, of = 'id'): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_name = $1 and table_schema = current_schema() and is_generated = 'NEVER'`,
    [table],
  )
  const names = rows.map(({ name }) => name).filter((name) => changed[name] !== 'default')
  await client.query(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
     select ${names.map((name) => changed[name] ?? `p."${name}"`).join(', ')} from copies c join ${table} p on p.${of} = c.old`,
  )
}
