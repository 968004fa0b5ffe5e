// What keeps a database from working, in words for the operator: told once when it begins, once when it changes, and once
// when it is over. Requests that fail meanwhile say no more than that to people.
import type { DatabaseEvents, Trouble } from './events.ts'

/** `is(words)` tells it where the words are others than before; `over()` that it has ended. */
export function troubleOf(events: DatabaseEvents, part: Trouble['part']) {
  let now: string | null = null
  const tell = (words: string | null) => {
    if (words === now) return
    now = words
    events.emit('trouble', { part, words })
  }
  return { is: tell, over: () => tell(null) }
}

/** SQLite's codes that mean the file or its disk, not the statement; with what to do. */
const advice: [code: RegExp, words: string][] = [
  [/^SQLITE_FULL/, 'the disk is full. Free some space: writing goes on by itself, and pages are served meanwhile'],
  [
    /^SQLITE_READONLY/,
    'the file or its disk is read-only. Make file and folder writable for this user: writing goes on by itself, and pages are served meanwhile',
  ],
  [/^SQLITE_(BUSY|LOCKED)/, 'another process holds the file. Find it with: fuser -v FILE'],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'the file is damaged. Stop the platform, keep a copy of the file, and restore the newest backup',
  ],
  [
    /^SQLITE_(CANTOPEN|PERM|AUTH)/,
    'the file cannot be opened. Look whether it and its folder exist, and may be read and written by this user',
  ],
  [
    /^SQLITE_IOERR/,
    'the disk fails. Look into the system’s log; restore the newest backup on a sound disk if it does not end',
  ],
]

/** What an error of SQLite says about the file itself; null where it speaks of the statement. */
export function fileTrouble(code: string | null): string | null {
  const known = code && advice.find(([pattern]) => pattern.test(code))
  return known ? `${code}: ${known[1]}.` : null
}
