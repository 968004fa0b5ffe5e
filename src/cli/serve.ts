// serve, its workers, demo and migrate.
import cluster from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type Config, ConfigError, fuyi, readConfig, readDatabaseUrl, readDemoConfig } from '../config.ts'
import { demonstrationSecret, isDemonstration, isEmpty, markDemonstration } from '../demo/mark.ts'
import { reindex } from '../domain/search/reindex.ts'
import { makeFolder } from '../lib/folder.ts'
import { lastBackup } from '../operations/deployment-status.ts'
import { type Exposure, openFiles, openMetrics, openSettings } from '../operations/exposure.ts'
import { verifiedCopy } from '../operations/verified-backup.ts'
import type { Database } from '../platform/db/database.ts'
import { copyEnding, fileOf } from '../platform/db/tools/copy.ts'
import { isMigrated, migrate, pendingMigrations } from '../platform/db/tools/migrate.ts'
import { supervise } from '../supervisor.ts'
import { open, openUpToDate } from './open.ts'
import { processCount } from './process-count.ts'

const announce = (address: string) => console.log(`Fuyi 附議: ${address.replace('127.0.0.1', 'localhost')}`)

/** Production: refuses a demonstration's database and pending migrations; never migrates by itself. */
export async function serveNow(options: { processes: string; readOnly?: boolean }): Promise<void> {
  const config = { ...readConfig(), readOnly: options.readOnly ?? false }
  const processes = processCount(options.processes)
  const db = await openForServing(config)
  warn([...openSettings(config), ...openFiles(config.databaseUrl, await lastBackup(db.reads))])
  const listening = (address: string) => {
    announce(address)
    void openMetrics(config).then((found) => warn(found === 'closed' || found === null ? [] : [found]))
  }
  if (processes === 1) return listen(config, db, listening)
  await db.close() // each worker opens its own
  const args = ['worker', ...(config.listenFd === null ? [] : ['--listen-fd', String(config.listenFd)])]
  if (config.readOnly) args.push('--read-only')
  process.exitCode = await supervise({ processes, args, logLevel: config.logLevel, listening })
}

function warn(found: Exposure[]): void {
  for (const { says, todo } of found) console.error(`Warning: ${says} ${todo}`)
}

/** What the primary starts; no command for people. */
export async function workNow({
  listenFd,
  readOnly = false,
}: {
  listenFd?: string
  readOnly?: boolean
}): Promise<void> {
  if (!cluster.isWorker) throw new ConfigError('worker is started by serve --processes N, not by hand.')
  const config = { ...readConfig(), listenFd: listenFd ? Number(listenFd) : null, readOnly }
  try {
    await listen(config, await openForServing(config))
  } catch (error) {
    console.error((error as Error).message)
    process.exit(error instanceof ConfigError ? 2 : 1)
  }
}

async function openForServing(config: Config): Promise<Database> {
  const db = await openUpToDate(config.databaseUrl, config.replicaUrl, config.readOnly)
  if (await isDemonstration(db))
    await refuse(db, 'This database holds the demonstration. Point DATABASE_URL to another one.')
  return db
}

/** The demonstration: makes what is missing, refuses any other database. */
export async function demo(): Promise<void> {
  const fromOutside = readDemoConfig(randomBytes(32).toString('hex'))
  const db = await open(fromOutside.databaseUrl)
  const fresh = (await pendingMigrations(db)).length > 0
  if (!fresh && !(await isDemonstration(db)) && !(await isEmpty(db)))
    await refuse(db, 'This database holds real content. The demonstration needs its own: unset DATABASE_URL.')
  await migrate(db)
  await (await import('../domain/people/mailboxes.ts')).keepMailboxes(db, true)
  if (await isEmpty(db)) {
    const { fillDemonstration } = await import('../demo/content.ts')
    await markDemonstration(db)
    await fillDemonstration(db, new Date())
  }
  await listen({ ...fromOutside, secret: await demonstrationSecret(db, fromOutside.secret) }, db)
}

/** Tables up to date. A database that holds something is copied first, so that an upgrade can be undone. */
export async function migrateNow({ backup }: { backup?: string | false }): Promise<void> {
  const url = readDatabaseUrl()
  const db = await open(url)
  const pending = await pendingMigrations(db)
  const isNew = !(await isMigrated(db))
  const copy = backup !== false && pending.length && !isNew ? copyName(url, backup, pending[0]!.slice(0, 4)) : null
  if (copy === '') await refuse(db, askForFolder)
  if (copy) {
    process.umask(0o077) // it holds addresses of people: for its owner alone
    makeFolder(dirname(copy))
    console.log(`Copied to ${copy} first; ${await verifiedCopy(url, copy)}`)
  }
  const done = await migrate(db)
  if (isNew) console.log(`Made the tables (${done.length} steps).`)
  else console.log(done.length ? `Migrated: ${done.join(', ')}` : 'Up to date.')
  await (await import('./mailboxes.ts')).settleMailboxes(db)
  const indexed = await reindex(db)
  if (indexed) console.log(`${indexed.toLocaleString('en')} cases can be found by the new index.`)
  if (copy)
    console.log(`To undo: stop Fuyi, put the former version back, and run with it: ${fuyi} restore --force ${copy}`)
  await db.close()
}

/** Beside a SQLite file unless a folder is given; empty where there is nothing to lie beside. Never one that `backup --keep` removes. */
function copyName(url: string, folder: string | undefined, before: string): string {
  const name = `before-${before}-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  if (folder) return join(folder, `fuyi.${name}.${copyEnding(url)}`)
  const file = fileOf(url)
  return file ? `${file}.${name}` : ''
}

const askForFolder = `There are migrations to run. Name a folder for the copy that can undo them: ${fuyi} migrate --backup FOLDER (needs pg_dump); or say --no-backup if you have one.`

async function listen(config: Config, db: Database, listening = announce): Promise<void> {
  try {
    const { serve } = await import('../server.ts') // not for the primary: it answers nothing
    const address = await serve(config, db)
    if (!cluster.isWorker) listening(address)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE') await refuse(db, `Port ${config.port} is taken. Set PORT to another one.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      await refuse(db, `HOST ${config.host} is not an address of this machine.`)
    if (code === 'EACCES')
      await refuse(db, `Port ${config.port} needs rights that this user lacks. Set PORT above 1023.`)
    throw error
  }
}

async function refuse(db: Database, words: string): Promise<never> {
  await db.close()
  throw new ConfigError(words)
}
