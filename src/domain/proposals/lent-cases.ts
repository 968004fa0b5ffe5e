// A static copy reads twenty cases at once, and then draws each in every language. Whoever loads one of them meanwhile gets what the
// copy has read.
import type { Db } from '../../platform/db/database.ts'

/** For cases of one form. */
export function lender<Case extends { row: { id: string } }>() {
  const lent = new WeakMap<Db, ReadonlyMap<string, Case>>()
  return {
    /** While `work` goes on. Nobody may change the cases, and nobody may look at another moment through this connection. */
    async lending<T>(db: Db, cases: readonly Case[], work: () => Promise<T>): Promise<T> {
      lent.set(db, new Map(cases.map((one) => [one.row.id, one])))
      try {
        return await work()
      } finally {
        lent.delete(db)
      }
    },
    /** Null where one of them is not lent. */
    lentCases(db: Db, ids: readonly string[]): Case[] | null {
      const cases = lent.get(db)
      return cases && ids.every((id) => cases.has(id)) ? ids.map((id) => cases.get(id)!) : null
    },
  }
}
