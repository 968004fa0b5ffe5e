// Copies of the database that were read back whole: opened, checked, and their numbers compared. Only then they count.
import { renameSync, rmSync } from 'node:fs'
import { connect } from '../platform/db/connect.ts'
import { copyDatabase, fileOf, integrityProblems } from '../platform/db/tools/copy.ts'
import { isMigrated, pendingMigrations } from '../platform/db/tools/migrate.ts'
import { checkDump } from '../platform/db/tools/postgres-tools.ts'
import { countsOf, inWords, unevenCounts } from './consistency.ts'

/** What SQLite may leave beside a file. */
export const besides = ['', '-wal', '-shm', '-journal']

/** A copy under its final name, whole or not at all. What is in it, in words. */
export async function verifiedCopy(url: string, file: string): Promise<string> {
  const part = `${file}.part`
  try {
    await copyDatabase(url, part)
    const words = await verify(url, part)
    renameSync(part, file)
    return words
  } finally {
    for (const ending of besides) rmSync(part + ending, { force: true })
  }
}

/** Reads a copy back. What is in it, in words; throws when it is not whole. `named`: what people know it as. */
export async function verify(url: string, file: string, named = file): Promise<string> {
  if (fileOf(url) === null) {
    await checkDump(file)
    return 'reads well to its end'
  }
  const damaged = (error: unknown) => new Error(`${named} is damaged: ${(error as Error).message}.`, { cause: error })
  const copy = await connect(`file:${file}`).catch((error) => {
    throw damaged(error)
  })
  try {
    const problems = await integrityProblems(copy).catch((error) => {
      throw damaged(error)
    })
    if (problems.length) throw new Error(`${named} is damaged: ${problems.join(' ')}`)
    if (!(await isMigrated(copy))) throw new Error(`${named} is not a database of Fuyi.`)
    // What is in an older one is for its own version to say: columns may have moved
    if ((await pendingMigrations(copy)).length) return 'checked whole, of an older version'
    const uneven = await unevenCounts(copy.reads)
    if (uneven.length) throw new Error(`${named} does not agree with itself: ${uneven.join(' ')}`)
    return `checked whole: ${inWords(await countsOf(copy.reads))}`
  } finally {
    await copy.close()
  }
}
