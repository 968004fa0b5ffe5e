// SQLite: one connection that writes, one that only reads, in WAL mode, so that neither waits for the other.
import { closeSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { LRUCache } from 'lru-cache'
import { localDate, startOfDay } from '../../lib/calendar.ts'
import { makeFolder } from '../../lib/folder.ts'
import type { ConnectOptions, Database, Db, Exec } from './database.ts'
import { isBusyFile, ReadOnly } from './errors.ts'
import { databaseEvents } from './events.ts'
import { groupedUnits } from './group-commit.ts'
import { cachedReads } from './read-cache.ts'

/** Makes the file where there is none, unless it is only read. */
export function openSqlite(path: string, options: ConnectOptions): Database {
  return options.readOnly ? openToRead(path, options) : openToWrite(path, options)
}

/** The file as it is: nothing is made, neither it nor its folder. */
function openToRead(path: string, { heard }: ConnectOptions): Database {
  const reader = readerOf(path)
  return {
    engine: 'sqlite',
    file: path,
    events: databaseEvents(),
    reads: cachedReads(drizzle(reader, heard ? { logger: { logQuery: heard } } : {}) as unknown as Db),
    runUnit: async () => {
      throw new ReadOnly('The database is open to be read alone')
    },
    exclusively: (run) => run(statementsOn(reader)),
    close: async () => void reader.close(),
  }
}

function readerOf(path: string): KeepingStatements {
  const reader = new KeepingStatements(path, { readonly: true, timeout: 250 })
  reader.pragma('cache_size = -16000') // kB. A commit of another connection empties it
  reader.pragma('temp_store = MEMORY')
  return reader
}

const statementsOn =
  (connection: Sqlite.Database): Exec =>
  async (statement) => {
    const prepared = connection.prepare<[], { [column: string]: unknown }>(statement)
    if (prepared.reader) return prepared.all()
    prepared.run()
    return []
  }

function openToWrite(path: string, { busyFor = 5000, strict = false, heard }: ConnectOptions): Database {
  makeFolder(dirname(path))
  makePrivate(path)
  // The driver's own timeout sleeps inside the process, requests and all (measured: 2.9 s); group-commit.ts waits by a timer.
  const writer = new Sqlite(path, { timeout: 0 })
  untilFree(() => writer.pragma('journal_mode = WAL'))
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  writer.pragma('secure_delete = ON') // what is deleted is overwritten at once; operations/erase-traces.ts does the rest at night
  const reader = readerOf(path)
  writer.pragma('cache_size = -8000') // kB, beside the system's own copy of the file, which all processes share
  writer.pragma('temp_store = MEMORY')

  // For migrations: SQLite knows no time zones.
  writer.function('start_of_local_day', { deterministic: true }, (at, timeZone) =>
    BigInt(startOfDay(localDate(new Date(Number(at)), String(timeZone)), String(timeZone)).getTime()),
  )
  const options = heard ? { logger: { logQuery: heard } } : {}
  const events = databaseEvents()
  const opened = statSync(path).ino
  const isThere = () => statSync(path, { throwIfNoEntry: false })?.ino === opened
  const units = groupedUnits(writer, drizzle(writer, options) as unknown as Db, {
    busyFor,
    strict,
    isThere,
    events,
  })
  return {
    engine: 'sqlite',
    file: path,
    events,
    reads: cachedReads(drizzle(reader, options) as unknown as Db),
    runUnit: units.runUnit,
    exclusively: (run) => units.exclusively(() => run(statementsOn(writer))),
    async close() {
      await units.exclusively(async () => {
        reader.close()
        writer.close()
      })
    },
  }
}

/** A new file is for its owner alone, and so is what SQLite lays beside it: it holds people's addresses. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch {} // SQLite says what is wrong, with a code that we know
}

const mostKept = 300

type Prepared<Values, Row> = Values extends unknown[] ? Sqlite.Statement<Values, Row> : Sqlite.Statement<[Values], Row>

/**
 * Lists are built anew for each request, with texts that come again: compiling one took longer than running it. So this
 * connection gives what it compiled before, as if it were new: Drizzle turns `raw` on where it wants it and runs it at once.
 */
class KeepingStatements extends Sqlite {
  readonly #kept = new LRUCache<string, Sqlite.Statement>({ max: mostKept })

  override prepare<Values extends unknown[] | object = unknown[], Row = unknown>(text: string) {
    const known = this.#kept.get(text)
    if (known) return (known.reader ? known.raw(false) : known) as Prepared<Values, Row>
    const made = super.prepare<Values, Row>(text)
    this.#kept.set(text, made as Sqlite.Statement)
    return made
  }
}

/** At opening nothing is served yet, so sleeping is fine: two processes that start together both turn WAL on. */
function untilFree(act: () => void) {
  for (let attempt = 1; ; attempt++) {
    try {
      return act()
    } catch (error) {
      if (attempt === 200 || !isBusyFile(error)) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
    }
  }
}
