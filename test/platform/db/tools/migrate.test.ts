import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, inject, test } from 'vitest'
import { engine } from '../../../../src/config.ts'
import { migrate, pendingMigrations } from '../../../../src/platform/db/tools/migrate.ts'
import { connectForTest, manyConnections, ownUrl, testDatabase, testUrl } from '../../../support/database.ts'
import { errorOf } from '../settings.ts'

/** A folder of migrations, in which each engine finds the same files. */
function migrationsOf(files: { [name: string]: string }): URL {
  const folder = mkdtempSync(join(inject('folder'), 'migrations-'))
  for (const name of ['sqlite', 'postgres']) {
    mkdirSync(join(folder, name))
    for (const [file, sql] of Object.entries(files)) writeFileSync(join(folder, name, file), sql)
  }
  return pathToFileURL(`${folder}/`)
}

const cleanUp = { '9003_clean.sql': 'drop table test_b;--> statement-breakpoint\ndrop table test_a' }
const two = {
  '9001_a.sql': '-- a comment\ncreate table test_a (id integer primary key);\n--> statement-breakpoint\n',
  '9002_b.sql': 'create table test_b (id integer references test_a (id))',
}

test('migrations run once, in order, and say what they did', async () => {
  const db = await testDatabase()
  expect(await pendingMigrations(db)).toEqual([])
  const migrations = migrationsOf({ ...two, 'README.md': 'no migration' })
  expect(await pendingMigrations(db, migrations)).toEqual(['9001_a.sql', '9002_b.sql'])
  expect(await migrate(db, migrations)).toEqual(['9001_a.sql', '9002_b.sql'])
  expect(await migrate(db, migrations)).toEqual([])
  expect(await migrate(db, migrationsOf(cleanUp))).toEqual(['9003_clean.sql'])
  await forget(db)
})

test('a migration that fails leaves nothing of any of them', async () => {
  const db = await testDatabase()
  const migrations = migrationsOf({ ...two, '9004_wrong.sql': 'create tabel test_c (id integer)' })
  expect(await errorOf(migrate(db, migrations))).toBeInstanceOf(Error)
  expect(await pendingMigrations(db, migrations)).toHaveLength(3)
  await expect(db.exclusively((exec) => exec('select * from test_a'))).rejects.toThrow()
})

test('a migration that leaves rows pointing nowhere is refused', async () => {
  const db = await testDatabase()
  const migrations = migrationsOf({
    '9001_a.sql': two['9001_a.sql'],
    '9002_b.sql': `${two['9002_b.sql']};--> statement-breakpoint\ninsert into test_b values (7)`,
  })
  await expect(migrate(db, migrations)).rejects.toThrow(/point nowhere|foreign key/)
  expect(await pendingMigrations(db, migrations)).toHaveLength(2)
})

if (manyConnections)
  test('of two processes that migrate at once one does it all, the other waits and finds nothing to do', async () => {
    const url = engine === 'sqlite' ? `${await testUrl()}.fresh` : ownUrl()
    const [a, b] = [await connectForTest(url), await connectForTest(url)]
    if (engine === 'postgres') {
      await testDatabase()
      await a.exclusively((exec) => exec('drop schema public cascade'))
      await a.exclusively((exec) => exec('create schema public'))
    }
    const done = await Promise.all([migrate(a), migrate(b)])
    expect(done.map(({ length }) => length > 0).sort()).toEqual([false, true])
    expect(await pendingMigrations(b)).toEqual([])
  })

/** PostgreSQL's database is shared with the tests that follow. */
const forget = (db: Awaited<ReturnType<typeof testDatabase>>) =>
  db.exclusively((exec) => exec(`delete from fuyi_migrations where name like '900%'`))
