// How many statements somebody's reading takes.
import type { Db } from '../../src/platform/db/database.ts'

/** The same database, which counts what is asked of it. */
export function countingReads(db: Db): { db: Db; asked: () => number } {
  let n = 0
  const counting = new Proxy(db, {
    get(of, name) {
      if (name === 'select' || name === 'selectDistinct') n += 1
      const value = Reflect.get(of, name)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
  return { db: counting, asked: () => n }
}
