// An upgrade on PostgreSQL, and the way back from it.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, inject, onTestFinished, test } from 'vitest'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate, pendingMigrations } from '../../src/platform/db/tools/migrate.ts'
import { checkDump, restoreDump } from '../../src/platform/db/tools/postgres-tools.ts'
import { run } from '../support/command.ts'
import { hasPostgres, startPrimary } from '../support/postgres.ts'

const folder = () => mkdtempSync(join(inject('folder'), 'upgrade-'))

/** The migrations of a version that did not have the last one yet. */
function formerMigrations(): URL {
  const former = folder()
  mkdirSync(join(former, 'postgres'))
  const names = readdirSync('migrations/postgres').filter((name) => name.endsWith('.sql'))
  for (const name of names.sort().slice(0, -1))
    symlinkSync(join(process.cwd(), 'migrations/postgres', name), join(former, 'postgres', name))
  return pathToFileURL(`${former}/`)
}

/** A city that a former version left behind, on a server of its own. */
async function formerCity() {
  const server = await startPrimary()
  onTestFinished(server.gone)
  const db = await connect(server.url)
  onTestFinished(db.close)
  await migrate(db, formerMigrations())
  // By hand: the code here writes columns that the former version did not have.
  server.psql(`insert into governments (id, slug, name, languages, time_zone, country, dates, created_at)
    values ('0190', 'haicheng', '{"en":"Haicheng"}', '["en"]', 'Asia/Taipei', 'TW', 'gregorian', now())`)
  return { url: server.url, db, psql: server.psql }
}

test.runIf(hasPostgres)(
  'an upgrade asks where its copy goes, and with that copy it is undone, new tables and all',
  async () => {
    const { url, db, psql } = await formerCity()
    const [last] = await pendingMigrations(db)
    const asked = await run(['migrate'], { DATABASE_URL: url })
    expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('migrate --backup FOLDER') })
    expect(await pendingMigrations(db), 'nothing was done').toEqual([last])

    const kept = join(folder(), 'new')
    const upgraded = await run(['migrate', '--backup', kept], { DATABASE_URL: url })
    expect(upgraded).toMatchObject({ code: 0, out: expect.stringMatching(/reads well to its end\nMigrated: 0/) })
    const dump = /restore --force (\S+)/.exec(upgraded.out)![1]!
    expect(dump).toMatch(new RegExp(`^${kept}/fuyi\\.before-${last!.slice(0, 4)}-\\d{8}T\\d{6}Z\\.dump$`))
    expect(statSync(dump).mode & 0o077, 'for its owner alone').toBe(0)

    // What a newer version may have brought: a table that holds on to an old one, a function, a place that was renamed
    psql('create table petitions (id text primary key, government_id text references governments(id))')
    psql('create function petitions_are_counted() returns int language sql as $$ select 1 $$')
    psql(`update governments set slug = 'renamed'`)
    await restoreDump(url, dump)
    expect(await pendingMigrations(db), 'as the former version left it').toEqual([last])
    expect(psql(`select to_regclass('petitions'), to_regproc('petitions_are_counted')`)).toBe('|')
    expect(psql('select slug from governments')).toBe('haicheng')

    const restored = await run(['restore', '--force', dump], { DATABASE_URL: url })
    expect(restored, 'by this version it is brought up to date again').toMatchObject({
      code: 0,
      out: expect.stringContaining(`Migrated: ${last}`),
    })
    expect((await listGovernments(db.reads)).map((g) => g.slug)).toEqual(['haicheng'])
    expect(await run(['migrate'], { DATABASE_URL: url })).toMatchObject({ code: 0, out: 'Up to date.\n' })
  },
)

test.runIf(hasPostgres)('a dump that was cut off is noticed, and put back not even in part', async () => {
  const { url, psql } = await formerCity()
  const copies = folder()
  expect((await run(['backup', copies], { DATABASE_URL: url })).code).toBe(0)
  const dump = join(copies, readdirSync(copies).find((name) => name.endsWith('.dump'))!)
  const whole = readFileSync(dump)
  truncateSync(dump, whole.length - 2000)
  psql(`update governments set slug = 'renamed'`)
  await expect(checkDump(dump)).rejects.toThrow('pg_restore failed')
  await expect(restoreDump(url, dump)).rejects.toThrow('pg_restore failed')
  expect(psql('select slug from governments')).toBe('renamed')

  writeFileSync(dump, whole)
  // A server that refuses at once leaves pg_restore with output that nobody reads: the command ends all the same.
  for (let round = 0; round < 20; round++)
    await expect(restoreDump(url.replace('//fuyi@', '//nobody@'), dump)).rejects.toThrow('psql failed')
})

test.runIf(hasPostgres)(
  'an operator who has a copy goes without; several servers in one address are copied from',
  async () => {
    const { url, db } = await formerCity()
    const upgraded = await run(['migrate', '--no-backup'], { DATABASE_URL: url })
    expect(upgraded).toMatchObject({ code: 0, out: expect.not.stringContaining('Copied') })
    expect(await pendingMigrations(db)).toEqual([])

    const { host } = new URL(url)
    const several = url.replace('fuyi@', 'fuyi:a%20password@').replace(host, `127.0.0.1:9,${host}`)
    const made = await run(['backup', folder()], { DATABASE_URL: `${several}?target_session_attrs=read-write` })
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('reads well') })
  },
)
