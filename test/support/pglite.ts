// PostgreSQL inside the test's own process. It has one connection: reads and units wait for each other, so nothing about
// concurrency is tested on it.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database, Db, Heard } from '../../src/platform/db/database.ts'
import { fromDriver, numberParsers, type UnitConnection } from '../../src/platform/db/postgres.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'

/** Migrated. It takes seconds to make one, so the first is kept as a file until PGlite or a migration changes. */
export async function openPglite(heard: Heard): Promise<Database> {
  const kept = join('node_modules/.cache/fuyi', `pglite-${digestOfMigrations()}.tar`)
  if (existsSync(kept))
    return asDatabase(await PGlite.create({ ...options, loadDataDir: new Blob([readFileSync(kept)]) }), heard)
  const pglite = await PGlite.create(options)
  const database = asDatabase(pglite, heard)
  await migrate(database)
  mkdirSync(dirname(kept), { recursive: true })
  for (const name of readdirSync(dirname(kept))) if (!name.includes(basename(kept))) rmSync(join(dirname(kept), name))
  const ours = `${kept}.${process.pid}` // the other worker makes one at the same time
  writeFileSync(ours, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  renameSync(ours, kept)
  return database
}

/** Without any table. */
export const openEmptyPglite = async (): Promise<Database> => asDatabase(await PGlite.create(options), () => {})

const options = { parsers: numberParsers }

function digestOfMigrations(): string {
  const hash = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'))
  const folder = 'migrations/postgres'
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}

function asDatabase(pglite: PGlite, heard: Heard): Database {
  const logger = { logQuery: heard }
  let turn: Promise<unknown> = Promise.resolve()
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = turn.then(act)
    turn = result.catch(() => {})
    return result
  }

  const patient = { query: (...args: Parameters<PGlite['query']>) => inTurn(() => pglite.query(...args)) }
  const tx = drizzle({ client: pglite, logger }) as unknown as Db
  const unitConnection = (release: () => void): UnitConnection => ({
    tx,
    async exec(statements) {
      // COMMIT after a failed statement is a silent ROLLBACK, and PGlite gives no command tag: another statement says so.
      const results = await pglite.exec(statements === 'commit' ? 'select 1; commit' : statements)
      return results.at(-1)!
    },
    release,
  })

  return fromDriver({
    reads: drizzle({ client: patient as unknown as PGlite, logger }) as unknown as Db,
    acquire: () =>
      new Promise((granted) => void inTurn(() => new Promise<void>((release) => granted(unitConnection(release))))),
    close: () => pglite.close(),
  })
}
