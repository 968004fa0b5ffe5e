// A unit that may be refused half-way: what it did until then is undone, and the caller gets a value instead of an error.
import { done, type Result, refused } from '../../lib/result.ts'
import type { Database, Db } from './database.ts'
import { write } from './write.ts'

/** Thrown inside a unit to undo it. `refusal` is a word for the caller, never one for a page. */
export class Refused extends Error {
  readonly refusal: string
  constructor(refusal: string) {
    super(refusal)
    this.refusal = refusal
  }
}

/** Runs one unit as `write` does; where it throws Refused, nothing of it stands and the refusal is the result. */
export async function attempt<Value>(
  database: Database,
  unit: (tx: Db) => Promise<Value>,
  options?: Parameters<typeof write>[2],
): Promise<Result<Value>> {
  try {
    return done(await write(database, unit, options))
  } catch (error) {
    if (error instanceof Refused) return refused(error.refusal)
    throw error
  }
}
