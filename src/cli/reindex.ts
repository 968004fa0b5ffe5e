// fuyi reindex: everything that a case is found by, made anew.
import { reindex } from '../domain/search/reindex.ts'
import { withDatabase } from './open.ts'

export async function reindexNow(): Promise<void> {
  await withDatabase(async (db) => {
    const done = await reindex(db, { again: true })
    console.log(`${done.toLocaleString('en')} cases can be found again.`)
  })
}
