// A SQLite file, written anew in a thread of its own: it takes seconds for each gigabyte, and whoever reads goes on meanwhile.
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

// As text, because the same file must be found whether this one was compiled or not. The driver waits for other processes.
const program = `
  const { workerData: { driver, file } } = require('node:worker_threads')
  const db = new (require(driver))(file, { timeout: 5000 })
  db.pragma('secure_delete = ON')
  db.exec("insert into search_index (search_index) values ('optimize')")
  db.exec('vacuum')
  for (let attempt = 0; db.pragma('wal_checkpoint(truncate)')[0].busy; attempt++)
    if (attempt === 20) throw new Error('The write-ahead log could not be emptied: some process reads the database for long.')
  db.close()
`

/**
 * Leaves nothing in the file but what its tables hold, and nothing in the log beside it. For whoever holds the file's one
 * writer. Needs as much room as the file takes, twice. Throws what SQLite throws: busy when another process writes for long.
 */
export function writeAnew(file: string): Promise<void> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(program, { eval: true, workerData: { driver, file } })
  return new Promise((resolve, reject) => worker.once('error', reject).once('exit', () => resolve()))
}
