// What can go wrong between us and the database, as errors that Fastify answers with the right status by itself.

/** Nothing was done: the database is busy or away. Safe to try again. */
export class Busy extends Error {
  readonly statusCode = 503
  readonly retryAfter = 2 // seconds
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Busy'
  }
}

/** The commit failed, so nobody can say whether it was done. Statements are written to be safe to repeat. */
export class OutcomeUnknown extends Error {
  readonly statusCode = 503
  readonly retryAfter = 5 // seconds
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutcomeUnknown'
  }
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
