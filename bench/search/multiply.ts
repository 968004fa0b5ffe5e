// A big platform out of a small one: every case many times over, under other ids and dates. For measuring time alone.
import Sqlite from 'better-sqlite3'
import { sectionsOf } from '../../src/domain/proposals/searchable.ts'
import { newId } from '../../src/lib/id.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { comparable } from '../../src/platform/db/search.ts'
import { coded, documentTokens, normalised } from '../../src/platform/db/tokens.ts'

type Row = { [column: string]: unknown }

/** Returns how many cases there are then. On SQLite; for the other engine see multiply-postgres.ts. */
export async function multiply(db: Database, url: string, wanted: number): Promise<number> {
  const file = new Sqlite(url.slice('file:'.length))
  file.pragma('foreign_keys = OFF')
  file.pragma('synchronous = OFF')
  file.pragma('cache_size = -400000')
  const cases = file.prepare('select * from proposals').all() as Row[]
  const texts = new Map<string, { title: string; body: string; tokens: string }>()
  for (const { id } of cases as { id: string }[]) {
    const [title, ...rest] = (await sectionsOf(db.reads, [id])).get(id) ?? []
    const of = (...kinds: string[]) => rest.filter(({ kind }) => kinds.includes(kind)).map((section) => section.text)
    const text = {
      title: title?.text ?? '',
      body: rest.map((section) => section.text).join('\n|\n'),
      names: of('place', 'topic'),
      owners: of('district', 'agency'),
    }
    texts.set(id, {
      title: normalised(text.title),
      body: comparable(text),
      tokens: documentTokens(text).map(coded).join(' '),
    })
  }
  const leads = new Map<string, Row[]>()
  for (const lead of file.prepare('select * from assignments').all() as Row[]) {
    const id = lead.proposal_id as string
    leads.set(id, [...(leads.get(id) ?? []), lead])
  }
  const prepared = new Map<string, Sqlite.Statement>()
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row)
    const known =
      prepared.get(table) ??
      file.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`)
    prepared.set(table, known)
    return known.run(row)
  }
  let made = cases.length
  const copy = file.transaction((round: number) => {
    for (const one of cases) {
      if (made >= wanted) return
      made++
      const id = newId()
      insert('proposals', {
        ...one,
        id,
        number: `${one.year}-${round}${String(one.number).slice(5)}`,
        source_id: `${one.source_id}-${round}`,
        published_at: Number(one.published_at) - round * 86_400_000,
      })
      for (const part of leads.get(one.id as string) ?? [])
        insert('assignments', { ...part, id: newId(), proposal_id: id })
      const { title, body, tokens } = texts.get(one.id as string)!
      const { lastInsertRowid: row } = insert('search_documents', { document_id: id, title })
      insert('search_texts', { row, body })
      insert('search_index', { rowid: row, tokens })
    }
  })
  for (let round = 1; made < wanted; round++) copy(round)
  file.exec('analyze')
  file.exec("insert into search_index (search_index) values ('optimize')") // and anew, as each night leaves it
  file.exec('vacuum')
  const sizes = file
    .prepare(
      `select name, sum(pgsize) as bytes from dbstat where name like 'search%' or name like 'proposals%' group by name`,
    )
    .all() as { name: string; bytes: number }[]
  for (const { name, bytes } of sizes.filter((size) => size.bytes > 5e6))
    console.log(`${name.padEnd(28)} ${(bytes / 1e6).toFixed(0)} MB`)
  file.close()
  return made
}
