// fuyi doctor: what an operator would look at when something seems wrong, one line each, with what to do.
import { statSync } from 'node:fs'
import { type Config, ConfigError, fuyi, readConfig, readDatabaseUrl } from '../config.ts'
import { max } from '../platform/db/columns.ts'
import { connect } from '../platform/db/connect.ts'
import type { Database } from '../platform/db/database.ts'
import { dropValue, keepValue } from '../platform/db/deployment-values.ts'
import { databaseCode } from '../platform/db/errors.ts'
import { fileTrouble } from '../platform/db/health.ts'
import { fileOf, integrityProblems } from '../platform/db/tools/copy.ts'
import { pendingMigrations, unknownMigrations } from '../platform/db/tools/migrate.ts'
import { write } from '../platform/db/write.ts'
import { checkMailServer } from '../platform/mail/transport.ts'
import { record } from '../schema/record.ts'
import { unevenCounts } from './consistency.ts'
import { bouncedMail, failedMail, getStatusTime, lastBackup, lastRefusal, waitingMail } from './deployment-status.ts'
import { diskSpace, writablePaths } from './disk-checks.ts'
import { type Exposure, openFiles, openMetrics, openSettings } from './exposure.ts'
import { type Finding, ok, problem, type Said } from './finding.ts'
import { logsState } from './log-check.ts'
import { arrivalState } from './mail-arrival.ts'
import { dkim, dmarc, type Names, spf, usualNames } from './mail-dns.ts'
import { guessing, mailboxes } from './people-checks.ts'
import { longestSilence } from './readiness.ts'

const hour = 3_600_000

/** Every check in order. Changes nothing but one row, which it takes back. `names`: who is asked for DNS records. */
export async function examine(now: Date, names: Names = usualNames()): Promise<Finding[]> {
  const findings: Finding[] = []
  const look = async (check: string, act: () => Promise<Said> | Said) => {
    const said = await Promise.resolve()
      .then(act)
      .catch((error: Error) => problem(error.message, 'See the log, and mend what it names.'))
    findings.push({ check, ...said })
  }
  const skip = (check: string, why: string) => findings.push({ check, ok: null, says: why, todo: null })

  const config = configOrWhy()
  await look('configuration', () => configuration(config))
  const url = urlOrNull()
  if (url) await look('disk', () => diskSpace(url))
  if (url) await look('paths', () => writablePaths(url))

  const database = url ? await openOrWhy(url) : { ok: null, says: 'needs the configuration', todo: null }
  if ('says' in database) {
    findings.push({ check: 'database', ...database })
    if (url) await look('files', () => privateFiles(url, null))
    for (const check of [
      'integrity',
      'migrations',
      'clock',
      'scheduler',
      'outbox',
      'arrival',
      'mailboxes',
      'guessing',
      'backups',
      'record log',
    ])
      skip(check, 'needs the database')
  } else {
    await look('database', () => reachable(database))
    await look('integrity', () => integrity(database))
    await look('migrations', () => migrations(database))
    await look('clock', () => clock(database, now))
    await look('scheduler', () => scheduler(database, now))
    await look('outbox', () => outboxState(database, now))
    await look('arrival', () => arrivalState(database, now))
    await look('mailboxes', () => mailboxes(database))
    await look('guessing', () => guessing(database, now))
    await look('backups', () => backups(database, now))
    await look('record log', () => logsState(database, now, config instanceof Error ? null : config.mirrorsFolder))
    await look('files', async () => privateFiles(url!, await lastBackup(database.reads)))
    await database.close()
  }
  if (config instanceof Error)
    for (const check of ['mail', 'spf', 'dkim', 'dmarc', 'metrics']) skip(check, 'needs the configuration')
  else {
    await look('mail', () => mail(config))
    await look('spf', () => spf(config, names))
    await look('dkim', () => dkim(config, names))
    await look('dmarc', () => dmarc(config, names))
    await look('metrics', () => metrics(config))
  }
  return findings
}

function configOrWhy(): Config | Error {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

function urlOrNull(): string | null {
  try {
    return readDatabaseUrl()
  } catch {
    return null
  }
}

async function openOrWhy(url: string): Promise<Database | Said> {
  const file = fileOf(url)
  try {
    if (file !== null && !statSync(file, { throwIfNoEntry: false }))
      return problem(`There is no file ${file}.`, `Run: ${fuyi} migrate; or correct DATABASE_URL.`)
    const database = await connect(url)
    await database.exclusively((exec) => exec('select 1'))
    return database
  } catch (error) {
    const words = `The database does not open: ${(error as Error).message}`
    if (file === null) return problem(words, 'Start the database, or correct DATABASE_URL.')
    return problem(words, fileTrouble(databaseCode(error)) ?? 'Give file and folder to the user that runs Fuyi.')
  }
}

function configuration(config: Config | Error): Said {
  if (config instanceof Error)
    return problem(config.message, 'Set it where Fuyi is started; README.md lists the settings.')
  return exposed(openSettings(config)) ?? ok(`${config.origin}, mail from ${config.mailFrom}`)
}

/** Several as one. Null where there is none. */
const exposed = (found: Exposure[]): Said | null =>
  found.length ? problem(found.map(({ says }) => says).join(' '), found.map(({ todo }) => todo).join(' ')) : null

const privateFiles = (url: string, lastBackup: string | null): Said =>
  exposed(openFiles(url, lastBackup)) ?? ok('no other user of this machine reads the data or its copies')

async function metrics(config: Config): Promise<Said> {
  const found = await openMetrics(config)
  if (found === null) return { ok: null, says: `nobody answers at ${config.origin}`, todo: null }
  return found === 'closed' ? ok('strangers read no numbers') : problem(found.says, found.todo)
}

/** A row in and out again: that it can be read says little about writing. */
async function reachable(database: Database): Promise<Said> {
  const begun = performance.now()
  const key = 'doctor'
  await write(database, (tx) => keepValue(tx, key, String(begun)))
  await write(database, (tx) => dropValue(tx, key))
  return ok(`${database.engine}, two writes in ${Math.round(performance.now() - begun)} ms`)
}

async function integrity(database: Database): Promise<Said> {
  const uneven = await unevenCounts(database.reads)
  const problems = await integrityProblems(database, { quick: true })
  if (uneven.length && !problems.length)
    return problem(
      uneven.join(' '),
      `Look at them: ${fuyi} counts. Mend them, in the public record: ${fuyi} counts --mend`,
    )
  if (problems.length) return problem(problems.join(' '), 'Keep a copy of the file, then restore the last backup.')
  return ok('whole, and every count agrees with its rows')
}

async function migrations(database: Database): Promise<Said> {
  const newer = await unknownMigrations(database)
  if (newer.length) return problem(`Made by a newer Fuyi: ${newer.join(', ')}`, 'Upgrade this program.')
  const pending = await pendingMigrations(database)
  if (pending.length) return problem(`Pending: ${pending.join(', ')}`, `Run: ${fuyi} migrate`)
  return ok('up to date')
}

/** Deadlines hang on it. The record never goes back, and neither may the clock. */
async function clock(database: Database, now: Date): Promise<Said> {
  const [row] = await database.reads.select({ at: max(record.recordedAt) }).from(record)
  const ahead = row?.at ? row.at.getTime() - now.getTime() : 0
  if (ahead > 60_000)
    return problem(
      `The record ends ${Math.round(ahead / 1000)} s in the future.`,
      'Set the clock: timedatectl set-ntp true',
    )
  const server = await database.exclusively(async (exec) =>
    database.engine === 'postgres' ? exec('select now() as at') : [],
  )
  const apart = server[0] ? Math.abs(new Date(server[0].at as string).getTime() - Date.now()) : 0
  if (apart > 5000)
    return problem(
      `The database’s clock is ${Math.round(apart / 1000)} s away.`,
      'Let both machines use the same time server.',
    )
  return ok(now.toISOString())
}

async function scheduler(database: Database, now: Date): Promise<Said> {
  const beat = await getStatusTime(database.reads, 'scheduler_beat')
  if (!beat) return problem('It has never run.', `Start Fuyi: ${fuyi} serve, or systemctl start fuyi`)
  const silence = now.getTime() - beat.getTime()
  if (silence > longestSilence)
    return problem(
      `Its last beat was at ${beat.toISOString()}.`,
      'Start Fuyi; if it runs, look for "a job failed" in its log.',
    )
  return ok(`beat ${Math.max(0, Math.round(silence / 1000))} s ago`)
}

async function outboxState(database: Database, now: Date): Promise<Said> {
  const waiting = await waitingMail(database.reads)
  const refusal = await lastRefusal(database.reads, now)
  const last = refusal ? `; the last refusal: ${refusal}` : ''
  const urgent = waiting.find(({ priority }) => priority === 0)
  if (urgent?.oldest && now.getTime() - urgent.oldest.getTime() > 5 * 60_000)
    return problem(
      `Urgent mail, like sign-in codes, waits since ${urgent.oldest.toISOString()}${last}.`,
      'See the line on mail below.',
    )
  const total = waiting.reduce((sum, row) => sum + row.waiting, 0)
  const bounced = await bouncedMail(database.reads, now)
  return ok(`${total} waiting, ${await failedMail(database.reads)} given up, ${bounced} came back${last}`)
}

async function backups(database: Database, now: Date): Promise<Said> {
  const todo = `Run daily: ${fuyi} backup DIR --keep 14`
  const at = await getStatusTime(database.reads, 'last_backup')
  if (!at) return problem('There is no backup yet.', todo)
  const where = await lastBackup(database.reads)
  const age = (now.getTime() - at.getTime()) / hour
  const says = `the last is ${age.toFixed(1)} hours old${where === null ? '' : `, in ${where}`}`
  if (age > 26) return problem(says, todo)
  if (where !== null && !statSync(where, { throwIfNoEntry: false }))
    return problem(`${says}, but no longer there.`, 'Bring it back, or make a new one.')
  return ok(says)
}

async function mail({ smtpUrl }: Config): Promise<Said> {
  try {
    await checkMailServer(smtpUrl!)
    return ok(`${new URL(smtpUrl!).host} takes mail from us`)
  } catch (error) {
    return problem(
      `${new URL(smtpUrl!).host}: ${(error as Error).message}`,
      'Correct SMTP_URL, or ask who runs the mail server.',
    )
  }
}
