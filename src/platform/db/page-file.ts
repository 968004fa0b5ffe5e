// Drawn pages in a file of their own beside the database, so that a start or a full memory does not draw them again. It is bounded, and
// it may be deleted at any time. Whatever goes wrong with it is no error of a page: then the page is drawn.
import { closeSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { makeFolder } from '../../lib/folder.ts'

/** `version`: of what it shows. `about`: whose it is, so that it can be taken out. `facts`: as JSON. */
type FiledPage = { key: string; about: string; version: string; facts: string; body: Buffer }
export type PageFile = ReturnType<typeof openPageFile>

/** 2: of this table. A file of another number is made anew. */
const format = 2
const pageSize = 4096
/** Bytes of drawn pages beside the database: two languages of 30,000 cases. */
const usual = 512e6
const writtenAfter = 250 // ms: those of a moment are written together
const mostWaiting = 2000

/** `most`: bytes of the file. Those that were drawn first go first. */
export function openPageFile(path: string, most = usual) {
  let db = opened(path)
  let waiting = new Map<string, () => FiledPage>()
  let timer: NodeJS.Timeout | null = null
  const statements = () =>
    db && {
      get: db.prepare<[string], Omit<FiledPage, 'key'>>('select about, version, facts, body from pages where key = ?'),
      put: db.prepare('insert or replace into pages (key, about, version, facts, body) values (?, ?, ?, ?, ?)'),
      // ids as a JSON array: one statement for hundreds of cases, of which nearly none has a page
      has: db.prepare<[string]>('select 1 from pages where about in (select value from json_each(?)) limit 1'),
      drop: db.prepare<[string]>('delete from pages where about in (select value from json_each(?))'),
      oldest: db.prepare(
        'delete from pages where at in (select at from pages order by at limit (select count(*) / 20 + 1 from pages))',
      ),
    }
  let ready = statements()

  /** A broken file serves nobody any more; a busy one is asked again. */
  function tried<T>(act: (using: NonNullable<typeof ready>, db: Sqlite.Database) => T): T | undefined {
    if (!ready || !db) return undefined
    try {
      return act(ready, db)
    } catch (error) {
      if (isBusy(error)) return undefined
      db.close()
      db = null
      ready = null
      return undefined
    }
  }

  function write(): void {
    timer = null
    const pages = waiting
    waiting = new Map()
    const isWritten = tried((using, file) => {
      file
        .transaction(() => {
          for (const make of pages.values()) {
            const { key, about, version, facts, body } = make()
            using.put.run(key, about, version, facts, body)
          }
          while (bytesOf(file) > most && using.oldest.run().changes > 0);
        })
        .immediate()
      return true
    })
    if (isWritten || !db) return
    waiting = new Map([...pages, ...waiting]) // somebody else writes
    timer = setTimeout(write, writtenAfter).unref()
  }

  return {
    get: (key: string): Omit<FiledPage, 'key'> | undefined => tried((using) => using.get.get(key)),
    /** Written a moment later; `make` is asked then. */
    put(key: string, make: () => FiledPage): void {
      if (!db || waiting.size >= mostWaiting) return
      waiting.set(key, make)
      timer ??= setTimeout(write, writtenAfter).unref()
    },
    write,
    /** Takes out what shows these, so that nothing of them stands in the file. How many pages; null where it must be tried again. */
    forget: (about: readonly string[]): number | null => {
      const gone = tried((using, file) => {
        const of = JSON.stringify(about)
        if (!using.has.get(of)) return 0
        const all = file.transaction(() => using.drop.run(of).changes).immediate()
        file.pragma('wal_checkpoint(TRUNCATE)')
        return all
      })
      return gone ?? (db === null ? 0 : null)
    },
    empty: (): boolean =>
      tried((_, file) => {
        file.exec('delete from pages')
        file.pragma('wal_checkpoint(TRUNCATE)')
        return true
      }) ?? db === null,
    /** A number that is kept with the pages. */
    note: (to?: number): number =>
      tried((_, file) => {
        if (to !== undefined) file.prepare('update notes set number = ?').run(to)
        return file.prepare<[], { number: number }>('select number from notes').get()!.number
      }) ?? 0,
    /** So full that soon those that were drawn first will have to go. */
    isFull: (): boolean => tried((_, file) => bytesOf(file) > most * 0.9) ?? false,
    /** It serves nobody any more. */
    isBroken: (): boolean => db === null,
    isWaiting: (): boolean => waiting.size > 0,
    isEmpty: (): boolean => !tried((_, file) => file.prepare('select 1 from pages limit 1').get()),
    count: (): number =>
      tried((_, file) => file.prepare<[], { n: number }>('select count(*) as n from pages').get()!.n) ?? 0,
    close(): void {
      if (timer) {
        clearTimeout(timer)
        write()
      }
      db?.close()
      db = null
      ready = null
    },
  }
}

const bytesOf = (db: Sqlite.Database): number => {
  const number = (name: string) => Number(db.pragma(name, { simple: true }))
  return (number('page_count') - number('freelist_count')) * pageSize
}

const isBusy = (error: unknown) => /BUSY|LOCKED/.test(String((error as { code?: unknown }).code))

/** At a start nothing is served yet, so sleeping is fine: processes that start together make the file one after the other. */
function opened(path: string): Sqlite.Database | null {
  let broken = 0
  for (let attempt = 1; attempt <= 100; attempt++)
    try {
      return made(path)
    } catch (error) {
      if (isBusy(error)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
      else if (++broken > 1) return null
      else for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
    }
  return null
}

function made(path: string): Sqlite.Database {
  makeFolder(dirname(path))
  closeSync(openSync(path, 'a', 0o600)) // for its owner alone, like the database
  const db = new Sqlite(path, { timeout: 0 })
  try {
    db.pragma(`page_size = ${pageSize}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = OFF') // what is lost is drawn again
    db.pragma('secure_delete = ON')
    db.pragma('cache_size = -2000')
    const isMade = () => Number(db.pragma('user_version', { simple: true })) === format
    const make = () =>
      isMade() ||
      db.exec(`drop table if exists pages;
        drop table if exists notes;
        create table pages (at integer primary key, key text not null unique, about text not null, version text not null,
          facts text not null, body blob not null) strict;
        create index pages_about on pages (about);
        create table notes (number integer not null) strict;
        insert into notes values (0);
        pragma user_version = ${format};`)
    if (!isMade()) db.transaction(make).immediate()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
