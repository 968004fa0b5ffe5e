// backup and restore.
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ConfigError, readDatabaseUrl } from '../config.ts'
import { signedLogs } from '../domain/log/cosigned.ts'
import { endAllSessions } from '../domain/people/sessions.ts'
import { addressesMovedTo, endAgain, endedList, moveAgain } from '../domain/retention/ended-list.ts'
import { eraseAgain, erasedList, linesIn } from '../domain/retention/erased-list.ts'
import { makeFolder } from '../lib/folder.ts'
import { countsOf, inWords, unevenCounts } from '../operations/consistency.ts'
import { setStatus } from '../operations/deployment-status.ts'
import { besides, verifiedCopy, verify } from '../operations/verified-backup.ts'
import { connect } from '../platform/db/connect.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { copyEnding, fileOf, kindOfCopy, replaceFile } from '../platform/db/tools/copy.ts'
import { isMigrated, migrate, unknownMigrations } from '../platform/db/tools/migrate.ts'
import { checkDump, restoreDump } from '../platform/db/tools/postgres-tools.ts'
import { write } from '../platform/db/write.ts'
import { forgetRuns } from '../platform/process/whole-runs.ts'
import { settleMailboxes } from './mailboxes.ts'
import { open } from './open.ts'

const ours = /^fuyi-\d{8}T\d{6}Z\.(db|dump)$/
const stampOf = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '')

export async function backupNow(target: string, options: { keep?: string }): Promise<void> {
  process.umask(0o077) // a copy holds addresses of people: it is for its owner alone
  const keep = options.keep === undefined ? null : Number(options.keep)
  if (keep !== null && (!Number.isInteger(keep) || keep < 1)) throw new ConfigError('--keep must be a number from 1.')
  const url = existingDatabase()
  const at = new Date()
  const name = `fuyi-${stampOf(at)}.${copyEnding(url)}`
  const toStdout = target === '-'
  const folder = toStdout ? mkdtempSync(join(tmpdir(), 'fuyi-backup-')) : folderFor(target)
  const file = join(folder, name)
  try {
    const words = await verifiedCopy(url, file)
    if (toStdout) await pipeline(createReadStream(file), process.stdout, { end: false })
    else writeFileSync(`${file}.sha256`, `${await sha256Of(file)}  ${name}\n`)
    const db = await open(url)
    if (!toStdout) keepErasedList(join(folder, erasedFile), await listOf(db.reads))
    await setStatus(db, 'last_backup', `${at.toISOString()} ${toStdout ? '-' : resolve(file)}`)
    await db.close()
    console.error(`${toStdout ? 'Written' : file}: ${megabytes(file)}; ${words}`)
    if (keep !== null && !toStdout) rotate(folder, keep)
  } finally {
    if (toStdout) rmSync(folder, { recursive: true, force: true })
  }
}

export async function restoreNow(file: string, options: { force?: boolean; erased?: string }): Promise<void> {
  process.umask(0o077)
  const url = readDatabaseUrl()
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new ConfigError(`There is no file ${file}.`)
  const kind = kindOfCopy(headOf(file))
  if (kind === null) throw new Error(`${file} is not a backup of Fuyi.`)
  if (kind !== copyEnding(url))
    throw new ConfigError(
      `${file} comes from ${kind === 'db' ? 'SQLite' : 'PostgreSQL'}, and DATABASE_URL names the other one.`,
    )
  await compareChecksum(file)
  const now = await knownNow(url)
  const lines = erasedSince(now.lines, file, options.erased)
  const where =
    kind === 'db' ? await restoreFile(url, file, options.force) : await restoreServer(url, file, options.force)
  const db = await open(url)
  const migrated = await migrate(db)
  await forgetRuns(db)
  console.log(`${inWords(await countsOf(db.reads))} are back${where}.`)
  if (migrated.length) console.log(`Migrated: ${migrated.join(', ')}`)
  await goThrough(db, lines, now.moved)
  await settleMailboxes(db)
  for (const words of await unevenCounts(db.reads)) console.error(words)
  for (const { origin, size } of await signedLogs(db.reads))
    console.error(
      `${origin} has ${size} lines in this copy. If it had more, whoever saw them will find two histories once it goes on. Before you start: “A log after an older copy was put back” in deploy/README.md.`,
    )
  await db.close()
}

/** Beside the copies: what was erased and ended up to the newest of them. Lines are only ever added. */
const erasedFile = 'erased.txt'

function keepErasedList(file: string, lines: string[]): void {
  const before = existsSync(file) ? linesIn(readFileSync(file, 'utf8')) : []
  writeFileSync(file, `${[...new Set([...before, ...lines])].sort().join('\n')}\n`)
}

const listOf = async (db: Db) => [...(await erasedList(db)), ...(await endedList(db))]

/** What people did since the copy, once more; and whoever was signed in then signs in again, since some of them had ended it. */
async function goThrough(db: Database, lines: string[], moved: Known['moved']): Promise<void> {
  const at = new Date()
  const again = await eraseAgain(db, lines, at)
  if (again) console.log(`Erased again: ${again} of ${lines.length} entries of the list.`)
  const addresses = await moveAgain(db, moved, at)
  const ended = await endAgain(db, lines, at)
  if (ended.done) console.log(`Ended again, as people did since the copy: ${ended.done}.`)
  if (addresses) console.log(`People who changed their address since the copy, and have the new one: ${addresses}.`)
  if (ended.moved)
    console.error(
      `${ended.moved} people changed their address since this copy, and it has the one of before: whoever reads that mailbox can sign in as them. They get no news there. Tell them, if you can.`,
    )
  if (ended.stayed)
    console.error(
      `${ended.stayed} entries of the list could not be done: the case has closed, or it is the last administrator.`,
    )
  const sessions = await write(db, (tx) => endAllSessions(tx))
  if (sessions) console.log(`Everybody signs in again: ${sessions} sessions ended.`)
}

/** Every line that is known: of the database that is still there, of the folder of the copy, and of the list that was given. */
function erasedSince(now: string[], copy: string, given?: string): string[] {
  if (given !== undefined && !existsSync(given)) throw new ConfigError(`There is no file ${given}.`)
  const files = [join(dirname(copy), erasedFile), ...(given === undefined ? [] : [given])].filter((one) =>
    existsSync(one),
  )
  const lines = files.flatMap((one) => linesIn(readFileSync(one, 'utf8')))
  return [...new Set([...lines, ...now])]
}

type Known = { lines: string[]; moved: Awaited<ReturnType<typeof addressesMovedTo>> }
/** Nothing where there is no database, or one that cannot be read: that is why it is replaced. */
async function knownNow(url: string): Promise<Known> {
  const nothing: Known = { lines: [], moved: [] }
  const file = fileOf(url)
  if (file !== null && !existsSync(file)) return nothing
  try {
    const db = await open(url)
    const known = async () => ({ lines: await listOf(db.reads), moved: await addressesMovedTo(db.reads) })
    return await known().finally(db.close)
  } catch {
    return nothing
  }
}

async function restoreFile(url: string, file: string, force = false): Promise<string> {
  const target = fileOf(url)!
  const taken = existsSync(target)
  if (taken && !force)
    throw new Error(`${target} is there already. Stop Fuyi, then add --force: the file there now is kept beside it.`)
  makeFolder(dirname(target))
  const part = `${target}.part`
  try {
    copyFileSync(file, part) // verified where it will live: its own disk may be the one that fails
    await verify(url, part, file).catch(unchanged)
    const copy = await connect(`file:${part}`)
    const newer = await unknownMigrations(copy).finally(copy.close)
    if (newer.length) throw new Error(`${file} was made by a newer Fuyi (${newer.join(', ')}). Upgrade first.`)
    const aside = taken ? `${target}.before-restore-${stampOf(new Date())}` : null
    replaceFile(target, part, aside)
    return aside ? `; what was there is kept in ${aside}` : ''
  } finally {
    for (const ending of besides) rmSync(part + ending, { force: true })
  }
}

async function restoreServer(url: string, file: string, force = false): Promise<string> {
  await checkDump(file).catch(unchanged)
  const db = await open(url)
  const taken = await isMigrated(db).finally(db.close)
  if (taken && !force)
    throw new Error('DATABASE_URL holds a platform already. Stop Fuyi, then add --force to replace it.')
  await restoreDump(url, file)
  return ''
}

const unchanged = (error: Error): never => {
  throw new Error(`${error.message} Nothing was changed.`, { cause: error })
}

async function compareChecksum(file: string): Promise<void> {
  if (!existsSync(`${file}.sha256`)) return
  const wanted = readFileSync(`${file}.sha256`, 'utf8').split(/\s/)[0]
  if (wanted !== (await sha256Of(file)))
    throw new Error(`${file} is not what was written: its checksum differs. Nothing was changed.`)
}

/** Only what this command itself named is ever removed. */
function rotate(folder: string, keep: number): void {
  const copies = readdirSync(folder).filter((name) => ours.test(name))
  for (const name of copies.sort().slice(0, -keep)) {
    rmSync(join(folder, name))
    rmSync(join(folder, `${name}.sha256`), { force: true })
    console.error(`Removed ${join(folder, name)}, beyond the ${keep} to keep.`)
  }
}

function existingDatabase(): string {
  const url = readDatabaseUrl()
  const file = fileOf(url)
  if (file !== null && !existsSync(file)) throw new ConfigError(`There is no database at ${file}. Set DATABASE_URL.`)
  return url
}

/** The folder, made where it is missing, once it has taken a file: better said now than after the copying. */
function folderFor(target: string): string {
  const probe = join(target, `.fuyi-${process.pid}`)
  try {
    makeFolder(target)
    writeFileSync(probe, '', { flag: 'wx' })
    rmSync(probe)
  } catch (error) {
    throw new Error(`No copy can be written into ${target}: ${(error as Error).message}`, { cause: error })
  }
  return target
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(16)
  const opened = openSync(file, 'r')
  readSync(opened, head)
  closeSync(opened)
  return head
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

const megabytes = (file: string) => `${basename(file)}, ${(statSync(file).size / 1e6).toFixed(1)} MB`
