// fuyi move: from one SQLite file to a PostgreSQL server. The file is only read.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ConfigError, environmentWith, fuyi, readDatabaseUrl } from '../config.ts'
import { connect } from '../platform/db/connect.ts'
import { fileOf } from '../platform/db/tools/copy.ts'
import { migrate } from '../platform/db/tools/migrate.ts'
import { moveDatabase, NotMoved } from '../platform/db/tools/move.ts'

/** Exit code 3 where the platform still wrote: what came after the snapshot is not there. */
export async function moveNow(to: string): Promise<void> {
  const from = readDatabaseUrl()
  if (!from.startsWith('file:')) throw new ConfigError('DATABASE_URL must name the SQLite file that is moved.')
  if (!/^postgres(ql)?:\/\/.+$/.test(to))
    throw new ConfigError('The target must look like postgres://user:password@host/name.')
  const file = fileOf(from)!
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}: correct DATABASE_URL.`)
  try {
    const target = await connect(to)
    await migrate(target).finally(() => target.close())
  } catch (error) {
    throw new ConfigError(`The target cannot be opened: ${(error as Error).message}`)
  }

  const began = performance.now()
  const { tables, writtenMeanwhile } = await moveDatabase(file, to, progress).catch((error) => {
    if (process.stderr.isTTY) process.stderr.write('\n')
    throw error instanceof NotMoved ? new ConfigError(error.message) : error
  })
  for (const { table, rows, checksum } of tables)
    console.log(`${table.padEnd(28)} ${rows.toLocaleString('en').padStart(12)} rows  ${checksum.slice(0, 16)}`)
  indexAnew(to)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`Moved and compared ${rows.toLocaleString('en')} rows of ${tables.length} tables in ${seconds} s.`)
  if (writtenMeanwhile) {
    process.exitCode = 3
    console.log(
      'The file was written to meanwhile, so this was a rehearsal: stop the platform, empty the target, move again.',
    )
  } else console.log('Now set DATABASE_URL to the new address, and start the platform.')
}

/** PostgreSQL has an index of another kind, made from the cases that were moved. By a process of its own: each knows one engine. */
function indexAnew(to: string): void {
  const { status } = spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, 'reindex'], {
    env: environmentWith({ DATABASE_URL: to }),
    stdio: 'inherit',
  })
  if (status !== 0) console.log(`The search's index is incomplete. With the new DATABASE_URL, run: ${fuyi} reindex`)
}

function progress(table: string, done: number, of: number): void {
  const line = `${table} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
  else if (done === of) console.error(line)
}
