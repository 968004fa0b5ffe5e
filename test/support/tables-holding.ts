// Looks for a text in every row of every table, JSON included: what is erased must stand nowhere.
import { engine } from '../../src/config.ts'
import type { World } from './world.ts'

/** The tables in which a text stands anywhere. */
export async function tablesHolding({ db }: Pick<World, 'db'>, text: string): Promise<string[]> {
  return db.exclusively(async (exec) => {
    const tables = await exec(
      engine === 'sqlite'
        ? `select name from sqlite_master where type = 'table' and sql not like '%using fts5%'`
        : `select tablename as name from pg_tables where schemaname = 'public'`,
    )
    const holding: string[] = []
    for (const { name } of tables)
      if (JSON.stringify(await exec(`select * from "${name}"`)).includes(text)) holding.push(String(name))
    return holding.sort()
  })
}
