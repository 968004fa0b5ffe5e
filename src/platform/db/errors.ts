// What can go wrong between us and the database, as errors that are answered with the right status by themselves.

/** Answered with 503 and Retry-After. */
export class Unavailable extends Error {
  readonly statusCode = 503
  readonly retryAfter: number = 2 // seconds
}

/** Nothing was done: the database is busy or away. */
export class Busy extends Unavailable {
  override readonly name = 'Busy'
}

/** Nothing was done: the platform was started to be read alone. */
export class ReadOnly extends Unavailable {
  override readonly name = 'ReadOnly'
  override readonly retryAfter = 300
}

/** The commit failed, so nobody can say whether it was done. Units are written to be safe to repeat. */
export class OutcomeUnknown extends Unavailable {
  override readonly name = 'OutcomeUnknown'
  override readonly retryAfter = 5
}

/** The refusal within an error: Drizzle wraps what a query rejects with. */
export function refusalIn(error: unknown): Unavailable | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Unavailable) return at
  return null
}

/** The engine's own code: 'SQLITE_BUSY', or the five characters of PostgreSQL. Drizzle wraps the driver's error. */
export function databaseCode(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

/** A unique key refused the row. Prefer onConflictDoNothing: on PostgreSQL an error ends the whole unit. */
export function isUniqueViolation(error: unknown): boolean {
  const code = databaseCode(error)
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Whether another process was writing to the SQLite file. It may be tried again. */
export const isBusyFile = (error: unknown): boolean => databaseCode(error)?.startsWith('SQLITE_BUSY') ?? false
