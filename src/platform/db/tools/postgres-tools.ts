// PostgreSQL's own programs, which copy a database into one file and back.
import { type ChildProcess, spawn } from 'node:child_process'
import { environmentWith } from '../../../config.ts'

/** Something the operator can mend, in one line. */
export class CopyError extends Error {}

/** Writes a consistent copy to `target`, a new file. Throws CopyError. */
export const dumpDatabase = (url: string, target: string): Promise<void> =>
  tool('pg_dump', [at(url), '--format=custom', '--no-owner', `--file=${target}`], url).ended

/** Reads a dump from end to end: its list of contents alone would not show that the rest was cut off. */
export const checkDump = (file: string): Promise<void> => tool('pg_restore', ['--file=/dev/null', file]).ended

/**
 * Puts a dump in the place of what is there: all of it or nothing. pg_restore by itself removes only what the dump knows of;
 * tables of a newer version would stay, and keep that version from ever being migrated to again.
 */
export async function restoreDump(url: string, file: string): Promise<void> {
  const reading = tool('pg_restore', ['--clean', '--if-exists', '--no-owner', '--file=-', file])
  const once = ['--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1']
  const putting = tool('psql', [at(url), ...once, `--command=${removeAll}`, '--file=-'], url)
  reading.child.stdout!.pipe(putting.child.stdin!, { end: false }) // the end means that all of it is to be kept
  putting.child.stdin!.on('error', () => {}) // psql has ended, and says why
  // Then nobody reads what pg_restore has still written, and a process with unread output never closes.
  putting.child.stdin!.on('close', () => reading.child.stdout!.resume())
  const read = reading.ended.then(
    () => void putting.child.stdin!.end(),
    (error: unknown) => {
      putting.child.kill()
      throw error
    },
  )
  const put = putting.ended.catch((error: unknown) => {
    reading.child.kill()
    throw error
  })
  const failed = (await Promise.allSettled([put, read])).flatMap((one) =>
    one.status === 'rejected' ? [one.reason] : [],
  )
  // Which of them failed by itself, and was not ended because the other had?
  if (failed.length) throw failed.find((error) => !(error instanceof Ended)) ?? failed[0]
}

/** Everything in the schema that is used, but what came with an extension. */
const removeAll = `do $$
declare
  thing text;
begin
  for thing in
    select format('table if exists %s', oid::regclass) from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
    union all
    select format('function if exists %s', oid::regprocedure) from pg_proc
    where pronamespace = current_schema()::regnamespace and prokind = 'f'
      and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')
  loop
    execute 'drop ' || thing || ' cascade';
  end loop;
end $$`

/** A program that was ended by a signal. */
class Ended extends CopyError {}

/** Without the password, which goes by the environment: a command line is there for everybody on the machine to read. */
const at = (url: string) => `--dbname=${url.replace(login, '$1@')}`
const login = /^(\w+:\/\/[^:@/?]*):([^@/?]*)@/

function tool(name: string, args: string[], url = ''): { child: ChildProcess; ended: Promise<void> } {
  const password = decodeURIComponent(login.exec(url)?.[2] ?? '')
  const child = spawn(name, args, { env: environmentWith(password ? { PGPASSWORD: password } : {}) })
  const said: string[] = []
  child.stderr.on('data', (piece: Buffer) => said.push(piece.toString()))
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new CopyError(
              `${name} is not here. It comes with PostgreSQL's client programs: apt install postgresql-client`,
            )
          : error,
      ),
    )
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      const words = `${name} failed: ${said.join('').trim().split('\n').slice(-3).join(' ')}`
      reject(signal ? new Ended(words) : new CopyError(words))
    })
  })
  return { child, ended }
}
